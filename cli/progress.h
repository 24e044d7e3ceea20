/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep is, as one line for people.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "scanner/sweep.h"

/*
 * Append the line, without a line end.  Pure.  What matters least is left
 * out until it fits in width columns; 0 means as wide as needed.
 */
void progress_line(struct text *out, const struct sweep_progress *progress,
    unsigned width);

/*
 * "known 9,812: confirmed 9,640, missing 172" and, where there are any,
 * ", excluded 3".  Pure.
 */
void progress_add_known(struct text *out,
    const struct sweep_expected *expected);

/* A number with commas: 10,240. */
void progress_add_number(struct text *out, uint64_t n);

/* Where lines go: over each other on a terminal, or one below the other. */
struct progress {
	bool is_terminal;
	bool is_shown;      /* a line stands on the terminal */
	uint64_t every_s;   /* 0: no lines at all */
	uint64_t n_ticks_s; /* seconds since the start */
};

/*
 * every_s is --progress-every, or 0: then once a second, and only when
 * standard error is a terminal.
 */
void progress_init(struct progress *progress, uint64_t every_s, bool is_quiet);

/* Call once a second; shows the line when it is time. */
void progress_tick(struct progress *progress, const struct sweep_progress *now);

/* Take the line off the terminal, before anything else is written there. */
void progress_clear(struct progress *progress);

#endif
