/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Going on after an interruption at any moment: walks in virtual time, and
 * whole sweeps over real sockets.
 */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/hash.h"
#include "base/mem.h"
#include "scanner/extra.h"
#include "scanner/sweep.h"
#include "scanner/tracker.h"
#include "test/harness.h"
#include "test/world.h"

#define MS             UINT64_C(1000000)
#define TIMEOUT_US     50000u
#define STEPS_MAX      100000u
#define STEP_QUESTIONS 3
#define LIFE_MS        30 /* of a question, at most, until its answer or end */

/* One stream in virtual time, and what is known of its targets. */
struct walk {
	struct rangeset set;
	bool is_timed;
	unsigned n_tries;
	uint64_t seed, now_ns, rng;
	struct tracker *tracker;
	/* Of each target: how often it was asked, when its next answer or end
	   comes (0: none under way), whether an answer has come. */
	unsigned *asked;
	uint64_t *ends_ns;
	bool *has_answered, *asked_after_answer;
};

/* The try that a target answers: 1 and more; 0: it never does. */
static unsigned
answers_at(const struct walk *walk, uint64_t target)
{
	return (unsigned)(hash_u64(walk->seed + 1, target) % 5);
}

static void
walk_begin(struct walk *walk)
{
	struct tracker_config config = {
		.targets = &walk->set,
		.n_streams = 1,
		.is_timed = &walk->is_timed,
		.n_tries = walk->n_tries,
		.seed = walk->seed,
	};

	walk->tracker = tracker_new(&config);
}

static void
walk_init(struct walk *walk, uint64_t n, unsigned n_tries, bool is_timed,
    uint64_t seed)
{
	struct addr_range range = { addr_v4(0x0a000000),
		addr_v4((uint32_t)(0x0a000000 + n - 1)) };

	memset(walk, 0, sizeof(*walk));
	rangeset_add(&walk->set, &range);
	rangeset_seal(&walk->set);
	walk->is_timed = is_timed;
	walk->n_tries = n_tries;
	walk->seed = seed;
	walk->now_ns = 1000 * MS;
	walk->asked = mem_array(n, sizeof(*walk->asked));
	walk->ends_ns = mem_array(n, sizeof(*walk->ends_ns));
	walk->has_answered = mem_array(n, sizeof(bool));
	walk->asked_after_answer = mem_array(n, sizeof(bool));
	walk_begin(walk);
}

static void
walk_fini(struct walk *walk)
{
	tracker_free(walk->tracker);
	rangeset_fini(&walk->set);
	free(walk->asked);
	free(walk->ends_ns);
	free(walk->has_answered);
	free(walk->asked_after_answer);
}

/* What ends now: an answer, or for an untimed stream the end of waiting. */
static void
walk_ends(struct walk *walk, uint64_t target)
{
	uint32_t rtt_us;

	walk->ends_ns[target] = 0;
	if (walk->asked[target] == answers_at(walk, target)) {
		walk->has_answered[target] = true;
		(void)tracker_answer(walk->tracker, 0, target, true,
		    walk->now_ns, &rtt_us);
	}
	if (!walk->is_timed)
		tracker_untimed_done(walk->tracker, 0, target);
}

/* One millisecond; false when the stream has ended. */
static bool
walk_step(struct walk *walk)
{
	uint64_t wake_ns;

	for (unsigned i = 0; i < STEP_QUESTIONS; i++) {
		uint64_t target = tracker_next(walk->tracker, 0, walk->now_ns,
		    TIMEOUT_US, &wake_ns);

		if (target == TRACKER_NONE)
			break;
		walk->asked[target]++;
		if (walk->has_answered[target])
			walk->asked_after_answer[target] = true;
		/* answers come out of order, ends of connections as well */
		walk->ends_ns[target] =
		    walk->now_ns +
		    (1 + hash_u64(3, walk->rng++) % LIFE_MS) * MS;
	}
	walk->now_ns += MS;
	for (uint64_t t = 0; t < walk->set.count; t++)
		if (walk->ends_ns[t] != 0 && walk->ends_ns[t] <= walk->now_ns)
			walk_ends(walk, t);
	return !tracker_has_ended(walk->tracker, 0);
}

