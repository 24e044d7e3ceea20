/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Many small files that appear together.  A folder that was absent appears
 * whole, under its name at the end.  In one that is there, files whose
 * content would be the same are left alone; the others are written under
 * temporary names, synced once, and renamed.
 */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

struct folder;

/*
 * Make those above the folder where absent.  NULL and ERR_INPUT when nothing
 * can be written there.
 */
struct folder *folder_open(const char *path, struct err *err);

/*
 * Begin the next file, whose name has no '/' and does not begin with '.'; the
 * stream is one in memory, is the folder's and ends with folder_end().  NULL
 * and *err on failure.
 */
FILE *folder_begin(struct folder *folder, const char *name, struct err *err);
int folder_end(struct folder *folder, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Sync what was written, give each file its name, and remove all others that
 * is_ours() knows by their names.  A failure may leave some files new and
 * some old, each of them whole.  The folder is freed either way.
 */
int folder_commit(struct folder *folder, bool (*is_ours)(const char *name),
    struct err *err) __attribute__((warn_unused_result));

/* Remove what was written, and free; harmless on NULL. */
void folder_abort(struct folder *folder);

#endif
