/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Versions of the cache file: an empty one is filled, an older one goes
 * forward, a newer or foreign one is refused and left alone.
 */
#include "cache/cache_schema.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cache/cache.h"
#include "test/harness.h"
#include "test/scratch.h"

static sqlite3 *
open_db(const char *path)
{
	sqlite3 *db = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void
run(sqlite3 *db, const char *sql)
{
	CU_ASSERT_EQUAL(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int
number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static void
test_empty(void)
{
	sqlite3 *db = open_db(scratch_path("empty.db"));
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_schema_recognize(db, "empty.db", &err), 0);
	CU_ASSERT_EQUAL(cache_schema_update(db, "empty.db", 0, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(cache_schema_update(db, "empty.db", 1, &err), 0);
	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"),
	    cache_schema_version());
	CU_ASSERT_EQUAL(number(db, "PRAGMA application_id"),
	    CACHE_SCHEMA_APPLICATION_ID);
	/* A second time there is nothing to do. */
	CU_ASSERT_EQUAL(cache_schema_update(db, "empty.db", 1, &err), 0);
	CU_ASSERT_EQUAL(cache_schema_update(db, "empty.db", 0, &err), 0);
	CU_ASSERT_EQUAL(cache_schema_recognize(db, "empty.db", &err), 0);
	sqlite3_close(db);
	/* Another program sees it whole as well, in the header. */
	db = open_db(scratch_path("empty.db"));
	CU_ASSERT_EQUAL(cache_schema_recognize(db, "empty.db", &err), 0);
	sqlite3_close(db);
}

static void
test_newer(void)
{
	static const struct {
		const char *name, *version;
	} rows[] = {
		{ "the next one", NULL },
		{ "the last one", "2147483647" },
		{ "below zero", "-1" },
		{ "far below zero", "-2147483648" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		sqlite3 *db = open_db(":memory:");
		struct err err = ERR_INIT;
		char sql[64], next[16];
		const char *version = rows[i].version;
		int n_tables;

		harness_row(rows[i].name);
		(void)snprintf(next, sizeof(next), "%d",
		    cache_schema_version() + 1);
		if (version == NULL)
			version = next;
		CU_ASSERT_EQUAL(cache_schema_update(db, "x.db", 1, &err), 0);
		(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %s",
		    version);
		run(db, sql);
		n_tables = number(db, "SELECT count(*) FROM sqlite_schema");
		for (int may_write = 0; may_write < 2; may_write++) {
			err = (struct err)ERR_INIT;
			CU_ASSERT_EQUAL(cache_schema_update(db, "x.db",
					    may_write, &err),
			    -1);
			CU_ASSERT_EQUAL(err.code, ERR_CACHE);
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'x.db'"));
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, version));
		}
		CU_ASSERT_EQUAL(number(db,
				    "SELECT count(*) FROM sqlite_schema"),
		    n_tables);
		sqlite3_close(db);
	}
}

/* The same through the front door, byte by byte. */
static void
test_newer_file(void)
{
	const char *path = scratch_path("newer.db");
	struct text before = TEXT_INIT, after = TEXT_INIT;
	struct err err = ERR_INIT;
	sqlite3 *db;

	cache_close(cache_open(path, CACHE_WRITE, &err));
	CU_ASSERT_STRING_EQUAL(err.text, "");
	db = open_db(path);
	run(db, "PRAGMA user_version = 9999");
	sqlite3_close(db);
	CU_ASSERT_EQUAL(file_read(&before, path, 1 << 24, &err), 0);
	for (int mode = CACHE_READ; mode <= CACHE_WRITE; mode++) {
		CU_ASSERT_PTR_NULL(cache_open(path, mode, &err));
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "version 9999"));
	}
	CU_ASSERT_EQUAL(file_read(&after, path, 1 << 24, &err), 0);
	CU_ASSERT_EQUAL(before.len, after.len);
	CU_ASSERT_EQUAL(memcmp(before.data, after.data, before.len), 0);
	text_fini(&before);
	text_fini(&after);
}

static void
test_foreign(void)
{
	static const struct {
		const char *name, *sql;
	} rows[] = {
		{ "no application id", "CREATE TABLE t (x)" },
		{ "another's application id",
		    "CREATE TABLE t (x); PRAGMA application_id = 12345" },
		{ "our version number, but not ours",
		    "CREATE TABLE t (x); PRAGMA user_version = 1" },
		{ "in WAL mode",
		    "PRAGMA journal_mode = WAL; CREATE TABLE t (x)" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const char *path;
		char name[32];
		struct text before = TEXT_INIT, after = TEXT_INIT;
		sqlite3 *db;

		harness_row(rows[i].name);
		(void)snprintf(name, sizeof(name), "foreign%zu.db", i);
		path = scratch_path(name);
		db = open_db(path);
		run(db, rows[i].sql);
		sqlite3_close(db);
		CU_ASSERT_EQUAL(chmod(path, 0600), 0);
		CU_ASSERT_EQUAL(file_read(&before, path, 1 << 24, NULL), 0);
		for (int mode = CACHE_READ; mode <= CACHE_WRITE; mode++) {
			struct err err = ERR_INIT;

			CU_ASSERT_PTR_NULL(cache_open(path, mode, &err));
			CU_ASSERT_EQUAL(err.code, ERR_CACHE);
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, "another program's database"));
		}
		CU_ASSERT_EQUAL(file_read(&after, path, 1 << 24, NULL), 0);
		CU_ASSERT_EQUAL(before.len, after.len);
		CU_ASSERT_EQUAL(memcmp(before.data, after.data, before.len), 0);
		text_fini(&before);
		text_fini(&after);
	}
}

/* Two programs that make the same cache at once. */
static void
test_race(void)
{
	sqlite3 *first = open_db(scratch_path("race.db"));
	sqlite3 *second = open_db(scratch_path("race.db"));
	struct err err = ERR_INIT;

	sqlite3_busy_timeout(second, 20);
	run(first, "BEGIN IMMEDIATE");
	CU_ASSERT_EQUAL(cache_schema_update(second, "race.db", 1, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(err.text, "another program is writing it"));
	run(first, "ROLLBACK");
	CU_ASSERT_EQUAL(cache_schema_update(first, "race.db", 1, &err), 0);
	CU_ASSERT_EQUAL(cache_schema_update(second, "race.db", 1, &err), 0);
	sqlite3_close(first);
	sqlite3_close(second);
}

/* A step that fails leaves neither tables nor a number. */
static void
test_atomic(void)
{
	sqlite3 *db = open_db(":memory:");
	struct err err = ERR_INIT;

	run(db, "CREATE TABLE verdict (x)"); /* in the way of the last one */
	CU_ASSERT_EQUAL(cache_schema_update(db, "x.db", 1, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(number(db, "PRAGMA user_version"), 0);
	CU_ASSERT_EQUAL(number(db, "PRAGMA application_id"), 0);
	CU_ASSERT_EQUAL(number(db, "SELECT count(*) FROM sqlite_schema"), 1);
	CU_ASSERT(sqlite3_get_autocommit(db) != 0);
	sqlite3_close(db);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "an empty file is filled", test_empty },
		{ "a newer version is refused", test_newer },
		{ "a newer file stays as it is", test_newer_file },
		{ "another program's file stays as it is", test_foreign },
		{ "two at once", test_race },
		{ "a step is whole or absent", test_atomic },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_schema", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
