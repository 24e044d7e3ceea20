/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall why: the verdict on one machine, its evidence, the next step.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cache/cache_observed.h"
#include "cli/cmd.h"
#include "cli/stored.h"
#include "cli/term.h"

#define CMD_WHY_STATUS_MISSING 1
#define CMD_WHY_AT             14 /* column of the right-hand side */

/* One address that is asked about. */
struct cmd_why {
	struct cache *cache;
	struct host host;
	bool is_cached;
	struct cache_sweep sweep; /* that observed it last; id 0: none did */
	int64_t newest;           /* sweep of all */
	bool was_target;          /* of the newest one, which found nothing */
	struct verdict verdict;
	struct verdict_facts facts;
	struct verdict_move move;
	char network[ADDR_TEXT_LEN];
	unsigned width;
};

/* A row of the answer, cleaned and wrapped. */
static void
cmd_why_row(const struct cmd_why *why, const char *label, const char *text)
{
	struct text clean = TEXT_INIT;

	utf8_clean(&clean, text, strlen(text));
	printf("  %-*s", CMD_WHY_AT - 2, label);
	opt_print_wrapped(stdout, text_str(&clean), CMD_WHY_AT, CMD_WHY_AT,
	    why->width);
	text_fini(&clean);
}

static void
cmd_why_title(const struct cmd_why *why)
{
	const struct host_name *name = host_display_name(&why->host);
	struct text title = TEXT_INIT;
	char buf[ADDR_TEXT_LEN];

	text_add(&title, addr_format(&why->host.addr, buf));
	if (name != NULL) {
		text_add(&title, "  ");
		utf8_clean(&title, name->value, strlen(name->value));
	}
	puts(text_str(&title));
	text_fini(&title);
}

static void
cmd_why_on_evidence(const char *line, int64_t time_us, void *arg)
{
	const struct cmd_why *why = arg;
	struct text text = TEXT_INIT;
	char buf[CLOCK_TEXT_LEN];

	text_addf(&text, "%s  (%s)", line, clock_format(time_us, buf));
	cmd_why_row(why, "observed", text_str(&text));
	text_fini(&text);
}

static void
cmd_why_sweep(const struct cmd_why *why)
{
	struct text text = TEXT_INIT;
	char buf[CLOCK_TEXT_LEN];

	if (why->sweep.id == 0)
		return;
	text_addf(&text, "%" PRId64 " of %s%s", why->sweep.id,
	    clock_format(why->sweep.started_us, buf),
	    why->sweep.state == CACHE_SWEEP_COMPLETE ? "" : ", incomplete");
	if (why->sweep.id != why->newest)
		text_addf(&text,
		    "; later ones, up to %" PRId64 ", tell nothing of it",
		    why->newest);
	cmd_why_row(why, "sweep", text_str(&text));
	text_fini(&text);
}

static void
cmd_why_facts(const struct cmd_why *why)
{
	const struct verdict_area *near = &why->facts.network;
	struct text text = TEXT_INIT;
	char buf[CLOCK_TEXT_LEN];

	if (why->is_cached)
		cmd_why_row(why, "last heard",
		    why->host.last_us == 0
			? "never"
			: clock_format(why->host.last_us, buf));
	if (why->sweep.id == 0)
		return;
	text_addf(&text,
	    "in %s %" PRIu64 " answered, %" PRIu64 " were reported unreachable",
	    near->name, near->n_alive, near->n_unreachable);
	cmd_why_row(why, "neighbours", text_str(&text));
	text_fini(&text);
}

/* The verdict and the sentence, which the sweep has kept if it expected it. */
static void
cmd_why_conclude(struct cmd_why *why, const struct observation *in, size_t n)
{
	if (why->verdict.code != VERDICT_NONE)
		return;
	why->verdict = verdict_of(in, n, &why->facts);
	if (n > 0)
		return;
	(void)snprintf(why->verdict.evidence, sizeof(why->verdict.evidence),
	    why->was_target ? "sweep %" PRId64
			      " asked it, and nothing came; it was not "
			      "expected to answer"
			    : "no sweep up to %" PRId64 " tells anything of it",
	    why->newest);
	if (why->was_target)
		why->verdict.code = VERDICT_SILENT;
}

