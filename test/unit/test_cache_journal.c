/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Journals of sweeps, in the store and as values.
 */
#include "cache/cache_journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "test/harness.h"

static struct cache *
open_cache(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

static int64_t
start(struct cache *cache, bool has_setup)
{
	struct cache_sweep sweep = { .started_us = 5, .n_targets = 7 };

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	if (has_setup)
		CU_ASSERT_EQUAL(cache_journal_setup_put(cache, sweep.id, "key",
				    "value", 5, NULL),
		    0);
	return sweep.id;
}

static void
finish(struct cache *cache, int64_t id, enum cache_sweep_state state)
{
	struct cache_sweep sweep = { .id = id, .state = state, .ended_us = 9 };

	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, NULL, 0, NULL), 0);
}

/* Which sweep would be resumed; 0: none. */
static int64_t
newest(struct cache *cache)
{
	struct cache_sweep sweep;
	int ret = cache_journal_newest(cache, NULL, &sweep, NULL);
	int64_t id = sweep.id;

	CU_ASSERT_TRUE(ret == (id != 0));
	cache_sweep_fini(&sweep);
	return id;
}

static void
test_newest(void)
{
	struct cache *cache = open_cache();
	int64_t a, b;

	CU_ASSERT_EQUAL(newest(cache), 0);
	(void)start(cache, false); /* by a version without journals */
	CU_ASSERT_EQUAL(newest(cache), 0);
	a = start(cache, true);
	CU_ASSERT_EQUAL(newest(cache), a);
	b = start(cache, true);
	CU_ASSERT_EQUAL(newest(cache), b);
	finish(cache, b, CACHE_SWEEP_INCOMPLETE);
	CU_ASSERT_EQUAL(newest(cache), b);
	finish(cache, b, CACHE_SWEEP_COMPLETE);
	CU_ASSERT_EQUAL(newest(cache), a);
	CU_ASSERT_EQUAL(cache_journal_drop(cache, a, NULL), 0);
	CU_ASSERT_EQUAL(newest(cache), 0);
	cache_close(cache);
}

static void
test_setup(void)
{
	struct cache *cache = open_cache();
	int64_t id = start(cache, true), other = start(cache, true);
	struct text value = TEXT_INIT;

	CU_ASSERT_EQUAL(cache_journal_setup_get(cache, id, "none", &value,
			    NULL),
	    0);
	CU_ASSERT_EQUAL(cache_journal_setup_put(cache, id, "key", "a\0b", 3,
			    NULL),
	    0);
	CU_ASSERT_EQUAL(cache_journal_setup_put(cache, id, "empty", NULL, 0,
			    NULL),
	    0);
	CU_ASSERT_EQUAL(cache_journal_setup_get(cache, id, "empty", &value,
			    NULL),
	    1);
	CU_ASSERT_EQUAL(value.len, 0);
	CU_ASSERT_EQUAL(cache_journal_setup_get(cache, id, "key", &value, NULL),
	    1);
	CU_ASSERT_EQUAL(value.len, 3);
	CU_ASSERT_EQUAL(memcmp(value.data, "a\0b", 3), 0);
	text_clear(&value);
	CU_ASSERT_EQUAL(cache_journal_setup_get(cache, other, "key", &value,
			    NULL),
	    1);
	CU_ASSERT_STRING_EQUAL(text_str(&value), "value");
	text_fini(&value);
	cache_close(cache);
}

static void
put(struct cache *cache, int64_t sweep, const char *walks, uint32_t addr,
    unsigned tries, bool has_answered)
{
	struct journal journal = JOURNAL_INIT;
	struct journal_extra *extra = journal_add(&journal, "rtvscan");

	text_add(&journal.walks, walks);
	extra->addr = addr_v4(addr);
	extra->protocol = NET_TCP;
	extra->port = 2968;
	extra->tries = tries;
	extra->has_answered = has_answered;
	extra->was_served = has_answered;
	journal.ledger = mem_array(1, sizeof(*journal.ledger));
	journal.n_ledgers = 1;
	journal.ledger[0].link = mem_dup("default");
	journal.ledger[0].out_packets = tries;
	CU_ASSERT_EQUAL(cache_journal_put(cache, sweep, &journal, NULL), 0);
	journal_fini(&journal);
}

