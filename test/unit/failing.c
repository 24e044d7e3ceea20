/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One test that passes and two that fail: test/cli/harness.sh looks at what
 * the harness makes of them.  Never part of the tests themselves.
 */
#include "test/harness.h"

static void
test_good(void)
{
	CU_ASSERT_EQUAL(1 + 1, 2);
}

static void
test_bad(void)
{
	CU_ASSERT_EQUAL(1 + 1, 3);
}

static void
test_rows(void)
{
	static const char *const names[] = { "first", "second", "third" };

	for (int i = 0; i < 3; i++) {
		harness_row(names[i]);
		CU_ASSERT_NOT_EQUAL(i, 1);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "good", test_good },
		{ "bad", test_bad },
		{ "rows", test_rows },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "failing", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
