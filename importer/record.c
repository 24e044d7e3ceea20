/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What every import format demands of names and texts.
 */
#include "importer/record.h"

#include <string.h>

#include "base/utf8.h"

#define RECORD_QUOTE_MAX 100 /* bytes of a record that a message shows */

int
record_decode(struct text *out, const void *bytes, size_t len,
    bool allow_cp1252, bool *was_cp1252)
{
	const uint8_t *b = bytes;
	int ret = 0;

	bool is_utf8 = utf8_is_valid(bytes, len);

	*was_cp1252 = !is_utf8 && allow_cp1252;
	if (!*was_cp1252) {
		text_add_len(out, bytes, len);
		return is_utf8 ? 0 : -1;
	}
	for (size_t at = 0; at < len; at++) {
		uint32_t c = utf8_from_cp1252(b[at]);

		if (c == UTF8_REPLACEMENT)
			ret = -1;
		utf8_add(out, c);
	}
	return ret;
}

/* Replace inner tabs and line breaks; CR and LF together are one. */
static void
record_fix_breaks(char *name, size_t *len)
{
	size_t to = 0;

	for (size_t at = 0; at < *len; at++) {
		char c = name[at];

		if (c == '\n' && at > 0 && name[at - 1] == '\r')
			continue;
		name[to++] = c;
	}
	*len = to;
	for (size_t at = 0; at < to; at++)
		if (name[at] >= '\t' && name[at] <= '\r')
			name[at] = ' ';
	name[to] = '\0';
}

uint32_t
record_fix_name(char *name, size_t *len)
{
	struct text clean = TEXT_INIT;
	uint32_t bad = 0;
	size_t at = 0, used;

	while (at < *len && name[at] >= ' ' && name[at] <= '~')
		at++;
	if (at == *len)
		return 0; /* plain ASCII: nearly always */
	record_fix_breaks(name, len);
	for (at = 0; at < *len && bad == 0; at += used) {
		int32_t c = utf8_decode(name + at, *len - at, &used);

		text_clear(&clean);
		utf8_clean(&clean, name + at, used);
		/* a blank alone is a blank at the end: not an objection */
		if (c != ' ' && (clean.len != used ||
				    memcmp(clean.data, name + at, used) != 0))
			bad = c == 0 ? RECORD_NUL : (uint32_t)c;
	}
	text_fini(&clean);
	return bad;
}

void
record_quote(struct text *out, const char *text, size_t len)
{
	size_t shown = len < RECORD_QUOTE_MAX ? len : RECORD_QUOTE_MAX;

	/* not in the middle of a character */
	while (
	    shown < len && shown > 0 && ((uint8_t)text[shown] & 0xc0) == 0x80)
		shown--;
	text_add_char(out, '\'');
	utf8_clean(out, text, shown);
	text_add(out, shown < len ? "...'" : "'");
}

size_t
record_blank_len(const char *text, size_t len)
{
	const uint8_t *b = (const uint8_t *)text;

	if (len == 0)
		return 0;
	if (b[0] == ' ' || (b[0] >= '\t' && b[0] <= '\r'))
		return 1;
	if (len >= 2 && b[0] == 0xc2 && b[1] == 0xa0)
		return 2; /* no-break space */
	if (len >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf)
		return 3; /* byte-order mark, also where files were joined */
	return 0;
}

/* The length of the blank that ends the text, or 0. */
static size_t
record_end_blank_len(const char *text, size_t len)
{
	for (size_t n = 1; n <= 3 && n <= len; n++)
		if (record_blank_len(text + len - n, n) == n)
			return n;
	return 0;
}

void
record_trim(const char **text, size_t *len)
{
	size_t n;

	while ((n = record_blank_len(*text, *len)) > 0) {
		*text += n;
		*len -= n;
	}
	while ((n = record_end_blank_len(*text, *len)) > 0)
		*len -= n;
}

void
record_trim_whole(const char **text, size_t *len)
{
	record_trim(text, len);
	while (*len > 0 &&
	       ((*text)[*len - 1] == '\0' || (*text)[*len - 1] == '\x1a')) {
		--*len;
		record_trim(text, len);
	}
}
