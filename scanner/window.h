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

#endif
