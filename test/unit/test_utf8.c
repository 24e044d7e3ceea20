/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Text from outside made safe.
 */
#include "base/utf8.h"

#include <string.h>

#include "test/harness.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static const struct {
	const char *name, *bytes;
	size_t len;
	int32_t character; /* -1: broken */
	size_t used;
} decode_rows[] = {
	{ "NUL", "\0", 1, 0, 1 },
	{ "last of one byte", "\x7f", 1, 0x7f, 1 },
	{ "continuation byte alone", "\x80", 1, -1, 1 },
	{ "last continuation byte alone", "\xbf", 1, -1, 1 },
	{ "overlong NUL", "\xc0\x80", 2, -1, 1 },
	{ "overlong 0x7f", "\xc1\xbf", 2, -1, 1 },
	{ "first of two bytes", "\xc2\x80", 2, 0x80, 2 },
	{ "last of two bytes", "\xdf\xbf", 2, 0x7ff, 2 },
	{ "two bytes cut", "\xc2", 1, -1, 1 },
	{ "two bytes, second is ASCII", "\xc2\x41", 2, -1, 1 },
	{ "two bytes, second is a lead", "\xc2\xc2", 2, -1, 1 },
	{ "overlong in three", "\xe0\x9f\xbf", 3, -1, 1 },
	{ "first of three bytes", "\xe0\xa0\x80", 3, 0x800, 3 },
	{ "three bytes cut at 2", "\xe0\xa0", 2, -1, 1 },
	{ "three bytes cut at 1", "\xe0", 1, -1, 1 },
	{ "last before surrogates", "\xed\x9f\xbf", 3, 0xd7ff, 3 },
	{ "first surrogate", "\xed\xa0\x80", 3, -1, 1 },
	{ "last surrogate", "\xed\xbf\xbf", 3, -1, 1 },
	{ "first after surrogates", "\xee\x80\x80", 3, 0xe000, 3 },
	{ "last of three bytes", "\xef\xbf\xbf", 3, 0xffff, 3 },
	{ "overlong in four", "\xf0\x8f\xbf\xbf", 4, -1, 1 },
	{ "first of four bytes", "\xf0\x90\x80\x80", 4, 0x10000, 4 },
	{ "four bytes cut at 3", "\xf0\x90\x80", 3, -1, 1 },
	{ "four bytes cut at 2", "\xf0\x90", 2, -1, 1 },
	{ "four bytes cut at 1", "\xf0", 1, -1, 1 },
	{ "the last character", "\xf4\x8f\xbf\xbf", 4, 0x10ffff, 4 },
	{ "one beyond", "\xf4\x90\x80\x80", 4, -1, 1 },
	{ "no such lead", "\xf5\x80\x80\x80", 4, -1, 1 },
	{ "0xff", "\xff", 1, -1, 1 },
};

static void
test_decode(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(decode_rows); i++) {
		size_t used = 99;

		harness_row(decode_rows[i].name);
		CU_ASSERT_EQUAL(utf8_decode(decode_rows[i].bytes,
				    decode_rows[i].len, &used),
		    decode_rows[i].character);
		CU_ASSERT_EQUAL(used, decode_rows[i].used);
		CU_ASSERT_EQUAL(utf8_is_valid(decode_rows[i].bytes,
				    decode_rows[i].len),
		    decode_rows[i].character >= 0);
	}
}

