/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes as hex and back.
 */
#include "base/hex.h"

#include <string.h>

#include "test/harness.h"

static const struct {
	const char *name, *bytes;
	size_t len;
	char separator;
	const char *text;
} format_rows[] = {
	{ "nothing", "", 0, 0, "" },
	{ "nothing, separated", "", 0, ':', "" },
	{ "lowest and highest", "\x00\xff", 2, 0, "00ff" },
	{ "one, separated", "\x0a", 1, ':', "0a" },
	{ "mac", "\x00\x1b\x21\xab\xcd\xef", 6, ':', "00:1b:21:ab:cd:ef" },
	{ "blanks", "\x09\x90", 2, ' ', "09 90" },
};

static void
test_add(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(format_rows); i++) {
		struct text out = TEXT_INIT;

		harness_row(format_rows[i].name);
		text_add(&out, "=");
		hex_add(&out, (const uint8_t *)format_rows[i].bytes,
		    format_rows[i].len, format_rows[i].separator);
		CU_ASSERT_STRING_EQUAL(text_str(&out) + 1, format_rows[i].text);
		CU_ASSERT_EQUAL(text_str(&out)[0], '=');
		text_fini(&out);
	}
}

/* The buffer of the test is four bytes long. */
static const struct {
	const char *name, *text;
	ptrdiff_t len;
	const char *bytes;
} parse_rows[] = {
	{ "nothing", "", 0, "" },
	{ "only blanks", " \t\r\n", 0, "" },
	{ "one byte", "0a", 1, "\x0a" },
	{ "both cases", "aFFa", 2, "\xaf\xfa" },
	{ "blanks between and around", " 01 02\n\t03 ", 3, "\x01\x02\x03" },
	{ "full", "00112233", 4, "\x00\x11\x22\x33" },
	{ "one too many", "0011223344", -1, "" },
	{ "odd digit", "0", -1, "" },
	{ "odd digit at the end", "001", -1, "" },
	{ "blank inside a byte", "0 0", -1, "" },
	{ "after f", "0g", -1, "" },
	{ "before 0", "/0", -1, "" },
	{ "after 9", ":0", -1, "" },
	{ "prefix", "0x00", -1, "" },
	{ "colons", "00:11", -1, "" },
	{ "not ASCII", "\xc3\xa9", -1, "" },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(parse_rows); i++) {
		uint8_t out[4];
		ptrdiff_t len = hex_parse(parse_rows[i].text, out, sizeof(out));

		harness_row(parse_rows[i].name);
		CU_ASSERT_EQUAL(len, parse_rows[i].len);
		if (len > 0)
			CU_ASSERT_EQUAL(memcmp(out, parse_rows[i].bytes,
					    (size_t)len),
			    0);
	}
}

static void
test_round_trip(void)
{
	struct text text = TEXT_INIT;
	uint8_t in[256], out[256];

	for (unsigned i = 0; i < 256; i++)
		in[i] = (uint8_t)i;
	hex_add(&text, in, sizeof(in), ' ');
	CU_ASSERT_EQUAL(hex_parse(text_str(&text), out, sizeof(out)), 256);
	CU_ASSERT_EQUAL(memcmp(in, out, sizeof(in)), 0);
	CU_ASSERT_EQUAL(hex_parse(text_str(&text), out, 255), -1);
	text_fini(&text);
	CU_ASSERT_EQUAL(hex_parse("", out, 0), 0);
	CU_ASSERT_EQUAL(hex_parse("00", out, 0), -1);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "add", test_add },
		{ "parse", test_parse },
		{ "there and back", test_round_trip },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "hex", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
