/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Spacing, catching up, and no burst.
 */
#include "scanner/pace.h"

#include <stdbool.h>
#include <string.h>

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

/*
 * A line of 100 units a second.  Something of 10 units is sent when allowed;
 * 30 more follow after latency_ms for one of each, or never, which is known
 * after timeout_ms.
 */
struct line {
	const char *name;
	unsigned each, latency_ms, timeout_ms; /* each 0: it never follows */
	uint64_t want_most;                    /* in any one second */
};

enum {
	LINE_MS = 60000,
	LINE_UNITS = 100,
	LINE_FIRST = 10,
	LINE_REST = 30,
};

static void
check_line(const struct line *line)
{
	static uint64_t units[LINE_MS];
	static enum { NOTHING, ENDS, FOLLOWS } later[LINE_MS + 1000];
	uint64_t window = 0, most = 0, all = 0;
	struct pace pace;
	unsigned n = 0;

	memset(units, 0, sizeof(units));
	memset(later, 0, sizeof(later));
	pace_init(&pace, LINE_UNITS);
	for (unsigned ms = 0; ms < LINE_MS; ms++) {
		uint64_t now = 100 * SECOND + ms * MS;

		if (later[ms] == FOLLOWS) {
			pace_charge(&pace, LINE_REST, now);
			units[ms] += LINE_REST;
		}
		if (later[ms] != NOTHING)
			pace_release(&pace, LINE_REST);
		if (pace_ready_ns(&pace) <= now) {
			bool follows = line->each != 0 && ++n % line->each == 0;

			pace_charge(&pace, LINE_FIRST, now);
			pace_hold(&pace, LINE_REST, now);
			units[ms] += LINE_FIRST;
			later[ms +
			      (follows ? line->latency_ms : line->timeout_ms)] =
			    follows ? FOLLOWS : ENDS;
		}
		all += units[ms];
		window += units[ms];
		if (ms >= 1000)
			window -= units[ms - 1000];
		if (window > most)
			most = window;
	}
	CU_ASSERT(most <= line->want_most);
	CU_ASSERT(all >= LINE_UNITS * (LINE_MS / 1000) * 95 / 100);
}

static void
test_held(void)
{
	/* one that begins in the second before may end in it: 40 */
	static const struct line rows[] = {
		{ "it never follows", 0, 0, 200, 110 },
		{ "never, slow to be known", 0, 0, 1000, 110 },
		{ "always, near", 1, 5, 200, 140 },
		{ "always, far", 1, 50, 200, 140 },
		{ "every other", 2, 50, 200, 140 },
		{ "every other, slow to be known", 2, 50, 1000, 140 },
		{ "one of eight", 8, 50, 200, 140 },
		{ "one of eight, slow to be known", 8, 50, 1000, 140 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		check_line(&rows[i]);
	}
}

static void
test_spare(void)
{
	struct pace pace;

	harness_row("what is released pays for holds only");
	pace_init(&pace, 100);
	pace_release(&pace, 60);
	pace_hold(&pace, 50, 5 * SECOND);
	CU_ASSERT_EQUAL(pace.spare, 10);
	CU_ASSERT(pace_ready_ns(&pace) <= 5 * SECOND);
	pace_charge(&pace, 50, 5 * SECOND);
	CU_ASSERT(pace_ready_ns(&pace) > 5 * SECOND + 490 * MS);
	harness_row("some seconds of it at most");
	pace_release(&pace, UINT64_MAX);
	CU_ASSERT_EQUAL(pace.spare, 100 * PACE_SPARE_S);
	pace_release(&pace, 1);
	CU_ASSERT_EQUAL(pace.spare, 100 * PACE_SPARE_S);
	harness_row("less after a change to a lower rate");
	pace_set_rate(&pace, 40);
	pace_release(&pace, 1);
	CU_ASSERT_EQUAL(pace.spare, 40 * PACE_SPARE_S);
	harness_row("no limit");
	pace_init(&pace, 0);
	pace_release(&pace, UINT64_MAX);
	pace_hold(&pace, UINT64_MAX, SECOND);
	CU_ASSERT_EQUAL(pace_ready_ns(&pace), 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "slow line", test_slow_line },
		{ "no credit", test_no_credit },
		{ "fast", test_fast },
		{ "late timer", test_late_timer },
		{ "held", test_held },
		{ "spare", test_spare },
		{ "no limit and change", test_no_limit_and_change },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "pace", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
