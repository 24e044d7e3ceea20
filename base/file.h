/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Files that are whole or absent: written under a temporary name in the same
 * folder, synced and renamed.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdio.h>
#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct file_out {
	FILE *stream;           /* write here */
	char *path, *temporary; /* both NULL for standard output */
};

/*
 * Open path for writing, "-" being standard output.  Nothing is visible
 * under path before file_out_commit(); a file that is there already keeps
 * its mode.  A path that is no regular file (a pipe, /dev/null) is written
 * directly.  ERR_INPUT names the path.
 */
int file_out_open(struct file_out *out, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Flush, sync, rename; on failure the previous file is still there and the
 * temporary one is gone.  The struct is empty afterwards either way.
 */
int file_out_commit(struct file_out *out, struct err *err)
    __attribute__((warn_unused_result));

/* Give up: remove the temporary file.  Harmless when already finished. */
void file_out_abort(struct file_out *out);

/*
 * The whole of path ("-" is standard input) appended to content; more than
 * max bytes is ERR_LIMIT, a missing or unreadable file ERR_INPUT.
 */
int file_read(struct text *content, const char *path, size_t max,
    struct err *err) __attribute__((warn_unused_result));

/* Make the folders above path, mode 0755 less umask, as mkdir -p does. */
int file_make_parents(const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif
