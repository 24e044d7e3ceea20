/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep will take, for people and for programs.
 */
#include "cli/plan_print.h"

#include <stdlib.h>

#include "base/clock.h"
#include "cli/progress.h"
#include "cli/sweep_setup.h"
#include "output/jsonout.h"

#define PLAN_PRINT_OVERLAPS_MAX 8 /* lines about them */
#define PLAN_PRINT_AT           10

static void
plan_print_number(FILE *out, uint64_t n)
{
	struct text text = TEXT_INIT;

	progress_add_number(&text, n);
	fprintf(out, "%15s", text_str(&text));
	text_fini(&text);
}

static void
plan_print_titles(FILE *out)
{
	fprintf(out, "%7s%15s%15s%15s%15s%9s\n", "tries", "packets out",
	    "bytes out", "packets in", "bytes in", "time");
}

static void
plan_print_work(FILE *out, unsigned n_tries, const struct estimate_work *work)
{
	char span[CLOCK_TEXT_LEN];

	fprintf(out, "%7u", n_tries);
	plan_print_number(out, work->out.packets);
	plan_print_number(out, work->out.bytes);
	plan_print_number(out, work->in.packets);
	plan_print_number(out, work->in.bytes);
	fprintf(out, "%9s\n", clock_format_span(work->time_us, span));
}

uint64_t
plan_print_window_us(const struct link_config *link, int64_t now_us)
{
	int64_t change_us, begin_us;

	if (link->schedule == NULL)
		return UINT64_MAX;
	if (!window_schedule_is_open(link->schedule, now_us, &change_us))
		return window_schedule_next_us(link->schedule, now_us,
		    &begin_us);
	if (change_us == INT64_MAX)
		return UINT64_MAX;
	return window_schedule_next_us(link->schedule, change_us, &begin_us);
}

/* When the link may be asked, and whether that is long enough. */
static void
plan_print_window(struct text *row, const struct estimate_link *link,
    int64_t now_us)
{
	uint64_t window_us = plan_print_window_us(link->config, now_us);
	char span[CLOCK_TEXT_LEN];
	int64_t change_us;

	text_add(row, "; window ");
	if (!window_schedule_is_open(link->config->schedule, now_us,
		&change_us)) {
		sweep_setup_add_window(row, link->config, change_us);
	} else {
		text_add(row, "open now");
		if (change_us != INT64_MAX)
			text_addf(row, " for %s",
			    clock_format_span((uint64_t)(change_us - now_us),
				span));
	}
	if (window_us == UINT64_MAX)
		return;
	text_addf(row, ", %s long: ", clock_format_span(window_us, span));
	text_add(row,
	    window_us < link->most.time_us ? "too short" : "long enough");
}

/* Who is to be asked, what the line carries, and when. */
static void
plan_print_link(FILE *out, const struct estimate_link *link, int64_t now_us,
    unsigned width)
{
	struct text row = TEXT_INIT;

	text_addf(&row, "%s: ", link->name);
	progress_add_number(&row, link->n_targets);
	text_addf(&row, " %s", link->n_targets == 1 ? "address" : "addresses");
	if (link->n_expected > 0) {
		text_add(&row, ", ");
		progress_add_number(&row, link->n_expected);
		text_add(&row, " of them known");
	}
	if (link->n_excluded > 0) {
		text_add(&row, ", ");
		progress_add_number(&row, link->n_excluded);
		text_add(&row, " more excluded");
	}
	if (link->budget_bps != 0) {
		text_add(&row, "; ");
		progress_add_number(&row, link->budget_bps);
		if (link->config != NULL) {
			text_add(&row, " of ");
			progress_add_number(&row, link->config->capacity_bps);
		}
		text_add(&row, " bit/s in each direction");
	}
	if (link->config != NULL && link->config->schedule != NULL)
		plan_print_window(&row, link, now_us);
	opt_print_wrapped(out, text_str(&row), 2, 0, width);
	plan_print_work(out, 1, &link->first);
	if (link->n_tries > 1)
		plan_print_work(out, link->n_tries, &link->most);
	text_fini(&row);
}

