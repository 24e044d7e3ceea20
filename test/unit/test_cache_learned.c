/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What was learned of the old console's registry: the last word stays.
 */
#include <stdlib.h>

#include "cache/cache_learned.h"
#include "test/harness.h"

static void
test_learned(void)
{
	static const char *const said[] = { "dword:00000001", "", "hex:01" };
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, &err);
	char *value;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_PROTOCOL, &value,
			    &err),
	    0);
	CU_ASSERT_PTR_NULL(value);
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		CU_ASSERT_EQUAL(cache_learned_put(cache, CACHE_LEARNED_PROTOCOL,
				    said[i], &err),
		    0);
		CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_PROTOCOL,
				    &value, &err),
		    0);
		CU_ASSERT_STRING_EQUAL(value, said[i]);
		free(value);
	}
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_ADDRESS_TYPE,
			    &value, &err),
	    0);
	CU_ASSERT_PTR_NULL(value);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "the last word stays", test_learned },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_learned", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
