/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A string that grows.
 */
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Room for so many bytes more and a NUL; mostly it is there. */
static inline void
text_make_room(struct text *text, size_t len)
{
	if (text->data == NULL || text->cap - text->len <= len)
		text->data =
		    mem_grow(text->data, &text->cap, text->len + len + 1, 1);
}

void
text_add_len(struct text *text, const void *bytes, size_t len)
{
	text_make_room(text, len);
	if (len > 0)
		memcpy(text->data + text->len, bytes, len);
	text->len += len;
	text->data[text->len] = '\0';
}

void
text_add(struct text *text, const char *string)
{
	text_add_len(text, string, strlen(string));
}

void
text_add_char(struct text *text, char c)
{
	text_make_room(text, 1);
	text->data[text->len++] = c;
	text->data[text->len] = '\0';
}

void
text_add_uint(struct text *text, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	text_add_len(text, digits + at, sizeof(digits) - at);
}

void
text_addf(struct text *text, const char *format, ...)
{
	va_list ap;
	size_t left;
	int len;

	text_make_room(text, 0);
	left = text->cap - text->len;
	va_start(ap, format);
	len = vsnprintf(text->data + text->len, left, format, ap);
	va_end(ap);
	if (len >= 0 && (size_t)len >= left) {
		text_make_room(text, (size_t)len);
		va_start(ap, format);
		(void)vsnprintf(text->data + text->len, (size_t)len + 1, format,
		    ap);
		va_end(ap);
	}
	if (len > 0)
		text->len += (size_t)len;
	text->data[text->len] = '\0';
}

void
text_clear(struct text *text)
{
	text->len = 0;
	if (text->data != NULL)
		text->data[0] = '\0';
}

const char *
text_str(const struct text *text)
{
	return text->data == NULL ? "" : text->data;
}

char *
text_take(struct text *text)
{
	char *data = text->data == NULL ? mem_dup("") : text->data;

	text->data = NULL;
	text->len = text->cap = 0;
	return data;
}

void
text_fini(struct text *text)
{
	free(text->data);
	text->data = NULL;
	text->len = text->cap = 0;
}
