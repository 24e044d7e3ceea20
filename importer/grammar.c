/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes into records: where a record ends, on which line it began, and how
 * its bytes are read.  What is in a record is pair.c's matter.
 */
#include "importer/grammar.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GRAMMAR_HELD_MAX 47 /* "[", the longest address, "]" */

struct grammar {
	struct pair_rules rules;
	bool is_utf8;
	/* Bytes at which the scan stops and thinks; see grammar_on_stop(). */
	bool is_stop[256];
	bool is_end[256]; /* of those, the ones that end the record */
	int32_t second;   /* the second delimiter as a character */
	uint64_t line;    /* physical, from 1 */

	/* The record so far. */
	char buf[RECORD_LEN_MAX + 1];
	size_t len;
	bool is_long;  /* something stood behind RECORD_LEN_MAX bytes */
	bool has_text; /* something that is no blank */
	bool had_cp1252_end;
	uint64_t record_line;

	/* A character that is not complete yet; for a second above 0x7f. */
	uint8_t seq[4];
	size_t seq_len;
	/* "[" and what follows it while it may be an address; second ":". */
	char held[GRAMMAR_HELD_MAX + 1];
	size_t held_len;

	struct text text, why; /* kept for their memory */
};

/* Blanks, and what may pad the end of a record or of a file. */
static bool
grammar_is_pad(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0' || c == 0x1a;
}

static void
grammar_set_stops(struct grammar *g)
{
	size_t used;

	g->second = utf8_decode(g->rules.second, g->rules.second_len, &used);
	g->is_stop['\n'] = true; /* lines are counted */
	if (g->second >= 0x80) {
		memset(g->is_stop + 0x80, true, 0x80);
		return;
	}
	g->is_stop[g->second] = g->is_end[g->second] = true;
	if (g->second == ':')
		g->is_stop['['] = true;
	if (g->second != ' ')
		return;
	/* A blank ends the record, unless the first delimiter needs it. */
	for (const char *c = "\t\n\v\f\r"; *c != '\0'; c++)
		if (strchr(g->rules.first, *c) == NULL)
			g->is_stop[(uint8_t)*c] = g->is_end[(uint8_t)*c] = true;
}

struct grammar *
grammar_new(const struct pair_rules *rules, bool is_utf8)
{
	struct grammar *g = mem_new(sizeof(*g));

	g->rules = *rules;
	g->is_utf8 = is_utf8;
	g->line = 1;
	grammar_set_stops(g);
	return g;
}

void
grammar_free(struct grammar *g)
{
	if (g == NULL)
		return;
	text_fini(&g->text);
	text_fini(&g->why);
	free(g);
}

void
grammar_set_utf8(struct grammar *g, bool is_utf8)
{
	g->is_utf8 = is_utf8;
}

/* Add bytes without a separator to the record. */
static void
grammar_take(struct grammar *g, const uint8_t *bytes, size_t len)
{
	size_t fits = RECORD_LEN_MAX - g->len;

	if (fits > len)
		fits = len;
	for (size_t i = 0; i < len && !g->has_text; i++)
		if (!grammar_is_pad(bytes[i])) {
			g->has_text = true;
			g->record_line = g->line;
		}
	memcpy(g->buf + g->len, bytes, fits);
	g->len += fits;
	for (size_t i = fits; i < len && !g->is_long; i++)
		if (!grammar_is_pad(bytes[i]))
			g->is_long = true;
}

static void
grammar_read_record(struct grammar *g, struct record *record)
{
	bool is_decoded;

	text_clear(&g->text);
	is_decoded = record_decode(&g->text, g->buf, g->len, !g->is_utf8,
			 &record->was_cp1252) == 0;
	if (g->had_cp1252_end)
		record->was_cp1252 = true;
	record->kind = RECORD_BAD;
	if (g->is_long) {
		text_addf(&g->why, "longer than %d bytes: ", RECORD_LEN_MAX);
		record_quote(&g->why, g->text.data, g->text.len);
	} else if (!is_decoded) {
		text_add(&g->why, g->is_utf8
				      ? "not in the encoding of the file: "
				      : "neither UTF-8 nor Windows-1252: ");
		record_quote(&g->why, g->text.data, g->text.len);
	} else {
		switch (pair_parse(&g->rules, g->text.data, g->text.len,
		    &record->name, &record->addr, &g->why)) {
		case PAIR_BLANK:
			g->has_text = false;
			break;
		case PAIR_FOUND:
			record->kind = RECORD_PAIR;
			break;
		case PAIR_COMMENT:
			record->kind = RECORD_COMMENT;
			break;
		case PAIR_BAD:
			break;
		}
	}
}

