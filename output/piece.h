/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of a machine as text, the same in every text format.
 */
#ifndef OUTPUT_PIECE_H
#define OUTPUT_PIECE_H

#include "base/clock.h"
#include "base/text.h"
#include "output/inventory.h"

/*
 * UTC with milliseconds; a time outside the years 1970 to 9999 becomes the
 * nearest one inside, so that every reader of dates takes it.
 */
const char *piece_time(int64_t wall_us, char buf[CLOCK_TEXT_LEN]);

/* The same limits for a number of microseconds. */
int64_t piece_time_in_range(int64_t wall_us);

/* Seconds with two decimals, "4.25"; never negative. */
const char *piece_elapsed(int64_t from_us, int64_t to_us, char buf[32]);

#define PIECE_SHARE_LEN 32

/* A number of 10^-decimals as a decimal fraction, "0.360000". */
const char *piece_share(uint64_t n, unsigned decimals,
    char buf[PIECE_SHARE_LEN]);

#define PIECE_MAC_LEN 18

/* The MAC address that the machine told: whether there is one that is one. */
bool piece_mac(const struct host *host, char buf[PIECE_MAC_LEN]);

/* Append the text cleaned (utf8_clean()); NULL appends nothing. */
void piece_clean(struct text *out, const char *text);

/*
 * Make U+2028 and U+2029 behind from, which end a line for some readers,
 * U+FFFD: for formats of which each line is a machine.
 */
void piece_one_line(struct text *text, size_t from);

/* Keep the first max characters of valid UTF-8. */
void piece_clip(struct text *text, size_t max);

/* "role=server; pds udp/38293 reply; verdict=answered", for a free text. */
void piece_describe(struct text *out, enum cache_section section,
    const struct host *host);

/* What the machine is, or, where it is missing, what it was at best. */
const char *piece_role(enum cache_section section, const struct host *host);

/* "imported", "confirmed" or "stale" when the document is written. */
const char *piece_state(const struct inventory *inventory,
    const struct host *host);

/* Whether the document says all that it could: no sweep was cut short. */
bool piece_is_complete(const struct inventory *inventory);

#endif
