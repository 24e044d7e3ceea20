/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Windows: how they are written, and when they are open.
 */
#include "scanner/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WINDOW_BLANKS  " \t"
#define WINDOW_DAY_S   INT64_C(86400)
#define WINDOW_US_OF_S INT64_C(1000000)

/* "HH:MM" up to 24:00. */
static bool
window_read_time(uint16_t *time_min, const char **text)
{
	const char *p = *text;
	unsigned hour = 0, minute = 0, n;

	for (n = 0; n < 2 && *p >= '0' && *p <= '9'; n++)
		hour = hour * 10 + (unsigned)(*p++ - '0');
	if (n == 0 || *p++ != ':')
		return false;
	for (n = 0; n < 2 && *p >= '0' && *p <= '9'; n++)
		minute = minute * 10 + (unsigned)(*p++ - '0');
	*text = p;
	*time_min = (uint16_t)(hour * 60 + minute);
	return n == 2 && minute < 60 && *time_min <= WINDOW_DAY_MIN;
}

int
window_parse(struct window *window, const char *text, struct err *err)
{
	const char *p = text;

	*window = (struct window){ 0, WINDOW_DAY_MIN, NULL };
	if (strcmp(text, "always") == 0)
		return 0;
	if (!window_read_time(&window->begin_min, &p) || *p++ != '-' ||
	    !window_read_time(&window->end_min, &p) ||
	    window->begin_min == WINDOW_DAY_MIN ||
	    (*p != '\0' && strspn(p, WINDOW_BLANKS) == 0))
		return err_set(err, ERR_INPUT,
		    "a window must be written as 22:00-05:00, with a time zone "
		    "behind it or not, or as always, not '%s'",
		    text);
	if (window->begin_min == window->end_min)
		return err_set(err, ERR_INPUT,
		    "the window '%s' is empty; the whole day is 00:00-24:00",
		    text);
	p += strspn(p, WINDOW_BLANKS);
	if (strpbrk(p, WINDOW_BLANKS) != NULL)
		return err_set(err, ERR_INPUT,
		    "one time zone such as Europe/Berlin may stand behind a "
		    "window, not '%s'",
		    p);
	if (*p != '\0')
		window->zone = mem_dup(p);
	return 0;
}

void
window_fini(struct window *window)
{
	free(window->zone);
}

const char *
window_format(const struct window *window, char buf[WINDOW_TEXT_LEN])
{
	(void)snprintf(buf, WINDOW_TEXT_LEN, "%02u:%02u-%02u:%02u%s%s",
	    window->begin_min / 60, window->begin_min % 60,
	    window->end_min / 60, window->end_min % 60,
	    window->zone == NULL ? "" : " ",
	    window->zone == NULL ? "" : window->zone);
	return buf;
}

/* The seconds of the day that a clock shows. */
static int64_t
window_clock_s(int64_t time_s, int32_t offset_s)
{
	int64_t clock_s = (time_s + offset_s) % WINDOW_DAY_S;

	return clock_s < 0 ? clock_s + WINDOW_DAY_S : clock_s;
}

static bool
window_shows(const struct window *window, int64_t clock_s)
{
	int64_t begin_s = window->begin_min * 60, end_s = window->end_min * 60;

	return begin_s < end_s ? clock_s >= begin_s && clock_s < end_s
			       : clock_s >= begin_s || clock_s < end_s;
}

/* How long a clock that is not put forward or back goes to that time. */
static int64_t
window_wait_s(int64_t clock_s, unsigned time_min)
{
	int64_t wait_s = time_min * 60 - clock_s;

	return wait_s <= 0 ? wait_s + WINDOW_DAY_S : wait_s;
}

/* The first time after early_s, up to late_s, with another offset. */
static int64_t
window_shift_s(int64_t early_s, int64_t late_s, window_offset_fn offset_s,
    void *arg)
{
	int32_t before_s = offset_s(early_s, arg);

	while (late_s - early_s > 1) {
		int64_t mid_s = early_s + (late_s - early_s) / 2;

		if (offset_s(mid_s, arg) == before_s)
			early_s = mid_s;
		else
			late_s = mid_s;
	}
	return late_s;
}

