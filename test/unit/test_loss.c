/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estimate against worlds whose truth is known.
 */
#include "scanner/loss.h"

#include <math.h>

#include "base/hash.h"
#include "test/harness.h"

struct world {
	uint64_t seed, n_drawn;
	unsigned n_hosts, n_questions, n_tries;
	double q;
};

static double
draw(struct world *world)
{
	return (double)(hash_u64(world->seed, world->n_drawn++) >> 11) /
	       9007199254740992.0;
}

/* Ask all of them; returns how many hosts were missed. */
static unsigned
sweep(struct world *world, struct loss *loss)
{
	unsigned n_missed = 0;

	*loss = (struct loss){ .n_hosts = 0 };
	for (unsigned i = 0; i < world->n_hosts; i++) {
		bool is_found = false;

		for (unsigned j = 0; j < world->n_questions; j++)
			for (unsigned try = 0; try < world->n_tries; try++)
				if (draw(world) >= world->q) {
					loss_answer(loss, try, !is_found);
					is_found = true;
					break;
				}
		n_missed += !is_found;
	}
	return n_missed;
}

static void
test_worlds(void)
{
	static const struct {
		const char *name;
		double q;
		unsigned n_hosts, n_questions, n_tries;
	} rows[] = {
		{ "no loss", 0, 200, 1, 3 },
		{ "no loss, few hosts", 0, 3, 1, 3 },
		{ "one in a thousand, many hosts", 0.001, 8000, 1, 3 },
		{ "2%, two tries", 0.02, 1000, 1, 2 },
		{ "10%", 0.1, 500, 1, 3 },
		{ "10%, both questions", 0.1, 500, 2, 3 },
		{ "20% each way, a /24", 0.36, 96, 1, 3 },
		{ "20% each way, both questions", 0.36, 96, 2, 3 },
		{ "20% each way, seven tries", 0.36, 96, 1, 7 },
		{ "20% each way, few hosts", 0.36, 24, 1, 3 },
		{ "half is lost", 0.5, 300, 1, 4 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const unsigned n_worlds = 400;
		unsigned n_inside = 0;
		double missed = 0, estimated = 0, loss_sum = 0;

		harness_row(rows[i].name);
		for (unsigned j = 0; j < n_worlds; j++) {
			struct world world = { hash_u64(i, j), 0,
				rows[i].n_hosts, rows[i].n_questions,
				rows[i].n_tries, rows[i].q };
			struct loss loss;
			unsigned truth = sweep(&world, &loss);
			struct loss_estimate estimate =
			    loss_estimate(&loss, rows[i].n_tries);

			CU_ASSERT_TRUE(estimate.is_known);
			n_inside +=
			    truth >= estimate.low && truth <= estimate.high;
			missed += truth;
			estimated += estimate.missed;
			loss_sum += estimate.exchange;
		}
		/* 95% are promised; of 400 worlds 92% are surely reached */
		CU_ASSERT(n_inside >= n_worlds * 92 / 100);
		/*
		 * And the figure itself is not off in one direction, but for
		 * the upward one that a convex function of few has.
		 */
		CU_ASSERT(fabs(loss_sum / n_worlds - rows[i].q) <
			  0.02 + 0.02 * rows[i].q);
		CU_ASSERT(fabs(estimated - missed) <=
			  0.35 * missed + 0.05 * n_worlds);
	}
}

static void
test_unknown(void)
{
	struct loss loss = { .n_hosts = 0 };

	harness_row("nobody answered");
	CU_ASSERT_FALSE(loss_estimate(&loss, 3).is_known);
	harness_row("one try tells nothing");
	loss_answer(&loss, 0, true);
	CU_ASSERT_FALSE(loss_estimate(&loss, 1).is_known);
	CU_ASSERT_TRUE(loss_estimate(&loss, 2).is_known);
	harness_row("unknown is not too high");
	{
		struct loss_estimate none = { .is_known = false, .missed = 9 };

		CU_ASSERT_FALSE(loss_is_too_high(&loss, &none, 0));
	}
}

static void
test_extremes(void)
{
	struct loss loss = { .n_hosts = 0 };
	struct loss_estimate estimate;

	harness_row("all at the last try");
	for (unsigned i = 0; i < 100; i++)
		loss_answer(&loss, 2, true);
	estimate = loss_estimate(&loss, 3);
	CU_ASSERT(isfinite(estimate.missed) && estimate.missed > 100);
	CU_ASSERT(estimate.low <= estimate.high);
	harness_row("later than any try that is counted");
	loss_answer(&loss, LOSS_TRIES_MAX, true);
	loss_answer(&loss, 4000000000u, true);
	CU_ASSERT_EQUAL(loss.n_answers[LOSS_TRIES_MAX - 1], 2);
	CU_ASSERT(isfinite(loss_estimate(&loss, LOSS_TRIES_MAX).missed));
	harness_row("very many");
	loss = (struct loss){ { 16000000, 700000, 30000 }, 16000000 };
	estimate = loss_estimate(&loss, 3);
	CU_ASSERT(estimate.low > 0 && estimate.low < estimate.high);
	CU_ASSERT(estimate.high < 3000);
}

static void
test_too_high(void)
{
	static const struct {
		const char *name;
		double missed;
		unsigned n_hosts, max_missed_ppm;
		bool want;
	} rows[] = {
		{ "nothing is missed", 0, 1000, 1000, false },
		{ "nothing, and nothing may be", 0, 1000, 0, false },
		{ "a little, and nothing may be", 0.01, 1000, 0, true },
		{ "just as much", 1, 999, 1000, false },
		{ "just more", 1.01, 999, 1000, true },
		{ "any may be missed", 900, 100, 1000000, false },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct loss loss = { .n_hosts = rows[i].n_hosts };
		struct loss_estimate estimate = { .is_known = true,
			.missed = rows[i].missed };

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(loss_is_too_high(&loss, &estimate,
				    rows[i].max_missed_ppm),
		    rows[i].want);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "worlds", test_worlds },
		{ "unknown", test_unknown },
		{ "extremes", test_extremes },
		{ "too high", test_too_high },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "loss", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
