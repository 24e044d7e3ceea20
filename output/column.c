/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Texts on a terminal.
 */
#include "output/column.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/utf8.h"

/* Columns that one character takes; cleaned text holds no controls. */
static size_t
column_char_width(uint32_t c)
{
	int width = wcwidth((wchar_t)c);

	return width < 0 ? 1 : (size_t)width;
}

size_t
column_width(const char *text)
{
	size_t left = strlen(text), used, width = 0;

	for (; left > 0; text += used, left -= used)
		width +=
		    column_char_width((uint32_t)utf8_decode(text, left, &used));
	return width;
}

size_t
column_fit(const char *text, size_t width)
{
	size_t len = strlen(text), at = 0, used;

	while (at < len) {
		size_t w = column_char_width(
		    (uint32_t)utf8_decode(text + at, len - at, &used));

		if (w > width)
			break;
		width -= w;
		at += used;
	}
	return at;
}

void
column_cut(struct text *text, size_t width)
{
	size_t fit;

	if (width == 0 || column_width(text_str(text)) <= width)
		return;
	fit = column_fit(text->data, width - 1);
	text->data[fit] = '\0';
	text->len = fit;
	text_add(text, "\xe2\x80\xa6");
}

void
column_fold(struct text *text, size_t width)
{
	char *line = text->data, *blank;

	while (line != NULL && *line != '\0') {
		size_t len = strcspn(line, "\n"), fit;
		char end = line[len];

		line[len] = '\0';
		fit = column_fit(line, width);
		blank = line[fit] == '\0' ? NULL : line + fit;
		while (blank != NULL && blank > line && *blank != ' ')
			blank--;
		/* A word that is too wide stands alone. */
		if (blank == line)
			blank = strchr(line, ' ');
		line[len] = end;
		if (blank != NULL)
			*blank = '\n';
		else
			blank = line + len;
		line = *blank == '\0' ? NULL : blank + 1;
	}
}
