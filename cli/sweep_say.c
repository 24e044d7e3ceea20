/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What is said of a sweep when it is over.
 */
#include "cli/sweep_say.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/sweep_setup.h"

static void
sweep_say_counts(struct text *line, const uint64_t n[CACHE_N_SECTIONS])
{
	static const struct {
		const char *one, *many;
	} what[] = {
		[CACHE_SERVERS] = { "server", "servers" },
		[CACHE_CLIENTS] = { "client", "clients" },
		[CACHE_UNIDENTIFIED] = { "unidentified", "unidentified" },
		[CACHE_ALIVE] = { "alive without an agent",
		    "alive without an agent" },
	};

	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		text_add(line, i == 0 ? ": " : ", ");
		progress_add_number(line, n[i]);
		text_addf(line, " %s", n[i] == 1 ? what[i].one : what[i].many);
	}
}

/* All was asked, and still a link lost too much. */
static bool
sweep_say_is_lossy(const struct sweep_run_result *result)
{
	for (size_t i = 0; i < result->n_links; i++)
		if (result->ledger[i].is_lossy)
			return true;
	return false;
}

/* What a link loses, where that may have hidden machines. */
static void
sweep_say_loss(const struct cache_ledger *link)
{
	double percent = (double)link->loss_ppm / 1e4;
	double missed = (double)link->missed_milli / 1e3;

	if (link->n_tries == 0 || link->missed_high == 0)
		return;
	say("link '%s' loses %.3g%% of the questions; after %" PRIu64
	    " tries %.2g machines (%" PRIu64 " to %" PRIu64
	    ") may be unseen, or lack an answer",
	    link->link, percent, link->n_tries, missed, link->missed_low,
	    link->missed_high);
}

void
sweep_say_summary(const struct sweep_run_result *result,
    const uint64_t n_hosts[CACHE_N_SECTIONS])
{
	const struct cache_sweep *kept = &result->kept;
	uint64_t n_asked = kept->n_targets;
	struct text line = TEXT_INIT;
	char span[CLOCK_TEXT_LEN];
	bool is_all;

	clock_format_span((uint64_t)(kept->ended_us - kept->started_us), span);
	is_all =
	    kept->state == CACHE_SWEEP_COMPLETE || sweep_say_is_lossy(result);
	if (is_all)
		text_add(&line, "asked ");
	else
		text_addf(&line, "stopped after %s, before all was asked of ",
		    span);
	progress_add_number(&line, n_asked);
	text_add(&line, n_asked == 1 ? " address" : " addresses");
	if (is_all)
		text_addf(&line, " in %s", span);
	if (n_hosts != NULL)
		sweep_say_counts(&line, n_hosts);
	if (kept->n_expected > 0) {
		text_add(&line, "; ");
		progress_add_number(&line, kept->n_answered);
		text_add(&line, " of ");
		progress_add_number(&line, kept->n_expected);
		text_add(&line, " expected answered");
	}
	say("%s", text_str(&line));
	text_fini(&line);
	for (size_t i = 0; i < result->n_links; i++)
		sweep_say_loss(&result->ledger[i]);
}

/* The sweep has ended because windows closed: which, and when it can go on. */
static void
sweep_say_closed(const struct sweep_run_result *result,
    const struct link_table *links)
{
	const struct link_config *link = link_table_rest(links);
	struct text window = TEXT_INIT;

	for (size_t i = 0; i < links->n; i++)
		if (strcmp(links->link[i].name, result->closed) == 0)
			link = &links->link[i];
	sweep_setup_add_window(&window, link, result->opens_us);
	say("the sweep is incomplete: the window of link '%s'%s is closed (%s)",
	    result->closed, result->n_closed > 1 ? ", and of others," : "",
	    text_str(&window));
	text_fini(&window);
}

void
sweep_say_incomplete(const struct sweep_run_result *result,
    const struct link_table *links)
{
	if (result->trouble.code != ERR_NONE)
		say("the sweep ended early: %s", result->trouble.text);
	else if (result->n_closed > 0)
		sweep_say_closed(result, links);
	else if (result->kept.state == CACHE_SWEEP_COMPLETE)
		return;
	else if (sweep_say_is_lossy(result))
		say("the sweep is incomplete: more machines may be unseen, or "
		    "lack an answer, than max-missed allows");
	else
		say("the sweep is incomplete: it was told to stop");
}
