/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Windows: how they are written, and when they are open, also in the nights
 * in which clocks are put forward or back.
 */
#include "scanner/window.h"

#include <string.h>

#include "test/harness.h"

#define S   INT64_C(1000000)
#define H   (3600 * S)
#define DAY (24 * H)
/* 2026-03-28T00:00:00Z; the clocks of Berlin change on the 29th at 01:00Z. */
#define SPRING (INT64_C(1774656000) * S)
/* 2026-10-24T00:00:00Z; back on the 25th at 01:00Z. */
#define AUTUMN (INT64_C(1792800000) * S)

static const struct {
	const char *text;
	uint16_t begin_min, end_min;
	const char *zone;
} good_rows[] = {
	{ "22:00-05:00", 1320, 300, NULL },
	{ "00:00-24:00", 0, 1440, NULL },
	{ "0:00-0:01", 0, 1, NULL },
	{ "23:59-24:00", 1439, 1440, NULL },
	{ "always", 0, 1440, NULL },
	{ "9:05-17:30 Europe/Berlin", 545, 1050, "Europe/Berlin" },
	{ "12:00-13:00 \t UTC", 720, 780, "UTC" },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(good_rows); i++) {
		struct window window;
		char buf[WINDOW_TEXT_LEN];

		harness_row(good_rows[i].text);
		CU_ASSERT_EQUAL(window_parse(&window, good_rows[i].text, NULL),
		    0);
		CU_ASSERT_EQUAL(window.begin_min, good_rows[i].begin_min);
		CU_ASSERT_EQUAL(window.end_min, good_rows[i].end_min);
		CU_ASSERT_EQUAL(window.zone == NULL, good_rows[i].zone == NULL);
		if (window.zone != NULL)
			CU_ASSERT_STRING_EQUAL(window.zone, good_rows[i].zone);
		window_format(&window, buf);
		window_fini(&window);
		CU_ASSERT_EQUAL(window_parse(&window, buf, NULL), 0);
		CU_ASSERT_EQUAL(window.begin_min, good_rows[i].begin_min);
		CU_ASSERT_EQUAL(window.end_min, good_rows[i].end_min);
		window_fini(&window);
	}
}

static const char *const bad_rows[] = { "", "22", "22:00", "22:00-", "22-05",
	"22:00-5", "22:0-05:00", "22:000-05:00", "22:60-05:00", "24:01-05:00",
	"24:00-05:00", "22:00-24:01", "22:00-25:00", "122:00-05:00",
	"22:00 - 05:00", "22:00-05:00x", "22:00-05:00,", "22:00-22:00",
	"-1:00-05:00", "22:00-05:00 Europe/Berlin Europe/Paris", "Always",
	"22:00--5:00" };

static void
test_refuse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(bad_rows); i++) {
		struct window window;
		struct err err = ERR_INIT;

		harness_row(bad_rows[i]);
		CU_ASSERT_EQUAL(window_parse(&window, bad_rows[i], &err), -1);
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		CU_ASSERT_TRUE(strstr(err.text, bad_rows[i]) != NULL ||
			       strstr(err.text, "Europe/Paris") != NULL);
	}
}

/* Berlin's rule, and two that never change. */
static int32_t
berlin(int64_t time_s, void *arg)
{
	(void)arg;
	return time_s * S >= SPRING + 25 * H && time_s * S < AUTUMN + 25 * H
		   ? 7200
		   : 3600;
}

static int32_t
greenwich(int64_t time_s, void *arg)
{
	(void)time_s;
	(void)arg;
	return 0;
}

static int32_t
fiji_west(int64_t time_s, void *arg)
{
	(void)time_s;
	(void)arg;
	return -43200;
}

