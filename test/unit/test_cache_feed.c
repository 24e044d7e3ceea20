/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rows in memory as a table: all of them, in their order, as often as a
 * statement wants, and only for statements of ours.
 */
#include "cache/cache_feed.h"

#include <stdint.h>

#include "test/harness.h"

/* Column 0 is the row's number, 1 a text for odd rows and else NULL. */
static void
show(sqlite3_context *out, int column, size_t row, void *arg)
{
	(void)arg;
	if (column == 0)
		sqlite3_result_int64(out, (sqlite3_int64)row);
	else if (row % 2 == 1)
		sqlite3_result_text(out, "word", -1, SQLITE_STATIC);
}

static struct cache_feed
feed(void)
{
	return (struct cache_feed){ "feed", "n, word", show, 0, NULL };
}

static sqlite3 *
open_with(struct cache_feed *feed)
{
	sqlite3 *db = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &db), SQLITE_OK);
	CU_ASSERT_EQUAL(cache_feed_attach(db, feed), SQLITE_OK);
	return db;
}

static int64_t
ask(sqlite3_stmt *stmt)
{
	int64_t value = -1;

	if (sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_DONE);
	CU_ASSERT_EQUAL(sqlite3_reset(stmt), SQLITE_OK);
	return value;
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	return stmt;
}

/* One statement, which is kept, over rows that change. */
static void
test_rows(void)
{
	static const struct {
		const char *row;
		size_t n;
		int64_t sum; /* of n, and 1000 for each word */
	} rows[] = {
		{ "many", 1000, 499500 + 500000 },
		{ "none", 0, 0 },
		{ "one", 1, 0 },
		{ "two", 2, 1001 },
	};
	struct cache_feed in = feed();
	sqlite3 *db = open_with(&in);
	sqlite3_stmt *stmt = prepare(db,
	    "SELECT ifnull(sum(n + 1000 * (word IS 'word')), 0) FROM feed");

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].row);
		in.n = rows[i].n;
		CU_ASSERT_EQUAL(ask(stmt), rows[i].sum);
	}
	CU_ASSERT_EQUAL(sqlite3_finalize(stmt), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
}

static void
test_joined(void)
{
	struct cache_feed in = feed();
	sqlite3 *db = open_with(&in);
	sqlite3_stmt *stmt =
	    prepare(db, "SELECT count(*) FROM feed AS a CROSS JOIN feed AS b"
			" WHERE a.n < b.n");

	in.n = 10;
	CU_ASSERT_EQUAL(ask(stmt), 45);
	CU_ASSERT_EQUAL(sqlite3_finalize(stmt), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
}

static void
test_in_order(void)
{
	struct cache_feed in = feed();
	sqlite3 *db = open_with(&in);
	sqlite3_stmt *stmt = prepare(db, "SELECT n, rowid FROM feed");

	in.n = 3;
	for (int64_t i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_ROW);
		CU_ASSERT_EQUAL(sqlite3_column_int64(stmt, 0), i);
		CU_ASSERT_EQUAL(sqlite3_column_int64(stmt, 1), i);
	}
	CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_DONE);
	CU_ASSERT_EQUAL(sqlite3_finalize(stmt), SQLITE_OK);
	CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
}

/* Neither what stands in a file nor anybody else can use it for more. */
static void
test_refused(void)
{
	static const char *const rows[] = {
		"CREATE VIEW v AS SELECT n FROM feed; SELECT n FROM v",
		"INSERT INTO feed VALUES (1, 'x')",
		"DELETE FROM feed",
		"DROP TABLE feed",
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache_feed in = feed();
		sqlite3 *db = open_with(&in);

		harness_row(rows[i]);
		in.n = 1;
		CU_ASSERT_NOT_EQUAL(sqlite3_exec(db, rows[i], NULL, NULL, NULL),
		    SQLITE_OK);
		CU_ASSERT_EQUAL(sqlite3_close(db), SQLITE_OK);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "as many as there are", test_rows },
		{ "twice in one statement", test_joined },
		{ "in order", test_in_order },
		{ "refused", test_refused },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_feed", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
