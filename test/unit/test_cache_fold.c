/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names folded for look-ups.
 */
#include "cache/cache_fold.h"

#include <stdlib.h>

#include "test/harness.h"

static const struct {
	const char *name, *in;
	const char *want; /* NULL: left to NOCASE */
} rows[] = {
	{ "empty", "", NULL },
	{ "plain", "Computer 1", NULL },
	{ "highest ASCII", "\x7f", NULL },
	{ "Latin-1", "B\xc3\x9cRO-\xc3\x84", "b\xc3\xbcro-\xc3\xa4" },
	{ "small already", "b\xc3\xbcro", "b\xc3\xbcro" },
	{ "times sign stays", "\xc3\x97", "\xc3\x97" },
	{ "division sign stays", "\xc3\xb7", "\xc3\xb7" },
	{ "last of Latin-1", "\xc3\x9e", "\xc3\xbe" },
	{ "sharp s stays", "\xc3\x9f", "\xc3\x9f" },
	{ "Polish", "\xc5\x81\xc3\x93\xc4\x84", "\xc5\x82\xc3\xb3\xc4\x85" },
	{ "Czech, small between", "\xc5\x99\xc5\x98", "\xc5\x99\xc5\x99" },
	{ "Slovak, odd run", "\xc4\xbd\xc4\xbe", "\xc4\xbe\xc4\xbe" },
	{ "Y with diaeresis", "\xc5\xb8", "\xc3\xbf" },
	{ "Greek", "\xce\x91\xce\x86\xce\x8f", "\xce\xb1\xce\xac\xcf\x8e" },
	{ "final sigma", "\xcf\x82\xce\xa3", "\xcf\x83\xcf\x83" },
	{ "Cyrillic", "\xd0\x90\xd0\xaf\xd0\x81", "\xd0\xb0\xd1\x8f\xd1\x91" },
	{ "no letters", "\xe4\xb8\xad", "\xe4\xb8\xad" },
	{ "broken bytes stay", "A\xff", "a\xff" },
};

static void
test_rows(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		char *got = cache_fold(rows[i].in);

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(got == NULL, rows[i].want == NULL);
		if (got != NULL && rows[i].want != NULL) {
			char *again = cache_fold(got);

			CU_ASSERT_STRING_EQUAL(got, rows[i].want);
			CU_ASSERT_STRING_EQUAL(again, got);
			free(again);
		}
		free(got);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_fold", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
