/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Clocks and times as text.
 */
#include "base/clock.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "test/harness.h"

static const struct {
	const char *name;
	int64_t wall_us;
	const char *text;
} wall_rows[] = {
	{ "epoch", 0, "1970-01-01T00:00:00.000Z" },
	{ "one microsecond before", -1, "1969-12-31T23:59:59.999Z" },
	{ "one second before", -1000000, "1969-12-31T23:59:59.000Z" },
	{ "below a millisecond", 999, "1970-01-01T00:00:00.000Z" },
	{ "one millisecond", 1000, "1970-01-01T00:00:00.001Z" },
	{ "last millisecond", 999999, "1970-01-01T00:00:00.999Z" },
	{ "leap day", INT64_C(1709164800000000), "2024-02-29T00:00:00.000Z" },
	{ "last of January", INT64_C(1769903999123456),
	    "2026-01-31T23:59:59.123Z" },
	{ "beyond 32 bits", INT64_C(4294967296000000),
	    "2106-02-07T06:28:16.000Z" },
	{ "last of year 999", INT64_C(-30610224000000001),
	    "999-12-31T23:59:59.999Z" },
	{ "year 1000", INT64_C(-30610224000000000),
	    "1000-01-01T00:00:00.000Z" },
	{ "last of year 9999", INT64_C(253402300799999999),
	    "9999-12-31T23:59:59.999Z" },
	{ "year 10000", INT64_C(253402300800000000),
	    "10000-01-01T00:00:00.000Z" },
	{ "the last one", INT64_MAX, "294247-01-10T04:00:54.775Z" },
};

static const struct {
	const char *name, *text;
	int64_t wall_us; /* -1: refused */
} parse_rows[] = {
	{ "epoch", "1970-01-01T00:00:00.000Z", 0 },
	{ "one millisecond", "1970-01-01T00:00:00.001Z", 1000 },
	{ "before the epoch", "1969-12-31T23:59:59.999Z", -1 },
	{ "leap day", "2024-02-29T00:00:00.000Z", INT64_C(1709164800000000) },
	{ "no leap day", "2023-02-29T00:00:00.000Z", -1 },
	{ "the last of 9999", "9999-12-31T23:59:59.999Z",
	    INT64_C(253402300799999000) },
	{ "year 0", "0000-01-01T00:00:00.000Z", -1 },
	{ "month 0", "2026-00-01T00:00:00.000Z", -1 },
	{ "month 13", "2026-13-01T00:00:00.000Z", -1 },
	{ "day 0", "2026-01-00T00:00:00.000Z", -1 },
	{ "day 32", "2026-01-32T00:00:00.000Z", -1 },
	{ "hour 24", "2026-01-01T24:00:00.000Z", -1 },
	{ "minute 60", "2026-01-01T00:60:00.000Z", -1 },
	{ "leap second", "2016-12-31T23:59:60.000Z", -1 },
	{ "empty", "", -1 },
	{ "no fraction", "2026-01-01T00:00:00Z", -1 },
	{ "no zone", "2026-01-01T00:00:00.000", -1 },
	{ "other zone", "2026-01-01T00:00:00.000+01:00", -1 },
	{ "small letters", "2026-01-01t00:00:00.000z", -1 },
	{ "a blank", "2026-01-01 00:00:00.000Z", -1 },
	{ "a sign", "+026-01-01T00:00:00.000Z", -1 },
	{ "behind it", "2026-01-01T00:00:00.000Z ", -1 },
};

/*
 * Each day of four centuries, after which the calendar repeats, and of the
 * last one: as the C library says it.
 */
