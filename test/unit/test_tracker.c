/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who is asked, when again, and when it ends: with time as an argument.
 */
#include "scanner/tracker.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "test/harness.h"

#define MS         UINT64_C(1000000)
#define TIMEOUT_US 200000u

struct world {
	struct rangeset set;
	struct tracker *tracker;
	uint64_t now_ns;
};

static void
world_init(struct world *world, uint64_t n, unsigned n_tries, bool is_timed)
{
	struct addr_range range = { addr_v4(0x0a000000),
		addr_v4((uint32_t)(0x0a000000 + n - 1)) };
	struct tracker_config config = {
		.targets = &world->set,
		.n_streams = 1,
		.is_timed = &is_timed,
		.n_tries = n_tries,
		.seed = 5,
	};

	world->set = (struct rangeset)RANGESET_INIT;
	rangeset_add(&world->set, &range);
	rangeset_seal(&world->set);
	world->tracker = tracker_new(&config);
	world->now_ns = 1000 * MS;
}

static void
world_fini(struct world *world)
{
	tracker_free(world->tracker);
	rangeset_fini(&world->set);
}

static uint64_t
next(struct world *world, uint64_t *wake_ns)
{
	return tracker_next(world->tracker, 0, world->now_ns, TIMEOUT_US,
	    wake_ns);
}

/*
 * Run to the end, 1 ms per step, one question per step.  asked[t] counts how
 * often t was asked; t answers its try number answers_at(t) (0: never) after
 * 10 ms, or at once when is_untimed.
 */
static void
run(struct world *world, unsigned *asked, unsigned (*answers_at)(uint64_t),
    bool is_untimed)
{
	uint64_t n = tracker_n_targets(world->tracker), wake_ns;
	uint64_t *answer_ns = mem_array(n, sizeof(*answer_ns));

	for (unsigned step = 0; step < 200000; step++) {
		uint64_t target = next(world, &wake_ns);
		uint32_t rtt_us;

		if (target != TRACKER_NONE) {
			bool is_answer;

			asked[target]++;
			is_answer = asked[target] == answers_at(target);
			if (is_answer && !is_untimed)
				answer_ns[target] = world->now_ns + 10 * MS;
			if (is_untimed) {
				if (is_answer)
					(void)tracker_answer(world->tracker, 0,
					    target, true, world->now_ns,
					    &rtt_us);
				tracker_untimed_done(world->tracker, 0, target);
			}
		} else if (tracker_has_ended(world->tracker, 0)) {
			break;
		}
		world->now_ns += MS;
		for (uint64_t t = 0; t < n; t++)
			if (answer_ns[t] != 0 &&
			    answer_ns[t] <= world->now_ns) {
				answer_ns[t] = 0;
				(void)tracker_answer(world->tracker, 0, t, true,
				    world->now_ns, &rtt_us);
			}
	}
	free(answer_ns);
}

static unsigned
answers_mixed(uint64_t target)
{
	return (unsigned)(hash_u64(9, target) % 5); /* 0 never, 1 to 4 */
}

static unsigned
answers_first(uint64_t target)
{
	(void)target;
	return 1;
}

static void
check_counts(uint64_t n, unsigned n_tries, bool is_timed,
    unsigned (*answers_at)(uint64_t))
{
	unsigned *asked = mem_array(n, sizeof(*asked));
	struct world world;
	unsigned n_bad = 0;

	world_init(&world, n, n_tries, is_timed);
	run(&world, asked, answers_at, !is_timed);
	CU_ASSERT_TRUE(tracker_has_ended(world.tracker, 0));
	for (uint64_t t = 0; t < n; t++) {
		unsigned at = answers_at(t);
		unsigned want = at == 0 || at > n_tries ? n_tries : at;

		n_bad += asked[t] != want;
		n_bad += tracker_has_answered(world.tracker, 0, t) !=
			 (at != 0 && at <= n_tries);
		n_bad += want == n_tries &&
			 tracker_tries(world.tracker, 0, t) != n_tries;
	}
	CU_ASSERT_EQUAL(n_bad, 0);
	world_fini(&world);
	free(asked);
}