/* The record is complete: read it, hand it on, begin the next one. */
static int
grammar_end(struct grammar *g, record_fn fn, void *arg, struct err *err)
{
	struct record record = { .line = g->record_line };
	int ret = 0;

	if (g->has_text) {
		text_clear(&g->why);
		grammar_read_record(g, &record);
		record.why = text_str(&g->why);
		if (g->has_text)
			ret = fn(&record, arg, err);
	}
	g->len = 0;
	g->is_long = g->has_text = g->had_cp1252_end = false;
	return ret;
}

/* Whether the bytes in seq may yet become a character. */
static bool
grammar_seq_is_open(const struct grammar *g)
{
	uint8_t lead = g->seq[0];
	size_t need = lead < 0xc2 || lead > 0xf4 ? 1
		      : lead < 0xe0              ? 2
		      : lead < 0xf0              ? 3
						 : 4;

	for (size_t i = 1; i < g->seq_len; i++)
		if ((g->seq[i] & 0xc0) != 0x80)
			return false;
	return g->seq_len < need;
}

/*
 * Read the characters that seq holds; a byte that is none in UTF-8 is one in
 * code page 1252.
 */
static int
grammar_resolve(struct grammar *g, bool is_cut, record_fn fn, void *arg,
    struct err *err)
{
	size_t used;

	while (g->seq_len > 0 && (is_cut || !grammar_seq_is_open(g))) {
		int32_t c = utf8_decode(g->seq, g->seq_len, &used);
		bool is_cp1252 = c < 0 && !g->is_utf8;

		if (is_cp1252)
			c = (int32_t)utf8_from_cp1252(g->seq[0]);
		if (c == g->second) {
			if (is_cp1252 && g->has_text)
				g->had_cp1252_end = true;
			if (grammar_end(g, fn, arg, err) == -1)
				return -1;
		} else {
			grammar_take(g, g->seq, used);
		}
		g->seq_len -= used;
		memmove(g->seq, g->seq + used, g->seq_len);
	}
	return 0;
}

/*
 * With ':' between records an IPv6 address stands in brackets, so a ':'
 * after '[' ends nothing if the brackets turn out to hold an address.
 */
static int
grammar_release(struct grammar *g, bool is_addr, record_fn fn, void *arg,
    struct err *err)
{
	size_t len = g->held_len;

	g->held_len = 0;
	for (size_t i = 0; i < len; i++)
		if (g->held[i] == ':' && !is_addr) {
			if (grammar_end(g, fn, arg, err) == -1)
				return -1;
		} else {
			grammar_take(g, (const uint8_t *)&g->held[i], 1);
		}
	return 0;
}

/* One more byte after '['.  Returns 1 when it is held, 0 when not, or -1. */
static int
grammar_hold(struct grammar *g, uint8_t c, record_fn fn, void *arg,
    struct err *err)
{
	struct addr addr;
	bool is_addr = false;

	if ((isxdigit(c) || c == ':' || c == '.') &&
	    g->held_len < GRAMMAR_HELD_MAX) {
		g->held[g->held_len++] = (char)c;
		return 1;
	}
	if (c == ']') {
		g->held[g->held_len] = '\0';
		is_addr = addr_parse(&addr, g->held + 1, NULL) == 0;
	}
	return grammar_release(g, is_addr, fn, arg, err);
}

/* A byte that is_stop names. */
static int
grammar_on_stop(struct grammar *g, uint8_t c, record_fn fn, void *arg,
    struct err *err)
{
	int ret = 0;

	if (c >= 0x80) {
		g->seq[g->seq_len++] = c;
		return grammar_resolve(g, false, fn, arg, err);
	}
	if (g->is_end[c])
		ret = grammar_end(g, fn, arg, err);
	else if (c == '[')
		g->held[g->held_len++] = (char)c;
	else
		grammar_take(g, &c, 1);
	if (c == '\n')
		g->line++;
	return ret;
}

int
grammar_feed(struct grammar *g, const void *bytes, size_t len, record_fn fn,
    void *arg, struct err *err)
{
	const uint8_t *b = bytes;
	size_t at = 0, run;
	int held;

	while (at < len) {
		if (g->held_len > 0) {
			held = grammar_hold(g, b[at], fn, arg, err);
			if (held == -1)
				return -1;
			if (held == 1) {
				at++;
				continue;
			}
		}
		run = at;
		while (at < len && !g->is_stop[b[at]])
			at++;
		if (g->seq_len > 0 &&
		    (at > run || (at < len && b[at] < 0x80)) &&
		    grammar_resolve(g, true, fn, arg, err) == -1)
			return -1;
		if (at > run)
			grammar_take(g, b + run, at - run);
		if (at < len && grammar_on_stop(g, b[at++], fn, arg, err) == -1)
			return -1;
	}
	return 0;
}

int
grammar_finish(struct grammar *g, record_fn fn, void *arg, struct err *err)
{
	if (grammar_resolve(g, true, fn, arg, err) == -1 ||
	    grammar_release(g, false, fn, arg, err) == -1)
		return -1;
	return grammar_end(g, fn, arg, err);
}
