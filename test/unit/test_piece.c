/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/piece: times, roles and states as the text formats write them.
 */
#include <string.h>

#include "output/piece.h"
#include "test/harness.h"

static void
test_time(void)
{
	static const struct {
		const char *name;
		int64_t wall_us;
		const char *want;
	} rows[] = {
		{ "least", INT64_MIN, "1970-01-01T00:00:00.000Z" },
		{ "just before 1970", -1, "1970-01-01T00:00:00.000Z" },
		{ "1970", 0, "1970-01-01T00:00:00.000Z" },
		{ "a millisecond", 1000, "1970-01-01T00:00:00.001Z" },
		{ "the last", INT64_C(253402300799999999),
		    "9999-12-31T23:59:59.999Z" },
		{ "the first after it", INT64_C(253402300800000000),
		    "9999-12-31T23:59:59.999Z" },
		{ "most", INT64_MAX, "9999-12-31T23:59:59.999Z" },
	};
	char buf[CLOCK_TEXT_LEN];

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_STRING_EQUAL(piece_time(rows[i].wall_us, buf),
		    rows[i].want);
	}
}

static void
test_clean(void)
{
	struct text text = TEXT_INIT;

	piece_clean(&text, NULL);
	CU_ASSERT_EQUAL(text.len, 0);
	piece_clean(&text, "a\x1b"
			   "b ");
	CU_ASSERT_STRING_EQUAL(text_str(&text), "a\xef\xbf\xbd"
						"b");
	text_fini(&text);
}

static void
test_role_and_state(void)
{
	struct inventory inventory = { .written_us = 11, .stale_after_s = 0 };
	struct cache_sweep sweep = { .state = CACHE_SWEEP_RUNNING };
	struct addr addr = addr_v4(0xc0000201);
	struct host host;

	host_init(&host, &addr);
	host.role = OBSERVATION_ROLE_ALIVE;
	host.best_role = OBSERVATION_ROLE_SERVER;
	CU_ASSERT_STRING_EQUAL(piece_role(CACHE_ALIVE, &host), "alive");
	CU_ASSERT_STRING_EQUAL(piece_role(CACHE_MISSING, &host), "server");
	CU_ASSERT_STRING_EQUAL(piece_state(&inventory, &host), "imported");
	host.first_us = host.last_us = 10;
	CU_ASSERT_STRING_EQUAL(piece_state(&inventory, &host), "confirmed");
	inventory.stale_after_s = 1;
	inventory.written_us = 1000011;
	CU_ASSERT_STRING_EQUAL(piece_state(&inventory, &host), "stale");
	host_fini(&host);

	CU_ASSERT_TRUE(piece_is_complete(&inventory));
	inventory.sweep = &sweep;
	CU_ASSERT_FALSE(piece_is_complete(&inventory));
	sweep.state = CACHE_SWEEP_COMPLETE;
	CU_ASSERT_TRUE(piece_is_complete(&inventory));
	sweep.state = CACHE_SWEEP_INCOMPLETE;
	CU_ASSERT_FALSE(piece_is_complete(&inventory));
}

static void
test_elapsed(void)
{
	static const struct {
		int64_t from_us, to_us;
		const char *want;
	} rows[] = {
		{ 0, 0, "0.00" },
		{ 5, 4, "0.00" },
		{ 0, 9999, "0.00" },
		{ 0, 10000, "0.01" },
		{ 1000000, 5250000, "4.25" },
		{ INT64_MIN, INT64_MAX, "253402300799.99" },
	};
	char buf[32];

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].want);
		CU_ASSERT_STRING_EQUAL(piece_elapsed(rows[i].from_us,
					   rows[i].to_us, buf),
		    rows[i].want);
	}
}

static void
test_one_line(void)
{
	static const struct {
		const char *name, *text, *want;
		size_t from;
	} rows[] = {
		{ "empty", "", "", 0 },
		{ "none", "a b", "a b", 0 },
		{ "line separator", "a\xe2\x80\xa8z", "a\xef\xbf\xbdz", 0 },
		{ "paragraph separator", "\xe2\x80\xa9", "\xef\xbf\xbd", 0 },
		{ "neighbours stay", "\xe2\x80\xa7\xe2\x80\xaa",
		    "\xe2\x80\xa7\xe2\x80\xaa", 0 },
		{ "other rows stay", "\xe2\x81\xa8", "\xe2\x81\xa8", 0 },
		{ "before from", "\xe2\x80\xa8\xe2\x80\xa8",
		    "\xe2\x80\xa8\xef\xbf\xbd", 3 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text text = TEXT_INIT;

		harness_row(rows[i].name);
		text_add(&text, rows[i].text);
		piece_one_line(&text, rows[i].from);
		CU_ASSERT_STRING_EQUAL(text_str(&text), rows[i].want);
		text_fini(&text);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "time", test_time },
		{ "clean", test_clean },
		{ "role and state", test_role_and_state },
		{ "elapsed", test_elapsed },
		{ "one line", test_one_line },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "piece", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
