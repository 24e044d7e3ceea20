/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Windows: how they are written, and when they are open.
 */
#include "scanner/window.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WINDOW_BLANKS " \t"

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
