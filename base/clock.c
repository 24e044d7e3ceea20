/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Clocks and times as text.
 */
#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

uint64_t
clock_now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * CLOCK_NS_PER_S + (uint64_t)ts.tv_nsec;
}

int64_t
clock_now_wall_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* n digits and what separates them from the next; returns behind that. */
static char *
clock_put(char *at, unsigned value, unsigned n, char separator)
{
	for (unsigned i = n; i > 0; i--) {
		at[i - 1] = (char)('0' + value % 10);
		value /= 10;
	}
	at[n] = separator;
	return at + n + 1;
}

/* 1970 to 9999, the years of nearly all times. */
#define CLOCK_PLAIN_END_US INT64_C(253402300800000000)

/*
 * By hand: a document of many machines is made of times, and gmtime_r()
 * looks for the time zone.  The date is counted in years of 365.25 days that
 * begin on March 1st, 0000 in the Gregorian calendar, so that the leap day is
 * a year's last and the lengths of months follow one line.
 */
static void
clock_put_plain(char *at, uint64_t wall_us)
{
	uint32_t ms = (uint32_t)(wall_us / 1000 % 1000);
	uint32_t second = (uint32_t)(wall_us / 1000000 % 86400);
	/* 719468 days from March 1st, 0000 to January 1st, 1970 */
	uint32_t day = (uint32_t)(wall_us / 1000000 / 86400) + 719468;
	uint32_t century = (4 * day + 3) / 146097;
	uint32_t in_century = day - 146097 * century / 4;
	uint32_t year_of = (4 * in_century + 3) / 1461;
	uint32_t in_year = in_century - 1461 * year_of / 4;
	uint32_t month = (5 * in_year + 2) / 153; /* 0: March */
	uint32_t is_next = month >= 10;           /* January or February */

	at = clock_put(at, 100 * century + year_of + is_next, 4, '-');
	at = clock_put(at, month + 3 - 12 * is_next, 2, '-');
	at = clock_put(at, in_year - (153 * month + 2) / 5 + 1, 2, 'T');
	at = clock_put(at, second / 3600, 2, ':');
	at = clock_put(at, second / 60 % 60, 2, ':');
	at = clock_put(at, second % 60, 2, '.');
	at = clock_put(at, ms, 3, 'Z');
	*at = '\0';
}

const char *
clock_format(int64_t wall_us, char buf[CLOCK_TEXT_LEN])
{
	int64_t second = wall_us / 1000000, us = wall_us % 1000000;
	struct tm tm;
	time_t t;
	size_t len;

	if (wall_us >= 0 && wall_us < CLOCK_PLAIN_END_US) {
		clock_put_plain(buf, (uint64_t)wall_us);
		return buf;
	}
	if (us < 0) {
		us += 1000000;
		second--;
	}
	t = (time_t)second;
	if (gmtime_r(&t, &tm) == NULL)
		return strcpy(buf, "1970-01-01T00:00:00.000Z");
	len = strftime(buf, CLOCK_TEXT_LEN, "%Y-%m-%dT%H:%M:%S", &tm);
	if (len == 0)
		return strcpy(buf, "1970-01-01T00:00:00.000Z");
	(void)snprintf(buf + len, CLOCK_TEXT_LEN - len, ".%03dZ",
	    (int)(us / 1000));
	return buf;
}

/* n decimal digits, or -1. */
static int
clock_digits(const char *text, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

bool
clock_parse(int64_t *wall_us, const char *text)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
	char buf[CLOCK_TEXT_LEN];
	struct tm tm = { 0 };
	int64_t us;

	if (strlen(text) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == 'd' ? clock_digits(&text[i], 1) == -1
				    : text[i] != shape[i])
			return false;
	tm.tm_year = clock_digits(text, 4) - 1900;
	tm.tm_mon = clock_digits(text + 5, 2) - 1;
	tm.tm_mday = clock_digits(text + 8, 2);
	tm.tm_hour = clock_digits(text + 11, 2);
	tm.tm_min = clock_digits(text + 14, 2);
	tm.tm_sec = clock_digits(text + 17, 2);
	us = (int64_t)timegm(&tm) * 1000000 + clock_digits(text + 20, 3) * 1000;
	/* timegm() takes February 30th for March 1st or 2nd. */
	if (us < 0 || strcmp(clock_format(us, buf), text) != 0)
		return false;
	*wall_us = us;
	return true;
}

const char *
clock_format_span(uint64_t span_us, char buf[CLOCK_TEXT_LEN])
{
	uint64_t s = span_us / CLOCK_US_PER_S;

	if (span_us < 1000)
		(void)snprintf(buf, CLOCK_TEXT_LEN, "%" PRIu64 "us", span_us);
	else if (s < 1)
		(void)snprintf(buf, CLOCK_TEXT_LEN, "%" PRIu64 "ms",
		    span_us / 1000);
	else if (s < 60)
		(void)snprintf(buf, CLOCK_TEXT_LEN, "%.1fs",
		    (double)(span_us / 100000) / 10);
	else if (s < 3600)
		(void)snprintf(buf, CLOCK_TEXT_LEN,
		    "%" PRIu64 "m%02" PRIu64 "s", s / 60, s % 60);
	else
		(void)snprintf(buf, CLOCK_TEXT_LEN,
		    "%" PRIu64 "h%02" PRIu64 "m", s / 3600, s / 60 % 60);
	return buf;
}
