/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estimate against worlds whose truth is known.
 */
#include "scanner/loss.h"

#include <math.h>

#include "base/hash.h"
#include "test/harness.h"

/*
 * Hosts that answer n_questions, of as many that are put to all; every
 * n_lonely-th answers the first one only (0: none does).  Each question is put
 * n_tries times, then n_more times to those who answered another.
 */
struct kind {
	double q;
	unsigned n_hosts, n_questions, n_lonely, n_tries, n_more;
};

struct world {
	struct kind is;
	uint64_t seed, n_drawn;
};

static double
draw(struct world *world)
{
	return (double)(hash_u64(world->seed, world->n_drawn++) >> 11) /
	       9007199254740992.0;
}

/* Ask once; whether the answer came. */
static bool
ask(struct world *world, struct loss *loss, unsigned try, bool *is_found)
{
	if (draw(world) < world->is.q)
		return false;
	loss_answer(loss, try, !*is_found);
	*is_found = true;
	return true;
}

/*
 * Ask all of them, and count who was missed: not seen, or without one of its
 * answers.  *n_open: what the found have left unanswered.
 */
static unsigned
sweep(struct world *world, struct loss *loss, uint64_t *n_open)
{
	unsigned n_missed = 0;

	*loss = (struct loss){ .n_hosts = 0 };
	*n_open = 0;
	for (unsigned i = 0; i < world->is.n_hosts; i++) {
		bool is_found = false, has_said[8] = { false };
		unsigned n =
		    world->is.n_lonely != 0 && i % world->is.n_lonely == 0
			? 1
			: world->is.n_questions;
		unsigned n_said = 0;

		for (unsigned try = 0;
		     try < world->is.n_tries + world->is.n_more; try++)
			for (unsigned j = 0; j < n; j++)
				if (!has_said[j] &&
				    (try < world->is.n_tries || is_found))
					has_said[j] =
					    ask(world, loss, try, &is_found);
		for (unsigned j = 0; j < n; j++)
			n_said += has_said[j];
		n_missed += n_said < n;
		*n_open += is_found ? world->is.n_questions - n_said : 0;
	}
	return n_missed;
}

/* Sweep 400 worlds of a kind: they differ by chance only. */
static void
check_worlds(const struct kind *kind, uint64_t seed)
{
	const unsigned n_worlds = 400;
	unsigned n_inside = 0;
	double missed = 0, estimated = 0, loss_sum = 0;

	for (unsigned i = 0; i < n_worlds; i++) {
		struct world world = { *kind, hash_u64(seed, i), 0 };
		struct loss_asked asked = { kind->n_questions, kind->n_tries,
			kind->n_tries + kind->n_more, 0 };
		struct loss_estimate estimate;
		struct loss loss;
		unsigned truth;

		truth = sweep(&world, &loss, &asked.n_open);
		estimate = loss_estimate(&loss, &asked);
		CU_ASSERT_TRUE(estimate.is_known);
		n_inside += truth >= estimate.low && truth <= estimate.high;
		missed += truth;
		estimated += estimate.missed;
		loss_sum += estimate.exchange;
	}
	/* 95% are promised; of 400 worlds 92% are surely reached */
	CU_ASSERT(n_inside >= n_worlds * 92 / 100);
	/*
	 * And the figure itself is not off in one direction, but for the
	 * upward one that a convex function of few has.
	 */
	CU_ASSERT(fabs(loss_sum / n_worlds - kind->q) < 0.02 + 0.02 * kind->q);
	CU_ASSERT(missed - estimated <= 0.35 * missed + 0.05 * n_worlds);
	/* Of three questions the worst case is taken. */
	CU_ASSERT(
	    estimated - missed <=
	    (kind->n_questions > 2 ? 0.5 : 0.35) * missed + 0.05 * n_worlds);
}

static void
test_worlds(void)
{
	static const struct {
		const char *name;
		struct kind kind;
	} rows[] = {
		{ "no loss", { 0, 200, 1, 0, 3, 0 } },
		{ "no loss, few hosts", { 0, 3, 1, 0, 3, 0 } },
		{ "one in a thousand, many hosts",
		    { 0.001, 8000, 1, 0, 3, 0 } },
		{ "2%, two tries", { 0.02, 1000, 1, 0, 2, 0 } },
		{ "10%", { 0.1, 500, 1, 0, 3, 0 } },
		{ "10%, both questions", { 0.1, 500, 2, 0, 3, 0 } },
		{ "10%, three questions", { 0.1, 500, 3, 0, 3, 0 } },
		{ "20% each way, a /24", { 0.36, 96, 1, 0, 3, 0 } },
		{ "20% each way, both questions", { 0.36, 96, 2, 0, 3, 0 } },
		{ "20% each way, a third answers one of two",
		    { 0.36, 96, 2, 3, 3, 0 } },
		{ "20% each way, half answers one of three",
		    { 0.36, 96, 3, 2, 3, 0 } },
		{ "20% each way, seven tries", { 0.36, 96, 1, 0, 7, 0 } },
		{ "20% each way, two more for the known",
		    { 0.36, 96, 2, 3, 3, 2 } },
		{ "20% each way, few hosts", { 0.36, 24, 1, 0, 3, 0 } },
		{ "half is lost", { 0.5, 300, 1, 0, 4, 0 } },
		{ "half is lost, six more for the known",
		    { 0.5, 300, 2, 4, 4, 6 } },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		check_worlds(&rows[i].kind, i);
	}
}

