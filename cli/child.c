/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Other programs of ours, found and run.
 */
#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

extern char **environ;

char *
child_self(void)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));

	if (len <= 0 || (size_t)len == sizeof(path))
		return mem_dup("rollcall");
	return mem_dup_len(path, (size_t)len);
}

char *
child_find(const char *folder, const char *program)
{
	char *self = child_self(), *slash = strrchr(self, '/');
	struct text path = TEXT_INIT;

	if (slash != NULL) {
		*slash = '\0';
		text_addf(&path, "%s/%s", self, program);
		if (access(text_str(&path), X_OK) != 0) {
			text_clear(&path);
			text_addf(&path, "%s/../%s/%s", self, folder, program);
		}
	}
	if (slash == NULL || access(text_str(&path), X_OK) != 0) {
		text_clear(&path);
		text_add(&path, program);
	}
	free(self);
	return text_take(&path);
}

pid_t
child_start(const char *const *argv, enum child_streams streams,
    struct err *err)
{
	int n_own = streams == CHILD_ALL      ? 0
		    : streams == CHILD_STDERR ? STDERR_FILENO
					      : STDERR_FILENO + 1;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t defaults;
	pid_t pid = -1;
	int sys_errno;

	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawnattr_init(&attr);
	/* What we ignore is not the child's to ignore. */
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGINT);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)posix_spawnattr_setsigdefault(&attr, &defaults);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	for (int fd = 0; fd < n_own; fd++)
		(void)posix_spawn_file_actions_addopen(&files, fd, "/dev/null",
		    O_RDWR, 0);
	/* It changes nothing in argv; POSIX just does not say so in C. */
	sys_errno = posix_spawnp(&pid, argv[0], &files, &attr,
	    (char *const *)(uintptr_t)argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&files);
	if (sys_errno != 0) {
		err_set_errno(err, ERR_SYSTEM, sys_errno, "cannot run '%s'",
		    argv[0]);
		return -1;
	}
	return pid;
}

int
child_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void
child_stop(pid_t pid)
{
	if (pid == -1)
		return;
	(void)kill(pid, SIGTERM);
	(void)child_wait(pid);
}
