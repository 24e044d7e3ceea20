/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * An error as a value: what the caller might do differently, and one
 * sentence for people.  Libraries fill it; only main() prints it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

#define ERR_TEXT_CAP 512

enum err_code {
	ERR_NONE,
	ERR_USAGE,   /* the command line: exit 2 */
	ERR_INPUT,   /* a file, a target or other input text: exit 3 */
	ERR_LIMIT,   /* a documented bound was exceeded: exit 3 */
	ERR_SYSTEM,  /* a system call failed: exit 4 */
	ERR_NETWORK, /* the network cannot be used as asked: exit 4 */
	ERR_CACHE,   /* the address cache cannot be used: exit 5 */
};

struct err {
	enum err_code code;
	char text[ERR_TEXT_CAP]; /* one sentence, no newline, names the value */
};

/* clang-format off */
#define ERR_INIT { ERR_NONE, "" }
/* clang-format on */

/*
 * Set *err (which may be NULL) and return -1, so that "return err_set(...)"
 * is one line.  A text too long for the buffer is cut at a character.
 */
int err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set(), with ": " and strerror(sys_errno) at the end. */
int err_set_errno(struct err *err, enum err_code code, int sys_errno,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Put "context: " in front of what *err says already; return -1. */
int err_wrap(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The exit status that DESIGN section 8 gives an error of this kind. */
int err_exit_status(enum err_code code);

#endif
