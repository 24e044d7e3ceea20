/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Other programs of ours, found and run.
 */
#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include <sys/types.h>

#include "base/err.h"

/* The path of this very program; the caller frees it. */
char *child_self(void);

/*
 * Where program is: beside this one, else in the folder ../FOLDER as in a
 * build tree, else by its name alone, so that PATH decides.  The caller
 * frees it.
 */
char *child_find(const char *folder, const char *program);

/* Which of our standard streams it shares; the others are /dev/null. */
enum child_streams {
	CHILD_NONE,
	CHILD_STDERR,
	CHILD_ALL,
};

/*
 * Start it; argv[0] is its path or name.  Returns the process id, or -1 and
 * *err.
 */
pid_t child_start(const char *const *argv, enum child_streams streams,
    struct err *err);

/* Wait for its end; its exit status, or 128 and the signal's number. */
int child_wait(pid_t pid);

/* Ask it to end, and wait; harmless for pid -1. */
void child_stop(pid_t pid);

#endif
