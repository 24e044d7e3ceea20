/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sweeps that are kept, and how long; what hangs on a sweep goes with it
 * and what is known of hosts does not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/cache_history.h"
#include "cache/cache_private.h"
#include "test/harness.h"

#define SWEEPS 5

static struct observation
reply(unsigned host, int64_t time_us)
{
	return (struct observation){ .addr = addr_v4(0x0a000000 + host),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_CLIENT + (host == 1),
		.time_us = time_us,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "pong" };
}

/* A sweep with something in every table that hangs on it. */
static void
add_sweep(struct cache *cache, int64_t time_us)
{
	struct cache_sweep sweep = { .started_us = time_us };
	struct cache_ledger ledger = { .link = (char[]){ "north" } };
	struct observation in[] = { reply(1, time_us), reply(2, time_us) };
	struct addr_range range = { in[0].addr, in[1].addr };
	struct rangeset set = RANGESET_INIT;

	rangeset_add(&set, &range);
	rangeset_seal(&set);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	CU_ASSERT_EQUAL(cache_targets_put(cache, sweep.id, &set, NULL), 0);
	CU_ASSERT_EQUAL(cache_observe(cache, sweep.id, in, 2, NULL), 0);
	CU_ASSERT_EQUAL(cache_conclude(cache, &sweep, &set, NULL), 0);
	CU_ASSERT_EQUAL(cache_sweep_finish(cache, &sweep, &ledger, 1, NULL), 0);
	rangeset_fini(&set);
}

static struct cache *
open_filled(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	for (int64_t i = 1; i <= SWEEPS; i++)
		add_sweep(cache, i * 1000);
	return cache;
}

struct seen {
	int64_t id[SWEEPS];
	size_t n, n_links;
	size_t stop_at; /* 0: never */
};

static int
on_sweep(const struct cache_sweep *sweep, const struct cache_ledger *ledger,
    size_t n, void *arg, struct err *err)
{
	struct seen *seen = arg;

	seen->id[seen->n++] = sweep->id;
	seen->n_links += n;
	CU_ASSERT_STRING_EQUAL(ledger[0].link, "north");
	if (seen->n == seen->stop_at)
		return err_set(err, ERR_INPUT, "stopped");
	return 0;
}

static void
test_each(void)
{
	struct cache *cache = open_filled();
	struct seen seen = { { 0 }, 0, 0, 0 };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_history_each(cache, on_sweep, &seen, &err), 0);
	CU_ASSERT_EQUAL(seen.n, SWEEPS);
	CU_ASSERT_EQUAL(seen.n_links, SWEEPS);
	for (size_t i = 0; i < SWEEPS; i++)
		CU_ASSERT_EQUAL(seen.id[i], (int64_t)i + 1);
	seen = (struct seen){ .stop_at = 2 };
	CU_ASSERT_EQUAL(cache_history_each(cache, on_sweep, &seen, &err), -1);
	CU_ASSERT_STRING_EQUAL(err.text, "stopped");
	CU_ASSERT_EQUAL(seen.n, 2);
	cache_close(cache);
}

/* Rows of a table that belong to sweeps below a number. */
static int
rows_below(struct cache *cache, const char *table, const char *column,
    int64_t below)
{
	sqlite3_stmt *stmt = NULL;
	char sql[128];
	int n = -1;

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM %s WHERE %s < %lld", table, column,
	    (long long)below);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(cache->db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* Every table but those of hosts that has a column "sweep". */
static void
check_tables(struct cache *cache, int64_t below)
{
	static const char sql[] =
	    "SELECT m.name FROM sqlite_schema AS m"
	    " JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'"
	    " AND c.name = 'sweep' AND m.name NOT IN ('service', 'name')";
	sqlite3_stmt *stmt = NULL;
	int n_tables = 0;

	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(cache->db, sql, -1, &stmt,
				  NULL),
	    SQLITE_OK);
	for (; sqlite3_step(stmt) == SQLITE_ROW; n_tables++) {
		const char *table = (const char *)sqlite3_column_text(stmt, 0);

		harness_row(table);
		/* A row of an old sweep in those that nothing filled. */
		CU_ASSERT_EQUAL(rows_below(cache, table, "sweep", below), 0);
	}
	sqlite3_finalize(stmt);
	CU_ASSERT_EQUAL(n_tables, 7);
	CU_ASSERT_EQUAL(rows_below(cache, "sweep", "id", below), 0);
}