/* How many of the asked are in the prefix. */
static uint64_t
plan_print_n_in(const struct sweep_plan *plan, const struct prefix *prefix)
{
	struct rangeset all = RANGESET_INIT, in = RANGESET_INIT;
	struct addr_range range = prefix_range(prefix);
	uint64_t n;

	rangeset_add(&all, &range);
	rangeset_seal(&all);
	rangeset_intersect(&in, &plan->asked, &all);
	n = in.count;
	rangeset_fini(&in);
	rangeset_fini(&all);
	return n;
}

/* Call for each overlap that any target is in. */
static void
plan_print_each_overlap(const struct sweep_plan *plan, void *arg,
    void (*one)(void *arg, const struct link_overlap *overlap, uint64_t n))
{
	size_t n_overlaps;
	struct link_overlap *overlap =
	    link_overlaps(plan->sweep.links, &n_overlaps);

	for (size_t i = 0; i < n_overlaps; i++) {
		uint64_t n = plan_print_n_in(plan, &overlap[i].inner_prefix);

		if (n > 0)
			one(arg, &overlap[i], n);
	}
	free(overlap);
}

struct plan_print_lines {
	FILE *out;
	unsigned width;
	size_t n;
};

static void
plan_print_overlap(void *arg, const struct link_overlap *overlap, uint64_t n)
{
	struct plan_print_lines *lines = arg;
	char inner[ADDR_TEXT_LEN], outer[ADDR_TEXT_LEN];
	struct text row = TEXT_INIT;

	if (lines->n++ >= PLAN_PRINT_OVERLAPS_MAX)
		return;
	text_addf(&row,
	    "%s of link '%s' lies in %s of link '%s': the longer "
	    "prefix wins, ",
	    prefix_format(&overlap->inner_prefix, inner), overlap->inner->name,
	    prefix_format(&overlap->outer_prefix, outer), overlap->outer->name);
	progress_add_number(&row, n);
	text_addf(&row, " %s to be asked there", n == 1 ? "is" : "are");
	fprintf(lines->out, "%-*s", PLAN_PRINT_AT, "overlap");
	opt_print_wrapped(lines->out, text_str(&row), PLAN_PRINT_AT,
	    PLAN_PRINT_AT, lines->width);
	text_fini(&row);
}

void
plan_print_table(FILE *out, const struct plan_print *print, unsigned width)
{
	const struct estimate *estimate = print->estimate;
	struct plan_print_lines lines = { out, width, 0 };

	plan_print_titles(out);
	for (size_t i = 0; i < estimate->n; i++)
		plan_print_link(out, &estimate->link[i], print->now_us, width);
	if (estimate->n > 1)
		plan_print_link(out, &estimate->total, print->now_us, width);
	opt_print_wrapped(out,
	    "(One try: all answer in full.  All tries: all answer in full at "
	    "the last, the most that it can be.)",
	    0, 0, width);
	if (print->plan->mode == SWEEP_OPTIONS_MODE_LOCAL)
		opt_print_wrapped(out,
		    "Attached subnets are asked at once, by broadcast: who "
		    "answers there is not in these figures, since nobody "
		    "knows how many they are.",
		    0, 0, width);
	fprintf(out, "%-*s%s\n", PLAN_PRINT_AT, "probes",
	    text_str(&print->plan->probes_text));
	for (size_t i = 0; i < print->output->n; i++)
		fprintf(out, "%-*s%s\n", PLAN_PRINT_AT, i == 0 ? "writes" : "",
		    print->output->item[i]);
	plan_print_each_overlap(print->plan, &lines, plan_print_overlap);
	if (lines.n > PLAN_PRINT_OVERLAPS_MAX)
		fprintf(out, "%-*sand %zu more\n", PLAN_PRINT_AT, "",
		    lines.n - PLAN_PRINT_OVERLAPS_MAX);
	fputs("nothing was sent\n", out);
}