static int
cmd_why_on_observed(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct cmd_why *why = arg;
	struct text advice = TEXT_INIT;

	(void)err;
	cmd_why_conclude(why, in, n);
	cmd_why_title(why);
	cmd_why_row(why, "verdict", verdict_name(why->verdict.code));
	cmd_why_row(why, "evidence", why->verdict.evidence);
	cmd_why_sweep(why);
	verdict_explain(in, n, cmd_why_on_evidence, why);
	cmd_why_facts(why);
	verdict_advise(&advice, why->verdict.code, in, n,
	    why->is_cached ? &why->facts : NULL);
	cmd_why_row(why, "next", text_str(&advice));
	text_fini(&advice);
	return 0;
}

/* Whether the newest sweep asked an address that it tells nothing of. */
static int
cmd_why_targets(struct cmd_why *why, const struct cache_sweep *newest,
    struct err *err)
{
	struct rangeset targets = RANGESET_INIT;
	int ret = cache_targets_get(why->cache, newest->id, &targets, err);

	why->was_target = newest->state == CACHE_SWEEP_COMPLETE &&
			  rangeset_contains(&targets, &why->host.addr);
	rangeset_fini(&targets);
	return ret == -1 ? -1 : 0;
}

static int
cmd_why_load(struct cmd_why *why, const struct addr *addr, struct err *err)
{
	struct cache_sweep newest;
	int64_t id = 0;
	int ret = cache_get(why->cache, addr, &why->host, err);

	why->is_cached = ret == 1;
	if (ret == -1 ||
	    (ret = cache_sweep_get(why->cache, 0, &newest, err)) == -1)
		return -1;
	why->newest = newest.id;
	ret = cache_observed_newest(why->cache, addr, &id, err);
	if (ret == 0 && id == 0 && newest.id != 0)
		ret = cmd_why_targets(why, &newest, err);
	cache_sweep_fini(&newest);
	if (ret == -1 || id == 0)
		return ret;
	if (cache_sweep_get(why->cache, id, &why->sweep, err) == -1 ||
	    cache_observed_verdict(why->cache, id, addr, &why->verdict, err) ==
		-1)
		return -1;
	return cache_observed_facts(why->cache, id, &why->host, &why->facts,
	    why->network, &why->move, err);
}

/* Tell of one address.  Returns 1 when it is present, 0 when not, or -1. */
static int
cmd_why_one(struct cache *cache, const struct addr *addr, struct err *err)
{
	struct cmd_why why = { .cache = cache, .width = term_columns_prose() };
	struct addr_range range = { *addr, *addr };
	int ret = cmd_why_load(&why, addr, err);

	if (ret == 0 && why.sweep.id == 0)
		ret = cmd_why_on_observed(NULL, 0, &why, err);
	else if (ret == 0)
		ret = cache_observed_each(cache, why.sweep.id, &range,
		    CACHE_OBSERVED_BRIEF, cmd_why_on_observed, &why, err);
	host_fini(&why.host);
	cache_sweep_fini(&why.sweep);
	return ret == -1 ? -1 : why.verdict.code == VERDICT_ANSWERED;
}

static int
cmd_why_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	struct rangeset found = RANGESET_INIT;
	struct cache *cache = NULL;
	bool is_present = false;
	int ret = -1;

	(void)n;
	if (stored_need(&cache, globals->cache, err) == -1 ||
	    stored_find(cache, operand[0], &found, err) == -1)
		goto out;
	ret = 0;
	for (uint64_t i = 0; ret != -1 && i < found.count; i++) {
		struct addr addr = rangeset_at(&found, i);

		if (i > 0)
			putchar('\n');
		ret = cmd_why_one(cache, &addr, err);
		is_present = is_present || ret == 1;
	}
	if (ret != -1)
		ret = is_present ? 0 : CMD_WHY_STATUS_MISSING;
out:
	rangeset_fini(&found);
	cache_close(cache);
	return ret;
}

const struct cmd cmd_why = {
	.name = "why",
	.args = "NAME|ADDRESS",
	.summary = "the verdict on one machine, its evidence, the next step",
	.details =
	    "It tells of the newest sweep that observed anything at the "
	    "address; nothing is sent.\n"
	    "\n"
	    "The exit status is 0 when the machine answered, 1 when it is "
	    "missing.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall why 192.0.2.17\n"
	    "  rollcall why \"Computer 1\"\n",
	.n_operands_min = 1,
	.n_operands_max = 1,
	.run = cmd_why_run,
};