/* The newest walks and ledger, all extras, each as it was told last. */
static void
test_put(void)
{
	struct cache *cache = open_cache();
	int64_t id = start(cache, true), other = start(cache, true);
	struct journal journal = JOURNAL_INIT;

	CU_ASSERT_EQUAL(cache_journal_get(cache, id, &journal, NULL), 0);
	put(cache, other, "other", 9, 1, false);
	put(cache, id, "first", 1, 1, false);
	put(cache, id, "second", 2, 2, false);
	put(cache, id, "third", 1, 3, true);
	CU_ASSERT_EQUAL(cache_journal_get(cache, id, &journal, NULL), 1);
	CU_ASSERT_STRING_EQUAL(text_str(&journal.walks), "third");
	CU_ASSERT_EQUAL_FATAL(journal.n_extras, 2);
	CU_ASSERT_EQUAL(journal.extra[0].addr.lo, 1);
	CU_ASSERT_EQUAL(journal.extra[0].tries, 3);
	CU_ASSERT_TRUE(journal.extra[0].has_answered);
	CU_ASSERT_TRUE(journal.extra[0].was_served);
	CU_ASSERT_EQUAL(journal.extra[1].tries, 2);
	CU_ASSERT_FALSE(journal.extra[1].has_answered);
	CU_ASSERT_STRING_EQUAL(journal.extra[1].probe, "rtvscan");
	CU_ASSERT_EQUAL(journal.extra[1].protocol, NET_TCP);
	CU_ASSERT_EQUAL(journal.extra[1].port, 2968);
	CU_ASSERT_EQUAL_FATAL(journal.n_ledgers, 1);
	CU_ASSERT_EQUAL(journal.ledger[0].out_packets, 3);
	journal_clear(&journal);
	/* forgotten with the address, and with the sweep */
	CU_ASSERT_EQUAL(cache_delete(cache, &(struct addr){ 0, 1, 4 }, NULL),
	    0);
	CU_ASSERT_EQUAL(cache_journal_get(cache, id, &journal, NULL), 1);
	CU_ASSERT_EQUAL(journal.n_extras, 1);
	journal_clear(&journal);
	CU_ASSERT_EQUAL(cache_journal_drop(cache, id, NULL), 0);
	CU_ASSERT_EQUAL(cache_journal_get(cache, id, &journal, NULL), 0);
	CU_ASSERT_EQUAL(journal.n_extras, 0);
	journal_clear(&journal);
	CU_ASSERT_EQUAL(cache_journal_get(cache, other, &journal, NULL), 1);
	journal_fini(&journal);
	cache_close(cache);
}

static int
on_seen(const struct observation *seen, void *arg, struct err *err)
{
	struct text *said = arg;

	(void)err;
	text_addf(said, "%llu %s %s", (unsigned long long)seen->addr.lo,
	    seen->probe, observation_kind_name(seen->kind));
	for (size_t i = 0; i < seen->n_fields; i++)
		text_addf(said, " %s=%s", seen->field[i].name,
		    seen->field[i].value);
	text_add(said, "; ");
	return 0;
}

static struct text
all_seen(struct cache *cache, int64_t id)
{
	struct text said = TEXT_INIT;

	CU_ASSERT_EQUAL(cache_journal_each(cache, id, on_seen, &said, NULL), 0);
	return said;
}