static void
test_unknown(void)
{
	struct loss loss = { .n_hosts = 0 };
	struct loss_asked asked = { 1, 3, 3, 0 };

	harness_row("nobody answered");
	CU_ASSERT_FALSE(loss_estimate(&loss, &asked).is_known);
	harness_row("one try tells nothing");
	loss_answer(&loss, 0, true);
	asked.n_tries = asked.n_rounds = 1;
	CU_ASSERT_FALSE(loss_estimate(&loss, &asked).is_known);
	asked.n_tries = asked.n_rounds = 2;
	CU_ASSERT_TRUE(loss_estimate(&loss, &asked).is_known);
	harness_row("unknown is not too high");
	{
		struct loss_estimate none = { .is_known = false, .missed = 9 };

		CU_ASSERT_FALSE(loss_is_too_high(&loss, &none, none.missed, 0));
	}
}

static void
test_extremes(void)
{
	struct loss loss = { .n_hosts = 0 };
	struct loss_asked asked = { 1, 3, 3, 100 };
	struct loss_estimate estimate;

	harness_row("all at the last try");
	for (unsigned i = 0; i < 100; i++)
		loss_answer(&loss, 2, true);
	estimate = loss_estimate(&loss, &asked);
	CU_ASSERT(isfinite(estimate.missed) && estimate.missed > 100);
	CU_ASSERT(estimate.low <= estimate.high);
	harness_row("later than any try that is counted");
	loss_answer(&loss, LOSS_TRIES_MAX, true);
	loss_answer(&loss, 4000000000u, true);
	CU_ASSERT_EQUAL(loss.n_answers[LOSS_TRIES_MAX - 1], 2);
	asked.n_tries = asked.n_rounds = LOSS_TRIES_MAX;
	CU_ASSERT(isfinite(loss_estimate(&loss, &asked).missed));
	harness_row("very many");
	loss = (struct loss){ { 16000000, 700000, 30000 }, 16000000, 0 };
	asked = (struct loss_asked){ 1, 3, 3, 0 };
	estimate = loss_estimate(&loss, &asked);
	CU_ASSERT(estimate.low > 0 && estimate.low < estimate.high);
	CU_ASSERT(estimate.high < 3000);
	harness_row("more answers than questions");
	loss = (struct loss){ { 50, 50 }, 40, 0 };
	asked.n_questions = 2;
	estimate = loss_estimate(&loss, &asked);
	CU_ASSERT(isfinite(estimate.unseen) && estimate.unseen >= 0);
}

/* Who answered everything lacks nothing, and who did not may. */
static void
test_open(void)
{
	struct loss loss = { { 60, 25, 9, 3 }, 50, 10 };
	struct loss_asked asked = { 2, 4, 4, 0 };
	struct loss_estimate none = loss_estimate(&loss, &asked), some, more;

	harness_row("nothing is open");
	CU_ASSERT_EQUAL(none.missed, none.unseen);
	CU_ASSERT(none.unseen > 0);
	harness_row("something is");
	asked.n_open = 100;
	some = loss_estimate(&loss, &asked);
	CU_ASSERT_EQUAL(some.unseen, none.unseen);
	CU_ASSERT(some.missed > none.missed);
	CU_ASSERT(some.high > none.high);
	harness_row("answers to further questions may be lost as well");
	loss.n_further = 100;
	CU_ASSERT(loss_estimate(&loss, &asked).missed > some.missed);
	loss.n_further = 10;
	harness_row("a round for the known leaves as many unseen");
	asked.n_rounds = 9;
	more = loss_estimate(&loss, &asked);
	CU_ASSERT(more.missed < some.missed);
	CU_ASSERT(more.unseen >= some.unseen);
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
			.unseen = rows[i].missed };

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(loss_is_too_high(&loss, &estimate,
				    estimate.unseen, rows[i].max_missed_ppm),
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
		{ "open", test_open },
		{ "too high", test_too_high },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "loss", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
