/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Keyed mixing: known values, and that key and value both count.
 */
#include "base/hash.h"

#include <stddef.h>
#include <stdlib.h>

#include "test/harness.h"

/*
 * splitmix64 seeded with 1234567 gives these numbers (Steele, Lea, Flood
 * 2014; the sequence that implementations publish); its state after i steps
 * is seed + i * 0x9e3779b97f4a7c15, and one finishing step adds the last.
 */
static const struct {
	const char *name;
	uint64_t step, out;
} known_rows[] = {
	{ "first", 0, UINT64_C(6457827717110365317) },
	{ "second", 1, UINT64_C(3203168211198807973) },
	{ "third", 2, UINT64_C(9817491932198370423) },
	{ "fourth", 3, UINT64_C(4593380528125082431) },
	{ "fifth", 4, UINT64_C(16408922859458223821) },
};

static void
test_known(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(known_rows); i++) {
		harness_row(known_rows[i].name);
		CU_ASSERT_EQUAL(hash_u64(1234567,
				    known_rows[i].step *
					UINT64_C(0x9e3779b97f4a7c15)),
		    known_rows[i].out);
	}
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The finisher is a bijection, so that no two values may meet. */
static void
test_no_collision(void)
{
	enum { N = 4096 };
	static uint64_t out[2 * N];

	for (uint64_t i = 0; i < N; i++) {
		out[i] = hash_u64(7, i);
		out[N + i] = hash_u64(7, UINT64_MAX - i);
	}
	qsort(out, HARNESS_ROWS(out), sizeof(out[0]), compare);
	for (size_t i = 1; i < HARNESS_ROWS(out); i++)
		CU_ASSERT_NOT_EQUAL(out[i - 1], out[i]);
}

/* One changed bit changes about half of the output's. */
static void
test_spreads(void)
{
	for (unsigned bit = 0; bit < 64; bit++) {
		uint64_t flip = UINT64_C(1) << bit;
		int by_value = __builtin_popcountll(
		    hash_u64(1, 2) ^ hash_u64(1, 2 ^ flip));
		int by_key = __builtin_popcountll(
		    hash_u64(1, 2) ^ hash_u64(1 ^ flip, 2));

		CU_ASSERT(by_value >= 12 && by_value <= 52);
		CU_ASSERT(by_key >= 12 && by_key <= 52);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "known values", test_known },
		{ "no collision", test_no_collision },
		{ "spreads", test_spreads },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "hash", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
