/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Giving way, on a line that exists on paper: a queue that drains at the
 * line's rate, our probes, and others who fill it.
 */
#include "scanner/yield.h"

#include <string.h>

#include "test/harness.h"

#define MS     UINT64_C(1000000)
#define SECOND UINT64_C(1000000000)

enum {
	LINE_BPS = 56000,
	PROBE_BITS = 132 * 8,
	QUEUE_BITS_MAX = 6000 * 8,
	SECONDS_MAX = 120,
};

struct line {
	struct yield yield;
	double queue_bits;          /* what waits, ours and theirs */
	double ours_bits;           /* sent by us in this second */
	double debt_bits;           /* until we may send again */
	unsigned used[SECONDS_MAX]; /* permille of the line, by second */
	unsigned jitter_ms;         /* the host's own, 0 to this */
	unsigned n_answers;
};

static void
line_init(struct line *line, uint32_t base_us)
{
	const uint32_t base[] = { base_us, base_us };

	memset(line, 0, sizeof(*line));
	yield_init(&line->yield, PROBE_BITS * 1000 / (LINE_BPS / 1000), base);
}

/*
 * Seconds from to until, 10 ms a step.  Others keep the queue at others_bits.
 * Answers come when the queue lets them, one for every probe or, for a sparse
 * net, for every tenth.
 */
static void
line_run(struct line *line, unsigned from, unsigned until, double others_bits,
    unsigned sparse)
{
	for (unsigned step = from * 100; step < until * 100; step++) {
		uint64_t now_ns = 100 * SECOND + step * 10 * MS;
		double share = yield_share(&line->yield, now_ns);

		if (step % 100 == 0)
			line->ours_bits = 0;
		line->queue_bits -= LINE_BPS / 100.0;
		if (line->queue_bits < others_bits)
			line->queue_bits = others_bits;
		line->debt_bits -= LINE_BPS * 0.95 * share / 100;
		if (line->debt_bits <= 0) {
			double wait_us = line->queue_bits * 1e6 / LINE_BPS;
			uint32_t own_us = line->jitter_ms * 1000 *
					  (line->n_answers * 7 % 11) / 10;

			line->debt_bits += PROBE_BITS;
			line->ours_bits += PROBE_BITS;
			if (line->queue_bits + PROBE_BITS <= QUEUE_BITS_MAX)
				line->queue_bits += PROBE_BITS;
			if (line->n_answers++ % sparse == 0)
				yield_answer(&line->yield, NET_UDP,
				    20000 + own_us + (uint32_t)wait_us, now_ns);
		}
		line->used[step / 100] =
		    (unsigned)(line->ours_bits * 1000 / LINE_BPS);
	}
}

static unsigned
line_mean(const struct line *line, unsigned from, unsigned until)
{
	unsigned sum = 0;

	for (unsigned i = from; i < until; i++)
		sum += line->used[i];
	return sum / (until - from);
}