static void
test_calendar(void)
{
	for (int64_t day = 0; day < 2932897; day++) {
		int64_t s = day * 86400 + day % 86400;
		char want[CLOCK_TEXT_LEN], got[CLOCK_TEXT_LEN];
		time_t t = (time_t)s;
		struct tm tm;

		if (day == 146097)
			day = 2932897 - 36525;
		(void)strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S.000Z",
		    gmtime_r(&t, &tm));
		clock_format(s * 1000000, got);
		if (strcmp(got, want) != 0) {
			CU_ASSERT_STRING_EQUAL(got, want);
			break;
		}
	}
}

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(parse_rows); i++) {
		int64_t wall_us = -1;

		harness_row(parse_rows[i].name);
		CU_ASSERT_EQUAL(clock_parse(&wall_us, parse_rows[i].text),
		    parse_rows[i].wall_us != -1);
		CU_ASSERT_EQUAL(wall_us, parse_rows[i].wall_us);
	}
}

static void
test_format(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(wall_rows); i++) {
		char buf[CLOCK_TEXT_LEN];

		harness_row(wall_rows[i].name);
		CU_ASSERT_STRING_EQUAL(clock_format(wall_rows[i].wall_us, buf),
		    wall_rows[i].text);
	}
}

static void
test_format_first(void)
{
	char buf[CLOCK_TEXT_LEN];

	CU_ASSERT_PTR_EQUAL(clock_format(INT64_MIN, buf), buf);
	CU_ASSERT(strlen(buf) < CLOCK_TEXT_LEN);
	CU_ASSERT_EQUAL(buf[0], '-');
}

static const struct {
	const char *name;
	uint64_t span_us;
	const char *text;
} span_rows[] = {
	{ "none", 0, "0us" },
	{ "last of microseconds", 999, "999us" },
	{ "first of milliseconds", 1000, "1ms" },
	{ "last of milliseconds", 999999, "999ms" },
	{ "first of seconds", 1000000, "1.0s" },
	{ "tenths are cut, not rounded", 4299999, "4.2s" },
	{ "last of seconds", 59999999, "59.9s" },
	{ "first of minutes", 60000000, "1m00s" },
	{ "minutes", 187000000, "3m07s" },
	{ "last of minutes", UINT64_C(3599999999), "59m59s" },
	{ "first of hours", UINT64_C(3600000000), "1h00m" },
	{ "hours", UINT64_C(3720000000), "1h02m" },
	{ "the longest", UINT64_MAX, "5124095576h01m" },
};

static void
test_format_span(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(span_rows); i++) {
		char buf[CLOCK_TEXT_LEN];

		harness_row(span_rows[i].name);
		CU_ASSERT_STRING_EQUAL(clock_format_span(span_rows[i].span_us,
					   buf),
		    span_rows[i].text);
	}
}

static void
test_now(void)
{
	uint64_t first = clock_now_ns();
	int64_t wall_us = clock_now_wall_us();

	CU_ASSERT(clock_now_ns() >= first);
	/* after 2020 and before 2100: seconds, not milliseconds, went in */
	CU_ASSERT(wall_us > INT64_C(1577836800000000));
	CU_ASSERT(wall_us < INT64_C(4102444800000000));
}

/* Two cycles of the calendar against the C library's, and some of all. */
static void
test_every_day(void)
{
	static const struct {
		int64_t first, last, step;
	} spans[] = { { -135140, 157054, 1 }, { -354285, 2932896, 97 } };
	bool is_right = true;

	for (size_t i = 0; i < HARNESS_ROWS(spans); i++)
		for (int64_t day = spans[i].first; day <= spans[i].last;
		     day += spans[i].step) {
			time_t t = (time_t)(day * 86400 + 86399);
			char buf[CLOCK_TEXT_LEN], want[CLOCK_TEXT_LEN];
			struct tm tm;

			CU_ASSERT_PTR_NOT_NULL_FATAL(gmtime_r(&t, &tm));
			(void)strftime(want, sizeof(want),
			    "%Y-%m-%dT%H:%M:%S.000Z", &tm);
			clock_format((int64_t)t * 1000000, buf);
			is_right = is_right && strcmp(buf, want) == 0;
		}
	CU_ASSERT(is_right);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "format", test_format },
		{ "calendar", test_calendar },
		{ "parse", test_parse },
		{ "format, the first of all times", test_format_first },
		{ "format_span", test_format_span },
		{ "now", test_now },
		{ "every day", test_every_day },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "clock", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
