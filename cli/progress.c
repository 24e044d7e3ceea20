/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep is, as one line for people.
 */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/term.h"

#define PROGRESS_PARTS 5

void
progress_add_number(struct text *out, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			text_add_char(out, ',');
		text_add_char(out, digits[i]);
	}
}

void
progress_add_known(struct text *out, const struct sweep_expected *expected)
{
	text_add(out, "known ");
	progress_add_number(out, expected->n_known + expected->n_excluded);
	text_add(out, ": confirmed ");
	progress_add_number(out, expected->n_confirmed);
	text_add(out, ", missing ");
	progress_add_number(out, expected->n_known - expected->n_confirmed);
	if (expected->n_excluded == 0)
		return;
	text_add(out, ", excluded ");
	progress_add_number(out, expected->n_excluded);
}

static void
progress_add_found(struct text *out, const struct sweep_progress *now)
{
	text_add(out, "found ");
	progress_add_number(out, now->n_hosts);
	text_add(out, " (");
	progress_add_number(out, now->n_servers);
	text_add(out, now->n_servers == 1 ? " server, " : " servers, ");
	progress_add_number(out, now->n_clients);
	text_add(out, now->n_clients == 1 ? " client)" : " clients)");
}

/* Whole seconds are enough of a guess; nothing at the very end. */
static void
progress_add_left(struct text *out, uint64_t left_us)
{
	char span[CLOCK_TEXT_LEN];
	uint64_t left_s;

	if (left_us == UINT64_MAX || left_us == 0)
		return;
	left_s = (left_us - 1) / CLOCK_US_PER_S + 1;
	if (left_s < 60)
		text_addf(out, "%" PRIu64 "s left", left_s);
	else
		text_addf(out, "%s left",
		    clock_format_span(left_s * CLOCK_US_PER_S, span));
}

/*
 * Whole percent of what has to be sent, by the guess of what is left; 100
 * only when all is done.
 */
static unsigned
progress_percent(const struct sweep_progress *now)
{
	double total = (double)now->n_sent + (double)now->n_left;

	if (now->n_asks_done >= now->n_asks_total)
		return 100;
	if (now->n_left == 0)
		return 99; /* the last answers are awaited */
	return (unsigned)((double)now->n_sent * 99 / total);
}

void
progress_line(struct text *out, const struct sweep_progress *now,
    unsigned width)
{
	/* The least important part first. */
	static const unsigned char drop[] = { 3, 1, 2, 4 };
	struct text part[PROGRESS_PARTS] = { TEXT_INIT };
	size_t len = 0;

	text_addf(&part[0], "%3u%%", progress_percent(now));
	text_add(&part[1], "sent ");
	progress_add_number(&part[1], now->n_sent);
	progress_add_found(&part[2], now);
	progress_add_number(&part[3], (uint64_t)now->rate_pps);
	text_add(&part[3], "/s");
	progress_add_left(&part[4], now->left_us);
	for (size_t i = 0; i < PROGRESS_PARTS; i++)
		len += part[i].len == 0 ? 0 : part[i].len + 2;
	for (size_t i = 0; width != 0 && len > width + 2 && i < sizeof(drop);
	     i++) {
		struct text *least = &part[drop[i]];

		len -= least->len == 0 ? 0 : least->len + 2;
		text_clear(least);
	}
	for (size_t i = 0; i < PROGRESS_PARTS; i++) {
		if (part[i].len > 0)
			text_addf(out, "%s%s", i == 0 ? "" : "  ",
			    text_str(&part[i]));
		text_fini(&part[i]);
	}
}

void
progress_init(struct progress *progress, uint64_t every_s, bool is_quiet)
{
	/* What can have colours can also erase a line. */
	bool is_terminal = term_color_decide(TERM_COLOR_AUTO,
	    isatty(STDERR_FILENO) == 1, NULL, getenv("TERM"));

	*progress =
	    (struct progress){ .is_terminal = is_terminal && every_s == 0,
		    .every_s = every_s };
	if (every_s == 0 && is_terminal && !is_quiet)
		progress->every_s = 1;
}

void
progress_tick(struct progress *progress, const struct sweep_progress *now)
{
	struct text line = TEXT_INIT;

	progress->n_ticks_s++;
	if (progress->every_s == 0 ||
	    progress->n_ticks_s % progress->every_s != 0)
		return;
	/* The last column stays free: some terminals wrap when it is used. */
	progress_line(&line, now,
	    progress->is_terminal ? term_columns(STDERR_FILENO) - 1 : 0);
	if (progress->is_terminal)
		fprintf(stderr, "\r%s\033[K", text_str(&line));
	else
		fprintf(stderr, "rollcall: %s\n", text_str(&line));
	progress->is_shown = progress->is_terminal;
	text_fini(&line);
}

void
progress_clear(struct progress *progress)
{
	if (progress->is_shown)
		fputs("\r\033[K", stderr);
	progress->is_shown = false;
}
