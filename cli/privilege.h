/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rights that a sweep does not need once its sockets are open: what reads
 * answers from strangers shall have none.
 */
#ifndef CLI_PRIVILEGE_H
#define CLI_PRIVILEGE_H

#include <stdbool.h>

#include "base/err.h"

/*
 * Does it take a capability to write this file, or one in this folder, in
 * the name of its owner?  True when it, or the folder that it would be made
 * in, is somebody else's.
 */
bool privilege_needs_file(const char *path);

/*
 * Give up all capabilities, in all sets, and the way to get new ones by a
 * program (no_new_privs); the user stays.  keeps_files: all but those for
 * other people's files.  Without any capability nothing is changed: what an
 * ordinary user's hooks may do, such as sending mail, stays as it is.
 * Before there are threads: each has its own.
 */
int privilege_drop(bool keeps_files, struct err *err)
    __attribute__((warn_unused_result));

#endif
