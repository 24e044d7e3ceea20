/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A set that never says no wrongly, and hardly ever yes.
 */
#include <stdio.h>
#include <string.h>

#include "cache/cache_seen.h"
#include "test/harness.h"

static void
test_seen(void)
{
	struct cache_seen seen = { NULL, 0, 0 };
	char text[16];
	unsigned n_lost = 0, n_wrong = 0;

	CU_ASSERT_FALSE(cache_seen_has(&seen, "", 0));
	cache_seen_seal(&seen);
	CU_ASSERT_FALSE(cache_seen_has(&seen, "a", 1));
	for (unsigned i = 0; i < 20000; i += 2) {
		int len = snprintf(text, sizeof(text), "name %u", i);

		cache_seen_add(&seen, text, (size_t)len);
	}
	cache_seen_add(&seen, "", 0);
	cache_seen_seal(&seen);
	for (unsigned i = 0; i < 20000; i++) {
		int len = snprintf(text, sizeof(text), "name %u", i);
		bool has = cache_seen_has(&seen, text, (size_t)len);

		n_lost += i % 2 == 0 && !has;
		n_wrong += i % 2 == 1 && has;
	}
	CU_ASSERT_EQUAL(n_lost, 0);
	CU_ASSERT_EQUAL(n_wrong, 0);
	CU_ASSERT_TRUE(cache_seen_has(&seen, "", 0));
	CU_ASSERT_FALSE(cache_seen_has(&seen, "\0", 1));
	cache_seen_fini(&seen);
	cache_seen_fini(&seen);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "what was added, and nothing else", test_seen },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_seen", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
