/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Time zones by name, as the C library knows them.
 */
#ifndef SCANNER_ZONE_H
#define SCANNER_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "scanner/window.h"

#define ZONE_DAYS_AHEAD 32 /* how far a schedule goes */

/*
 * Is there a zone of that name?  The C library itself takes any name and
 * makes UTC of those that it does not know.
 */
int zone_check(const char *name, struct err *err)
    __attribute__((warn_unused_result));

/*
 * When n windows together are open, from now_us on.  Not while other threads
 * run: the C library has one time zone at a time, $TZ, which is another one
 * meanwhile.
 */
void zone_schedule(struct window_schedule *schedule,
    const struct window *window, size_t n, int64_t now_us);

/* "2026-11-23 22:00 CET" of a time in a zone (NULL: the machine's own) into buf. */
#define ZONE_TEXT_LEN 48
const char *zone_format(int64_t time_us, const char *zone,
    char buf[ZONE_TEXT_LEN]);

#endif
