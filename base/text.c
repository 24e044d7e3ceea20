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

void
text_add_len(struct text *text, const void *bytes, size_t len)
{
	text->data = mem_grow(text->data, &text->cap, text->len + len + 1, 1);
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
	text_add_len(text, &c, 1);
}

void
text_addf(struct text *text, const char *format, ...)
{
	va_list ap;
	int len;

	va_start(ap, format);
	len = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (len < 0)
		return;
	text->data =
	    mem_grow(text->data, &text->cap, text->len + (size_t)len + 1, 1);
	va_start(ap, format);
	(void)vsnprintf(text->data + text->len, (size_t)len + 1, format, ap);
	va_end(ap);
	text->len += (size_t)len;
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