/* A resumed sweep is running again; what was left open is not said. */
static void
test_resume(void)
{
	static const enum observation_kind kinds[] = { OBSERVATION_REPLY,
		OBSERVATION_PROHIBITED, OBSERVATION_SILENT,
		OBSERVATION_EXCLUDED, OBSERVATION_NOT_ASKED };
	struct cache *cache = open_cache();
	int64_t id = start(cache, true);
	struct cache_sweep sweep = { .id = id, .ended_us = 9 };
	struct text said;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct observation in = {
			.addr = addr_v4((uint32_t)i + 1),
			.probe = "pds",
			.kind = kinds[i],
			.match = "pong",
			.field = { { "a", "1\n2" }, { "b", "=" } },
			.n_fields = 2,
			.time_us = 3,
		};

		CU_ASSERT_EQUAL(cache_observe(cache, id, &in, 1, NULL), 0);
	}
	finish(cache, id, CACHE_SWEEP_INCOMPLETE);
	CU_ASSERT_EQUAL(cache_journal_resume(cache, &sweep, NULL), 0);
	said = all_seen(cache, id);
	CU_ASSERT_STRING_EQUAL(text_str(&said),
	    "1 pds reply a=1\n2 b==; 2 pds prohibited a=1\n2 b==; "
	    "4 pds excluded a=1\n2 b==; ");
	text_fini(&said);
	CU_ASSERT_EQUAL(cache_sweep_get(cache, id, &sweep, NULL), 1);
	CU_ASSERT_EQUAL(sweep.state, CACHE_SWEEP_RUNNING);
	CU_ASSERT_EQUAL(sweep.ended_us, 0);
	cache_sweep_fini(&sweep);
	said = all_seen(cache, id + 1);
	CU_ASSERT_STRING_EQUAL(text_str(&said), "");
	text_fini(&said);
	cache_close(cache);
}

static void
test_ledger(void)
{
	struct cache_ledger sum = { NULL, 1, 2, 3, 10, 100, 20, 200, 7, 9, 30,
		31, 50, 51, 1, 2, 3, 4, 0, 60, 3, 11, 12, 13, 14, 15, 0, 5, 6 };
	struct cache_ledger part = { NULL, 4, 5, 6, 1, 2, 3, 4, 8, 8, 0, 1, 49,
		52, 10, 20, 30, 40, 61, 0, 4, 21, 22, 23, 24, 25, 1, 7, 8 };

	journal_add_ledger(&sum, &part);
	CU_ASSERT_EQUAL(sum.n_targets, 4);
	CU_ASSERT_EQUAL(sum.capacity_bps, 5);
	CU_ASSERT_EQUAL(sum.budget_bps, 6);
	CU_ASSERT_EQUAL(sum.out_packets, 11);
	CU_ASSERT_EQUAL(sum.out_bytes, 102);
	CU_ASSERT_EQUAL(sum.in_packets, 23);
	CU_ASSERT_EQUAL(sum.in_bytes, 204);
	CU_ASSERT_EQUAL(sum.peak_out_bps, 8);
	CU_ASSERT_EQUAL(sum.peak_in_bps, 9);
	CU_ASSERT_EQUAL(sum.peak10_out_bps, 50);
	CU_ASSERT_EQUAL(sum.peak10_in_bps, 52);
	CU_ASSERT_EQUAL(sum.unseen_out_packets, 11);
	CU_ASSERT_EQUAL(sum.unseen_out_bytes, 22);
	CU_ASSERT_EQUAL(sum.unseen_in_packets, 33);
	CU_ASSERT_EQUAL(sum.unseen_in_bytes, 44);
	CU_ASSERT_EQUAL(sum.least_udp_us, 61);
	CU_ASSERT_EQUAL(sum.least_tcp_us, 60);
	CU_ASSERT_EQUAL(sum.n_tries, 4);
	CU_ASSERT_EQUAL(sum.missed_milli, 22);
	CU_ASSERT_EQUAL(sum.is_lossy, 1);
	CU_ASSERT_EQUAL(sum.n_clients, 7);
	CU_ASSERT_EQUAL(sum.max_clients, 8);
	CU_ASSERT_EQUAL(sum.srtt_us, 30); /* nobody answered since */
	part.srtt_us = 5;
	journal_add_ledger(&sum, &part);
	CU_ASSERT_EQUAL(sum.srtt_us, 5);
	CU_ASSERT_EQUAL(sum.rttvar_us, 1);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "newest", test_newest },
		{ "setup", test_setup },
		{ "put", test_put },
		{ "resume", test_resume },
		{ "ledger", test_ledger },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_journal", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
