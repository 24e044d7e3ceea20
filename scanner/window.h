/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Windows: the hours of the day in which a link may be asked, such as
 * "22:00-05:00 Europe/Berlin".  A window is open exactly while a clock of
 * its zone shows a time from its begin up to, but not, its end; so summer
 * time makes a night an hour longer or shorter.  Pure.
 */
#ifndef SCANNER_WINDOW_H
#define SCANNER_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define WINDOW_DAY_MIN 1440

struct window {
	/* Minutes of the day; begin > end is over midnight. */
	uint16_t begin_min, end_min;
	char *zone; /* owned; NULL: the machine's own */
};

/*
 * "22:00-05:00", with a time zone's name behind it or not, or "always".
 * "24:00" may end a window.  Whether there is such a zone is not looked up.
 * Release the window only when this succeeds.
 */
int window_parse(struct window *window, const char *text, struct err *err)
    __attribute__((warn_unused_result));

void window_fini(struct window *window);

/* "22:00-05:00 Europe/Berlin" into buf; returns buf. */
#define WINDOW_TEXT_LEN 96
const char *window_format(const struct window *window,
    char buf[WINDOW_TEXT_LEN]);

/* How far a zone's clocks are ahead of UTC at a time since 1970. */
typedef int32_t (*window_offset_fn)(int64_t time_s, void *arg);

/* Open from begin_us up to, but not, end_us; wall clock since 1970. */
struct window_span {
	int64_t begin_us, end_us;
};

/* When one link is open, for some days ahead: sorted, and apart. */
struct window_schedule {
	struct window_span *span; /* owned */
	size_t n, cap;
	int64_t until_us; /* what comes later is not in it */
};

/* clang-format off */
#define WINDOW_SCHEDULE_INIT { NULL, 0, 0, 0 }
/* clang-format on */

/*
 * Add the times from from_us to until_us at which the window is open.  What
 * touches becomes one span; until_us must be the same in all calls.
 */
void window_schedule_add(struct window_schedule *schedule,
    const struct window *window, window_offset_fn offset_s, void *arg,
    int64_t from_us, int64_t until_us);

/*
 * Is it open?  *change_us is when that ends, as far as it is known:
 * INT64_MAX: no change before the schedule's end.  NULL is always open.
 */
bool window_schedule_is_open(const struct window_schedule *schedule,
    int64_t now_us, int64_t *change_us);

/* How long it is open from now_us on, before it closes; or first after. */
uint64_t window_schedule_next_us(const struct window_schedule *schedule,
    int64_t now_us, int64_t *begin_us);

void window_schedule_fini(struct window_schedule *schedule);

#endif