/*
 * As kill -9 would, after a place and answers were kept: all that was asked
 * since is unknown.  Returns how many may be asked again for that.
 */
static uint64_t
walk_interrupt(struct walk *walk, unsigned steps_since)
{
	struct tracker_place place =
	    tracker_save(walk->tracker, 0, walk->now_ns, TIMEOUT_US);
	bool *kept = mem_array(walk->set.count, sizeof(bool));
	uint64_t n_asked = 0, n_again;
	uint32_t rtt_us;

	memcpy(kept, walk->has_answered, walk->set.count * sizeof(bool));
	for (uint64_t t = 0; t < walk->set.count; t++)
		n_asked += walk->asked[t];
	/* a timed question is under way until it has timed out; the others,
	   while one before them is */
	n_again =
	    (walk->is_timed ? TIMEOUT_US / 1000 : LIFE_MS) * STEP_QUESTIONS;
	while (steps_since-- > 0 && walk_step(walk))
		;
	for (uint64_t t = 0; t < walk->set.count; t++)
		n_again += walk->asked[t];
	n_again -= n_asked;
	tracker_free(walk->tracker);
	walk_begin(walk);
	CU_ASSERT_TRUE(tracker_restore(walk->tracker, 0, &place));
	memset(walk->ends_ns, 0, walk->set.count * sizeof(uint64_t));
	memcpy(walk->has_answered, kept, walk->set.count * sizeof(bool));
	for (uint64_t t = 0; t < walk->set.count; t++)
		if (kept[t])
			(void)tracker_answer(walk->tracker, 0, t, true, 0,
			    &rtt_us);
	walk->now_ns += 5000 * MS;
	free(kept);
	return n_again;
}

/* Run to the end with interruptions after some steps each. */
static void
check_walk(struct walk *walk, unsigned first_step, unsigned steps_since,
    unsigned n_interruptions)
{
	uint64_t n_again = 0, n_more = 0;
	unsigned n_bad = 0, steps = 0;

	for (unsigned i = 0; i < n_interruptions; i++) {
		for (steps = 0; steps < first_step && walk_step(walk); steps++)
			;
		n_again += walk_interrupt(walk, steps_since);
	}
	for (steps = 0; steps < STEPS_MAX && walk_step(walk); steps++)
		;
	CU_ASSERT_TRUE(steps < STEPS_MAX);
	for (uint64_t t = 0; t < walk->set.count; t++) {
		unsigned at = answers_at(walk, t);
		bool answers = at != 0 && at <= walk->n_tries;

		/* nobody is given up before all tries; no answer is lost */
		if (!answers && !walk->has_answered[t])
			n_bad += walk->asked[t] < walk->n_tries;
		n_bad += answers && !walk->has_answered[t] &&
			 walk->asked[t] < walk->n_tries;
		n_bad += walk->asked_after_answer[t];
		if (walk->asked[t] > walk->n_tries)
			n_more += walk->asked[t] - walk->n_tries;
	}
	CU_ASSERT_EQUAL(n_bad, 0);
	CU_ASSERT_TRUE(n_more <= n_again);
	if (n_interruptions == 0)
		CU_ASSERT_EQUAL(n_more, 0);
}

static void
test_walks(void)
{
	static const uint64_t sizes[] = { 1, 2, 63, 64, 65, 200 };
	struct walk walk;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (unsigned n_tries = 1; n_tries <= 3; n_tries++)
			for (unsigned at = 0; at < 400; at += 13) {
				walk_init(&walk, sizes[i], n_tries, at % 2 != 0,
				    at + i);
				check_walk(&walk, at, at % 7, 1 + at % 3);
				walk_fini(&walk);
			}
	walk_init(&walk, 200, 3, true, 1);
	check_walk(&walk, 0, 0, 0);
	walk_fini(&walk);
}

