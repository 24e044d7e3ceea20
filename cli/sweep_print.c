/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep's plan for people: what --dry-run shows.
 */
#include "cli/sweep_print.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/progress.h"

#define SWEEP_PRINT_AT       14 /* column of the right-hand side */
#define SWEEP_PRINT_SHOW_MAX 8  /* addresses shown as examples */

/* One line of the plan, wrapped; the text is emptied. */
static void
sweep_print_row(FILE *out, const char *label, struct text *row, unsigned width)
{
	fprintf(out, "%-*s", SWEEP_PRINT_AT, label);
	opt_print_wrapped(out, text_str(row), SWEEP_PRINT_AT, SWEEP_PRINT_AT,
	    width);
	text_clear(row);
}

static void
sweep_print_count(struct text *row, uint64_t n, const char *one,
    const char *many)
{
	progress_add_number(row, n);
	text_addf(row, " %s", n == 1 ? one : many);
}

/* The first addresses of a set, and whether there are more. */
static void
sweep_print_some(struct text *row, const struct rangeset *set)
{
	char buf[ADDR_TEXT_LEN];

	for (uint64_t i = 0; i < set->count && i < SWEEP_PRINT_SHOW_MAX; i++) {
		struct addr addr = rangeset_at(set, i);

		text_addf(row, "%s%s", i == 0 ? "" : " ",
		    addr_format(&addr, buf));
	}
	if (set->count > SWEEP_PRINT_SHOW_MAX)
		text_add(row, " ...");
}

static uint64_t
sweep_print_n_questions(const struct sweep_plan *plan)
{
	const struct sweep_config *sweep = &plan->sweep;

	return sweep->n_shouts > 0
		   ? plan->asked.count * sweep->n_asks + sweep->n_shouts
		   : plan->n_asked * sweep->n_asks;
}

static void
sweep_print_questions(struct text *row, const struct sweep_plan *plan)
{
	const struct sweep_config *sweep = &plan->sweep;

	sweep_print_count(row, sweep_print_n_questions(plan),
	    "question:", "questions:");
	for (size_t i = 0; i < sweep->n_asks; i++)
		text_addf(row, "%s %s %s/%u", i == 0 ? "" : ",",
		    sweep->ask[i].probe->name,
		    net_protocol_name(sweep->ask[i].probe->protocol),
		    sweep->ask[i].port);
}

/* Broadcast addresses and groups, each with its probe. */
static void
sweep_print_at_once(struct text *row, const struct sweep_plan *plan)
{
	const struct sweep_config *sweep = &plan->sweep;
	char buf[ADDR_TEXT_LEN];

	for (size_t i = 0; i < sweep->n_shouts; i++)
		text_addf(row, "%s%s %s", i == 0 ? "" : ", ",
		    sweep->ask[sweep->shout[i].ask].probe->name,
		    addr_format(&sweep->shout[i].addr, buf));
}

static void
sweep_print_pace(struct text *row, const struct sweep_plan *plan)
{
	const struct sweep_config *sweep = &plan->sweep;

	if (sweep->rate_pps == SWEEP_RATE_AUTO)
		text_add(row, "starts slowly and adapts");
	else if (sweep->rate_pps == SWEEP_RATE_NO_LIMIT)
		text_add(row, "as fast as nothing is lost");
	else
		text_addf(row, "at most %" PRIu64 " packets/s",
		    sweep->rate_pps);
	if (sweep->budget_bps != 0) {
		text_add(row, ", at most ");
		progress_add_number(row, sweep->budget_bps);
		text_add(row, " bit/s in each direction");
	}
	text_addf(row, "; the silent are asked %u times more", sweep->retries);
}

static void
sweep_print_link(FILE *out, const char *name, const struct rangeset *part,
    const struct link_config *link, unsigned width)
{
	struct text row = TEXT_INIT;

	if (part->count == 0)
		return;
	text_addf(&row, "%s: ", name);
	sweep_print_count(&row, part->count, "address", "addresses");
	if (link_budget_bps(link) != 0) {
		text_add(&row, ", ");
		progress_add_number(&row, link_budget_bps(link));
		text_add(&row, " of ");
		progress_add_number(&row, link->capacity_bps);
		text_add(&row, " bit/s");
	}
	sweep_print_row(out, "link", &row, width);
	text_fini(&row);
}

static void
sweep_print_links(FILE *out, const struct sweep_plan *plan, unsigned width)
{
	const struct link_table *links = plan->sweep.links;
	struct rangeset *part = mem_array(links->n + 1, sizeof(*part));
	struct rangeset rest = RANGESET_INIT;

	if (links->n > 0) {
		link_assign(links, &plan->reached, part, &rest);
		for (size_t i = 0; i < links->n; i++)
			sweep_print_link(out, links->link[i].name, &part[i],
			    &links->link[i], width);
		sweep_print_link(out, LINK_DEFAULT_NAME, &rest,
		    link_table_rest(links), width);
	}
	for (size_t i = 0; i < links->n; i++)
		rangeset_fini(&part[i]);
	rangeset_fini(&rest);
	free(part);
}

void
sweep_print_plan(FILE *out, const struct sweep_plan *plan, unsigned width)
{
	const struct target_set *targets = &plan->targets;
	struct text row = TEXT_INIT;

	sweep_print_count(&row, plan->n_asked, "address", "addresses");
	sweep_print_row(out, "to ask", &row, width);
	sweep_print_questions(&row, plan);
	sweep_print_row(out, "with", &row, width);
	if (plan->sweep.n_shouts > 0) {
		sweep_print_at_once(&row, plan);
		sweep_print_row(out, "at once", &row, width);
	}
	sweep_print_pace(&row, plan);
	sweep_print_row(out, "pace", &row, width);
	if (plan->expected.count > 0) {
		sweep_print_count(&row, plan->expected.count, "address",
		    "addresses");
		text_add(&row, " of the address cache");
		sweep_print_row(out, "asked first", &row, width);
	}
	if (plan->n_excluded > 0) {
		sweep_print_count(&row, plan->n_excluded, "address",
		    "addresses");
		sweep_print_row(out, "excluded", &row, width);
	}
	if (targets->skipped.count > 0) {
		progress_add_number(&row, targets->skipped.count);
		text_add(&row, " network and broadcast: ");
		sweep_print_some(&row, &targets->skipped);
		sweep_print_row(out, "left out", &row, width);
	}
	sweep_print_links(out, plan, width);
	sweep_print_some(&row, &plan->reached);
	sweep_print_row(out, "addresses", &row, width);
	text_fini(&row);
	fputs("nothing was sent\n", out);
}