static void
plan_print_json_work(struct jsonout *j, const char *key,
    const struct estimate_work *work)
{
	jsonout_object(j, key);
	jsonout_u64(j, "out_packets", work->out.packets);
	jsonout_u64(j, "out_bytes", work->out.bytes);
	jsonout_u64(j, "in_packets", work->in.packets);
	jsonout_u64(j, "in_bytes", work->in.bytes);
	jsonout_u64(j, "time_us", work->time_us);
	jsonout_end(j);
}

/* null: always open; opens and closes are what comes next. */
static void
plan_print_json_window(struct jsonout *j, const struct estimate_link *link,
    int64_t now_us)
{
	uint64_t window_us = plan_print_window_us(link->config, now_us);
	char buf[WINDOW_TEXT_LEN];
	int64_t change_us;
	bool is_open =
	    window_schedule_is_open(link->config->schedule, now_us, &change_us);

	if (link->config->schedule == NULL) {
		jsonout_text(j, "window", NULL);
		return;
	}
	jsonout_object(j, "window");
	jsonout_array(j, "hours");
	for (size_t i = 0; i < link->config->n_windows; i++)
		jsonout_text(j, NULL,
		    window_format(&link->config->window[i], buf));
	jsonout_end(j);
	jsonout_bool(j, "open", is_open);
	jsonout_time(j, is_open ? "closes" : "opens",
	    change_us == INT64_MAX ? 0 : change_us);
	jsonout_known(j, "length_us", window_us == UINT64_MAX ? 0 : window_us);
	jsonout_bool(j, "suffices", window_us >= link->most.time_us);
	jsonout_end(j);
}

static void
plan_print_json_link(struct jsonout *j, const struct estimate_link *link,
    int64_t now_us)
{
	if (link->config != NULL) {
		jsonout_text(j, "name", link->name);
		jsonout_known(j, "capacity_bps", link->config->capacity_bps);
	}
	jsonout_known(j, "budget_bps", link->budget_bps);
	jsonout_u64(j, "targets", link->n_targets);
	jsonout_u64(j, "known", link->n_expected);
	jsonout_u64(j, "excluded", link->n_excluded);
	jsonout_u64(j, "tries", link->n_tries);
	plan_print_json_work(j, "first", &link->first);
	plan_print_json_work(j, "most", &link->most);
	if (link->config != NULL)
		plan_print_json_window(j, link, now_us);
}

static void
plan_print_json_overlap(void *arg, const struct link_overlap *overlap,
    uint64_t n)
{
	struct jsonout *j = arg;
	char buf[ADDR_TEXT_LEN];

	jsonout_object(j, NULL);
	jsonout_text(j, "prefix", prefix_format(&overlap->inner_prefix, buf));
	jsonout_text(j, "link", overlap->inner->name);
	jsonout_text(j, "inside", prefix_format(&overlap->outer_prefix, buf));
	jsonout_text(j, "inside_link", overlap->outer->name);
	jsonout_u64(j, "targets", n);
	jsonout_end(j);
}

void
plan_print_json(FILE *out, const struct plan_print *print)
{
	const struct estimate *estimate = print->estimate;
	struct jsonout j;

	jsonout_init(&j, out, true);
	jsonout_object(&j, NULL);
	jsonout_text(&j, "mode", sweep_options_mode_name(print->plan->mode));
	jsonout_text(&j, "probes", text_str(&print->plan->probes_text));
	jsonout_array(&j, "links");
	for (size_t i = 0; i < estimate->n; i++) {
		jsonout_object(&j, NULL);
		plan_print_json_link(&j, &estimate->link[i], print->now_us);
		jsonout_end(&j);
	}
	jsonout_end(&j);
	jsonout_object(&j, "all");
	plan_print_json_link(&j, &estimate->total, print->now_us);
	jsonout_end(&j);
	jsonout_array(&j, "overlaps");
	plan_print_each_overlap(print->plan, &j, plan_print_json_overlap);
	jsonout_end(&j);
	jsonout_array(&j, "writes");
	for (size_t i = 0; i < print->output->n; i++)
		jsonout_text(&j, NULL, print->output->item[i]);
	jsonout_end(&j);
	jsonout_end(&j);
	jsonout_fini(&j);
}
