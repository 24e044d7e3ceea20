/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Parts of a target set: each target in one of them.
 */
#include "scanner/shard.h"

#include <stdlib.h>

#include "base/mem.h"
#include "test/harness.h"

static void
add(struct rangeset *set, uint32_t first, uint32_t last)
{
	struct addr_range range = { addr_v4(first), addr_v4(last) };

	rangeset_add(set, &range);
}

/* Every target of the set is in one part of n, and parts are of one size. */
static void
check_parts(const struct rangeset *set, unsigned n)
{
	unsigned *in = mem_array(set->count, sizeof(*in));
	uint64_t least = UINT64_MAX, most = 0, n_wrong = 0;

	for (unsigned number = 1; number <= n; number++) {
		struct rangeset part = RANGESET_INIT;
		struct shard shard;

		shard_init(&shard, set, number, n);
		shard_of(&shard, &part, set);
		CU_ASSERT_EQUAL(part.count, shard_count(&shard, set));
		for (uint64_t i = 0; i < part.count; i++) {
			struct addr addr = rangeset_at(&part, i);

			in[rangeset_index(set, &addr)]++;
		}
		if (part.count < least)
			least = part.count;
		if (part.count > most)
			most = part.count;
		rangeset_fini(&part);
	}
	for (uint64_t i = 0; i < set->count; i++)
		n_wrong += in[i] != 1;
	CU_ASSERT_EQUAL(n_wrong, 0);
	CU_ASSERT_TRUE(most - least <= 1);
	free(in);
}

static void
test_parts(void)
{
	static const uint32_t sizes[] = { 1, 2, 3, 7, 8, 255, 256, 257, 1000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (unsigned n = 0; n <= 7; n++) {
			struct rangeset set = RANGESET_INIT;

			add(&set, 0x0a000000, 0x0a000000 + sizes[i] - 1);
			add(&set, 0x0a010000, 0x0a010000 + sizes[i] / 2);
			rangeset_seal(&set);
			check_parts(&set, n == 0 ? 1 : n);
			rangeset_fini(&set);
		}
}

/* Addresses of a /8 at random: one part each, parts about equal. */
static void
test_large(void)
{
	struct rangeset set = RANGESET_INIT;

	add(&set, 0x0a000000, 0x0affffff);
	rangeset_seal(&set);
	for (unsigned n = 2; n <= 7; n++) {
		unsigned size[8] = { 0 }, n_wrong = 0;
		uint32_t host = 1;

		for (unsigned i = 0; i < 70000; i++) {
			struct addr addr =
			    addr_v4(0x0a000000 | (host & 0xffffff));
			unsigned n_in = 0;

			host = host * 1664525 + 1013904223;
			for (unsigned number = 1; number <= n; number++) {
				struct shard shard;

				shard_init(&shard, &set, number, n);
				if (!shard_has(&shard, &addr))
					continue;
				n_in++;
				size[number]++;
			}
			n_wrong += n_in != 1;
		}
		CU_ASSERT_EQUAL(n_wrong, 0);
		for (unsigned number = 1; number <= n; number++)
			CU_ASSERT_TRUE(size[number] > 63000 / n &&
				       size[number] < 77000 / n);
	}
	rangeset_fini(&set);
}

/* What is no target has no part of its own; 0 of 0 is everything. */
static void
test_outside(void)
{
	struct rangeset set = RANGESET_INIT;
	struct addr inside = addr_v4(0x0a000001), outside = addr_v4(0x0b000001);
	struct shard shard;

	add(&set, 0x0a000000, 0x0a0000ff);
	rangeset_seal(&set);
	for (unsigned number = 1; number <= 3; number++) {
		shard_init(&shard, &set, number, 3);
		CU_ASSERT_TRUE(shard_has(&shard, &outside));
	}
	shard_init(&shard, &set, 0, 0);
	CU_ASSERT_TRUE(shard_has(&shard, &inside));
	CU_ASSERT_EQUAL(shard_count(&shard, &set), 256);
	rangeset_fini(&set);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "parts", test_parts },
		{ "large", test_large },
		{ "outside", test_outside },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "shard", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