/* Only the silent are asked again, and nobody more often than told. */
static void
test_exactly(void)
{
	static const uint64_t sizes[] = { 1, 2, 3, 64, 65, 300 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (unsigned n_tries = 1; n_tries <= 4; n_tries++)
			for (int is_timed = 0; is_timed < 2; is_timed++) {
				check_counts(sizes[i], n_tries, is_timed != 0,
				    answers_mixed);
				check_counts(sizes[i], n_tries, is_timed != 0,
				    answers_first);
			}
}

/* Nothing ends before its time, nor later than it must. */
static void
test_time(void)
{
	struct world world;
	uint64_t wake_ns, sent_ns;

	world_init(&world, 1, 2, true);
	sent_ns = world.now_ns;
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(wake_ns, sent_ns + TIMEOUT_US * UINT64_C(1000));
	world.now_ns = wake_ns - MS;
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(tracker_try(world.tracker, 0), 0);
	world.now_ns = sent_ns + TIMEOUT_US * UINT64_C(1000);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	CU_ASSERT_EQUAL(tracker_try(world.tracker, 0), 1);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_FALSE(tracker_has_ended(world.tracker, 0));
	world.now_ns += 2 * TIMEOUT_US * UINT64_C(1000);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(wake_ns, TRACKER_NEVER);
	CU_ASSERT_TRUE(tracker_has_ended(world.tracker, 0));
	world_fini(&world);
}

/* When all have answered, nobody waits. */
static void
test_early_end(void)
{
	struct world world;
	uint64_t wake_ns;
	uint32_t rtt_us;

	world_init(&world, 2, 3, true);
	CU_ASSERT_NOT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_NOT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	world.now_ns += 3 * MS;
	CU_ASSERT_TRUE(
	    tracker_answer(world.tracker, 0, 0, true, world.now_ns, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, 3000);
	CU_ASSERT_FALSE(
	    tracker_answer(world.tracker, 0, 0, true, world.now_ns, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, UINT32_MAX);
	CU_ASSERT_TRUE(
	    tracker_answer(world.tracker, 0, 1, false, world.now_ns, &rtt_us));
	CU_ASSERT_TRUE(tracker_was_served(world.tracker, 0, 0));
	CU_ASSERT_FALSE(tracker_was_served(world.tracker, 0, 1));
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_TRUE(tracker_all_ended(world.tracker));
	world_fini(&world);
}

/* A late answer to the first try still has its round trip, a later not. */
static void
test_late(void)
{
	struct world world;
	uint64_t wake_ns;
	uint32_t rtt_us;

	world_init(&world, 2, 1, true);
	(void)next(&world, &wake_ns);
	(void)next(&world, &wake_ns);
	world.now_ns += 2900 * MS;
	(void)next(&world, &wake_ns);
	CU_ASSERT_TRUE(
	    tracker_answer(world.tracker, 0, 0, true, world.now_ns, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, 2900000);
	world_fini(&world);

	world_init(&world, 2, 2, true);
	(void)next(&world, &wake_ns);
	(void)next(&world, &wake_ns);
	world.now_ns += 300 * MS;
	(void)next(&world, &wake_ns); /* the second try begins */
	CU_ASSERT_EQUAL(tracker_try(world.tracker, 0), 1);
	CU_ASSERT_TRUE(
	    tracker_answer(world.tracker, 0, 0, true, world.now_ns, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, UINT32_MAX);
	world_fini(&world);
}

/* An untimed stream waits for the end of each question, however long. */
static void
test_untimed(void)
{
	struct world world;
	uint64_t wake_ns;

	world_init(&world, 1, 2, false);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	world.now_ns += 100000 * MS;
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(wake_ns, TRACKER_NEVER);
	CU_ASSERT_FALSE(tracker_has_ended(world.tracker, 0));
	tracker_untimed_done(world.tracker, 0, 0);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	tracker_untimed_done(world.tracker, 0, 0);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_TRUE(tracker_has_ended(world.tracker, 0));
	world_fini(&world);
}

/* Of a timed stream, a question that is not timed. */
static void
test_both(void)
{
	struct world world;
	uint64_t wake_ns;

	world_init(&world, 1, 2, true);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	tracker_untimed_begin(world.tracker, 0);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(wake_ns, TRACKER_NEVER);
	world.now_ns += 100000 * MS;
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_EQUAL(wake_ns, TRACKER_NEVER);
	/* and a journal does not take it for over */
	CU_ASSERT_EQUAL(tracker_save(world.tracker, 0, world.now_ns, TIMEOUT_US)
			    .position,
	    0);
	tracker_untimed_done(world.tracker, 0, 0);
	CU_ASSERT_EQUAL(tracker_save(world.tracker, 0, world.now_ns, TIMEOUT_US)
			    .position,
	    1);
	CU_ASSERT_EQUAL(next(&world, &wake_ns), 0);
	CU_ASSERT_EQUAL(tracker_try(world.tracker, 0), 1);
	world.now_ns += 100000 * MS;
	CU_ASSERT_EQUAL(next(&world, &wake_ns), TRACKER_NONE);
	CU_ASSERT_TRUE(tracker_has_ended(world.tracker, 0));
	world_fini(&world);
}

/* Skipping millions of answered targets must not hold up the loop. */
static void
test_skip_budget(void)
{
	struct world world;
	uint64_t wake_ns, target = TRACKER_NONE, n = 100000;
	unsigned calls = 0;
	uint32_t rtt_us;

	world_init(&world, n, 1, true);
	for (uint64_t t = 0; t + 1 < n; t++)
		(void)tracker_answer(world.tracker, 0, t, true, 1, &rtt_us);
	while (target == TRACKER_NONE && calls++ < 1000) {
		target = next(&world, &wake_ns);
		if (target == TRACKER_NONE)
			CU_ASSERT_EQUAL(wake_ns, world.now_ns);
	}
	CU_ASSERT_EQUAL(target, n - 1);
	CU_ASSERT_TRUE(calls <= n / 4096 + 1);
	world_fini(&world);
}

static void
test_places(void)
{
	struct world world;
	struct addr addr = addr_v4(0x0a000005), outside = addr_v4(0x0a000100);

	world_init(&world, 256, 1, true);
	CU_ASSERT_EQUAL(tracker_target(world.tracker, &addr), 5);
	CU_ASSERT_EQUAL(tracker_target(world.tracker, &outside), TRACKER_NONE);
	outside = tracker_addr(world.tracker, 5);
	CU_ASSERT_TRUE(addr_eq(&addr, &outside));
	CU_ASSERT_TRUE(tracker_mark(world.tracker, TRACKER_SEEN, 5));
	CU_ASSERT_FALSE(tracker_mark(world.tracker, TRACKER_SEEN, 5));
	CU_ASSERT_TRUE(tracker_mark(world.tracker, TRACKER_SERVER, 5));
	CU_ASSERT_FALSE(tracker_is_marked(world.tracker, TRACKER_CLIENT, 5));
	world_fini(&world);
}

/*
 * The pace may be so slow that each question has timed out before the next
 * one leaves.  Whoever answered is stepped over, at the end of a walk too: that
 * is no question which times out, hours after the clock began.
 */
static void
test_slow(void)
{
	static const uint64_t starts_ns[] = { 1000 * MS, 3600000 * MS };

	for (size_t i = 0; i < sizeof(starts_ns) / sizeof(starts_ns[0]); i++) {
		uint64_t wake_ns, n_asked = 0, silent = TRACKER_NONE;
		uint32_t rtt_us;
		struct world world;

		world_init(&world, 50, 2, true);
		world.now_ns = starts_ns[i];
		while (!tracker_has_ended(world.tracker, 0) && n_asked < 200) {
			uint64_t target = next(&world, &wake_ns);

			if (target == TRACKER_NONE) {
				CU_ASSERT_FATAL(
				    wake_ns <= world.now_ns + 200 * MS ||
				    tracker_has_ended(world.tracker, 0));
				world.now_ns = wake_ns;
				continue;
			}
			if (n_asked++ == 0)
				silent = target;
			world.now_ns += 300 * MS;
			if (target != silent)
				(void)tracker_answer(world.tracker, 0, target,
				    true, world.now_ns, &rtt_us);
		}
		CU_ASSERT_EQUAL(n_asked, 51);
		world_fini(&world);
	}
}

/* In a further try, a target of those that are known to be there? */
static bool
is_known(uint64_t target)
{
	return target % 10 == 0;
}

static unsigned
answers_never(uint64_t target)
{
	(void)target;
	return 0;
}

/* One more try for some; how many of them were not asked just once more. */
static unsigned
count_wrong_in_further_try(struct world *world, enum tracker_whom whom,
    bool is_timed, unsigned n_full)
{
	uint64_t n = tracker_n_targets(world->tracker);
	unsigned *asked = mem_array(n, sizeof(*asked)), n_wrong = 0;

	tracker_extend(world->tracker, whom);
	CU_ASSERT_FALSE(tracker_has_ended(world->tracker, 0));
	CU_ASSERT_EQUAL(tracker_whom(world->tracker), whom);
	/* It has not begun. */
	CU_ASSERT_EQUAL(tracker_tries(world->tracker, 0, 1),
	    n_full - (whom == TRACKER_ALL));
	run(world, asked, answers_never, !is_timed);
	CU_ASSERT_TRUE(tracker_has_ended(world->tracker, 0));
	for (uint64_t t = 0; t < n; t++) {
		n_wrong += asked[t] != (whom == TRACKER_ALL || is_known(t));
		n_wrong += !is_known(t) &&
			   tracker_tries(world->tracker, 0, t) != n_full;
	}
	free(asked);
	return n_wrong;
}

/* Further tries are for all the silent, or for those of them who are known. */
static void
test_further(void)
{
	for (int is_timed = 0; is_timed < 2; is_timed++) {
		unsigned *asked = mem_array(200, sizeof(*asked));
		struct world world;
		uint64_t wake_ns;

		world_init(&world, 200, 2, is_timed != 0);
		run(&world, asked, answers_never, is_timed == 0);
		for (uint64_t t = 0; t < 200; t += 10)
			(void)tracker_mark(world.tracker, TRACKER_SEEN, t);
		CU_ASSERT_EQUAL(tracker_n_silent(world.tracker, TRACKER_ALL),
		    200);
		CU_ASSERT_EQUAL(tracker_n_silent(world.tracker, TRACKER_KNOWN),
		    20);
		CU_ASSERT_EQUAL(count_wrong_in_further_try(&world,
				    TRACKER_KNOWN, is_timed != 0, 2),
		    0);
		CU_ASSERT_EQUAL(count_wrong_in_further_try(&world, TRACKER_ALL,
				    is_timed != 0, 3),
		    0);
		CU_ASSERT_EQUAL(tracker_tries(world.tracker, 0, 10), 4);
		/* What is left of one is not said to be all the silent. */
		tracker_extend(world.tracker, TRACKER_KNOWN);
		(void)next(&world, &wake_ns);
		CU_ASSERT_TRUE(tracker_left(world.tracker, 0) <= 20);
		world_fini(&world);
		free(asked);
	}
}

/* The guess of what is left ends at nothing and is never absurd. */
static void
test_left(void)
{
	struct world world;
	uint64_t wake_ns, target;
	uint32_t rtt_us;

	world_init(&world, 1000, 3, true);
	CU_ASSERT_EQUAL(tracker_left(world.tracker, 0), 3000);
	CU_ASSERT_TRUE(tracker_share_done(world.tracker, 0) < 0.001);
	for (int i = 0; i < 500; i++) {
		target = next(&world, &wake_ns);
		(void)tracker_answer(world.tracker, 0, target, true,
		    world.now_ns, &rtt_us);
	}
	CU_ASSERT_EQUAL(tracker_left(world.tracker, 0), 500);
	for (int i = 0; i < 500; i++) {
		target = next(&world, &wake_ns);
		(void)tracker_answer(world.tracker, 0, target, true,
		    world.now_ns, &rtt_us);
	}
	(void)next(&world, &wake_ns);
	CU_ASSERT_EQUAL(tracker_left(world.tracker, 0), 0);
	CU_ASSERT_TRUE(tracker_share_done(world.tracker, 0) > 0.999);
	world_fini(&world);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "exactly", test_exactly },
		{ "time", test_time },
		{ "early end", test_early_end },
		{ "late", test_late },
		{ "untimed", test_untimed },
		{ "not timed of a timed one", test_both },
		{ "skip budget", test_skip_budget },
		{ "slow", test_slow },
		{ "further", test_further },
		{ "places", test_places },
		{ "left", test_left },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "tracker", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