static const struct {
	const char *name, *window;
	window_offset_fn offset_s;
	int64_t from_us;
	size_t n;
	int64_t span[6]; /* minutes after from_us */
} open_rows[] = {
	{ "by day", "09:00-17:00", greenwich, SPRING, 2,
	    { 540, 1020, 1980, 2460 } },
	{ "over midnight, begun within", "22:00-05:00", greenwich, SPRING, 3,
	    { 0, 300, 1320, 1740, 2760, 3180 } },
	{ "to midnight", "22:00-24:00", greenwich, SPRING, 2,
	    { 1320, 1440, 2760, 2880 } },
	{ "from midnight", "00:00-05:00", greenwich, SPRING, 2,
	    { 0, 300, 1440, 1740 } },
	{ "whole days", "always", greenwich, SPRING, 1, { 0, 2880 } },
	{ "all but a minute", "00:01-00:00", greenwich, SPRING, 2,
	    { 1, 1440, 1441, 2880 } },
	{ "west", "22:00-05:00", fiji_west, SPRING, 2,
	    { 600, 1020, 2040, 2460 } },
	/* 22:00 CET is 21:00Z, 05:00 CEST is 03:00Z: six hours */
	{ "a short night", "22:00-05:00", berlin, SPRING + 12 * H, 2,
	    { 540, 900, 1920, 2340 } },
	{ "begins in the hour that is not there", "02:30-05:00", berlin,
	    SPRING + 12 * H, 2, { 780, 900, 2190, 2340 } },
	{ "ends in the hour that is not there", "22:00-02:30", berlin,
	    SPRING + 12 * H, 2, { 540, 780, 1920, 2190 } },
	{ "all in the hour that is not there", "02:10-02:50", berlin,
	    SPRING + 12 * H, 1, { 2170, 2210 } },
	/* 22:00 CEST is 20:00Z, 05:00 CET is 04:00Z: eight hours */
	{ "a long night", "22:00-05:00", berlin, AUTUMN + 12 * H, 2,
	    { 480, 960, 1980, 2400 } },
	/* 02:30 to 03:00 comes twice, 02:00 to 02:30 in between closes */
	{ "begins in the hour that is there twice", "02:30-05:00", berlin,
	    AUTUMN + 12 * H, 3, { 750, 780, 810, 960, 2250, 2400 } },
	{ "ends in the hour that is there twice", "01:00-02:30", berlin,
	    AUTUMN + 12 * H, 3, { 660, 750, 780, 810, 2160, 2250 } },
};

static void
test_schedule(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(open_rows); i++) {
		struct window_schedule schedule = WINDOW_SCHEDULE_INIT;
		const int64_t from_us = open_rows[i].from_us;
		struct window window;

		harness_row(open_rows[i].name);
		CU_ASSERT_EQUAL_FATAL(window_parse(&window, open_rows[i].window,
					  NULL),
		    0);
		window_schedule_add(&schedule, &window, open_rows[i].offset_s,
		    NULL, from_us, from_us + 2 * DAY);
		/* The last one may be cut at the end of the two days. */
		CU_ASSERT_EQUAL(schedule.n, open_rows[i].n);
		for (size_t k = 0; k < schedule.n && k < open_rows[i].n; k++) {
			CU_ASSERT_EQUAL(schedule.span[k].begin_us,
			    from_us + open_rows[i].span[2 * k] * 60 * S);
			CU_ASSERT_EQUAL(schedule.span[k].end_us,
			    from_us + open_rows[i].span[2 * k + 1] * 60 * S);
		}
		window_schedule_fini(&schedule);
		window_fini(&window);
	}
}