/* Every character there and back; surrogates and beyond become U+FFFD. */
static void
test_add_every_character(void)
{
	struct text out = TEXT_INIT;
	unsigned n_wrong = 0;

	for (uint32_t c = 0; c <= 0x110000; c++) {
		size_t used;
		uint32_t want = (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff
				    ? UTF8_REPLACEMENT
				    : c;

		text_clear(&out);
		utf8_add(&out, c);
		if (utf8_decode(out.data, out.len, &used) != (int32_t)want ||
		    used != out.len)
			n_wrong++;
	}
	CU_ASSERT_EQUAL(n_wrong, 0);
	text_clear(&out);
	utf8_add(&out, UINT32_MAX);
	CU_ASSERT_STRING_EQUAL(text_str(&out), BAD);
	text_fini(&out);
}

static const struct {
	const char *name, *bytes;
	size_t len;
	bool ok;
} valid_rows[] = {
	{ "empty", "", 0, true },
	{ "mixed", "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10, true },
	{ "bad at the start", "\x80xyz", 4, false },
	{ "bad in the middle", "x\xffyz", 4, false },
	{ "cut at the end", "xyz\xe2\x82", 5, false },
};

static void
test_is_valid(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(valid_rows); i++) {
		harness_row(valid_rows[i].name);
		CU_ASSERT_EQUAL(utf8_is_valid(valid_rows[i].bytes,
				    valid_rows[i].len),
		    valid_rows[i].ok);
	}
	harness_row("no bytes");
	CU_ASSERT(utf8_is_valid(NULL, 0));
}

static const struct {
	const char *name, *bytes;
	size_t len;
	const char *text;
} clean_rows[] = {
	{ "empty", "", 0, "" },
	{ "plain", "SERVER1", 7, "SERVER1" },
	{ "accents", "B\xc3\xbcro", 5, "B\xc3\xbcro" },
	{ "markup stays", "a]]>&<b>", 8, "a]]>&<b>" },
	{ "formula stays", "=1+1", 4, "=1+1" },
	{ "NUL", "a\0b", 3, "a" BAD "b" },
	{ "line end", "a\r\nb", 4, "a" BAD BAD "b" },
	{ "tab", "a\tb", 3, "a" BAD "b" },
	{ "escape sequence", "\x1b[2J", 4, BAD "[2J" },
	{ "last C0", "\x1f", 1, BAD },
	{ "DEL", "\x7f", 1, BAD },
	{ "first C1", "\xc2\x80", 2, BAD },
	{ "last C1", "\xc2\x9f", 2, BAD },
	{ "after C1", "\xc2\xa0!", 3, "\xc2\xa0!" },
	{ "arabic letter mark", "\xd8\x9c", 2, BAD },
	{ "before the marks", "\xe2\x80\x8d", 3, "\xe2\x80\x8d" },
	{ "left-to-right mark", "\xe2\x80\x8e", 3, BAD },
	{ "right-to-left mark", "\xe2\x80\x8f", 3, BAD },
	{ "after the marks", "\xe2\x80\x90", 3, "\xe2\x80\x90" },
	{ "first override", "\xe2\x80\xaa", 3, BAD },
	{ "last override", "\xe2\x80\xae", 3, BAD },
	{ "after the overrides", "\xe2\x80\xaf!", 4, "\xe2\x80\xaf!" },
	{ "before the isolates", "\xe2\x81\xa5", 3, "\xe2\x81\xa5" },
	{ "first isolate", "\xe2\x81\xa6", 3, BAD },
	{ "last isolate", "\xe2\x81\xa9", 3, BAD },
	{ "U+FFFD", BAD, 3, BAD },
	{ "U+FFFE", "\xef\xbf\xbe", 3, BAD },
	{ "U+FFFF", "\xef\xbf\xbf", 3, BAD },
	{ "each broken byte for itself", "\xe2\x82", 2, BAD BAD },
	{ "surrogate", "\xed\xa0\x80", 3, BAD BAD BAD },
	{ "blanks at the end", "a b  ", 5, "a b" },
	{ "blanks at the start stay", "  a", 3, "  a" },
	{ "only blanks", "   ", 3, "" },
};

static void
test_clean(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(clean_rows); i++) {
		struct text out = TEXT_INIT;

		harness_row(clean_rows[i].name);
		text_add(&out, "was "); /* its blank is not ours to trim */
		utf8_clean(&out, clean_rows[i].bytes, clean_rows[i].len);
		CU_ASSERT_EQUAL(strncmp(text_str(&out), "was ", 4), 0);
		CU_ASSERT_STRING_EQUAL(text_str(&out) + 4, clean_rows[i].text);
		CU_ASSERT_EQUAL(strlen(text_str(&out)), out.len);
		text_fini(&out);
	}
}

static const struct {
	const char *name, *bytes; /* little endian */
	size_t len;
	const char *text;
} utf16_rows[] = {
	{ "empty", "", 0, "" },
	{ "one byte", "A", 1, BAD },
	{ "one unit", "A\0", 2, "A" },
	{ "odd end", "A\0B", 3, "A" BAD },
	{ "NUL", "\0\0", 2, BAD },
	{ "euro", "\xac\x20", 2, "\xe2\x82\xac" },
	{ "pair", "\x3d\xd8\x00\xde", 4, "\xf0\x9f\x98\x80" },
	{ "first pair", "\x00\xd8\x00\xdc", 4, "\xf0\x90\x80\x80" },
	{ "last pair", "\xff\xdb\xff\xdf", 4, "\xf4\x8f\xbf\xbf" },
	{ "pair cut at 3", "\x3d\xd8\x00", 3, BAD BAD },
	{ "pair cut at 2", "\x3d\xd8", 2, BAD },
	{ "high, then a letter",
	    "\x3d\xd8"
	    "A\0",
	    4, BAD "A" },
	{ "high, then a pair", "\x3d\xd8\x3d\xd8\x00\xde", 6,
	    BAD "\xf0\x9f\x98\x80" },
	{ "low alone",
	    "\x00\xde"
	    "A\0",
	    4, BAD "A" },
	{ "last before surrogates", "\xff\xd7", 2, "\xed\x9f\xbf" },
	{ "first after surrogates", "\x00\xe0", 2, "\xee\x80\x80" },
	{ "U+FFFE", "\xfe\xff", 2, BAD },
	{ "override", "\x2e\x20", 2, BAD },
	{ "blanks at the end", "A\0 \0 \0", 6, "A" },
};

