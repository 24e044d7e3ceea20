/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Entries of packed sets in memory.
 */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "cache/cache_pack_list.h"
#include "test/harness.h"

static void
test_sort(void)
{
	static const char *const text[] = { "b", "", "ab", "a", "abcdefghijk",
		"abcdefghij", "abcdefghiz", "a", "\xff", "ab" };
	static const unsigned want[] = { 1, 3, 7, 2, 9, 5, 4, 6, 0, 8 };
	struct cache_pack_entry entry[10];

	for (unsigned i = 0; i < 10; i++)
		entry[i] = (struct cache_pack_entry){
			.bytes = (const uint8_t *)text[i],
			.len = (uint32_t)strlen(text[i]),
			.tag = i,
		};
	cache_pack_list_order(entry, 10);
	for (unsigned i = 0; i < 10; i++)
		CU_ASSERT_EQUAL(entry[i].tag, want[i]);
	cache_pack_list_order(entry, 0);
	cache_pack_list_order(entry, 1);
}

/* Many entries of few bytes: equal ones, and ones that differ late. */
static void
test_sort_many(void)
{
	static struct cache_pack_entry entry[5000];
	static char text[5000][24];
	unsigned n_wrong = 0;

	for (size_t n = 500; n <= 5000; n += 900) {
		for (unsigned i = 0; i < n; i++) {
			uint64_t random = hash_u64(n, i);
			uint32_t len = (uint32_t)(random >> 32) % 21;

			for (unsigned k = 0; k < len; k++)
				text[i][k] = "xab"[k < 12            ? 0
						   : random >> k & 1 ? 2
								     : 1];
			entry[i] = (struct cache_pack_entry){
				.bytes = (const uint8_t *)text[i],
				.len = len,
				.tag = i,
			};
		}
		cache_pack_list_order(entry, n);
		for (size_t i = 1; i < n; i++) {
			int diff = cache_pack_list_cmp(entry[i - 1].bytes,
			    entry[i - 1].len, entry[i].bytes, entry[i].len);

			n_wrong += diff > 0 || (diff == 0 && entry[i - 1].tag >=
								 entry[i].tag);
		}
	}
	CU_ASSERT_EQUAL(n_wrong, 0);
}

static void
test_list(void)
{
	struct cache_pack_list list = { .n = 0 };

	cache_pack_list_sort(&list);
	CU_ASSERT_FALSE(cache_pack_list_has(&list, "", 0));
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < 1000; i++) {
			size_t start = list.bytes.len;

			text_addf(&list.bytes, "%u", i * 7919 % 1000 * 2);
			cache_pack_list_add(&list, start, i);
		}
		cache_pack_list_sort(&list);
		CU_ASSERT_EQUAL(list.n, 1000);
		for (unsigned i = 0; i < 2000; i++) {
			char text[8];
			int len = snprintf(text, sizeof(text), "%u", i);

			CU_ASSERT_EQUAL(cache_pack_list_has(&list, text,
					    (size_t)len),
			    i % 2 == 0);
		}
		cache_pack_list_clear(&list);
		CU_ASSERT_FALSE(cache_pack_list_has(&list, "0", 1));
	}
	cache_pack_list_fini(&list);
	cache_pack_list_fini(&list);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sort", test_sort },
		{ "sort many", test_sort_many },
		{ "list", test_list },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_pack_list", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
