/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Clocks and times as text.  Only the glue calls clock_now_*(); everything
 * else takes the time as an argument.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_TEXT_LEN 40

#define CLOCK_US_PER_S UINT64_C(1000000)
#define CLOCK_NS_PER_S UINT64_C(1000000000)

/* Monotonic, for pacing and time-outs. */
uint64_t clock_now_ns(void);

/* Wall clock, microseconds since 1970, for what is stored and shown. */
int64_t clock_now_wall_us(void);

/* "2026-01-31T23:59:59.123Z" into buf; returns buf. */
const char *clock_format(int64_t wall_us, char buf[CLOCK_TEXT_LEN]);

/*
 * The same back, for the years 1970 to 9999; false when the text is anything
 * else, also another way to write a time.
 */
bool clock_parse(int64_t *wall_us, const char *text);

/* "1h02m", "3m07s", "4.2s", "250ms" into buf; returns buf. */
const char *clock_format_span(uint64_t span_us, char buf[CLOCK_TEXT_LEN]);

#endif
