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

const char *
clock_format(int64_t wall_us, char buf[CLOCK_TEXT_LEN])
{
	int64_t second = wall_us / 1000000, us = wall_us % 1000000;
	struct tm tm;
	time_t t;
	size_t len;

	if (us < 0) {
		us += 1000000;
		second--;
	}
	t = (time_t)second;
	if (gmtime_r(&t, &tm) == NULL || (len = strftime(buf, CLOCK_TEXT_LEN,
					      "%Y-%m-%dT%H:%M:%S", &tm)) == 0)
		return strcpy(buf, "1970-01-01T00:00:00.000Z");
	(void)snprintf(buf + len, CLOCK_TEXT_LEN - len, ".%03dZ",
	    (int)(us / 1000));
	return buf;
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
