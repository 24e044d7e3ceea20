/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The bytes of a file as UTF-8.
 */
#include "importer/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#define ENCODING_NO_ICONV  ((iconv_t)-1)
#define ENCODING_CARRY_MAX 16 /* bytes of a character cut by a chunk's end */
#define ENCODING_HEAD_LEN  4  /* bytes that tell what a file is */
#define ENCODING_OUT_CAP   8192
#define ENCODING_BROKEN    0xff

enum encoding_kind {
	ENCODING_UNKNOWN, /* the first bytes will tell */
	ENCODING_AS_IS,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_ICONV,
};

struct encoding {
	enum encoding_kind kind;
	bool is_named; /* by the user */
	bool is_utf16; /* named so, and the mark tells which */
	iconv_t iconv;
	size_t unit; /* bytes to skip when iconv refuses */
	uint8_t carry[ENCODING_CARRY_MAX];
	size_t carry_len;
	struct text out;
	encoding_sink sink; /* for the call that is under way */
	void *arg;
};

/* The smallest step of the encodings whose step is not one byte. */
static size_t
encoding_unit_of(const char *name)
{
	static const struct {
		const char *prefix;
		size_t unit;
	} rows[] = { { "UTF-16", 2 }, { "UTF16", 2 }, { "UCS-2", 2 },
		{ "UCS2", 2 }, { "UNICODE", 2 }, { "ISO-10646", 4 },
		{ "UTF-32", 4 }, { "UTF32", 4 }, { "UCS-4", 4 },
		{ "UCS4", 4 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncasecmp(name, rows[i].prefix, strlen(rows[i].prefix)) ==
		    0)
			return rows[i].unit;
	return 1;
}

struct encoding *
encoding_new(const char *name, struct err *err)
{
	struct encoding *e = mem_new(sizeof(*e));

	e->iconv = ENCODING_NO_ICONV;
	e->is_named = name != NULL;
	if (name == NULL || strcasecmp(name, "UTF-16") == 0) {
		e->kind = ENCODING_UNKNOWN;
		e->is_utf16 = name != NULL;
	} else if (strcasecmp(name, "UTF-8") == 0) {
		e->kind = ENCODING_AS_IS;
	} else if (strcasecmp(name, "UTF-16LE") == 0) {
		e->kind = ENCODING_UTF16LE;
	} else if (strcasecmp(name, "UTF-16BE") == 0) {
		e->kind = ENCODING_UTF16BE;
	} else {
		e->kind = ENCODING_ICONV;
		e->unit = encoding_unit_of(name);
		e->iconv = *name == '\0' ? ENCODING_NO_ICONV
					 : iconv_open("UTF-8", name);
		if (e->iconv == ENCODING_NO_ICONV) {
			err_set(err, ERR_USAGE,
			    "there is no encoding '%.60s'; iconv -l lists "
			    "them",
			    name);
			encoding_free(e);
			return NULL;
		}
	}
	return e;
}

void
encoding_free(struct encoding *e)
{
	if (e == NULL)
		return;
	if (e->iconv != ENCODING_NO_ICONV)
		(void)iconv_close(e->iconv);
	text_fini(&e->out);
	free(e);
}

bool
encoding_is_utf8(const struct encoding *e)
{
	return e->is_named || e->kind != ENCODING_AS_IS;
}

static int
encoding_flush(struct encoding *e, size_t want_at_most, struct err *err)
{
	int ret = 0;

	if (e->out.len > want_at_most) {
		ret = e->sink(e->out.data, e->out.len, e->arg, err);
		text_clear(&e->out);
	}
	return ret;
}

/* Convert whole units; what a surrogate pair still needs stays. */
static int
encoding_utf16(struct encoding *e, const uint8_t *b, size_t len, size_t *used,
    struct err *err)
{
	unsigned hi = e->kind == ENCODING_UTF16BE ? 0 : 1;

	for (*used = 0; len - *used >= 2; *used += 2) {
		const uint8_t *at = b + *used;
		uint32_t c = (uint32_t)at[hi] << 8 | at[1 - hi], low;

		if (c >= 0xd800 && c <= 0xdbff) {
			if (len - *used < 4)
				break;
			low = (uint32_t)at[2 + hi] << 8 | at[3 - hi];
			if (low >= 0xdc00 && low <= 0xdfff) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				*used += 2;
			}
		}
		if (c >= 0xd800 && c <= 0xdfff)
			text_add_char(&e->out, (char)ENCODING_BROKEN);
		else
			utf8_add(&e->out, c);
		if (encoding_flush(e, ENCODING_OUT_CAP, err) == -1)
			return -1;
	}
	return 0;
}

/* The same with iconv; b may be NULL for its last words. */
static int
encoding_iconv(struct encoding *e, const uint8_t *b, size_t len, size_t *used,
    struct err *err)
{
	char out[ENCODING_OUT_CAP];
	char *from = (char *)(uintptr_t)b;
	size_t left = len;

	for (;;) {
		char *to = out;
		size_t room = sizeof(out);
		size_t got = iconv(e->iconv, b == NULL ? NULL : &from,
		    b == NULL ? NULL : &left, &to, &room);
		int sys_errno = got == (size_t)-1 ? errno : 0;

		text_add_len(&e->out, out, sizeof(out) - room);
		if (sys_errno == EILSEQ) {
			size_t skip = left < e->unit ? left : e->unit;

			text_add_char(&e->out, (char)ENCODING_BROKEN);
			from += skip;
			left -= skip;
		}
		if (encoding_flush(e, 0, err) == -1)
			return -1;
		if (sys_errno != E2BIG && (sys_errno != EILSEQ || left == 0))
			break;
	}
	*used = len - left;
	return 0;
}