static void
test_alone(void)
{
	static const struct {
		const char *name;
		unsigned jitter_ms, sparse;
	} rows[] = {
		{ "all answer", 0, 1 },
		{ "one of ten answers", 0, 10 },
		{ "hosts have delays of their own", 50, 1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct line line;

		harness_row(rows[i].name);
		line_init(&line, 0);
		line.jitter_ms = rows[i].jitter_ms;
		line_run(&line, 0, 60, 0, rows[i].sparse);
		CU_ASSERT(line_mean(&line, 5, 60) >= 850);
	}
}

static void
test_others(void)
{
	static const struct {
		const char *name;
		uint32_t base_us;  /* known from earlier */
		unsigned come, go; /* the seconds of the others */
	} rows[] = {
		{ "they come later", 0, 20, 50 },
		{ "they were there first", 20000, 0, 30 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		unsigned come = rows[i].come, go = rows[i].go;
		struct line line;

		harness_row(rows[i].name);
		line_init(&line, rows[i].base_us);
		line_run(&line, 0, come, 0, 1);
		line_run(&line, come, go, QUEUE_BITS_MAX * 0.6, 1);
		/* out of the way within two seconds */
		CU_ASSERT(line_mean(&line, come + 2, go) < 100);
		line_run(&line, go, go + 30, 0, 1);
		/* and back when they have gone */
		CU_ASSERT(line_mean(&line, go + 10, go + 30) >= 850);
	}
}

static void
test_words(void)
{
	const uint32_t none[] = { 0, 0 };
	struct yield yield;

	harness_row("nobody has answered: all of the share");
	yield_init(&yield, 0, none);
	CU_ASSERT_EQUAL(yield.target_us, YIELD_TARGET_US);
	yield_quiet(&yield);
	CU_ASSERT_EQUAL(yield_share(&yield, SECOND), 1.0);
	CU_ASSERT_EQUAL(yield_age_ns(&yield, SECOND), UINT64_MAX);
	CU_ASSERT_FALSE(yield_is_suspicious(&yield));
	harness_row("answers have stopped: a tenth");
	yield_answer(&yield, NET_UDP, 1000, 2 * SECOND);
	CU_ASSERT_EQUAL(yield_age_ns(&yield, 5 * SECOND), 3 * SECOND);
	yield_quiet(&yield);
	CU_ASSERT_DOUBLE_EQUAL(yield_share(&yield, 3 * SECOND),
	    YIELD_QUIET_PERMILLE / 1e3, 1e-9);
	harness_row("they come again");
	yield_answer(&yield, NET_UDP, 1000, 4 * SECOND);
	CU_ASSERT(yield_share(&yield, 5 * SECOND) > 0.1);
	harness_row("a loss halves");
	yield_init(&yield, 0, none);
	yield_lost(&yield, SECOND);
	CU_ASSERT_DOUBLE_EQUAL(yield_share(&yield, SECOND), 0.5, 1e-9);
	harness_row("but not twice at once");
	yield_lost(&yield, SECOND + MS);
	CU_ASSERT_DOUBLE_EQUAL(yield_share(&yield, SECOND + MS), 0.5, 1e-9);
	harness_row("and never to nothing");
	for (uint64_t i = 2; i < 100; i++)
		yield_lost(&yield, i * SECOND);
	CU_ASSERT_DOUBLE_EQUAL(yield_share(&yield, 100 * SECOND),
	    YIELD_LEAST_PERMILLE / 1e3, 1e-9);
	harness_row("two probes on the line are the target where longer");
	yield_init(&yield, 20000, none);
	CU_ASSERT_EQUAL(yield.target_us, 40000);
	yield_init(&yield, UINT32_MAX, none);
	CU_ASSERT_EQUAL(yield.target_us, UINT32_MAX);
}

static void
test_waiting(void)
{
	const uint32_t none[] = { 0, 0 };
	struct yield yield;

	yield_init(&yield, 0, none);
	harness_row("not yet");
	CU_ASSERT_FALSE(yield_waiting(&yield, 500, 1000, SECOND));
	CU_ASSERT_FALSE(yield_waiting(&yield, 36999, 1000, SECOND));
	harness_row("so long that it counts");
	CU_ASSERT_TRUE(yield_waiting(&yield, 37000, 1000, SECOND));
	CU_ASSERT_TRUE(yield_is_suspicious(&yield));
	harness_row("one sample is no proof of a queue");
	(void)yield_share(&yield, SECOND);
	CU_ASSERT_EQUAL(yield_queue_us(&yield, SECOND), 0);
	CU_ASSERT_EQUAL(yield_share(&yield, 2 * SECOND), 1.0);
	harness_row("five are");
	for (unsigned i = 1; i < YIELD_N_SAMPLES; i++)
		CU_ASSERT_TRUE(yield_waiting(&yield, 40000, 1000, 2 * SECOND));
	CU_ASSERT_EQUAL(yield_queue_us(&yield, 2 * SECOND), 36000);
	CU_ASSERT(yield_share(&yield, 3 * SECOND) < 0.5);
	harness_row("one short one is proof of none");
	yield_answer_over(&yield, 900, 1000, 3 * SECOND);
	CU_ASSERT_EQUAL(yield_queue_us(&yield, 3 * SECOND), 0);
	CU_ASSERT_FALSE(yield_is_suspicious(&yield));
	harness_row("what is old says nothing");
	for (unsigned i = 0; i < YIELD_N_SAMPLES; i++)
		yield_answer_over(&yield, 90000, 1000, 4 * SECOND);
	CU_ASSERT_EQUAL(yield_queue_us(&yield, 4 * SECOND), 89000);
	CU_ASSERT_EQUAL(yield_queue_us(&yield, 10 * SECOND), 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "alone", test_alone },
		{ "others", test_others },
		{ "words", test_words },
		{ "waiting", test_waiting },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "yield", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
