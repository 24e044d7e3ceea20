/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Fields as stored text and back, whatever they hold; and columns that hold
 * what they should not.
 */
#include "cache/cache_row.h"

#include <stdlib.h>
#include <string.h>

#include "cache/host.h"
#include "test/harness.h"

/* Free the fields of a service that stands alone. */
static void
drop(struct host_service *service)
{
	struct addr addr = addr_v4(0);
	struct host host;

	host_init(&host, &addr);
	host.service = malloc(sizeof(*host.service));
	CU_ASSERT_PTR_NOT_NULL_FATAL(host.service);
	*host.service = *service;
	host.n_services = 1;
	host_fini(&host);
	memset(service, 0, sizeof(*service));
}

static void
test_fields(void)
{
	static const struct {
		const char *row, *name, *value;
		int64_t time_us;
		const char *text;
	} rows[] = {
		{ "plain", "os", "NT 4", 7, "os=NT 4\n" },
		{ "said earlier", "os", "NT 4", 5, "os@5=NT 4\n" },
		{ "before 1970", "os", "", -5, "os@-5=\n" },
		{ "empty", "", "", 7, "=\n" },
		{ "signs in the name", "a=b@c", "v", 7, "a\\=b\\@c=v\n" },
		{ "signs in the value", "n", "a=b@c", 7, "n=a=b@c\n" },
		{ "line ends", "a\nb", "c\nd", 7, "a\\nb=c\\nd\n" },
		{ "backslashes", "\\n", "\\n\\", 7, "\\\\n=\\\\n\\\\\n" },
		{ "UTF-8", "n", "\xc3\xa4", 7, "n=\xc3\xa4\n" },
	};
	struct text all = TEXT_INIT;
	struct host_service service = { .time_us = 7 };

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text one = TEXT_INIT;

		harness_row(rows[i].row);
		cache_row_add_field(&one, rows[i].name, rows[i].value,
		    rows[i].time_us, 7);
		CU_ASSERT_STRING_EQUAL(text_str(&one), rows[i].text);
		text_add(&all, text_str(&one));
		text_fini(&one);
	}
	cache_row_parse_fields(&service, text_str(&all), NULL);
	CU_ASSERT_EQUAL_FATAL(service.n_fields, HARNESS_ROWS(rows));
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].row);
		CU_ASSERT_STRING_EQUAL(service.field[i].name, rows[i].name);
		CU_ASSERT_STRING_EQUAL(service.field[i].value, rows[i].value);
		CU_ASSERT_EQUAL(service.field[i].time_us, rows[i].time_us);
	}
	drop(&service);
	/* Cut short anywhere: never more fields, never a crash. */
	for (size_t len = 0; len <= all.len; len++) {
		char *cut = strndup(all.data, len);

		cache_row_parse_fields(&service, cut, NULL);
		CU_ASSERT(service.n_fields <= HARNESS_ROWS(rows));
		drop(&service);
		free(cut);
	}
	text_fini(&all);
}

static void
test_broken(void)
{
	static const struct {
		const char *row, *text;
		size_t n;
	} rows[] = {
		{ "none", NULL, 0 },
		{ "empty", "", 0 },
		{ "an empty line", "\n", 0 },
		{ "no sign", "os", 0 },
		{ "no sign, then a good one", "os\na=b\n", 1 },
		{ "no last line end", "a=b", 1 },
		{ "a backslash at the end", "a=b\\", 1 },
		{ "a time that is none", "a@x=b\n", 0 },
		{ "a time and nothing", "a@5\nb=c\n", 1 },
		{ "a time beyond all", "a@99999999999999999999=b\n", 1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct host_service service = { .time_us = 7 };

		harness_row(rows[i].row);
		cache_row_parse_fields(&service, rows[i].text, NULL);
		CU_ASSERT_EQUAL(service.n_fields, rows[i].n);
		drop(&service);
	}
}

/* One row of one column of that SQL expression. */
static sqlite3_stmt *
column(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_step(stmt), SQLITE_ROW);
	return stmt;
}

static void
test_columns(void)
{
	static const struct {
		const char *sql;
		uint8_t family;  /* as an address */
		uint32_t rtt_us; /* as a round trip */
		unsigned value;  /* as a number up to 4 */
	} rows[] = {
		{ "SELECT x'0a000001'", 4, 0, 0 },
		{ "SELECT zeroblob(16)", 6, 0, 0 },
		{ "SELECT x''", 0, 0, 0 },
		{ "SELECT x'0a0000'", 0, 0, 0 },
		{ "SELECT zeroblob(17)", 0, 0, 0 },
		{ "SELECT NULL", 0, OBSERVATION_NO_RTT, 0 },
		{ "SELECT 3", 0, 3, 3 },
		{ "SELECT 4", 0, 4, 4 },
		{ "SELECT 5", 0, 5, 4 },
		{ "SELECT -1", 0, OBSERVATION_NO_RTT, 4 },
		{ "SELECT 4294967294", 0, 4294967294, 4 },
		{ "SELECT 4294967296", 0, OBSERVATION_NO_RTT, 4 },
		{ "SELECT -9223372036854775808", 0, OBSERVATION_NO_RTT, 4 },
	};
	sqlite3 *db = NULL;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		sqlite3_stmt *stmt = column(db, rows[i].sql);
		struct addr addr = cache_row_addr(stmt, 0);

		harness_row(rows[i].sql);
		CU_ASSERT_EQUAL(addr.family, rows[i].family);
		if (rows[i].family == 0) {
			CU_ASSERT_EQUAL(cache_row_rtt(stmt, 0), rows[i].rtt_us);
			CU_ASSERT_EQUAL(cache_row_enum(stmt, 0, 4),
			    rows[i].value);
		}
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
}

/* What is bound comes back. */
static void
test_round_trip(void)
{
	static const struct addr addrs[] = { { 0, 0, 0 }, { 0, 0, 4 },
		{ 0, UINT32_MAX, 4 }, { 0, 0, 6 },
		{ UINT64_MAX, UINT64_MAX - 1, 6 } };
	static const uint64_t numbers[] = { 0, 1, INT64_MAX,
		(uint64_t)INT64_MAX + 1, UINT64_MAX };
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt;

	CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &db), SQLITE_OK);
	stmt = column(db, "SELECT ?1, ?2, ?3, ?4");
	for (size_t i = 0; i < HARNESS_ROWS(addrs); i++) {
		struct addr got;
		char *text;

		(void)sqlite3_reset(stmt);
		cache_row_bind_addr(stmt, 1, &addrs[i]);
		cache_row_bind_u64(stmt, 2, numbers[i]);
		cache_row_bind_text(stmt, 3, i == 0 ? NULL : "text");
		(void)(i == 0 ? sqlite3_bind_null(stmt, 4)
			      : sqlite3_bind_int64(stmt, 4, (sqlite3_int64)i));
		CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_ROW);
		got = cache_row_addr(stmt, 0);
		CU_ASSERT(addr_eq(&got, &addrs[i]));
		CU_ASSERT_EQUAL(cache_row_u64(stmt, 1), numbers[i]);
		text = cache_row_text(stmt, 2);
		CU_ASSERT_EQUAL(text == NULL, i == 0);
		free(text);
		CU_ASSERT_EQUAL(cache_row_rtt(stmt, 3),
		    i == 0 ? OBSERVATION_NO_RTT : (uint32_t)i);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "fields", test_fields },
		{ "broken fields", test_broken },
		{ "columns", test_columns },
		{ "round trip", test_round_trip },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_row", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
