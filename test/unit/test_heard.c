/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Those who were heard: found again, marked, and not too many.
 */
#include "scanner/heard.h"

#include "test/harness.h"

static void
test_few(void)
{
	struct heard *heard = heard_new();
	struct addr a = addr_v4(1), b = addr_v4(2), found;
	struct addr six = { 0, 1, 6 };

	CU_ASSERT_EQUAL(heard_find(heard, &a), HEARD_NONE);
	CU_ASSERT_EQUAL(heard_count(heard), 0);
	CU_ASSERT_EQUAL(heard_add(heard, &a, 7), 0);
	CU_ASSERT_EQUAL(heard_add(heard, &b, 8), 1);
	CU_ASSERT_EQUAL(heard_add(heard, &a, 9), 0); /* as it was */
	CU_ASSERT_EQUAL(heard_link(heard, 0), 7);
	CU_ASSERT_EQUAL(heard_find(heard, &b), 1);
	CU_ASSERT_EQUAL(heard_find(heard, &six), HEARD_NONE);
	CU_ASSERT_EQUAL(heard_count(heard), 2);
	found = heard_addr(heard, 1);
	CU_ASSERT_TRUE(addr_eq(&found, &b));
	CU_ASSERT_TRUE(heard_mark(heard, TRACKER_SEEN, 1));
	CU_ASSERT_FALSE(heard_mark(heard, TRACKER_SEEN, 1));
	CU_ASSERT_TRUE(heard_is_marked(heard, TRACKER_SEEN, 1));
	CU_ASSERT_FALSE(heard_is_marked(heard, TRACKER_SERVER, 1));
	CU_ASSERT_FALSE(heard_is_marked(heard, TRACKER_SEEN, 0));
	heard_free(heard);
	heard_free(NULL);
}

/* Whoever shouts from a million addresses fills no memory. */
static void
test_most(void)
{
	struct heard *heard = heard_new();
	unsigned n_bad = 0;

	for (uint32_t i = 0; i < HEARD_MAX + 10; i++) {
		struct addr addr = addr_v4(i * 2654435761u);
		size_t want = i < HEARD_MAX ? i : HEARD_NONE;

		n_bad += heard_add(heard, &addr, i) != want;
	}
	for (uint32_t i = 0; i < HEARD_MAX; i++) {
		struct addr addr = addr_v4(i * 2654435761u);

		n_bad += heard_find(heard, &addr) != i;
		n_bad += heard_link(heard, i) != i;
	}
	CU_ASSERT_EQUAL(n_bad, 0);
	CU_ASSERT_EQUAL(heard_count(heard), HEARD_MAX);
	heard_free(heard);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "few", test_few },
		{ "most", test_most },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "heard", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