/* Every target once per pass, whatever the seed, over all of a range. */
static void
test_once(void)
{
	static const bool is_timed[] = { false };
	uint64_t wake_ns;

	for (uint64_t n = 1; n <= 300; n += n < 20 ? 1 : 37)
		for (uint64_t seed = 0; seed < 20; seed++) {
			struct addr_range range = { addr_v4(0x0a000000),
				addr_v4((uint32_t)(0x0a000000 + n - 1)) };
			struct rangeset set = RANGESET_INIT;
			struct tracker_config config = { &set, 1, is_timed, 1,
				seed };
			unsigned asked[300] = { 0 }, n_wrong = 0;
			struct tracker *tracker;

			rangeset_add(&set, &range);
			rangeset_seal(&set);
			tracker = tracker_new(&config);
			for (uint64_t i = 0; i < n; i++) {
				uint64_t target = tracker_next(tracker, 0, MS,
				    TIMEOUT_US, &wake_ns);

				CU_ASSERT_FATAL(target < n);
				asked[target]++;
				tracker_untimed_done(tracker, 0, target);
			}
			for (uint64_t i = 0; i < n; i++)
				n_wrong += asked[i] != 1;
			CU_ASSERT_EQUAL(n_wrong, 0);
			CU_ASSERT_EQUAL(tracker_next(tracker, 0, MS, TIMEOUT_US,
					    &wake_ns),
			    TRACKER_NONE);
			CU_ASSERT_TRUE(tracker_has_ended(tracker, 0));
			tracker_free(tracker);
			rangeset_fini(&set);
		}
}

static void
test_bad_places(void)
{
	static const struct {
		const char *name;
		struct tracker_place place;
		bool is_right;
	} rows[] = {
		{ "the start", { 0, 0 }, true },
		{ "the end of the last pass", { 1, 10 }, true },
		{ "beyond the targets", { 0, 11 }, false },
		{ "beyond the passes", { 2, 0 }, false },
	};
	struct walk walk;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		walk_init(&walk, 10, 2, true, 3);
		CU_ASSERT_EQUAL(tracker_restore(walk.tracker, 0,
				    &rows[i].place),
		    rows[i].is_right);
		walk_fini(&walk);
	}
}

/* A pong for BDCV, cut after the name "A": scanner/PROTOCOL.md */
static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };
static const uint8_t answer[] = { 1, 0x10, 0, 0, 0x14, 1, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0 };

static struct journal journal;

static void
restore(struct world *world)
{
	CU_ASSERT_EQUAL(sweep_restore(world->sweep, &journal, NULL), 0);
	for (size_t i = 0; i < world->n_seen; i++) {
		const struct seen *seen = &world->seen[i];
		const struct observation in = {
			.addr = seen->addr,
			.probe = seen->probe,
			.protocol =
			    strcmp(seen->probe, "pds") == 0 ? NET_UDP : NET_TCP,
			.port = seen->port,
			.kind = seen->kind,
			.role = seen->role,
			.match = seen->match[0] == '\0' ? NULL : seen->match,
		};

		sweep_restore_seen(world->sweep, &in);
	}
}

/* Eight machines that answer, interrupted after some observations. */
static void
test_sweeps(void)
{
	for (unsigned stop = 1; stop <= 12; stop++) {
		struct sweep_progress progress;
		struct world world;

		world_init(&world);
		for (unsigned host = 1; host <= 4; host++) {
			(void)world_add(&world, SOCK_DGRAM, host, pong,
			    sizeof(pong));
			(void)world_add(&world, SOCK_STREAM, host, answer,
			    sizeof(answer));
		}
		world_range(&world.targets, 1, 6);
		world_range(&world.expected, 2, 3);
		world_ask(&world, "pds", world.udp_port);
		world_ask(&world, "rtvscan", world.tcp_port);
		world.config.rate_pps = 300;
		world.stop_after = stop;
		world_run(&world);
		sweep_journal(world.sweep, &journal);
		sweep_free(world.sweep);
		world.stop_after = 0;
		world.n_finished = 0;
		world.before_start = restore;
		world_run(&world);
		CU_ASSERT_TRUE(world.is_complete);
		/* all of it, and nothing twice: world_seen() checks that */
		for (unsigned host = 1; host <= 4; host++) {
			world_check(&world, host, "pds", OBSERVATION_REPLY,
			    OBSERVATION_ROLE_SERVER, "bdcv-pong");
			world_check(&world, host, "rtvscan", OBSERVATION_REPLY,
			    OBSERVATION_ROLE_CLIENT, "hello");
		}
		for (size_t i = 0; i < world.n_machines; i++)
			CU_ASSERT_EQUAL(world.machine[i].n_asked, 1);
		sweep_progress_get(world.sweep, &progress);
		CU_ASSERT_EQUAL(progress.n_servers, 4);
		CU_ASSERT_EQUAL(progress.n_hosts, 6);
		world_fini(&world);
	}
	journal_fini(&journal);
}