static void
test_clean_utf16(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(utf16_rows); i++) {
		struct text little = TEXT_INIT, big = TEXT_INIT;
		char swapped[8];

		harness_row(utf16_rows[i].name);
		memcpy(swapped, utf16_rows[i].bytes, utf16_rows[i].len);
		for (size_t at = 0; at + 1 < utf16_rows[i].len; at += 2) {
			swapped[at] = utf16_rows[i].bytes[at + 1];
			swapped[at + 1] = utf16_rows[i].bytes[at];
		}
		utf8_clean_utf16(&little, utf16_rows[i].bytes,
		    utf16_rows[i].len, false);
		utf8_clean_utf16(&big, swapped, utf16_rows[i].len, true);
		CU_ASSERT_STRING_EQUAL(text_str(&little), utf16_rows[i].text);
		CU_ASSERT_STRING_EQUAL(text_str(&big), utf16_rows[i].text);
		text_fini(&little);
		text_fini(&big);
	}
}

static const struct {
	const char *name;
	uint8_t byte;
	uint32_t character;
} cp1252_rows[] = {
	{ "NUL", 0x00, 0x00 },
	{ "last of ASCII", 0x7f, 0x7f },
	{ "euro", 0x80, 0x20ac },
	{ "hole 81", 0x81, UTF8_REPLACEMENT },
	{ "quote", 0x82, 0x201a },
	{ "hole 8d", 0x8d, UTF8_REPLACEMENT },
	{ "Z caron", 0x8e, 0x17d },
	{ "hole 8f", 0x8f, UTF8_REPLACEMENT },
	{ "hole 90", 0x90, UTF8_REPLACEMENT },
	{ "trade mark", 0x99, 0x2122 },
	{ "hole 9d", 0x9d, UTF8_REPLACEMENT },
	{ "z caron", 0x9e, 0x17e },
	{ "last of the table", 0x9f, 0x178 },
	{ "first of Latin-1", 0xa0, 0xa0 },
	{ "last of Latin-1", 0xff, 0xff },
};

static void
test_cp1252(void)
{
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < HARNESS_ROWS(cp1252_rows); i++) {
		harness_row(cp1252_rows[i].name);
		CU_ASSERT_EQUAL(utf8_from_cp1252(cp1252_rows[i].byte),
		    cp1252_rows[i].character);
	}
	harness_row("a name");
	utf8_clean_cp1252(&out, "B\xfcro\x81\n\x80 ", 8);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "B\xc3\xbcro" BAD BAD "\xe2\x82\xac");
	text_fini(&out);
}

/* Each byte at each place among plain ones, alone and next to itself. */
static void
test_clean_every_byte(void)
{
	unsigned n_wrong = 0;

	for (unsigned c = 0; c < 256; c++)
		for (size_t at = 0; at < 20; at++)
			for (size_t n = 1; n <= 2 && at + n <= 20; n++) {
				char in[21] = "abcdefgh~!klmnopqrst";
				bool is_plain = c >= ' ' && c <= '~';
				struct text out = TEXT_INIT, want = TEXT_INIT;

				memset(in + at, (int)c, n);
				text_add_len(&want, in, at);
				for (size_t k = 0; k < n; k++)
					text_add_len(&want,
					    is_plain ? in + at : BAD,
					    is_plain ? 1 : 3);
				text_add_len(&want, in + at + n, 20 - at - n);
				while (want.data[want.len - 1] == ' ')
					want.data[--want.len] = '\0';
				utf8_clean(&out, in, 20);
				n_wrong +=
				    out.len != want.len ||
				    memcmp(out.data, want.data, out.len) != 0;
				text_fini(&out);
				text_fini(&want);
			}
	CU_ASSERT_EQUAL(n_wrong, 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "decode", test_decode },
		{ "add every character", test_add_every_character },
		{ "is_valid", test_is_valid },
		{ "clean", test_clean },
		{ "clean_utf16", test_clean_utf16 },
		{ "code page 1252", test_cp1252 },
		{ "every byte at every place", test_clean_every_byte },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "utf8", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
