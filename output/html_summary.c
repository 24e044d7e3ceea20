/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Counts, warnings, reasons, links.
 */
#include "output/html_summary.h"

#include <inttypes.h>

#include "output/html_chart.h"
#include "output/html_map.h"
#include "output/html_row.h"
#include "output/piece.h"

void
html_summary_count(struct html_summary *summary,
    const struct inventory *inventory, enum cache_section section,
    const struct host *host)
{
	bool is_elsewhere = false;

	summary->n++;
	summary->section[section]++;
	summary->kind[html_block_kind_of(section, host)]++;
	if (host_state_at(host, inventory->written_us,
		inventory->stale_after_s) == HOST_STALE)
		summary->n_stale[section]++;
	if (section == CACHE_MISSING) {
		summary->verdict[host->verdict.code]++;
		summary->was[host->best_role]++;
		return;
	}
	for (size_t i = 0; i < host->n_services; i++)
		is_elsewhere |= html_row_is_elsewhere(&host->service[i]);
	summary->n_elsewhere += is_elsewhere;
}

void
html_summary_headline(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory)
{
	uint64_t missing = summary->section[CACHE_MISSING];

	if (inventory->sweep == NULL) {
		text_add(out, "The address cache: ");
		html_count(out, summary->n, "machine", "machines");
		text_add(out, ", ");
		html_number(out, missing);
		text_add(out, " not confirmed yet");
	} else if (inventory->sweep->n_expected == 0 && missing == 0) {
		html_count(out, summary->n, "machine", "machines");
		text_add(out, " found; none was expected");
	} else if (missing == 0) {
		text_add(out, "Nobody is missing: all ");
		html_number(out, inventory->sweep->n_expected);
		text_add(out, " expected answered");
	} else {
		html_number(out, missing);
		text_add(out, " of ");
		html_count(out, inventory->sweep->n_expected,
		    "expected machine is missing",
		    missing == 1 ? "expected machines is missing"
				 : "expected machines are missing");
	}
}

static void
html_summary_fact(struct text *out, const char *name, const char *value)
{
	text_addf(out, "<dt>%s</dt><dd>", name);
	html_text(out, value);
	text_add(out, "</dd>\n");
}

static void
html_summary_sweep(struct text *out, const struct cache_sweep *sweep)
{
	static const char *const state[] = {
		[CACHE_SWEEP_RUNNING] = "<strong>no: it had not ended</strong>",
		[CACHE_SWEEP_COMPLETE] = "yes",
		[CACHE_SWEEP_INCOMPLETE] =
		    "<strong>no: it was cut short</strong>",
	};
	char span[CLOCK_TEXT_LEN];

	text_add(out, "<dt>Sweep</dt><dd>");
	html_time(out, sweep->started_us);
	text_add(out, " UTC");
	if (sweep->ended_us > sweep->started_us)
		text_addf(out, ", took %s",
		    clock_format_span((uint64_t)sweep->ended_us -
					  (uint64_t)sweep->started_us,
			span));
	text_addf(out, "</dd>\n<dt>Complete</dt><dd>%s</dd>\n",
	    state[sweep->state]);
	html_summary_fact(out, "Targets", sweep->targets);
	text_add(out, "<dt>Asked</dt><dd>");
	html_count(out, sweep->n_targets, "address", "addresses");
	text_add(out, "; ");
	html_number(out, sweep->n_excluded);
	text_add(out, " excluded</dd>\n");
	html_summary_fact(out, "Mode", sweep->mode);
	html_summary_fact(out, "Probes", sweep->probes);
}

void
html_summary_facts(struct text *out, const struct inventory *inventory)
{
	text_add(out, "<dl class=\"facts\">\n");
	if (inventory->sweep != NULL)
		html_summary_sweep(out, inventory->sweep);
	text_add(out, "<dt>Written</dt><dd>");
	html_time(out, inventory->written_us);
	text_add(out, " UTC by ");
	html_text(out, inventory->generator);
	text_add(out, "</dd>\n</dl>\n");
}

static void
html_summary_tile(struct text *out, const char *class, const char *name,
    uint64_t n)
{
	text_addf(out, "<div class=\"%s\"><dt>%s</dt><dd>", class, name);
	html_number(out, n);
	text_add(out, "</dd></div>\n");
}

static void
html_summary_roles(struct text *out, const struct html_summary *summary)
{
	static const struct {
		const char *name;
		enum cache_section section; /* missing: none */
		enum observation_role role;
	} row[] = {
		{ "server", CACHE_SERVERS, OBSERVATION_ROLE_SERVER },
		{ "client", CACHE_CLIENTS, OBSERVATION_ROLE_CLIENT },
		{ "unidentified", CACHE_UNIDENTIFIED,
		    OBSERVATION_ROLE_UNIDENTIFIED },
		{ "alive without agent", CACHE_ALIVE, OBSERVATION_ROLE_ALIVE },
		{ "never seen", CACHE_MISSING, OBSERVATION_ROLE_NONE },
	};

	text_add(out,
	    "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Machines by role\"><table class=\"num roles\"><caption>Machines by role: what they are, or were when last seen</caption><thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Found</th><th scope=\"col\">of these stale</th><th scope=\"col\">Missing</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		enum cache_section section = row[i].section;
		bool has_found = section != CACHE_MISSING;

		text_addf(out, "<tr><th scope=\"row\">%s</th><td>",
		    row[i].name);
		html_number(out, has_found ? summary->section[section] : 0);
		text_add(out, "</td><td>");
		html_number(out, has_found ? summary->n_stale[section] : 0);
		text_add(out, "</td><td>");
		html_number(out, summary->was[row[i].role]);
		text_add(out, "</td></tr>\n");
	}
	text_add(out, "</tbody></table></div>\n");
}

