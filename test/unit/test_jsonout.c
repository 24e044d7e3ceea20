/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/jsonout: commas, line ends and escapes.
 */
#include <stdlib.h>

#include "output/jsonout.h"
#include "test/harness.h"

typedef void (*jsonout_case)(struct jsonout *j);

static void
case_empty_object(struct jsonout *j)
{
	jsonout_object(j, NULL);
	jsonout_end(j);
}

static void
case_empty_array(struct jsonout *j)
{
	jsonout_object(j, NULL);
	jsonout_array(j, "a");
	jsonout_end(j);
	jsonout_end(j);
}

static void
case_values(struct jsonout *j)
{
	static const uint8_t bytes[] = { 0, 0xff };

	jsonout_object(j, NULL);
	jsonout_text(j, "t", "x");
	jsonout_text(j, "n", NULL);
	jsonout_u64(j, "u", UINT64_MAX);
	jsonout_known(j, "k0", 0);
	jsonout_known(j, "k1", 1);
	jsonout_bool(j, "yes", true);
	jsonout_bool(j, "no", false);
	jsonout_time(j, "never", 0);
	jsonout_time(j, "once", 1000);
	jsonout_hex(j, "h", bytes, sizeof(bytes));
	jsonout_hex(j, "h0", bytes, 0);
	jsonout_end(j);
}

static void
case_escapes(struct jsonout *j)
{
	jsonout_array(j, NULL);
	jsonout_text(j, NULL, "");
	jsonout_text(j, NULL, "\"\\/");
	jsonout_text(j, NULL, "\\");
	jsonout_text(j, NULL, "a\nb\x01\x7f\xff");
	jsonout_text(j, NULL, "\xf0\x9f\x92\xbb");
	jsonout_text(j, NULL, "a\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa7");
	jsonout_end(j);
}

static void
case_lines(struct jsonout *j)
{
	case_empty_object(j);
	case_empty_object(j);
}

static void
case_deepest(struct jsonout *j)
{
	for (int i = 0; i < JSONOUT_DEPTH_MAX; i++)
		jsonout_array(j, NULL);
	for (int i = 0; i < JSONOUT_DEPTH_MAX; i++)
		jsonout_end(j);
}

#define BAD "\xef\xbf\xbd"

static void
test_documents(void)
{
	static const struct {
		const char *name;
		jsonout_case write;
		bool is_indented;
		const char *want;
	} rows[] = {
		{ "empty object", case_empty_object, false, "{}\n" },
		{ "empty object, indented", case_empty_object, true, "{}\n" },
		{ "empty array", case_empty_array, false, "{\"a\":[]}\n" },
		{ "empty array, indented", case_empty_array, true,
		    "{\n \"a\": []\n}\n" },
		{ "values", case_values, false,
		    "{\"t\":\"x\",\"n\":null,\"u\":18446744073709551615,"
		    "\"k0\":null,\"k1\":1,\"yes\":true,\"no\":false,"
		    "\"never\":null,\"once\":\"1970-01-01T00:00:00.001Z\","
		    "\"h\":\"00ff\",\"h0\":\"\"}\n" },
		{ "escapes", case_escapes, true,
		    "[\n \"\",\n \"\\\"\\\\/\",\n \"\\\\\",\n \"a" BAD
		    "b" BAD BAD BAD "\",\n \"\xf0\x9f\x92\xbb\",\n "
		    "\"a\\u2028\\u2029\xe2\x80\xa7\"\n]\n" },
		{ "lines", case_lines, false, "{}\n{}\n" },
		{ "deepest", case_deepest, false,
		    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]\n" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		char *got = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&got, &len);
		struct jsonout j;

		harness_row(rows[i].name);
		jsonout_init(&j, out, rows[i].is_indented);
		rows[i].write(&j);
		jsonout_fini(&j);
		(void)fclose(out);
		CU_ASSERT_STRING_EQUAL(got, rows[i].want);
		free(got);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "documents", test_documents },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "jsonout", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
