/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Numbers as people write them.
 */
#include "base/num.h"

#include <string.h>

#include "test/harness.h"

static const struct {
	const char *name, *text;
	uint64_t min, max;
	int ret;
	uint64_t value;
} parse_rows[] = {
	{ "lowest", "1", 1, 65535, 0, 1 },
	{ "below", "0", 1, 65535, -1, 0 },
	{ "highest", "65535", 1, 65535, 0, 65535 },
	{ "above", "65536", 1, 65535, -1, 0 },
	{ "zero", "0", 0, 9, 0, 0 },
	{ "leading zeros are decimal", "010", 0, 99, 0, 10 },
	{ "64 bits", "18446744073709551615", 0, UINT64_MAX, 0, UINT64_MAX },
	{ "one over 64 bits", "18446744073709551616", 0, UINT64_MAX, -1, 0 },
	{ "far over", "99999999999999999999999", 0, UINT64_MAX, -1, 0 },
	{ "empty", "", 0, 9, -1, 0 },
	{ "minus", "-1", 0, UINT64_MAX, -1, 0 },
	{ "plus", "+1", 0, 9, -1, 0 },
	{ "blank before", " 1", 0, 9, -1, 0 },
	{ "blank behind", "1 ", 0, 9, -1, 0 },
	{ "hex", "0x1", 0, 9, -1, 0 },
	{ "letter behind", "1k", 0, 9, -1, 0 },
	{ "fraction", "1.5", 0, 9, -1, 0 },
	{ "line end", "1\n", 0, 9, -1, 0 },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(parse_rows); i++) {
		struct err err = ERR_INIT;
		uint64_t value = 4711;

		harness_row(parse_rows[i].name);
		CU_ASSERT_EQUAL(num_parse(&value, parse_rows[i].text,
				    parse_rows[i].min, parse_rows[i].max,
				    "--rate", &err),
		    parse_rows[i].ret);
		CU_ASSERT_EQUAL(value,
		    parse_rows[i].ret == 0 ? parse_rows[i].value : 4711);
		CU_ASSERT_EQUAL(err.code,
		    parse_rows[i].ret == 0 ? ERR_NONE : ERR_USAGE);
	}
}

static void
test_messages(void)
{
	struct err err = ERR_INIT;
	uint64_t value;

	CU_ASSERT_EQUAL(num_parse(&value, "x", 1, 9, "--rate", &err), -1);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "--rate must be a number from 1 to 9, not 'x'");
	CU_ASSERT_EQUAL(num_parse(&value, "10", 1, 9, "--rate", &err), -1);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "--rate must be from 1 to 9, not '10'");
	CU_ASSERT_EQUAL(num_parse_bits(&value, "56kb", "--bits", &err), -1);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "--bits must be bits per second such as 56k or 1.5M, not '56kb'");
	CU_ASSERT_EQUAL(num_parse_bits(&value, "1001G", "--bits", &err), -1);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "--bits must be from 1 to 1000G bits per second, not '1001G'");
	CU_ASSERT_EQUAL(num_parse(&value, "x", 1, 9, "--rate", NULL), -1);
}

static const struct {
	const char *name, *text;
	int ret;
	uint64_t bits;
} bits_rows[] = {
	{ "plain", "9600", 0, 9600 },
	{ "lowest", "1", 0, 1 },
	{ "zero", "0", -1, 0 },
	{ "zero with a unit", "0k", -1, 0 },
	{ "k", "56k", 0, 56000 },
	{ "K", "56K", 0, 56000 },
	{ "M with a fraction", "1.5M", 0, 1500000 },
	{ "G", "1G", 0, 1000000000 },
	{ "fraction only", "0.5k", 0, 500 },
	{ "three digits of fraction", "1.234k", 0, 1234 },
	{ "four digits of fraction", "1.2345k", -1, 0 },
	{ "no digit behind the point", "1.k", -1, 0 },
	{ "a bit is not divided", "1.5", -1, 0 },
	{ "highest", "1000000000000", 0, UINT64_C(1000000000000) },
	{ "above", "1000000000001", -1, 0 },
	{ "highest in G", "1000G", 0, UINT64_C(1000000000000) },
	{ "above in G", "1001G", -1, 0 },
	{ "a little above in G", "1000.001G", -1, 0 },
	{ "a little above in M", "1000000.1M", -1, 0 },
	{ "far above", "99999999999999999999G", -1, 0 },
	{ "empty", "", -1, 0 },
	{ "only a unit", "k", -1, 0 },
	{ "only a fraction", ".5k", -1, 0 },
	{ "minus", "-1", -1, 0 },
	{ "small m", "1m", -1, 0 },
	{ "unknown unit", "1T", -1, 0 },
	{ "two units", "1kk", -1, 0 },
	{ "bit", "1kbit", -1, 0 },
	{ "blank", "1 k", -1, 0 },
	{ "two points", "1.2.3k", -1, 0 },
};

static void
test_bits(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(bits_rows); i++) {
		struct err err = ERR_INIT;
		uint64_t bits = 4711;

		harness_row(bits_rows[i].name);
		CU_ASSERT_EQUAL(num_parse_bits(&bits, bits_rows[i].text,
				    "--bits", &err),
		    bits_rows[i].ret);
		CU_ASSERT_EQUAL(bits,
		    bits_rows[i].ret == 0 ? bits_rows[i].bits : 4711);
		CU_ASSERT_EQUAL(err.code,
		    bits_rows[i].ret == 0 ? ERR_NONE : ERR_USAGE);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "parse", test_parse },
		{ "messages", test_messages },
		{ "bits per second", test_bits },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "num", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