/*
 * When the window may open or close next: a clock reaches its begin or end,
 * or is put forward or back before.
 */
static int64_t
window_next_s(const struct window *window, int64_t now_s,
    window_offset_fn offset_s, void *arg)
{
	int32_t ahead_s = offset_s(now_s, arg);
	int64_t clock_s = window_clock_s(now_s, ahead_s);
	int64_t begin_s = window_wait_s(clock_s, window->begin_min);
	int64_t end_s = window_wait_s(clock_s, window->end_min);
	int64_t next_s = now_s + (begin_s < end_s ? begin_s : end_s);

	if (offset_s(next_s, arg) == ahead_s)
		return next_s;
	return window_shift_s(now_s, next_s, offset_s, arg);
}

static int
window_span_cmp(const void *a, const void *b)
{
	const struct window_span *x = a, *y = b;

	return (x->begin_us > y->begin_us) - (x->begin_us < y->begin_us);
}

/* Sort, and make one span of those that touch. */
static void
window_schedule_seal(struct window_schedule *schedule)
{
	size_t kept = 0;

	if (schedule->n == 0)
		return;
	qsort(schedule->span, schedule->n, sizeof(*schedule->span),
	    window_span_cmp);
	for (size_t i = 1; i < schedule->n; i++) {
		struct window_span *last = &schedule->span[kept];
		const struct window_span *span = &schedule->span[i];

		if (span->begin_us > last->end_us)
			schedule->span[++kept] = *span;
		else if (span->end_us > last->end_us)
			last->end_us = span->end_us;
	}
	schedule->n = kept + 1;
}

void
window_schedule_add(struct window_schedule *schedule,
    const struct window *window, window_offset_fn offset_s, void *arg,
    int64_t from_us, int64_t until_us)
{
	int64_t until_s = until_us / WINDOW_US_OF_S;
	int64_t now_s = from_us / WINDOW_US_OF_S;

	schedule->until_us = until_us;
	while (now_s < until_s) {
		int64_t next_s = window_next_s(window, now_s, offset_s, arg);

		if (window_shows(window,
			window_clock_s(now_s, offset_s(now_s, arg)))) {
			schedule->span =
			    mem_grow(schedule->span, &schedule->cap,
				schedule->n + 1, sizeof(*schedule->span));
			schedule->span[schedule->n++] =
			    (struct window_span){ now_s * WINDOW_US_OF_S,
				    next_s * WINDOW_US_OF_S };
		}
		now_s = next_s;
	}
	window_schedule_seal(schedule);
}

bool
window_schedule_is_open(const struct window_schedule *schedule, int64_t now_us,
    int64_t *change_us)
{
	*change_us = INT64_MAX;
	for (size_t i = 0; schedule != NULL && i < schedule->n; i++) {
		const struct window_span *span = &schedule->span[i];

		if (now_us >= span->end_us)
			continue;
		*change_us = now_us < span->begin_us ? span->begin_us
			     : span->end_us < schedule->until_us ? span->end_us
								 : INT64_MAX;
		return now_us >= span->begin_us;
	}
	return schedule == NULL;
}

uint64_t
window_schedule_next_us(const struct window_schedule *schedule, int64_t now_us,
    int64_t *begin_us)
{
	for (size_t i = 0; i < schedule->n; i++) {
		const struct window_span *span = &schedule->span[i];

		if (now_us >= span->end_us)
			continue;
		*begin_us = now_us > span->begin_us ? now_us : span->begin_us;
		return span->end_us >= schedule->until_us
			   ? UINT64_MAX
			   : (uint64_t)(span->end_us - *begin_us);
	}
	*begin_us = INT64_MAX;
	return 0;
}

void
window_schedule_fini(struct window_schedule *schedule)
{
	free(schedule->span);
	*schedule = (struct window_schedule)WINDOW_SCHEDULE_INIT;
}
