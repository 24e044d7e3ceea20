/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A string that grows.  Always NUL-ended; may hold NULs when bytes are added.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *data; /* never NULL after the first add */
	size_t len, cap;
};

/* clang-format off */
#define TEXT_INIT { NULL, 0, 0 }
/* clang-format on */

void text_add(struct text *text, const char *string);
void text_add_len(struct text *text, const void *bytes, size_t len);
void text_add_char(struct text *text, char c);
void text_add_uint(struct text *text, uint64_t value); /* in decimal */
void text_addf(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forget the content, keep the memory. */
void text_clear(struct text *text);

/* The content as a C string, "" when nothing was added; borrowed. */
const char *text_str(const struct text *text);

/* Hand the content to the caller, who frees it; the text is empty again. */
char *text_take(struct text *text);

/* Release; harmless on TEXT_INIT and twice. */
void text_fini(struct text *text);

#endif