void
html_summary_counts(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory)
{
	uint64_t missing = summary->section[CACHE_MISSING];

	text_add(out, "<dl class=\"tiles\">\n");
	if (inventory->sweep == NULL) {
		html_summary_tile(out, "n", "known", summary->n);
		html_summary_tile(out, "n", "confirmed", summary->n - missing);
		html_summary_tile(out, "m", "not confirmed", missing);
	} else {
		html_summary_tile(out, "n", "known, so expected",
		    inventory->sweep->n_expected);
		html_summary_tile(out, "n", "confirmed",
		    inventory->sweep->n_answered);
		html_summary_tile(out, "m", "missing", missing);
	}
	html_summary_tile(out, "s", "servers", summary->section[CACHE_SERVERS]);
	html_summary_tile(out, "c", "clients", summary->section[CACHE_CLIENTS]);
	html_summary_tile(out, "u", "unidentified",
	    summary->section[CACHE_UNIDENTIFIED]);
	html_summary_tile(out, "a", "alive without agent",
	    summary->section[CACHE_ALIVE]);
	text_add(out, "</dl>\n");
	html_chart_shares(out, summary->kind);
	if (summary->n > 0)
		html_map_legend(out);
	html_summary_roles(out, summary);
}

static bool
html_summary_is_over(const struct cache_ledger *link)
{
	return link->budget_bps != 0 &&
	       (link->peak_out_bps > link->budget_bps ||
		   link->peak_in_bps > link->budget_bps);
}

static void
html_summary_warn_link(struct text *out, const struct cache_ledger *link)
{
	if (html_summary_is_over(link)) {
		text_add(out, "<li>The link <bdi>");
		html_text(out, link->link);
		text_add(out, "</bdi> carried up to ");
		html_bits(out, link->peak_out_bps > link->peak_in_bps
				   ? link->peak_out_bps
				   : link->peak_in_bps);
		text_add(out, "; its budget is ");
		html_bits(out, link->budget_bps);
		text_add(out, ".</li>\n");
	}
	if (link->is_lossy != 0) {
		text_add(out, "<li>The link <bdi>");
		html_text(out, link->link);
		text_addf(out,
		    "</bdi> lost %.1f%% of the exchanges: about %.1f machines were overlooked or lack an answer, which is more than allowed. Sweep it again, with more retries.</li>\n",
		    (double)link->loss_ppm / 1e4,
		    (double)link->missed_milli / 1e3);
	}
	if (link->max_clients != 0 && link->n_clients > link->max_clients) {
		text_add(out, "<li>The link <bdi>");
		html_text(out, link->link);
		text_addf(out,
		    "</bdi> has %" PRIu64 " clients; more than %" PRIu64
		    " are too many for one parent server.</li>\n",
		    link->n_clients, link->max_clients);
	}
	if (link->out_packets > 0 && link->in_packets == 0) {
		text_add(out, "<li>Nothing at all came back on the link <bdi>");
		html_text(out, link->link);
		text_add(out,
		    "</bdi>: look at the line before the machines.</li>\n");
	}
}

void
html_summary_warnings(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory)
{
	struct text list = TEXT_INIT;

	if (!piece_is_complete(inventory)) {
		text_add(&list,
		    "<li>The sweep did not come to its end, and this report shows what it had found until then");
		if (summary->verdict[VERDICT_NOT_ASKED] > 0) {
			text_add(&list, ": ");
			html_count(&list, summary->verdict[VERDICT_NOT_ASKED],
			    "of the missing was", "of the missing were");
			text_add(&list, " never asked");
		}
		text_add(&list, ".</li>\n");
	}
	if (inventory->sweep != NULL && inventory->sweep->n_targets > 0 &&
	    summary->n == summary->section[CACHE_MISSING])
		text_add(&list,
		    "<li>Nobody answered. Check first that the scanner itself reaches the network, and that no firewall in front of it drops UDP 38293 and TCP 2967.</li>\n");
	for (size_t i = 0; i < inventory->n_links; i++)
		html_summary_warn_link(&list, &inventory->link[i]);
	if (summary->n_elsewhere > 0) {
		text_add(&list, "<li><a href=\"#elsewhere\">");
		html_count(&list, summary->n_elsewhere, "machine answers",
		    "machines answer");
		text_add(&list,
		    " on another port than the usual one</a>: firewall rules for the usual ports do not cover that.</li>\n");
	}
	if (list.len > 0) {
		text_add(out,
		    "<section class=\"warn\" aria-labelledby=\"warnings\"><h2 id=\"warnings\">Warnings</h2><ul>\n");
		text_add(out, text_str(&list));
		text_add(out, "</ul></section>\n");
	}
	text_fini(&list);
}

void
html_summary_reasons(struct text *out, const struct html_summary *summary)
{
	text_add(out,
	    "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Reasons\"><table class=\"why\"><caption>Each reason: how many machines, what it means, and the next step</caption><thead><tr><th scope=\"col\">Why</th><th scope=\"col\">Machines</th><th scope=\"col\">What it means</th><th scope=\"col\">Next step</th></tr></thead><tbody>\n");
	for (int code = 0; code < HTML_ADVICE_N; code++) {
		const struct html_advice *advice =
		    html_advice_of((enum verdict_code)code);

		if (summary->verdict[code] == 0)
			continue;
		text_addf(out,
		    "<tr id=\"why-%s\"><th scope=\"row\">%s</th><td>",
		    code == VERDICT_NONE
			? "none"
			: verdict_name((enum verdict_code)code),
		    advice->words);
		html_number(out, summary->verdict[code]);
		text_addf(out, "</td><td>%s</td><td>%s</td></tr>\n",
		    advice->meaning, advice->next);
	}
	text_add(out, "</tbody></table></div>\n");
}
