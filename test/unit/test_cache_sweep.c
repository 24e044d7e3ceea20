/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sweeps and ledgers in the store.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/unit/cachemem.h"

static void
check_same(const struct cache_sweep *a, const struct cache_sweep *b)
{
	CU_ASSERT_EQUAL(a->id, b->id);
	CU_ASSERT_EQUAL(a->started_us, b->started_us);
	CU_ASSERT_EQUAL(a->ended_us, b->ended_us);
	CU_ASSERT_EQUAL(a->state, b->state);
	CU_ASSERT_STRING_EQUAL(a->mode, b->mode);
	CU_ASSERT_STRING_EQUAL(a->targets, b->targets);
	CU_ASSERT_STRING_EQUAL(a->probes, b->probes);
	CU_ASSERT_EQUAL(a->seed, b->seed);
	CU_ASSERT_EQUAL(a->n_targets, b->n_targets);
	CU_ASSERT_EQUAL(a->n_excluded, b->n_excluded);
	CU_ASSERT_EQUAL(a->n_expected, b->n_expected);
	CU_ASSERT_EQUAL(a->n_answered, b->n_answered);
}

static void
test_life(void)
{
	struct cache *cache = cachemem_open();
	struct cache_sweep sweep = { .started_us = 5,
		.mode = (char[]){ "intense" },
		.targets = (char[]){ "10.0.0.0/8 @list" },
		.probes = (char[]){ "pds,rtvscan" },
		.seed = UINT64_MAX,
		.n_targets = 1 };
	struct cache_sweep got;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_sweep_get(cache, 0, &got, &err), 0);
	cache_sweep_fini(&got);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT(sweep.id > 0);
	CU_ASSERT_EQUAL(cache_sweep_get(cache, sweep.id, &got, &err), 1);
	check_same(&got, &sweep);
	CU_ASSERT_EQUAL(got.state, CACHE_SWEEP_RUNNING);
	cache_sweep_fini(&got);
	CU_ASSERT_PTR_NULL(got.mode);
	sweep.ended_us = INT64_MAX;
	sweep.state = CACHE_SWEEP_INCOMPLETE;
	sweep.n_targets = INT64_MAX;
	sweep.n_excluded = 3;
	sweep.n_expected = 2;
	sweep.n_answered = 1;
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, NULL, 0, &err), 0);
	CU_ASSERT_EQUAL(cache_sweep_get(cache, 0, &got, &err), 1);
	check_same(&got, &sweep);
	cache_sweep_fini(&got);
	CU_ASSERT_EQUAL(cache_sweep_get(cache, sweep.id + 1, &got, &err), 0);
	CU_ASSERT_EQUAL(cache_sweep_get(cache, -1, &got, &err), 0);
	cache_close(cache);
}

/* Numbers go up, and none is given twice, even after a deletion. */
static void
test_numbers(void)
{
	struct cache *cache = cachemem_open();
	struct cache_sweep sweep = { .started_us = 1 }, got;
	struct err err = ERR_INIT;
	int64_t first;

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	first = sweep.id;
	CU_ASSERT_EQUAL(sqlite3_exec(cache->db, "DELETE FROM sweep", NULL, NULL,
			    NULL),
	    SQLITE_OK);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT(sweep.id > first);
	/* Texts that nobody set are empty. */
	CU_ASSERT_EQUAL(cache_sweep_get(cache, 0, &got, &err), 1);
	CU_ASSERT_STRING_EQUAL(got.mode, "");
	cache_sweep_fini(&got);
	sweep.id = first;
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, NULL, 0, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "has no sweep"));
	cache_close(cache);
}

