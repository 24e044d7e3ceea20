/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The order of asking: every target exactly once, and repeatable.
 */
#include "scanner/permute.h"

#include <stdlib.h>

#include "scanner/bits.h"
#include "test/harness.h"

static void
test_whole(void)
{
	static const uint64_t sizes[] = { 1, 2, 3, 4, 5, 15, 16, 17, 255, 256,
		257, 1000, 4095, 4096, 4097, 65535, 65536, 65537, 100003 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (uint64_t key = 0; key < 3; key++) {
			uint8_t *seen = bits_new(sizes[i]);
			struct permute permute;
			uint64_t n_bad = 0;

			permute_init(&permute, sizes[i], key);
			for (uint64_t at = 0; at < sizes[i]; at++) {
				uint64_t to = permute_at(&permute, at);

				n_bad += to >= sizes[i] || !bits_set(seen, to);
				n_bad += permute_inverse(&permute, to) != at;
			}
			CU_ASSERT_EQUAL(n_bad, 0);
			free(seen);
		}
}

static void
test_large(void)
{
	static const uint64_t sizes[] = { UINT64_C(1) << 24,
		(UINT64_C(1) << 24) + 1, UINT64_C(1) << 32,
		(UINT64_C(1) << 62) - 1, UINT64_C(1) << 62 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct permute permute;
		uint64_t n_bad = 0;

		permute_init(&permute, sizes[i], 42);
		for (uint64_t k = 0; k < 5000; k++) {
			uint64_t at = sizes[i] / 5000 * k;
			uint64_t to = permute_at(&permute, at);

			n_bad += to >= sizes[i] ||
				 permute_inverse(&permute, to) != at;
		}
		CU_ASSERT_EQUAL(n_bad, 0);
	}
}

/* Neighbours in time are strangers in space: no /24 is asked in a burst. */
static void
test_spread(void)
{
	struct permute permute;
	unsigned n_same = 0;
	uint64_t before = 0;

	permute_init(&permute, 65536, 7);
	for (uint64_t at = 0; at < 65536; at++) {
		uint64_t to = permute_at(&permute, at);

		n_same += to / 256 == before / 256;
		before = to;
	}
	/* 1 in 256 by chance: 256 expected, with a deviation of 16 */
	CU_ASSERT_TRUE(n_same > 150 && n_same < 400);
}

static void
test_keys(void)
{
	struct permute a, b, again;
	unsigned n_same = 0;

	permute_init(&a, 1000, 1);
	permute_init(&b, 1000, 2);
	permute_init(&again, 1000, 1);
	for (uint64_t at = 0; at < 1000; at++) {
		n_same += permute_at(&a, at) == permute_at(&b, at);
		CU_ASSERT_EQUAL(permute_at(&a, at), permute_at(&again, at));
	}
	CU_ASSERT_TRUE(n_same < 20);
}

/* One after another, again from the start, and from somewhere else. */
static void
test_walk(void)
{
	static const uint64_t sizes[] = { 1, 2, 3, 16, 17, 1000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const uint64_t from[] = { 0, 0, sizes[i] / 2, 0, sizes[i] - 1 };
		struct permute_walk walk = { 0 };
		struct permute permute;
		unsigned n_bad = 0;

		permute_init(&permute, sizes[i], 5);
		for (size_t k = 0; k < sizeof(from) / sizeof(from[0]); k++)
			for (uint64_t at = from[k]; at < sizes[i]; at++) {
				n_bad += permute_walk(&walk, &permute, at) !=
					 permute_at(&permute, at);
				n_bad +=
				    at + 1 < sizes[i] &&
				    walk.ahead != permute_at(&permute, at + 1);
			}
		CU_ASSERT_EQUAL(n_bad, 0);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "whole ranges", test_whole },
		{ "large ranges", test_large },
		{ "spread", test_spread },
		{ "keys", test_keys },
		{ "walk", test_walk },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "permute", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
