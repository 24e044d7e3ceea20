/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A file to be imported, opened so that reading it does not have to wait for
 * anybody: an import holds the cache's write lock while it reads.
 */
#ifndef IMPORTER_INPUT_H
#define IMPORTER_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct input {
	const char *path; /* borrowed; "-" is standard input */
	char *label;      /* what to call it: clean UTF-8 */
	int fd;           /* -1: not open yet */
	uint64_t size;    /* known when it is open */
};

/*
 * What is not a regular file (a pipe, a terminal) is read to its end into a
 * temporary file without a name; regular files are opened by input_open().
 */
int input_init(struct input *input, const char *path, struct err *err)
    __attribute__((warn_unused_result));

int input_open(struct input *input, struct err *err)
    __attribute__((warn_unused_result));

/* Returns the number of bytes, 0 at the end, or -1. */
ptrdiff_t input_read(struct input *input, void *buf, size_t cap,
    struct err *err) __attribute__((warn_unused_result));

/* Harmless when it is not open, and twice. */
void input_fini(struct input *input);

#endif