static void
test_ledger(void)
{
	struct cache_ledger in[] = {
		/* every number another one */
		{ (char[]){ "north" }, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
		    13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
		    28 },
		{ .link = (char[]){ "default" },
		    .n_targets = UINT64_MAX,
		    .out_packets = INT64_MAX,
		    .srtt_us = UINT32_MAX,
		    .rttvar_us = UINT32_MAX },
	};
	struct cache *cache = cachemem_open();
	struct cache_sweep sweep = { .started_us = 1 };
	struct cache_ledger *got;
	struct err err = ERR_INIT;
	size_t n;

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT_EQUAL(cache_ledger_get(cache, sweep.id, &got, &n, &err), 0);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_PTR_NULL(got);
	/* Twice is as good as once. */
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, in, 2, &err), 0);
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, in, 2, &err), 0);
	CU_ASSERT_EQUAL(cache_ledger_get(cache, sweep.id, &got, &n, &err), 0);
	CU_ASSERT_EQUAL_FATAL(n, 2);
	for (size_t i = 0; i < 2; i++) { /* by name */
		struct cache_ledger *want = &in[1 - i];

		CU_ASSERT_STRING_EQUAL(got[i].link, want->link);
		/* all that follows the name */
		CU_ASSERT_EQUAL(memcmp(&got[i].n_targets, &want->n_targets,
				    sizeof(*want) -
					offsetof(struct cache_ledger,
					    n_targets)),
		    0);
		free(got[i].link);
	}
	free(got);
	CU_ASSERT_EQUAL(cache_ledger_get(cache, 99, &got, &n, &err), 0);
	CU_ASSERT_EQUAL(n, 0);
	cache_close(cache);
}

/* Of the last eight sweeps of that link, zeros apart. */
static void
test_least_rtt(void)
{
	static const struct {
		const char *name;
		char link[8];
		uint64_t udp_us, tcp_us; /* of one more sweep */
		uint32_t want_udp_us, want_tcp_us;
	} rows[] = {
		{ "one sweep", "north", 500, 300, 500, 300 },
		{ "a lower one of one kind", "north", 400, 900, 400, 300 },
		{ "nobody answered", "north", 0, 0, 400, 300 },
		{ "another link", "south", 1, 1, 400, 300 },
		{ "3", "north", 600, 600, 400, 300 },
		{ "4", "north", 600, 600, 400, 300 },
		{ "5", "north", 600, 600, 400, 300 },
		{ "6", "north", 600, 600, 400, 300 },
		{ "7: the first is still of the eight", "north", 600, 600, 400,
		    300 },
		{ "8: now it is not", "north", 600, 600, 400, 600 },
		{ "9", "north", 600, 600, 600, 600 },
	};
	struct cache *cache = cachemem_open();
	uint32_t least_us[2] = { 9, 9 };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_least_rtt(cache, "north", least_us, &err), 0);
	CU_ASSERT_EQUAL(least_us[NET_UDP], 0);
	CU_ASSERT_EQUAL(least_us[NET_TCP], 0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache_sweep sweep = { .started_us = 1 };
		char link[8];
		struct cache_ledger ledger = { .link = link,
			.least_udp_us = rows[i].udp_us,
			.least_tcp_us = rows[i].tcp_us };

		harness_row(rows[i].name);
		memcpy(link, rows[i].link, sizeof(link));
		CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
		CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, &ledger, 1,
				    &err),
		    0);
		CU_ASSERT_EQUAL(cache_least_rtt(cache, "north", least_us, &err),
		    0);
		CU_ASSERT_EQUAL(least_us[NET_UDP], rows[i].want_udp_us);
		CU_ASSERT_EQUAL(least_us[NET_TCP], rows[i].want_tcp_us);
	}
	cache_close(cache);
}

/* A ledger that cannot be kept takes the end of the sweep back with it. */
static void
test_atomic(void)
{
	struct cache *cache = cachemem_open();
	struct cache_sweep sweep = { .started_us = 1 }, got;
	struct cache_ledger ledger = { .link = (char[]){ "a" } };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT_EQUAL(sqlite3_exec(cache->db,
			    "CREATE TRIGGER no BEFORE INSERT ON ledger"
			    " BEGIN SELECT raise(ABORT, 'not today'); END",
			    NULL, NULL, NULL),
	    SQLITE_OK);
	sweep.state = CACHE_SWEEP_COMPLETE;
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, &ledger, 1, &err),
	    -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "not today"));
	CU_ASSERT_EQUAL(cache_sweep_get(cache, sweep.id, &got, &err), 1);
	CU_ASSERT_EQUAL(got.state, CACHE_SWEEP_RUNNING);
	cache_sweep_fini(&got);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "from start to end", test_life },
		{ "numbers", test_numbers },
		{ "ledger", test_ledger },
		{ "least round trip", test_least_rtt },
		{ "the end is whole or absent", test_atomic },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_sweep", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
