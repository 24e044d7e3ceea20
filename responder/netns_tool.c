/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Other programs with a script on their standard input.
 */
#include "responder/netns_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"
#include "responder/netns_caps.h"

#define NETNS_TOOL_PATH "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"

/* The first of the folders that has an executable of that name. */
static bool
netns_tool_find(const char *folders, const char *name, struct text *path)
{
	while (folders != NULL && *folders != '\0') {
		size_t len = strcspn(folders, ":");

		text_clear(path);
		text_add_len(path, folders, len);
		text_addf(path, "/%s", name);
		if (len > 0 && access(text_str(path), X_OK) == 0)
			return true;
		folders += len + (folders[len] == ':');
	}
	return false;
}

/* A file in memory, at its start again: no pipe that could fill up. */
static int
netns_tool_file(const char *content, struct err *err)
{
	size_t left = strlen(content);
	int fd = memfd_create("script", MFD_CLOEXEC);

	if (fd == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot make a file in memory");
	while (left > 0) {
		ssize_t n = write(fd, content, left);

		if (n <= 0) {
			err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write a file in memory");
			(void)close(fd);
			return -1;
		}
		content += n;
		left -= (size_t)n;
	}
	(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

static void __attribute__((noreturn))
netns_tool_exec(const char *path, const char *const *argv, int input, int talk)
{
	static const char *const env[] = { "LC_ALL=C", "PATH=" NETNS_TOOL_PATH,
		NULL };
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (netns_caps_keep(1u << CAP_NET_ADMIN, false) == -1 ||
	    dup2(input, STDIN_FILENO) == -1 ||
	    dup2(nowhere, STDOUT_FILENO) == -1 ||
	    dup2(talk, STDERR_FILENO) == -1)
		_exit(126);
	/* execve() takes its arrays unqualified and leaves them alone. */
	(void)execve(path, (char *const *)(uintptr_t)argv,
	    (char *const *)(uintptr_t)env);
	_exit(127);
}

/* The first line of what the program said. */
static void
netns_tool_first_line(int talk, struct text *out)
{
	char line[200];
	ssize_t n = pread(talk, line, sizeof(line) - 1, 0);

	line[n < 0 ? 0 : n] = '\0';
	utf8_clean(out, line, strcspn(line, "\n"));
	if (out->len == 0)
		text_add(out, "it said nothing");
}

static int
netns_tool_wait(pid_t pid, const char *name, int talk, struct err *err)
{
	struct text line = TEXT_INIT;
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot wait for %s", name);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	netns_tool_first_line(talk, &line);
	if (WIFSIGNALED(status))
		err_set(err, ERR_NETWORK, "%s was ended by signal %d", name,
		    WTERMSIG(status));
	else
		err_set(err, ERR_NETWORK, "%s has failed: %s", name,
		    text_str(&line));
	text_fini(&line);
	return -1;
}

int
netns_tool_run(const char *const *argv, const char *package, const char *script,
    struct err *err)
{
	struct text path = TEXT_INIT;
	int input = -1, talk = -1, ret = -1;
	pid_t pid;

	if (!netns_tool_find(getenv("PATH"), argv[0], &path) &&
	    !netns_tool_find(NETNS_TOOL_PATH, argv[0], &path)) {
		err_set(err, ERR_NETWORK,
		    "the program %s is missing; on Debian: apt install %s",
		    argv[0], package);
		goto out;
	}
	input = netns_tool_file(script, err);
	talk = input == -1 ? -1 : netns_tool_file("", err);
	if (talk == -1)
		goto out;
	pid = fork();
	if (pid == 0)
		netns_tool_exec(text_str(&path), argv, input, talk);
	if (pid == -1)
		err_set_errno(err, ERR_SYSTEM, errno, "cannot start %s",
		    argv[0]);
	else
		ret = netns_tool_wait(pid, argv[0], talk, err);
out:
	if (input != -1)
		(void)close(input);
	if (talk != -1)
		(void)close(talk);
	text_fini(&path);
	return ret;
}
