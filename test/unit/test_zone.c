/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Time zones of the C library: names, and the machine's own left as it was.
 */
#include "scanner/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test/harness.h"

#define S INT64_C(1000000)

static void
test_names(void)
{
	static const struct {
		const char *name;
		int want;
	} rows[] = {
		{ "Europe/Berlin", 0 },
		{ "UTC", 0 },
		{ "Etc/GMT+12", 0 },
		{ "America/Port-au-Prince", 0 },
		{ "", -1 },
		{ "Europe", -1 }, /* a folder */
		{ "Europe/Berlln", -1 },
		{ "Europe//Berlin", -1 },
		{ "/etc/localtime", -1 },
		{ "../zoneinfo/UTC", -1 },
		{ "zone.tab", -1 },
		{ "tzdata.zi", -1 },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", -1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(zone_check(rows[i].name, &err), rows[i].want);
		if (rows[i].want == -1)
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].name));
	}
}

/* $TZ and what localtime() says are the same before and after. */
static void
test_schedule(void)
{
	static const char *const own[] = { "America/New_York", NULL };
	struct window window[2];

	CU_ASSERT_EQUAL_FATAL(window_parse(&window[0],
				  "02:30-05:00 Europe/Berlin", NULL),
	    0);
	CU_ASSERT_EQUAL_FATAL(window_parse(&window[1], "20:00-20:30", NULL), 0);
	for (size_t i = 0; i < HARNESS_ROWS(own); i++) {
		struct window_schedule schedule = WINDOW_SCHEDULE_INIT;
		time_t when = 1774656000; /* 2026-03-28T00:00:00Z */
		int64_t from_us = when * S, change_us;
		struct tm before, after;
		char buf[ZONE_TEXT_LEN];

		harness_row(own[i] == NULL ? "unset" : own[i]);
		if (own[i] == NULL)
			unsetenv("TZ");
		else
			setenv("TZ", own[i], 1);
		tzset();
		localtime_r(&when, &before);
		zone_schedule(&schedule, window, 2, from_us);
		localtime_r(&when, &after);
		CU_ASSERT_EQUAL(before.tm_gmtoff, after.tm_gmtoff);
		CU_ASSERT_EQUAL(getenv("TZ") == NULL, own[i] == NULL);
		if (own[i] != NULL) {
			CU_ASSERT_STRING_EQUAL(getenv("TZ"), own[i]);
			/* 20:00 EDT on the 27th is now */
			CU_ASSERT_TRUE(window_schedule_is_open(&schedule,
			    from_us, &change_us));
			CU_ASSERT_EQUAL(change_us, from_us + 1800 * S);
		}
		/* The 29th: 02:30 is left out, 03:00 CEST is 01:00Z. */
		CU_ASSERT_FALSE(window_schedule_is_open(&schedule,
		    from_us + (25 * 3600 - 1) * S, &change_us));
		CU_ASSERT_EQUAL(change_us, from_us + 25 * 3600 * S);
		CU_ASSERT_STRING_EQUAL(zone_format(change_us, "Europe/Berlin",
					   buf),
		    "2026-03-29 03:00 CEST");
		CU_ASSERT_STRING_EQUAL(zone_format(change_us - 1, "UTC", buf),
		    "2026-03-29 00:59 UTC");
		window_schedule_fini(&schedule);
	}
	window_fini(&window[0]);
	window_fini(&window[1]);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "names", test_names },
		{ "schedule", test_schedule },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "zone", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
