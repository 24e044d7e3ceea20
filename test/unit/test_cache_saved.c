/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A saved file of each released version of the cache is opened, brought to
 * the version of today, and tells what it told then.  How the files were made
 * is said in test/data/cache/README.md.
 */
#include "cache/cache_schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "cache/cache_check.h"
#include "cache/cache_learned.h"
#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/scratch.h"

#define SAVED_MAX_BYTES (1 << 20)
#define SAVED_RELEASED  1 /* versions with a file */

/* Make the database at path from the saved SQL text. */
static void
rebuild(const char *name, const char *path)
{
	struct text sql = TEXT_INIT;
	sqlite3 *db = NULL;
	FILE *out = fopen(path, "we");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fclose(out), 0);
	CU_ASSERT_EQUAL_FATAL(file_read(&sql, harness_data(name),
				  SAVED_MAX_BYTES, NULL),
	    0);
	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_exec(db, text_str(&sql), NULL, NULL, NULL),
	    SQLITE_OK);
	CU_ASSERT_STRING_EQUAL(sqlite3_errmsg(db), "not an error");
	sqlite3_close(db);
	text_fini(&sql);
}

/*
 * Tables and indexes as they were made, one a line; SQLite puts a name that
 * was changed later into quotes.
 */
static char *
shape_of(struct cache *cache)
{
	static const char sql[] =
	    "SELECT type || ' ' || name || ' ' || replace(ifnull(sql, ''),"
	    " '\"', '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
	    " ORDER BY 1";
	struct text shape = TEXT_INIT;
	sqlite3_stmt *stmt = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(cache->db, sql, -1, &stmt,
				  NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		text_addf(&shape, "%s\n",
		    (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return text_take(&shape);
}

static void
on_checked(bool is_right, const char *what, const char *how, void *arg)
{
	(void)arg;
	if (!is_right)
		printf("# %s: %s\n", what, how);
}

static struct cache *
open_saved(const char *name)
{
	const char *path = scratch_path("saved.db");
	struct err err = ERR_INIT;
	struct cache *cache;

	(void)remove(path);
	rebuild(name, path);
	CU_ASSERT_EQUAL(chmod(path, 0640), 0);
	cache = cache_open(path, CACHE_WRITE, &err);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

/*
 * An upgraded file has the shape of a new one, which is made in one step.
 * Steps that no release has yet have no file.
 */
static void
test_shape(void)
{
	for (int version = 1; version <= SAVED_RELEASED; version++) {
		struct cache *saved, *fresh;
		char name[64], *was, *is;

		(void)snprintf(name, sizeof(name), "cache/schema-%d.sql",
		    version);
		harness_row(name);
		saved = open_saved(name);
		fresh = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
		CU_ASSERT_PTR_NOT_NULL_FATAL(fresh);
		was = shape_of(saved);
		is = shape_of(fresh);
		CU_ASSERT_TRUE(strlen(is) > 100);
		CU_ASSERT_STRING_EQUAL(was, is);
		free(was);
		free(is);
		cache_close(saved);
		cache_close(fresh);
		CU_ASSERT_EQUAL(cache_check(scratch_path("saved.db"),
				    on_checked, NULL, NULL),
		    0);
	}
}

static void
check_host(struct cache *cache, const char *address, const char *name,
    enum host_source source, const char *detail, enum observation_role role)
{
	const struct host_name *shown;
	struct addr addr;
	struct host host;

	harness_row(address);
	CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, address, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(cache_get(cache, &addr, &host, NULL), 1);
	CU_ASSERT_EQUAL(host.role, role);
	shown = host_display_name(&host);
	CU_ASSERT_PTR_NOT_NULL_FATAL(shown);
	CU_ASSERT_STRING_EQUAL(shown->value, name);
	CU_ASSERT_EQUAL(shown->source, source);
	CU_ASSERT_STRING_EQUAL(shown->detail, detail);
	host_fini(&host);
}

static void
test_version_1(void)
{
	struct cache *cache = open_saved("cache/schema-1.sql");
	struct cache_counts counts;
	struct cache_sweep sweep;
	struct cache_ledger *ledger = NULL;
	char *learned = NULL;
	struct rangeset found = RANGESET_INIT;
	size_t n = 0;

	CU_ASSERT_EQUAL(cache_count(cache, &counts, NULL), 0);
	CU_ASSERT_EQUAL(counts.n_hosts, 8);
	CU_ASSERT_EQUAL(counts.n_imported, 6);
	CU_ASSERT_EQUAL(counts.n_names, 7);
	CU_ASSERT_EQUAL(counts.n_sweeps, 2);
	check_host(cache, "127.77.4.2", "PARENT-1", HOST_SOURCE_AGENT, "pds",
	    OBSERVATION_ROLE_SERVER);
	check_host(cache, "127.77.4.3", "Reception", HOST_SOURCE_IMPORT,
	    "computers.txt:2", OBSERVATION_ROLE_CLIENT);
	check_host(cache, "2001:db8::1", "v6", HOST_SOURCE_IMPORT,
	    "computers.txt:6", OBSERVATION_ROLE_NONE);
	check_host(cache, "192.0.2.8", "OLD-1", HOST_SOURCE_IMPORT, "old.reg:3",
	    OBSERVATION_ROLE_NONE);
	CU_ASSERT_EQUAL(cache_find_name(cache, "b\xc3\xbcRO 7", &found, NULL),
	    0);
	CU_ASSERT_EQUAL(found.count, 1);
	rangeset_fini(&found);
	CU_ASSERT_EQUAL_FATAL(cache_sweep_get(cache, 0, &sweep, NULL), 1);
	CU_ASSERT_EQUAL(sweep.id, 2);
	CU_ASSERT_EQUAL(sweep.seed, 3155154626);
	CU_ASSERT_EQUAL(sweep.n_answered, 3);
	cache_sweep_fini(&sweep);
	CU_ASSERT_EQUAL_FATAL(cache_ledger_get(cache, 1, &ledger, &n, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(n, 1);
	CU_ASSERT_EQUAL(ledger[0].out_bytes, 1368);
	free(ledger[0].link);
	free(ledger);
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_PROTOCOL,
			    &learned, NULL),
	    0);
	CU_ASSERT_PTR_NOT_NULL_FATAL(learned);
	CU_ASSERT_STRING_EQUAL(learned, "dword:00000001");
	free(learned);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "shape", test_shape },
		{ "version 1", test_version_1 },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_saved", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
