/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The change hook.  The diff lies in a file before the command starts, so
 * that a command which reads nothing stops nobody.
 */
#include "cli/hook.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/events.h"
#include "cli/side.h"

#define HOOK_TIMEOUT_S 600
#define HOOK_POLL_NS   20000000

extern char **environ;

/* Start it with in as its standard input and a group of its own. */
static pid_t
hook_start(const char *command, int in, int *sys_errno)
{
	const char *const argv[] = { "/bin/sh", "-c", command, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t defaults;
	pid_t pid = -1;

	(void)posix_spawn_file_actions_init(&files);
	(void)posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	/* Standard output is for results: talk goes to standard error. */
	(void)posix_spawn_file_actions_adddup2(&files, STDERR_FILENO,
	    STDOUT_FILENO);
	(void)posix_spawnattr_init(&attr);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGINT);
	(void)sigaddset(&defaults, SIGTERM);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)posix_spawnattr_setsigdefault(&attr, &defaults);
	(void)posix_spawnattr_setpgroup(&attr, 0);
	(void)posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	/* It changes nothing in argv; POSIX just does not say so in C. */
	*sys_errno = posix_spawn(&pid, argv[0], &files, &attr,
	    (char *const *)(uintptr_t)argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&files);
	return *sys_errno == 0 ? pid : -1;
}

/* Its exit status, or 128 and the signal's number. */
static int
hook_wait(pid_t pid)
{
	const struct timespec pause = { 0, HOOK_POLL_NS };
	uint64_t end_ns = clock_now_ns() + HOOK_TIMEOUT_S * CLOCK_NS_PER_S;
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) == 0) {
		if (clock_now_ns() > end_ns) {
			(void)kill(-pid, SIGKILL);
			got = waitpid(pid, &status, 0);
			break;
		}
		(void)nanosleep(&pause, NULL);
	}
	if (got != pid)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void
hook_set_number(const char *name, int64_t value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%" PRId64, value);
	(void)setenv(name, text, 1);
}

static void
hook_call(const struct config *config, const struct diff_document *document,
    FILE *file)
{
	int sys_errno = 0, status = 127;
	pid_t pid;

	hook_set_number("ROLLCALL_OLD", document->was.sweep);
	hook_set_number("ROLLCALL_NEW", document->is.sweep);
	(void)fflush(stdout);
	pid = hook_start(config->on_change, fileno(file), &sys_errno);
	if (pid != -1)
		status = hook_wait(pid);
	if (status == 0)
		return;
	log_warn("hook", "on-change failed with status %d: %s", status,
	    config->on_change);
	events_hook_failed(config, document->is.sweep, status);
}

static int
hook_write(const struct config *config, const struct diff_document *document,
    struct err *err)
{
	FILE *file = tmpfile();
	int ret;

	if (file == NULL)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot make a temporary file for on-change");
	ret = diff_json_write(file, document, err);
	if (ret == 0 && (fflush(file) != 0 || ferror(file) != 0 ||
			    lseek(fileno(file), 0, SEEK_SET) != 0))
		ret = err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot write the changes for on-change");
	if (ret == 0)
		hook_call(config, document, file);
	(void)fclose(file);
	return ret;
}

int
hook_run(const struct config *config, struct cache *cache,
    const struct cache_sweep *sweep, struct err *err)
{
	struct side was = SIDE_INIT, is = SIDE_INIT;
	struct diff_document document = {
		.generator = PACKAGE_NAME " " PACKAGE_VERSION,
	};
	struct diff diff = { 0 };
	int64_t base;
	int ret;

	if (config->on_change == NULL)
		return 0;
	ret = cache_diff_base(cache, sweep, &base, err);
	if (ret != 1)
		return ret;
	ret = side_load_sweep(&was, cache, base, err);
	if (ret == 0)
		ret = side_load_sweep(&is, cache, sweep->id, err);
	if (ret == 0) {
		diff_make(&diff, &was.side, &is.side);
		document.diff = &diff;
		document.was = was.title;
		document.is = is.title;
		if (diff.n > 0)
			ret = hook_write(config, &document, err);
	}
	diff_fini(&diff);
	side_fini(&was);
	side_fini(&is);
	return ret;
}
