/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Spacing, catching up, and no burst.
 */
#include "scanner/pace.h"

#include "test/harness.h"

#define MS     UINT64_C(1000000)
#define SECOND UINT64_C(1000000000)

/* Send whenever allowed, looking every step_ns; returns how many units. */
static uint64_t
run(struct pace *pace, uint64_t units, uint64_t from_ns, uint64_t to_ns,
    uint64_t step_ns, unsigned *most_at_once)
{
	uint64_t total = 0;

	*most_at_once = 0;
	for (uint64_t now = from_ns; now < to_ns; now += step_ns) {
		unsigned n = 0;

		while (pace_ready_ns(pace) <= now) {
			pace_charge(pace, units, now);
			total += units;
			n++;
		}
		if (n > *most_at_once)
			*most_at_once = n;
	}
	return total;
}

static void
test_slow_line(void)
{
	struct pace pace;
	unsigned most;
	uint64_t total;

	/* 10% of 56 kbit/s, pings of 58 bytes, a clock of 1 ms */
	pace_init(&pace, 5600);
	total = run(&pace, 58 * 8, 5 * SECOND, 65 * SECOND, MS, &most);
	CU_ASSERT_EQUAL(most, 1);
	CU_ASSERT_TRUE(total <= 5600 * 60 + 58 * 8);
	CU_ASSERT_TRUE(total >= 5600 * 59);
}

static void
test_no_credit(void)
{
	struct pace pace;
	unsigned most;

	/* An hour of silence gives no right to a burst. */
	pace_init(&pace, 100);
	pace_charge(&pace, 1, SECOND);
	(void)run(&pace, 1, 3600 * SECOND, 3601 * SECOND, MS, &most);
	CU_ASSERT_EQUAL(most, 1);
}

static void
test_fast(void)
{
	struct pace pace;
	unsigned most;
	uint64_t total;

	pace_init(&pace, 100000);
	total = run(&pace, 1, SECOND, 2 * SECOND, MS, &most);
	CU_ASSERT_TRUE(total >= 99000 && total <= 100000 + 401);
	CU_ASSERT_TRUE(most <= 401); /* the slack of 4 ms, and one */
}

static void
test_late_timer(void)
{
	struct pace pace;
	unsigned most;
	uint64_t total;

	/* Woken every 3 ms, it keeps the rate: the slack covers it. */
	pace_init(&pace, 1000);
	total = run(&pace, 1, SECOND, 11 * SECOND, 3 * MS, &most);
	CU_ASSERT_TRUE(total >= 9980 && total <= 10005);
}

static void
test_no_limit_and_change(void)
{
	struct pace pace;

	pace_init(&pace, 0);
	pace_charge(&pace, UINT64_MAX, SECOND);
	CU_ASSERT_EQUAL(pace_ready_ns(&pace), 0);
	pace_set_rate(&pace, 10);
	CU_ASSERT_TRUE(pace_ready_ns(&pace) <= SECOND);
	pace_charge(&pace, 10, 10 * SECOND);
	CU_ASSERT_TRUE(pace_ready_ns(&pace) > 10 * SECOND + 990 * MS);
	pace_charge(&pace, UINT64_MAX, 10 * SECOND); /* no overflow */
	CU_ASSERT_TRUE(pace_ready_ns(&pace) > 10 * SECOND);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "slow line", test_slow_line },
		{ "no credit", test_no_credit },
		{ "fast", test_fast },
		{ "late timer", test_late_timer },
		{ "no limit and change", test_no_limit_and_change },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "pace", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