/* What the first bytes (fewer than four at the end of the file) say. */
static size_t
encoding_find_out(struct encoding *e, const uint8_t *b, size_t len)
{
	if (len >= 2 && b[0] == 0xff && b[1] == 0xfe) {
		e->kind = ENCODING_UTF16LE;
		return 2;
	}
	if (len >= 2 && b[0] == 0xfe && b[1] == 0xff) {
		e->kind = ENCODING_UTF16BE;
		return 2;
	}
	if (len >= 3 && memcmp(b, "\xef\xbb\xbf", 3) == 0 && !e->is_utf16) {
		e->kind = ENCODING_AS_IS;
		return 3;
	}
	/* No text has a NUL for every other character, but for UTF-16. */
	if (len >= 4 && b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0)
		e->kind = ENCODING_UTF16LE;
	else if (len >= 4 && b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0)
		e->kind = ENCODING_UTF16BE;
	else
		e->kind = e->is_utf16 ? ENCODING_UTF16LE : ENCODING_AS_IS;
	return 0;
}

static int
encoding_convert(struct encoding *e, const uint8_t *b, size_t len, size_t *used,
    struct err *err)
{
	*used = len;
	switch (e->kind) {
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		if (encoding_utf16(e, b, len, used, err) == -1)
			return -1;
		return encoding_flush(e, 0, err);
	case ENCODING_ICONV:
		return encoding_iconv(e, b, len, used, err);
	case ENCODING_AS_IS:
	case ENCODING_UNKNOWN:
		break;
	}
	return len == 0 ? 0 : e->sink(b, len, e->arg, err);
}

/* Drop n bytes from the front of the carry. */
static void
encoding_drop(struct encoding *e, size_t n)
{
	e->carry_len -= n;
	memmove(e->carry, e->carry + n, e->carry_len);
}

/* Fill the carry from the chunk; returns the bytes taken. */
static size_t
encoding_fill(struct encoding *e, const uint8_t *b, size_t len, size_t cap)
{
	size_t n = cap - e->carry_len;

	if (n > len)
		n = len;
	memcpy(e->carry + e->carry_len, b, n);
	e->carry_len += n;
	return n;
}

/*
 * Convert what the last chunk left together with the beginning of this one.
 * Returns how many bytes of the chunk are done with, or -1.
 */
static ptrdiff_t
encoding_join(struct encoding *e, const uint8_t *b, size_t len, struct err *err)
{
	size_t taken = 0, used;

	while (e->carry_len > 0 && taken < len) {
		size_t n = encoding_fill(e, b + taken, len - taken,
		    ENCODING_CARRY_MAX);

		taken += n;
		if (encoding_convert(e, e->carry, e->carry_len, &used, err) ==
		    -1)
			return -1;
		encoding_drop(e, used);
		if (e->carry_len <= n) {
			/* the rest lies in the chunk as well */
			taken -= e->carry_len;
			e->carry_len = 0;
		} else if (e->carry_len == ENCODING_CARRY_MAX) {
			/* no encoding has such a character */
			e->carry[0] = ENCODING_BROKEN;
			if (e->sink(e->carry, 1, e->arg, err) == -1)
				return -1;
			encoding_drop(e, 1);
		}
	}
	return (ptrdiff_t)taken;
}

int
encoding_feed(struct encoding *e, const void *bytes, size_t len,
    encoding_sink sink, void *arg, struct err *err)
{
	const uint8_t *b = bytes;
	ptrdiff_t taken;
	size_t used;

	e->sink = sink;
	e->arg = arg;
	if (e->kind == ENCODING_UNKNOWN) {
		used = encoding_fill(e, b, len, ENCODING_HEAD_LEN);
		b += used;
		len -= used;
		if (e->carry_len < ENCODING_HEAD_LEN)
			return 0;
		encoding_drop(e, encoding_find_out(e, e->carry, e->carry_len));
		if (e->kind == ENCODING_AS_IS && e->carry_len > 0) {
			if (sink(e->carry, e->carry_len, arg, err) == -1)
				return -1;
			e->carry_len = 0;
		}
	}
	taken = encoding_join(e, b, len, err);
	if (taken == -1)
		return -1;
	b += taken;
	len -= (size_t)taken;
	if (len == 0)
		return 0;
	if (encoding_convert(e, b, len, &used, err) == -1)
		return -1;
	/* a remainder is less than one character */
	(void)encoding_fill(e, b + used, len - used, ENCODING_CARRY_MAX);
	return 0;
}

int
encoding_finish(struct encoding *e, encoding_sink sink, void *arg,
    struct err *err)
{
	size_t used;

	e->sink = sink;
	e->arg = arg;
	if (e->kind == ENCODING_UNKNOWN)
		encoding_drop(e, encoding_find_out(e, e->carry, e->carry_len));
	if (encoding_convert(e, e->carry, e->carry_len, &used, err) == -1)
		return -1;
	encoding_drop(e, used);
	/* a line end of one byte, added to a UTF-16 file by another tool */
	if (e->carry_len > 0 && (e->carry_len > 1 || e->carry[0] >= 0x80 ||
				    e->kind == ENCODING_ICONV))
		e->carry[0] = ENCODING_BROKEN;
	if (e->carry_len > 0 && sink(e->carry, 1, arg, err) == -1)
		return -1;
	e->carry_len = 0;
	return e->kind == ENCODING_ICONV
		   ? encoding_iconv(e, NULL, 0, &used, err)
		   : 0;
}
