/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * cache_delete(), cache_count() and cache_clear(): what goes, and what stays.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cache/cache_import.h"
#include "cache/cache_learned.h"
#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/scratch.h"

static struct addr
addr_of(const char *text)
{
	struct addr addr = { 0, 0, 0 };

	CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, text, NULL), 0);
	return addr;
}

static int
on_answer(const struct cache_import_answer *answer, void *arg, struct err *err)
{
	(void)answer;
	(void)arg;
	(void)err;
	return 0;
}

static void
do_import(struct cache *cache, const char *name, const char *address)
{
	struct cache_import_record record = { addr_of(address), 1, name };
	struct cache_import *import =
	    cache_import_begin(cache, false, 1000, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(import);
	cache_import_file(import, "list");
	CU_ASSERT_EQUAL(cache_import_records(import, &record, 1, on_answer,
			    NULL, NULL),
	    0);
	CU_ASSERT_EQUAL(cache_import_commit(import, NULL), 0);
	cache_import_free(import);
}

static void
do_observe(struct cache *cache, const char *address, const char *name)
{
	struct cache_sweep sweep = { .started_us = 1 };
	struct observation seen = {
		.addr = addr_of(address),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = 2000,
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "pong",
		.name = name,
	};

	CU_ASSERT_EQUAL_FATAL(cache_sweep_start(cache, &sweep, NULL), 0);
	CU_ASSERT_EQUAL(cache_observe(cache, sweep.id, &seen, 1, NULL), 0);
}

/* 192.0.2.1 seen and imported, .2 seen, .3 imported twice, an IPv6 one. */
static struct cache *
open_filled(const char *path)
{
	struct cache *cache = cache_open(path, CACHE_WRITE, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	do_import(cache, "One", "192.0.2.1");
	do_observe(cache, "192.0.2.1", "SRV1");
	do_observe(cache, "192.0.2.2", "SRV2");
	do_import(cache, "Three", "192.0.2.3");
	do_import(cache, "Drei", "192.0.2.3");
	do_import(cache, "Six", "2001:db8::1");
	return cache;
}

static uint64_t
rows_of(struct cache *cache, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	uint64_t n = UINT64_MAX;
	char sql[128];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	if (sqlite3_prepare_v2(cache->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		n = (uint64_t)sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static void
check_counts(struct cache *cache, uint64_t n_hosts, uint64_t n_imported,
    uint64_t n_names, uint64_t n_sweeps)
{
	struct cache_counts counts;

	CU_ASSERT_EQUAL_FATAL(cache_count(cache, &counts, NULL), 0);
	CU_ASSERT_EQUAL(counts.n_hosts, n_hosts);
	CU_ASSERT_EQUAL(counts.n_imported, n_imported);
	CU_ASSERT_EQUAL(counts.n_names, n_names);
	CU_ASSERT_EQUAL(counts.n_sweeps, n_sweeps);
}

static void
test_count(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	check_counts(cache, 0, 0, 0, 0);
	cache_close(cache);
	cache = open_filled(CACHE_IN_MEMORY);
	check_counts(cache, 4, 3, 4, 2);
	cache_close(cache);
}

static void
test_delete(void)
{
	static const struct {
		const char *address;
		int ret;
		bool was_seen;
		uint64_t n_hosts, n_imported, n_names;
		const char *names[2]; /* that are found no more */
	} rows[] = {
		{ "192.0.2.1", 1, true, 3, 2, 3, { "One", "srv1" } },
		{ "192.0.2.2", 1, true, 3, 3, 4, { "SRV2", NULL } },
		{ "192.0.2.3", 1, false, 3, 2, 2, { "three", "DREI" } },
		{ "2001:db8::1", 1, false, 3, 2, 3, { "Six", NULL } },
		{ "192.0.2.4", 0, false, 4, 3, 4, { NULL, NULL } },
		{ "192.0.2.0", 0, false, 4, 3, 4, { NULL, NULL } },
		{ "2001:db8::2", 0, false, 4, 3, 4, { NULL, NULL } },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache *cache = open_filled(CACHE_IN_MEMORY);
		struct addr addr = addr_of(rows[i].address);
		struct host host;

		harness_row(rows[i].address);
		CU_ASSERT_EQUAL(cache_delete(cache, &addr, NULL), rows[i].ret);
		check_counts(cache, rows[i].n_hosts, rows[i].n_imported,
		    rows[i].n_names, 2);
		CU_ASSERT_EQUAL(cache_get(cache, &addr, &host, NULL), 0);
		/* two were seen; what a sweep saw goes as well */
		CU_ASSERT_EQUAL(rows_of(cache, "observation"),
		    rows[i].was_seen ? 1 : 2);
		CU_ASSERT_EQUAL(rows_of(cache, "service"),
		    rows[i].was_seen ? 1 : 2);
		for (size_t n = 0; n < 2 && rows[i].names[n] != NULL; n++) {
			struct rangeset found = RANGESET_INIT;

			CU_ASSERT_EQUAL(cache_find_name(cache, rows[i].names[n],
					    &found, NULL),
			    0);
			CU_ASSERT_EQUAL(found.count, 0);
			rangeset_fini(&found);
		}
		CU_ASSERT_EQUAL(cache_delete(cache, &addr, NULL), 0);
		cache_close(cache);
	}
}

/* What was deleted can be imported again, and is imported anew. */
static void
test_import_again(void)
{
	struct cache *cache = open_filled(CACHE_IN_MEMORY);
	struct addr addr = addr_of("192.0.2.3");
	struct host host;

	CU_ASSERT_EQUAL(cache_delete(cache, &addr, NULL), 1);
	do_import(cache, "Three", "192.0.2.33");
	addr = addr_of("192.0.2.33");
	CU_ASSERT_EQUAL_FATAL(cache_get(cache, &addr, &host, NULL), 1);
	CU_ASSERT_STRING_EQUAL(host_display_name(&host)->value, "Three");
	host_fini(&host);
	cache_close(cache);
}

/* A deletion within the caller's transaction goes with it. */
static void
test_rollback(void)
{
	struct cache *cache = open_filled(CACHE_IN_MEMORY);
	struct addr addr = addr_of("192.0.2.1");
	struct cache_counts counts;

	CU_ASSERT_EQUAL(cache_begin(cache, NULL), 0);
	CU_ASSERT_EQUAL(cache_delete(cache, &addr, NULL), 1);
	cache_rollback(cache);
	check_counts(cache, 4, 3, 4, 2);
	CU_ASSERT_EQUAL(cache_begin(cache, NULL), 0);
	CU_ASSERT_EQUAL(cache_clear(cache, &counts, NULL), 0);
	cache_rollback(cache);
	check_counts(cache, 4, 3, 4, 2);
	cache_close(cache);
}

static void
test_clear(void)
{
	static const char *const table[] = { "host", "name", "service",
		"observation", "verdict", "ledger", "sweep", "import_by_addr",
		"import_by_name", "import_file" };
	struct cache *cache = open_filled(scratch_path("clear.db"));
	struct cache_sweep sweep = { .started_us = 1 };
	struct cache_counts counts;
	char *learned = NULL;

	CU_ASSERT_EQUAL(cache_learned_put(cache, CACHE_LEARNED_ADDRESS_TYPE,
			    "sz", NULL),
	    0);
	CU_ASSERT_EQUAL(cache_clear(cache, &counts, NULL), 0);
	CU_ASSERT_EQUAL(counts.n_hosts, 4);
	CU_ASSERT_EQUAL(counts.n_imported, 3);
	CU_ASSERT_EQUAL(counts.n_names, 4);
	CU_ASSERT_EQUAL(counts.n_sweeps, 2);
	check_counts(cache, 0, 0, 0, 0);
	for (size_t i = 0; i < HARNESS_ROWS(table); i++) {
		harness_row(table[i]);
		CU_ASSERT_EQUAL(rows_of(cache, table[i]), 0);
	}
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_ADDRESS_TYPE,
			    &learned, NULL),
	    0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(learned);
	CU_ASSERT_STRING_EQUAL(learned, "sz");
	free(learned);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	CU_ASSERT_EQUAL(sweep.id, 3);
	do_import(cache, "One", "192.0.2.1");
	check_counts(cache, 1, 1, 1, 1);
	cache_close(cache);
	cache = cache_open(scratch_path("clear.db"), CACHE_READ, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	check_counts(cache, 1, 1, 1, 1);
	cache_close(cache);
}

/* A cache that is only read is not changed. */
static void
test_read_only(void)
{
	struct cache *cache = open_filled(scratch_path("read.db"));
	struct addr addr = addr_of("192.0.2.1");
	struct cache_counts counts;
	struct err err = ERR_INIT;

	cache_close(cache);
	cache = cache_open(scratch_path("read.db"), CACHE_READ, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_delete(cache, &addr, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(cache_clear(cache, &counts, &err), -1);
	check_counts(cache, 4, 3, 4, 2);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "count", test_count },
		{ "delete", test_delete },
		{ "import again", test_import_again },
		{ "rollback", test_rollback },
		{ "clear", test_clear },
		{ "read only", test_read_only },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_delete", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
