/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Slow at first, faster while nothing speaks against it.
 */
#include "scanner/ramp.h"

#include "test/harness.h"

#define SECOND UINT64_C(1000000000)

/* One second at the current rate, with answers for a share of the probes. */
static void
second(struct ramp *ramp, uint64_t *now, unsigned permille, uint32_t rtt_us)
{
	uint64_t n = ramp->rate_pps;

	for (uint64_t i = 0; i < n; i++)
		ramp_sent(ramp);
	for (uint64_t i = 0; i < n * permille / 1000; i++)
		ramp_answer(ramp, rtt_us);
	*now += SECOND;
	(void)ramp_tick(ramp, *now);
}

static void
test_silent_network(void)
{
	static const uint64_t want[] = { 100, 200, 400, 800, 1000, 1000, 1000 };
	struct ramp ramp;
	uint64_t now = SECOND;

	ramp_init(&ramp, false, 0);
	CU_ASSERT_EQUAL(ramp.rate_pps, 50);
	(void)ramp_tick(&ramp, now);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		second(&ramp, &now, 0, 0);
		CU_ASSERT_EQUAL(ramp.rate_pps, want[i]);
	}
}

/* One interval of the fast ramp. */
static void
interval(struct ramp *ramp, uint64_t *now, uint64_t n_answers)
{
	uint64_t n = ramp->rate_pps * ramp->interval_ns / SECOND;

	for (uint64_t i = 0; i < n; i++)
		ramp_sent(ramp);
	for (uint64_t i = 0; i < n_answers; i++)
		ramp_answer(ramp, 300);
	*now += ramp->interval_ns;
	(void)ramp_tick(ramp, *now);
}

/* Without a limit: what no answers at all are taken for. */
static void
test_fast_silence(void)
{
	static const struct {
		const char *name;
		unsigned silence_ms;
		int answer_at; /* one in this interval; -1: none */
		uint64_t want[7];
	} rows[] = {
		{ "never", 0, -1,
		    { 60000, 60000, 60000, 60000, 60000, 60000, 60000 } },
		{ "after 200 ms", 200, -1,
		    { 60000, 60000, 60000, 120000, 240000, 480000, 600000 } },
		{ "not before", 201, -1,
		    { 60000, 60000, 60000, 60000, 120000, 240000, 480000 } },
		{ "at once", 1, -1,
		    { 120000, 240000, 480000, 600000, 600000, 600000,
			600000 } },
		{ "somebody is there", 200, 1,
		    { 60000, 120000, 120000, 120000, 120000, 120000, 120000 } },
		{ "just in time", 200, 3,
		    { 60000, 60000, 60000, 120000, 120000, 120000, 120000 } },
		{ "later than it may be", 200, 4,
		    { 60000, 60000, 60000, 120000, 240000, 240000, 240000 } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ramp ramp;
		uint64_t now = SECOND;

		harness_row(rows[i].name);
		ramp_init(&ramp, true, 600000);
		ramp_set_silence(&ramp, rows[i].silence_ms * UINT64_C(1000000));
		(void)ramp_tick(&ramp, now);
		for (int k = 0; k < 7; k++) {
			interval(&ramp, &now, k == rows[i].answer_at);
			CU_ASSERT_EQUAL(ramp.rate_pps, rows[i].want[k]);
		}
	}
}

/* Silence makes nobody faster who did not ask for speed. */
static void
test_slow_silence(void)
{
	struct ramp ramp;
	uint64_t now = SECOND;

	ramp_init(&ramp, false, 0);
	ramp_set_silence(&ramp, SECOND);
	(void)ramp_tick(&ramp, now);
	for (int i = 0; i < 10; i++)
		second(&ramp, &now, 0, 0);
	CU_ASSERT_EQUAL(ramp.rate_pps, RAMP_KNEE_PPS);
}

static void
test_answering_network(void)
{
	struct ramp ramp;
	uint64_t now = SECOND;

	ramp_init(&ramp, false, 0);
	(void)ramp_tick(&ramp, now);
	for (int i = 0; i < 20; i++)
		second(&ramp, &now, 250, 300);
	CU_ASSERT_EQUAL(ramp.rate_pps, RAMP_LAST_PPS);
	ramp_init(&ramp, false, 5000);
	for (int i = 0; i < 20; i++)
		second(&ramp, &now, 250, 300);
	CU_ASSERT_EQUAL(ramp.rate_pps, 5000);
}

static void
test_against(void)
{
	struct ramp ramp;
	uint64_t now = SECOND, before;

	ramp_init(&ramp, false, 0);
	(void)ramp_tick(&ramp, now);
	for (int i = 0; i < 7; i++)
		second(&ramp, &now, 250, 300);
	before = ramp.rate_pps;
	second(&ramp, &now, 250, 40000); /* a queue is filling */
	CU_ASSERT_EQUAL(ramp.rate_pps, before / 2);
	second(&ramp, &now, 250, 300);
	before = ramp.rate_pps;
	second(&ramp, &now, 60, 300); /* answers are being lost */
	CU_ASSERT_EQUAL(ramp.rate_pps, before - before / 4);
	before = ramp.rate_pps;
	ramp_pressed(&ramp); /* ENOBUFS */
	second(&ramp, &now, 250, 300);
	CU_ASSERT_EQUAL(ramp.rate_pps, before / 2);
	for (int i = 0; i < 40; i++) {
		ramp_pressed(&ramp);
		second(&ramp, &now, 250, 300);
	}
	CU_ASSERT_EQUAL(ramp.rate_pps, RAMP_FIRST_PPS);
}

static void
test_unused_rate(void)
{
	struct ramp ramp;
	uint64_t now = SECOND;

	ramp_init(&ramp, false, 0);
	(void)ramp_tick(&ramp, now);
	for (int i = 0; i < 10; i++) {
		ramp_sent(&ramp); /* one probe a second proves nothing */
		ramp_answer(&ramp, 300);
		now += SECOND;
		(void)ramp_tick(&ramp, now);
	}
	CU_ASSERT_EQUAL(ramp.rate_pps, RAMP_FIRST_PPS);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "silent network", test_silent_network },
		{ "fast silence", test_fast_silence },
		{ "slow silence", test_slow_silence },
		{ "answering network", test_answering_network },
		{ "against", test_against },
		{ "unused rate", test_unused_rate },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "ramp", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