static void
test_prune(void)
{
	static const struct {
		const char *name;
		uint64_t keep, gone;
	} rows[] = {
		{ "all", 0, 0 },
		{ "more than there are", SWEEPS + 1, 0 },
		{ "as many as there are", SWEEPS, 0 },
		{ "all but one", SWEEPS - 1, 1 },
		{ "one", 1, SWEEPS - 1 },
		{ "no end", UINT64_MAX, 0 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache *cache = open_filled();
		struct seen seen = { { 0 }, 0, 0, 0 };
		struct addr addr = addr_v4(0x0a000001);
		struct cache_counts counts;
		uint64_t n_gone = 99;
		struct host host;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(sqlite3_exec(cache->db,
				    "INSERT INTO setup VALUES (1, 'k', x'00');"
				    "INSERT INTO journal VALUES (1, 'w');"
				    "INSERT INTO journal_extra VALUES (1,"
				    " x'0a000001', 0, 1, 'pds', 1, 0)",
				    NULL, NULL, NULL),
		    SQLITE_OK);
		CU_ASSERT_EQUAL(cache_history_prune(cache, rows[i].keep,
				    &n_gone, NULL),
		    0);
		CU_ASSERT_EQUAL(n_gone, rows[i].gone);
		check_tables(cache, (int64_t)rows[i].gone + 1);
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(cache_history_each(cache, on_sweep, &seen,
				    NULL),
		    0);
		CU_ASSERT_EQUAL(seen.n, SWEEPS - rows[i].gone);
		CU_ASSERT_EQUAL(seen.id[0], (int64_t)rows[i].gone + 1);
		CU_ASSERT_EQUAL(cache_count(cache, &counts, NULL), 0);
		CU_ASSERT_EQUAL(counts.n_hosts, 2);
		CU_ASSERT_EQUAL_FATAL(cache_get(cache, &addr, &host, NULL), 1);
		CU_ASSERT_EQUAL(host.first_us, 1000);
		CU_ASSERT_EQUAL(host.last_us, SWEEPS * 1000);
		host_fini(&host);
		cache_close(cache);
	}
}

struct hosts {
	unsigned n, n_clients, n_servers;
};

static void
on_host(const struct addr *addr, enum observation_role role,
    enum observation_role best_role, int64_t last_us, void *arg)
{
	struct hosts *hosts = arg;

	CU_ASSERT_EQUAL(addr->lo, 0x0a000001 + hosts->n);
	CU_ASSERT_EQUAL(role, best_role);
	CU_ASSERT_EQUAL(last_us, SWEEPS * 1000);
	hosts->n++;
	hosts->n_clients += role == OBSERVATION_ROLE_CLIENT;
	hosts->n_servers += role == OBSERVATION_ROLE_SERVER;
}

static void
test_hosts(void)
{
	struct cache *cache = open_filled();
	struct hosts hosts = { 0, 0, 0 };

	CU_ASSERT_EQUAL(cache_history_hosts(cache, on_host, &hosts, NULL), 0);
	CU_ASSERT_EQUAL(hosts.n, 2);
	CU_ASSERT_EQUAL(hosts.n_clients, 1);
	CU_ASSERT_EQUAL(hosts.n_servers, 1);
	cache_close(cache);
}

/* What was to be asked comes back as it was, damaged or not. */
static void
test_targets(void)
{
	struct cache *cache = open_filled();
	struct rangeset in = RANGESET_INIT, got = RANGESET_INIT;
	struct addr_range v4 = { addr_v4(0), addr_v4(UINT32_MAX) };
	struct addr_range v6 = { { UINT64_C(0xfd00) << 48, 0, 6 },
		{ UINT64_C(0xfd00) << 48, UINT64_MAX, 6 } };

	rangeset_add(&in, &v4);
	rangeset_add(&in, &v6);
	CU_ASSERT_EQUAL(cache_targets_put(cache, 1, &in, NULL), 0);
	CU_ASSERT_EQUAL(cache_targets_get(cache, 1, &got, NULL), 1);
	CU_ASSERT_EQUAL_FATAL(got.n, 2);
	CU_ASSERT(addr_eq(&got.range[0].last, &v4.last));
	CU_ASSERT(addr_eq(&got.range[1].first, &v6.first));
	CU_ASSERT(addr_eq(&got.range[1].last, &v6.last));
	rangeset_fini(&got);
	CU_ASSERT_EQUAL(cache_targets_get(cache, 99, &got, NULL), 0);
	CU_ASSERT_EQUAL(got.n, 0);
	rangeset_fini(&got);
	/* Cut short at each byte: whole ranges only. */
	for (int len = 0; len < 42; len++) {
		char sql[128];

		(void)snprintf(sql, sizeof(sql),
		    "UPDATE targets SET ranges = (SELECT substr(ranges, 1, %d)"
		    " FROM targets WHERE sweep = 1) WHERE sweep = 2",
		    len);
		CU_ASSERT_EQUAL(sqlite3_exec(cache->db, sql, NULL, NULL, NULL),
		    SQLITE_OK);
		CU_ASSERT_EQUAL(cache_targets_get(cache, 2, &got, NULL), 1);
		CU_ASSERT_EQUAL(got.n, len < 9 ? 0 : 1);
		rangeset_fini(&got);
	}
	rangeset_fini(&in);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each sweep", test_each },
		{ "old ones are forgotten", test_prune },
		{ "hosts", test_hosts },
		{ "targets", test_targets },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_history", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
