/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Field types: values of literal bytes, and lengths a byte off.
 */
#include "scanner/field.h"

#include <stdlib.h>
#include <string.h>

#include "cache/observation.h"
#include "test/harness.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* value NULL: the bytes have none; number -1: the type or length has none. */
static const struct {
	const char *name, *type, *bytes;
	size_t len;
	const char *value;
	int64_t number;
} value_rows[] = {
	{ "u8 least", "u8", BYTES("\x00"), "0", 0 },
	{ "u8 most", "u8", BYTES("\xff"), "255", 255 },
	{ "u8 empty", "u8", BYTES(""), NULL, -1 },
	{ "u8 long", "u8", BYTES("\x00\x00"), NULL, -1 },
	{ "u16le", "u16le", BYTES("\x97\x0b"), "2967", 2967 },
	{ "u16le most", "u16le", BYTES("\xff\xff"), "65535", 65535 },
	{ "u16le short", "u16le", BYTES("\x97"), NULL, -1 },
	{ "u16le long", "u16le", BYTES("\x97\x0b\x00"), NULL, -1 },
	{ "u16be", "u16be", BYTES("\x0b\x97"), "2967", 2967 },
	{ "u16be short", "u16be", BYTES("\x0b"), NULL, -1 },
	{ "u32le", "u32le", BYTES("\x01\x00\x00\x80"), "2147483649",
	    INT64_C(2147483649) },
	{ "u32le most", "u32le", BYTES("\xff\xff\xff\xff"), "4294967295",
	    INT64_C(4294967295) },
	{ "u32le short", "u32le", BYTES("\x01\x00\x00"), NULL, -1 },
	{ "u32be", "u32be", BYTES("\x01\x00\x00\x02"), "16777218", 16777218 },
	{ "u32be long", "u32be", BYTES("\x01\x00\x00\x02\x03"), NULL, -1 },
	{ "tcp-port", "tcp-port", BYTES("\x97\x0b"), "2967", 2967 },
	{ "tcp-port 0", "tcp-port", BYTES("\x00\x00"), NULL, 0 },
	{ "tcp-port-be", "tcp-port-be", BYTES("\x0b\x97"), "2967", 2967 },
	{ "tcp-port-be 0", "tcp-port-be", BYTES("\x00\x00"), NULL, 0 },
	{ "mac", "mac", BYTES("\x00\x0c\x29\xAB\xcd\xef"), "00:0c:29:ab:cd:ef",
	    -1 },
	{ "mac of zeros", "mac", BYTES("\0\0\0\0\0\0"), NULL, -1 },
	{ "mac of ones", "mac", BYTES("\xff\xff\xff\xff\xff\xff"), NULL, -1 },
	{ "mac almost zeros", "mac", BYTES("\0\0\0\0\0\1"), "00:00:00:00:00:01",
	    -1 },
	{ "mac short", "mac", BYTES("\x00\x0c\x29\xab\xcd"), NULL, -1 },
	{ "mac long", "mac", BYTES("\x00\x0c\x29\xab\xcd\xef\x01"), NULL, -1 },
	{ "guid", "guid",
	    BYTES("\x1d\x2e\x3f\x40\x51\x62\x73\x84"
		  "\x95\xa6\xb7\xc8\xd9\xea\xfb\x0c"),
	    "1d2e3f40-5162-7384-95a6-b7c8d9eafb0c", -1 },
	{ "guid of zeros", "guid", BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	    NULL, -1 },
	{ "guid short", "guid", BYTES("0123456789abcde"), NULL, -1 },
	{ "guid long", "guid", BYTES("0123456789abcdefg"), NULL, -1 },
	{ "os-version", "os-version", BYTES("\xce\x0e\x02\x05"), "5.2.3790",
	    -1 },
	{ "os-version zeros", "os-version", BYTES("\0\0\0\0"), "0.0.0", -1 },
	{ "os-version most", "os-version", BYTES("\xff\xff\xff\xff"),
	    "255.255.65535", -1 },
	{ "os-version short", "os-version", BYTES("\xce\x0e\x02"), NULL, -1 },
	{ "os-version long", "os-version", BYTES("\xce\x0e\x02\x05\x00"), NULL,
	    -1 },
	{ "hex", "hex", BYTES("\x00\x7f\xff"), "007fff", -1 },
	{ "hex empty", "hex", BYTES(""), NULL, -1 },
	{ "ascii", "ascii", BYTES("a b"), "a b", -1 },
	{ "ascii one", "ascii", BYTES("a"), "a", -1 },
	{ "ascii empty", "ascii", BYTES(""), NULL, -1 },
	{ "ascii blanks", "ascii", BYTES("   "), NULL, -1 },
	{ "ascii blanks around", "ascii", BYTES(" a  "), " a", -1 },
	{ "ascii is cleaned", "ascii", BYTES("a\x00\x1b\x7f]]>"),
	    "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]]>", -1 },
	{ "ascii beyond ASCII", "ascii", BYTES("\xc3\xa9\xe9"),
	    "\xc3\xa9\xef\xbf\xbd", -1 },
	{ "utf16le", "utf16le", BYTES("A\0\xe9\0"), "A\xc3\xa9", -1 },
	{ "utf16le pair", "utf16le", BYTES("\x3d\xd8\xbb\xdc"),
	    "\xf0\x9f\x92\xbb", -1 },
	{ "utf16le half a pair", "utf16le", BYTES("\x3d\xd8"), "\xef\xbf\xbd",
	    -1 },
	{ "utf16le halves turned", "utf16le", BYTES("\xbb\xdc\x3d\xd8"),
	    "\xef\xbf\xbd\xef\xbf\xbd", -1 },
	{ "utf16le odd", "utf16le", BYTES("A\0B"), "A\xef\xbf\xbd", -1 },
	{ "utf16le blanks", "utf16le", BYTES(" \0 \0"), NULL, -1 },
	{ "utf16le empty", "utf16le", BYTES(""), NULL, -1 },
};