/* A journal of another sweep, or none at all, is refused. */
static void
test_damaged(void)
{
	static const struct {
		const char *name, *walks;
		int ret;
	} rows[] = {
		{ "none", "", 0 },
		{ "the first", "0 1 0 0 0 2 2 0\n", 0 },
		{ "the last", "0 1 0 1 2 2 2 0\n0 1 1 1 2 2 2 0\n", 0 },
		{ "words", "hello\n", -1 },
		{ "cut", "0 1 0 0 0 2 2", -1 },
		{ "no such link", "1 1 0 0 0 2 2 0\n", -1 },
		{ "no such phase", "0 2 0 0 0 2 2 0\n", -1 },
		{ "an empty phase", "0 0 0 0 0 2 2 0\n", -1 },
		{ "no such stream", "0 1 2 0 0 2 2 0\n", -1 },
		{ "a further round", "0 1 0 2 0 3 3 0\n0 1 1 2 0 3 3 0\n", 0 },
		{ "the last round there can be", "0 1 0 15 0 16 16 0\n", 0 },
		{ "one for those who are known", "0 1 0 2 1 3 2 1\n", 0 },
		{ "two, then one for all", "0 1 0 4 1 5 3 0\n", 0 },
		{ "one for all, then two", "0 1 0 4 1 5 3 1\n", 0 },
		{ "more rounds than there can be", "0 1 0 2 0 17 17 0\n", -1 },
		{ "fewer rounds than were told", "0 1 0 0 0 1 1 0\n", -1 },
		{ "more for all than rounds", "0 1 0 2 0 3 4 0\n", -1 },
		{ "fewer for all than were told", "0 1 0 2 0 3 1 1\n", -1 },
		{ "all of them, and the last was not", "0 1 0 2 0 3 3 1\n",
		    -1 },
		{ "for nobody", "0 1 0 0 0 2 2 2\n", -1 },
		{ "no such pass", "0 1 0 2 0 2 2 0\n", -1 },
		{ "no such place", "0 1 0 0 3 2 2 0\n", -1 },
		{ "good, then bad", "0 1 0 0 0 2 2 0\n0 1 0 0 3 2 2 0\n", -1 },
	};
	static const struct sweep_callbacks callbacks = {
		.observed = world_on_observed,
		.finished = world_on_finished,
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct journal bad = JOURNAL_INIT;
		struct err err = ERR_INIT;
		struct world world;

		harness_row(rows[i].name);
		world_init(&world);
		world_range(&world.targets, 1, 2);
		world_ask(&world, "pds", 1);
		world_ask(&world, "rtvscan", 1);
		world.sweep = sweep_new(world.base, &world.config, &callbacks,
		    &world, NULL);
		text_add(&bad.walks, rows[i].walks);
		CU_ASSERT_EQUAL(sweep_restore(world.sweep, &bad, &err),
		    rows[i].ret);
		CU_ASSERT_EQUAL(err.code,
		    rows[i].ret == 0 ? ERR_NONE : ERR_CACHE);
		/* questions that this sweep cannot put */
		text_clear(&bad.walks);
		journal_add(&bad, i % 2 == 0 ? "unheard-of" : "pds")->addr =
		    addr_v4(WORLD_BASE + 1);
		CU_ASSERT_EQUAL(sweep_restore(world.sweep, &bad, &err), -1);
		journal_fini(&bad);
		world_fini(&world);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "walks", test_walks },
		{ "once", test_once },
		{ "bad places", test_bad_places },
		{ "sweeps", test_sweeps },
		{ "damaged", test_damaged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "sweep_resume", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
