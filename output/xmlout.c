/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * XML to a stream, through a buffer that goes out in blocks.  Libxml2's
 * writer would cost ten times as much and takes what no parser will.
 */
#include "output/xmlout.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/piece.h"

#define XMLOUT_BLOCK 4096

/* What the bytes written last leave open. */
enum xmlout_state {
	XMLOUT_BEGUN,    /* the document has no element yet */
	XMLOUT_TAG,      /* a start tag: attributes may follow */
	XMLOUT_CHILDREN, /* an element; last in it is a child */
	XMLOUT_CONTENT,  /* an element; last in it is text */
	XMLOUT_ENDED,    /* the outermost element has ended */
};

struct xmlout {
	FILE *out;
	enum xmlout_state state;
	bool has_failed;
	int sys_errno;        /* why the stream refused; 0: misuse */
	const char **element; /* that are open, outermost first; borrowed */
	size_t n_open, cap_open;
	struct text clean; /* one text at a time, memory kept */
	/* The last time: all that is known of many machines is one answer. */
	int64_t time_us;
	char time[CLOCK_TEXT_LEN];
	size_t len;
	char block[XMLOUT_BLOCK];
};

/* What a byte needs: most go out as they are. */
enum xmlout_byte { XMLOUT_UNSURE, XMLOUT_PLAIN, XMLOUT_ENTITY };

static const uint8_t xmlout_byte[256] = {
	[' '] = XMLOUT_PLAIN,
	['!'] = XMLOUT_PLAIN,
	['"'] = XMLOUT_ENTITY,
	['#' ... '%'] = XMLOUT_PLAIN,
	['&'] = XMLOUT_ENTITY,
	['\'' ... ';'] = XMLOUT_PLAIN,
	['<'] = XMLOUT_ENTITY,
	['='] = XMLOUT_PLAIN,
	['>'] = XMLOUT_ENTITY,
	['?' ... '~'] = XMLOUT_PLAIN,
};

static void
xmlout_write(struct xmlout *x, const char *bytes, size_t len)
{
	if (x->has_failed || len == 0)
		return;
	errno = 0;
	if (fwrite(bytes, 1, len, x->out) != len) {
		x->has_failed = true;
		x->sys_errno = errno;
	}
}

static void
xmlout_flush(struct xmlout *x)
{
	xmlout_write(x, x->block, x->len);
	x->len = 0;
}

/* Inline, so that what the program itself puts in is a store or two. */
static inline void
xmlout_put(struct xmlout *x, const char *bytes, size_t len)
{
	if (len > XMLOUT_BLOCK - x->len) {
		xmlout_flush(x);
		if (len > XMLOUT_BLOCK) {
			xmlout_write(x, bytes, len);
			return;
		}
	}
	memcpy(x->block + x->len, bytes, len);
	x->len += len;
}

static inline void
xmlout_put_char(struct xmlout *x, char c)
{
	xmlout_put(x, &c, 1);
}

static void
xmlout_put_str(struct xmlout *x, const char *string)
{
	xmlout_put(x, string, strlen(string));
}

static void
xmlout_put_entity(struct xmlout *x, uint8_t byte)
{
	switch (byte) {
	case '<':
		xmlout_put(x, "&lt;", 4);
		break;
	case '>':
		xmlout_put(x, "&gt;", 4);
		break;
	case '&':
		xmlout_put(x, "&amp;", 5);
		break;
	default:
		xmlout_put(x, "&quot;", 6);
	}
}

/*
 * What utf8_clean() makes of all of it, escaped.  Only the runs of what is
 * not ASCII are handed to it: none of their characters goes on in ASCII, so
 * cleaning them alone gives the same.  Afterwards nothing is left that a
 * parser would change: no controls, so no line ends and no tabs.
 */
static void
xmlout_put_clean(struct xmlout *x, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	size_t at = 0;

	while (len > 0 && b[len - 1] == ' ')
		len--;
	while (at < len) {
		uint8_t kind = xmlout_byte[b[at]];
		size_t from = at++;

		if (kind == XMLOUT_ENTITY) {
			xmlout_put_entity(x, b[from]);
			continue;
		}
		while (at < len && xmlout_byte[b[at]] == kind)
			at++;
		if (kind == XMLOUT_PLAIN) {
			xmlout_put(x, (const char *)b + from, at - from);
			continue;
		}
		text_clear(&x->clean);
		utf8_clean(&x->clean, b + from, at - from);
		xmlout_put(x, x->clean.data, x->clean.len);
	}
}

/* The program has asked for what is no document. */
static void
xmlout_misuse(struct xmlout *x)
{
	x->has_failed = true;
}

static void
xmlout_put_indent(struct xmlout *x)
{
	for (size_t i = 0; i < x->n_open; i++)
		xmlout_put_char(x, ' ');
}