/* Minute by minute, what the schedule says is what the clock shows. */
static void
test_clock(void)
{
	static const char *const windows[] = { "22:00-05:00", "02:30-02:31",
		"01:59-03:01", "00:00-00:01", "23:59-24:00", "03:00-02:00" };
	static const int64_t starts[] = { SPRING, AUTUMN };

	for (size_t i = 0; i < HARNESS_ROWS(windows) * 2; i++) {
		struct window_schedule schedule = WINDOW_SCHEDULE_INIT;
		int64_t from_us = starts[i % 2];
		struct window window;

		harness_row(windows[i / 2]);
		CU_ASSERT_EQUAL_FATAL(window_parse(&window, windows[i / 2],
					  NULL),
		    0);
		window_schedule_add(&schedule, &window, berlin, NULL, from_us,
		    from_us + 3 * DAY);
		for (int minute = 0; minute < 3 * 1440; minute++) {
			int64_t now_us = from_us + minute * 60 * S, change_us;
			int at = (int)((now_us / S + berlin(now_us / S, NULL)) /
				       60 % 1440);
			bool is_in =
			    window.begin_min < window.end_min
				? at >= window.begin_min && at < window.end_min
				: at >= window.begin_min || at < window.end_min;

			CU_ASSERT_EQUAL(window_schedule_is_open(&schedule,
					    now_us, &change_us),
			    is_in);
			CU_ASSERT_TRUE(change_us > now_us);
		}
		window_schedule_fini(&schedule);
		window_fini(&window);
	}
}

static void
test_several(void)
{
	struct window_schedule schedule = WINDOW_SCHEDULE_INIT;
	static const char *const windows[] = { "12:00-13:00", "22:00-05:00",
		"13:00-14:00", "04:00-06:00", "23:00-23:30" };
	int64_t change_us, begin_us;

	for (size_t i = 0; i < HARNESS_ROWS(windows); i++) {
		struct window window;

		CU_ASSERT_EQUAL_FATAL(window_parse(&window, windows[i], NULL),
		    0);
		window_schedule_add(&schedule, &window, greenwich, NULL, SPRING,
		    SPRING + 2 * DAY);
		window_fini(&window);
	}
	/* 0-6, 12-14, 22-30, 36-38, 46-... */
	CU_ASSERT_EQUAL(schedule.n, 5);
	CU_ASSERT_TRUE(window_schedule_is_open(&schedule, SPRING, &change_us));
	CU_ASSERT_EQUAL(change_us, SPRING + 6 * H);
	CU_ASSERT_TRUE(
	    window_schedule_is_open(&schedule, SPRING + 6 * H - 1, &change_us));
	CU_ASSERT_FALSE(
	    window_schedule_is_open(&schedule, SPRING + 6 * H, &change_us));
	CU_ASSERT_EQUAL(change_us, SPRING + 12 * H);
	CU_ASSERT_TRUE(
	    window_schedule_is_open(&schedule, SPRING + 22 * H, &change_us));
	CU_ASSERT_EQUAL(change_us, SPRING + 30 * H);
	/* What is still open at the schedule's end closes nobody knows when. */
	CU_ASSERT_TRUE(
	    window_schedule_is_open(&schedule, SPRING + 46 * H, &change_us));
	CU_ASSERT_EQUAL(change_us, INT64_MAX);
	CU_ASSERT_FALSE(
	    window_schedule_is_open(&schedule, SPRING + 60 * H, &change_us));
	CU_ASSERT_EQUAL(change_us, INT64_MAX);

	CU_ASSERT_EQUAL(window_schedule_next_us(&schedule, SPRING + 13 * H,
			    &begin_us),
	    1 * H);
	CU_ASSERT_EQUAL(begin_us, SPRING + 13 * H);
	CU_ASSERT_EQUAL(window_schedule_next_us(&schedule, SPRING + 14 * H,
			    &begin_us),
	    8 * H);
	CU_ASSERT_EQUAL(begin_us, SPRING + 22 * H);
	CU_ASSERT_EQUAL(window_schedule_next_us(&schedule, SPRING + 40 * H,
			    &begin_us),
	    UINT64_MAX);
	CU_ASSERT_EQUAL(window_schedule_next_us(&schedule, SPRING + 60 * H,
			    &begin_us),
	    0);
	CU_ASSERT_EQUAL(begin_us, INT64_MAX);
	window_schedule_fini(&schedule);
	CU_ASSERT_TRUE(window_schedule_is_open(NULL, 0, &change_us));
	CU_ASSERT_EQUAL(change_us, INT64_MAX);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "parse", test_parse },
		{ "refuse", test_refuse },
		{ "schedule", test_schedule },
		{ "as the clock shows", test_clock },
		{ "several windows", test_several },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "window", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
