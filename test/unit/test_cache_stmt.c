/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Each statement can be prepared and asks an index.
 */
#include <string.h>

#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/unit/cachemem.h"

/*
 * A list asks the indexes, never all rows of a table for each host.  A whole
 * table is read where all of it is wanted, and the list of sweeps, which is
 * short; LEDGER_LEAST scans the few rows that its own query found.
 */
static bool
may_scan(int which, const char *line)
{
	return which == CACHE_STMT_IMPORT_SAID ||
	       which == CACHE_STMT_HOST_EACH ||
	       which == CACHE_STMT_OBSERVED_NEWEST ||
	       which == CACHE_STMT_HISTORY_HOSTS ||
	       which == CACHE_STMT_LEDGER_LEAST ||
	       which == CACHE_STMT_IDENTITY_DELETE ||
	       strncmp(line, "SCAN feed_", 10) == 0 ||
	       strncmp(line, "SCAN f VIRTUAL", 14) == 0 ||
	       strncmp(line, "SCAN sweep", 10) == 0;
}

static void
test_plans(void)
{
	struct cache *cache = cachemem_open();

	for (int which = 0; which < CACHE_N_STMTS; which++) {
		sqlite3_stmt *stmt = cache_prepare(cache, which, NULL);
		sqlite3_stmt *plan = NULL;
		struct text sql = TEXT_INIT;

		CU_ASSERT_PTR_NOT_NULL_FATAL(stmt);
		text_addf(&sql, "EXPLAIN QUERY PLAN %s", sqlite3_sql(stmt));
		harness_row(sqlite3_sql(stmt));
		CU_ASSERT_EQUAL(sqlite3_prepare_v2(cache->db, text_str(&sql),
				    -1, &plan, NULL),
		    SQLITE_OK);
		while (sqlite3_step(plan) == SQLITE_ROW) {
			const char *line =
			    (const char *)sqlite3_column_text(plan, 3);

			CU_ASSERT_PTR_NULL(strstr(line, "AUTOMATIC"));
			CU_ASSERT(strncmp(line, "SCAN ", 5) != 0 ||
				  may_scan(which, line));
		}
		sqlite3_finalize(plan);
		text_fini(&sql);
	}
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "query plans", test_plans },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_stmt", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