struct xmlout *
xmlout_new(FILE *out)
{
	struct xmlout *x = mem_new(sizeof(*x));

	x->out = out;
	xmlout_put_str(x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	return x;
}

void
xmlout_free(struct xmlout *x)
{
	if (x == NULL)
		return;
	text_fini(&x->clean);
	free(x->element);
	free(x);
}

void
xmlout_doctype(struct xmlout *x, const char *name)
{
	if (x->state != XMLOUT_BEGUN) {
		xmlout_misuse(x);
		return;
	}
	xmlout_put_str(x, "<!DOCTYPE ");
	xmlout_put_str(x, name);
	xmlout_put(x, ">\n", 2);
}

void
xmlout_start(struct xmlout *x, const char *element)
{
	if (x->state == XMLOUT_ENDED) {
		xmlout_misuse(x);
		return;
	}
	if (x->state == XMLOUT_TAG)
		xmlout_put(x, ">\n", 2);
	xmlout_put_indent(x);
	xmlout_put_char(x, '<');
	xmlout_put_str(x, element);
	x->element = mem_grow(x->element, &x->cap_open, x->n_open + 1,
	    sizeof(*x->element));
	x->element[x->n_open++] = element;
	x->state = XMLOUT_TAG;
}

void
xmlout_end(struct xmlout *x)
{
	if (x->n_open == 0) {
		xmlout_misuse(x);
		return;
	}
	x->n_open--;
	if (x->state == XMLOUT_TAG) {
		xmlout_put(x, "/>\n", 3);
	} else {
		if (x->state == XMLOUT_CHILDREN)
			xmlout_put_indent(x);
		xmlout_put(x, "</", 2);
		xmlout_put_str(x, x->element[x->n_open]);
		xmlout_put(x, ">\n", 2);
	}
	x->state = x->n_open == 0 ? XMLOUT_ENDED : XMLOUT_CHILDREN;
}

/* False where no attribute may stand. */
static bool
xmlout_open_attr(struct xmlout *x, const char *name)
{
	if (x->state != XMLOUT_TAG) {
		xmlout_misuse(x);
		return false;
	}
	xmlout_put_char(x, ' ');
	xmlout_put_str(x, name);
	xmlout_put(x, "=\"", 2);
	return true;
}

void
xmlout_attr(struct xmlout *x, const char *name, const char *value)
{
	if (value == NULL || !xmlout_open_attr(x, name))
		return;
	xmlout_put_clean(x, value, strlen(value));
	xmlout_put_char(x, '"');
}

void
xmlout_attr_u64(struct xmlout *x, const char *name, uint64_t value)
{
	char digits[20]; /* of UINT64_MAX */
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + value % 10);
	while ((value /= 10) > 0);
	if (!xmlout_open_attr(x, name))
		return;
	xmlout_put(x, digits + at, sizeof(digits) - at);
	xmlout_put_char(x, '"');
}

void
xmlout_attr_time(struct xmlout *x, const char *name, int64_t wall_us)
{
	if (!xmlout_open_attr(x, name))
		return;
	if (wall_us != x->time_us || x->time[0] == '\0')
		(void)piece_time(x->time_us = wall_us, x->time);
	xmlout_put_str(x, x->time);
	xmlout_put_char(x, '"');
}

/* False where no text may stand. */
static bool
xmlout_go_to_content(struct xmlout *x)
{
	if (x->n_open == 0) {
		xmlout_misuse(x);
		return false;
	}
	if (x->state == XMLOUT_TAG)
		xmlout_put_char(x, '>');
	x->state = XMLOUT_CONTENT;
	return true;
}

void
xmlout_text_len(struct xmlout *x, const void *bytes, size_t len)
{
	if (xmlout_go_to_content(x))
		xmlout_put_clean(x, bytes, len);
}

void
xmlout_text(struct xmlout *x, const char *text)
{
	xmlout_text_len(x, text, strlen(text));
}

void
xmlout_hex(struct xmlout *x, const uint8_t *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";

	if (!xmlout_go_to_content(x))
		return;
	for (size_t i = 0; i < len; i++) {
		xmlout_put_char(x, digit[bytes[i] >> 4]);
		xmlout_put_char(x, digit[bytes[i] & 0xf]);
	}
}

int
xmlout_check(const struct xmlout *x, struct err *err)
{
	if (!x->has_failed)
		return 0;
	if (x->sys_errno != 0)
		return err_set_errno(err, ERR_SYSTEM, x->sys_errno,
		    "cannot write the XML");
	return err_set(err, ERR_SYSTEM, "cannot write the XML");
}

int
xmlout_finish(struct xmlout *x, struct err *err)
{
	while (x->n_open > 0)
		xmlout_end(x);
	if (x->state != XMLOUT_ENDED)
		xmlout_misuse(x);
	if (!x->has_failed)
		xmlout_flush(x);
	return xmlout_check(x, err);
}
