/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * JSON to a stream.
 */
#include "output/jsonout.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/hex.h"
#include "output/piece.h"

void
jsonout_init(struct jsonout *j, FILE *out, bool is_indented)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
	j->is_indented = is_indented;
}

void
jsonout_fini(struct jsonout *j)
{
	text_fini(&j->clean);
}

static void
jsonout_new_line(struct jsonout *j)
{
	if (!j->is_indented)
		return;
	fputc('\n', j->out);
	for (unsigned i = 0; i < j->depth; i++)
		fputc(' ', j->out);
}

/*
 * The text is clean: no controls, no broken UTF-8.  U+2028 and U+2029 end a
 * line in JavaScript before 2019, and for some who read line by line.
 */
static void
jsonout_quote(struct jsonout *j, const char *text)
{
	fputc('"', j->out);
	for (; *text != '\0'; text++) {
		if (strncmp(text, "\xe2\x80\xa8", 3) == 0 ||
		    strncmp(text, "\xe2\x80\xa9", 3) == 0) {
			fprintf(j->out, "\\u202%c",
			    text[2] == '\xa8' ? '8' : '9');
			text += 2;
			continue;
		}
		if (*text == '"' || *text == '\\')
			fputc('\\', j->out);
		fputc(*text, j->out);
	}
	fputc('"', j->out);
}

/* What stands before a value. */
static void
jsonout_begin(struct jsonout *j, const char *key)
{
	if (j->depth > 0) {
		if (j->has_content[j->depth - 1])
			fputc(',', j->out);
		j->has_content[j->depth - 1] = true;
		jsonout_new_line(j);
	}
	if (key != NULL) {
		jsonout_quote(j, key);
		fputs(j->is_indented ? ": " : ":", j->out);
	}
}

static void
jsonout_open(struct jsonout *j, const char *key, char opening, char closing)
{
	assert(j->depth < JSONOUT_DEPTH_MAX);
	jsonout_begin(j, key);
	fputc(opening, j->out);
	j->closing[j->depth] = closing;
	j->has_content[j->depth] = false;
	j->depth++;
}

void
jsonout_object(struct jsonout *j, const char *key)
{
	jsonout_open(j, key, '{', '}');
}

void
jsonout_array(struct jsonout *j, const char *key)
{
	jsonout_open(j, key, '[', ']');
}

void
jsonout_end(struct jsonout *j)
{
	assert(j->depth > 0);
	j->depth--;
	if (j->has_content[j->depth])
		jsonout_new_line(j);
	fputc(j->closing[j->depth], j->out);
	if (j->depth == 0)
		fputc('\n', j->out);
}

static void
jsonout_null(struct jsonout *j, const char *key)
{
	jsonout_begin(j, key);
	fputs("null", j->out);
}

void
jsonout_text(struct jsonout *j, const char *key, const char *text)
{
	if (text == NULL) {
		jsonout_null(j, key);
		return;
	}
	jsonout_begin(j, key);
	text_clear(&j->clean);
	piece_clean(&j->clean, text);
	jsonout_quote(j, text_str(&j->clean));
}

void
jsonout_u64(struct jsonout *j, const char *key, uint64_t value)
{
	jsonout_begin(j, key);
	fprintf(j->out, "%" PRIu64, value);
}

void
jsonout_share(struct jsonout *j, const char *key, uint64_t n, unsigned decimals)
{
	char buf[PIECE_SHARE_LEN];

	jsonout_begin(j, key);
	fputs(piece_share(n, decimals, buf), j->out);
}

void
jsonout_known(struct jsonout *j, const char *key, uint64_t value)
{
	if (value == 0)
		jsonout_null(j, key);
	else
		jsonout_u64(j, key, value);
}

void
jsonout_bool(struct jsonout *j, const char *key, bool value)
{
	jsonout_begin(j, key);
	fputs(value ? "true" : "false", j->out);
}

void
jsonout_time(struct jsonout *j, const char *key, int64_t wall_us)
{
	char buf[CLOCK_TEXT_LEN];

	if (wall_us == 0) {
		jsonout_null(j, key);
		return;
	}
	jsonout_begin(j, key);
	jsonout_quote(j, piece_time(wall_us, buf));
}

void
jsonout_hex(struct jsonout *j, const char *key, const uint8_t *bytes,
    size_t len)
{
	jsonout_begin(j, key);
	text_clear(&j->clean);
	hex_add(&j->clean, bytes, len, '\0');
	jsonout_quote(j, text_str(&j->clean));
}
