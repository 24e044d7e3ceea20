/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Text from outside made safe.
 */
#include "base/utf8.h"

#include <string.h>

int32_t
utf8_decode(const void *bytes, size_t len, size_t *used)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *b = bytes;
	uint32_t c;
	size_t n;

	*used = 1;
	if (b[0] < 0x80)
		return b[0];
	if (b[0] < 0xc2 || b[0] > 0xf4)
		return -1;
	n = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
	c = b[0] & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (i >= len || (b[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (b[i] & 0x3f);
	}
	if (c < least[n] || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
		return -1;
	*used = n;
	return (int32_t)c;
}

void
utf8_add(struct text *out, uint32_t c)
{
	char b[4];
	size_t n;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_REPLACEMENT;
	if (c < 0x80) {
		b[0] = (char)c;
		n = 1;
	} else if (c < 0x800) {
		b[0] = (char)(0xc0 | c >> 6);
		b[1] = (char)(0x80 | (c & 0x3f));
		n = 2;
	} else if (c < 0x10000) {
		b[0] = (char)(0xe0 | c >> 12);
		b[1] = (char)(0x80 | (c >> 6 & 0x3f));
		b[2] = (char)(0x80 | (c & 0x3f));
		n = 3;
	} else {
		b[0] = (char)(0xf0 | c >> 18);
		b[1] = (char)(0x80 | (c >> 12 & 0x3f));
		b[2] = (char)(0x80 | (c >> 6 & 0x3f));
		b[3] = (char)(0x80 | (c & 0x3f));
		n = 4;
	}
	text_add_len(out, b, n);
}

bool
utf8_is_valid(const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	size_t used;

	for (size_t at = 0; at < len; at += used)
		if (utf8_decode(b + at, len - at, &used) < 0)
			return false;
	return true;
}

static bool
utf8_is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c ||
	       c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfffe || c == 0xffff;
}

static void
utf8_add_safe(struct text *out, uint32_t c)
{
	utf8_add(out, utf8_is_unsafe(c) ? UTF8_REPLACEMENT : c);
}

/* Take blanks off the end, but nothing that stood before start. */
static void
utf8_trim(struct text *out, size_t start)
{
	while (out->len > start && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

#define UTF8_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* How many bytes at the start are plain ASCII, from ' ' to '~'. */
static size_t
utf8_plain(const uint8_t *b, size_t len)
{
	size_t n = 0;

	/* Eight at a time: a byte may only disturb the next if it is bad. */
	for (uint64_t x; len - n >= sizeof(x); n += sizeof(x)) {
		memcpy(&x, b + n, sizeof(x));
		if (((x | (x + UTF8_EACH(1))) & UTF8_EACH(0x80)) != 0 ||
		    (((x | UTF8_EACH(0x80)) - UTF8_EACH(' ')) &
			UTF8_EACH(0x80)) != UTF8_EACH(0x80))
			break;
	}
	while (n < len && b[n] >= ' ' && b[n] <= '~')
		n++;
	return n;
}

void
utf8_clean(struct text *out, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	size_t used, start = out->len;

	for (size_t at = 0; at < len; at += used) {
		int32_t c;

		/* which most is, and needs no second look */
		used = utf8_plain(b + at, len - at);
		text_add_len(out, b + at, used);
		if (used > 0)
			continue;
		c = utf8_decode(b + at, len - at, &used);
		utf8_add_safe(out, c < 0 ? UTF8_REPLACEMENT : (uint32_t)c);
	}
	utf8_trim(out, start);
}

static uint32_t
utf8_unit16(const uint8_t *b, bool big_endian)
{
	return big_endian ? (uint32_t)b[0] << 8 | b[1]
			  : (uint32_t)b[1] << 8 | b[0];
}

void
utf8_clean_utf16(struct text *out, const void *bytes, size_t len,
    bool big_endian)
{
	const uint8_t *b = bytes;
	size_t at = 0, start = out->len;

	while (at < len) {
		uint32_t c, low;

		if (len - at < 2) {
			utf8_add(out, UTF8_REPLACEMENT);
			break;
		}
		c = utf8_unit16(b + at, big_endian);
		at += 2;
		if (c >= 0xd800 && c <= 0xdbff && len - at >= 2) {
			low = utf8_unit16(b + at, big_endian);
			if (low >= 0xdc00 && low <= 0xdfff) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				at += 2;
			}
		}
		utf8_add_safe(out, c); /* a lone surrogate is replaced there */
	}
	utf8_trim(out, start);
}

uint32_t
utf8_from_cp1252(uint8_t byte)
{
	/* 0x80 to 0x9f; 0 marks the five bytes that mean nothing. */
	static const uint16_t high[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e,
		0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
		0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
		0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
		0x0178 };

	if (byte < 0x80 || byte > 0x9f)
		return byte;
	return high[byte - 0x80] == 0 ? UTF8_REPLACEMENT : high[byte - 0x80];
}

void
utf8_clean_cp1252(struct text *out, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	size_t start = out->len;

	for (size_t at = 0; at < len; at++)
		utf8_add_safe(out, utf8_from_cp1252(b[at]));
	utf8_trim(out, start);
}