static void
test_values(void)
{
	for (size_t i = 0; i < sizeof(value_rows) / sizeof(value_rows[0]);
	     i++) {
		const struct field_type *type =
		    field_type_find(value_rows[i].type);
		const uint8_t *bytes = (const uint8_t *)value_rows[i].bytes;
		size_t len = value_rows[i].len;
		struct text out = TEXT_INIT;
		uint32_t number = 0;

		harness_row(value_rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(type);
		text_add(&out, "before");
		CU_ASSERT_EQUAL(field_add(type, &out, bytes, len),
		    value_rows[i].value != NULL);
		CU_ASSERT_STRING_EQUAL(text_str(&out) + 6,
		    value_rows[i].value == NULL ? "" : value_rows[i].value);
		CU_ASSERT_EQUAL(field_number(type, &number, bytes, len),
		    value_rows[i].number >= 0);
		if (value_rows[i].number >= 0)
			CU_ASSERT_EQUAL(number, value_rows[i].number);
		text_fini(&out);
	}
}

static void
test_longest(void)
{
	const struct field_type *hex = field_type_find("hex");
	uint8_t *bytes = calloc(1, OBSERVATION_RAW_MAX + 1);
	struct text out = TEXT_INIT;

	CU_ASSERT_PTR_NOT_NULL_FATAL(hex);
	CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
	CU_ASSERT_TRUE(field_add(hex, &out, bytes, OBSERVATION_RAW_MAX));
	CU_ASSERT_EQUAL(out.len, 2 * OBSERVATION_RAW_MAX);
	CU_ASSERT_FALSE(field_add(hex, &out, bytes, OBSERVATION_RAW_MAX + 1));
	CU_ASSERT_EQUAL(out.len, 2 * OBSERVATION_RAW_MAX);
	text_fini(&out);
	free(bytes);
}

static void
test_names(void)
{
	struct text list = TEXT_INIT;

	CU_ASSERT_PTR_NULL(field_type_find(""));
	CU_ASSERT_PTR_NULL(field_type_find("u16"));
	CU_ASSERT_PTR_NULL(field_type_find("U8"));
	CU_ASSERT_TRUE(field_type_find("tcp-port")->is_tcp_port);
	CU_ASSERT_TRUE(field_type_find("tcp-port-be")->is_tcp_port);
	CU_ASSERT_FALSE(field_type_find("u16le")->is_tcp_port);
	field_type_list(&list);
	CU_ASSERT_STRING_EQUAL(text_str(&list),
	    "ascii, guid, hex, mac, os-version, tcp-port, tcp-port-be, "
	    "u16be, u16le, u32be, u32le, u8, utf16le");
	text_fini(&list);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "values", test_values },
		{ "longest value", test_longest },
		{ "names", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "field", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
