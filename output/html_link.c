/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The links of a report.
 */
#include "output/html_link.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/html.h"

/* What an address is on where no link covers it. */
#define HTML_LINK_DEFAULT "default"

static struct html_link *
html_link_add(struct html_links *links, const char *name)
{
	links->link = mem_grow(links->link, &links->cap, links->n + 1,
	    sizeof(*links->link));
	links->link[links->n] = (struct html_link){ .name = name };
	return &links->link[links->n++];
}

void
html_link_init(struct html_links *links, const struct inventory *inventory)
{
	*links = (struct html_links){ .n = 0 };
	for (size_t i = 0; i < inventory->n_links; i++)
		(void)html_link_add(links, inventory->link[i].link);
}

void
html_link_fini(struct html_links *links)
{
	free(links->link);
	*links = (struct html_links){ .n = 0 };
}

const char *
html_link_name(const struct inventory *inventory, const struct addr *addr)
{
	const char *name = inventory->link_of == NULL
			       ? NULL
			       : inventory->link_of(inventory->links, addr);

	if (name != NULL && inventory->n_links <= 1 &&
	    strcmp(name, HTML_LINK_DEFAULT) == 0)
		return NULL;
	return name;
}

/* Addresses ascend, so it is mostly the one before, or the next. */
static struct html_link *
html_link_find(struct html_links *links, const char *name)
{
	for (size_t i = 0; i < links->n; i++) {
		size_t at = (links->last + i) % links->n;

		if (strcmp(links->link[at].name, name) == 0) {
			links->last = at;
			return &links->link[at];
		}
	}
	links->last = links->n;
	return html_link_add(links, name);
}

void
html_link_count(struct html_links *links, const struct inventory *inventory,
    enum cache_section section, const struct host *host)
{
	const char *name = NULL;
	struct html_link *link;

	if (inventory->link_of != NULL)
		name = inventory->link_of(inventory->links, &host->addr);
	if (name == NULL && inventory->n_links == 1)
		name = inventory->link[0].link;
	if (name == NULL)
		return;
	link = html_link_find(links, name);
	link->n_known += inventory->sweep == NULL || section == CACHE_MISSING ||
			 host->verdict.code != VERDICT_NONE;
	link->n_missing += section == CACHE_MISSING;
	link->n_found += section != CACHE_MISSING;
}

/* What was lost on the way there and back, and who was missed therefore. */
static void
html_link_loss(struct text *out, const struct cache_ledger *ledger)
{
	if (ledger == NULL || ledger->n_tries == 0) {
		text_add(out, "</td><td>not known</td><td>not known");
		return;
	}
	text_addf(out, "</td><td>%.1f%%</td><td>%.1f<br/>",
	    (double)ledger->loss_ppm / 1e4, (double)ledger->missed_milli / 1e3);
	html_number(out, ledger->missed_low);
	text_add(out, " to ");
	html_number(out, ledger->missed_high);
	if (ledger->is_lossy != 0)
		text_add(out, "<br/><strong>too many</strong>");
}

static void
html_link_who_row(struct text *out, const struct html_link *link,
    const struct cache_ledger *ledger)
{
	uint64_t confirmed = link->n_known - link->n_missing;

	text_add(out, "<tr><th scope=\"row\"><bdi>");
	html_text(out, link->name);
	text_add(out, "</bdi></th><td>");
	html_number(out, link->n_known);
	text_add(out, "</td><td>");
	html_number(out, confirmed);
	text_add(out,
	    link->n_missing > 0 ? "</td><td class=\"m\">" : "</td><td>");
	html_number(out, link->n_missing);
	text_add(out, "</td><td>");
	html_number(out, link->n_found - confirmed);
	text_add(out, "</td><td>");
	html_number(out, ledger == NULL ? 0 : ledger->n_targets);
	html_link_loss(out, ledger);
	if (ledger != NULL && ledger->srtt_us > 0)
		text_addf(out, "</td><td>%.1f ms \302\261 %.1f</td></tr>\n",
		    ledger->srtt_us / 1000.0, ledger->rttvar_us / 1000.0);
	else
		text_add(out, "</td><td>no answer</td></tr>\n");
}

static void
html_link_who(struct text *out, const struct html_links *links,
    const struct inventory *inventory)
{
	text_add(out,
	    "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Machines by link\"><table class=\"num\"><caption>Who is there on each link. Known: a list or an earlier sweep named them; confirmed: of these those found; missing: the others; also found: machines that nobody had named. Lost: the share of questions whose answer did not come though somebody was there; overlooked: how many machines were likely not found because of that, or lack an answer, with the bounds of 95%</caption><thead><tr><th scope=\"col\">Link</th><th scope=\"col\">Known</th><th scope=\"col\">Confirmed</th><th scope=\"col\">Missing</th><th scope=\"col\">Also found</th><th scope=\"col\">Addresses asked</th><th scope=\"col\">Lost</th><th scope=\"col\">Overlooked</th><th scope=\"col\">Round trip</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < links->n; i++)
		html_link_who_row(out, &links->link[i],
		    i < inventory->n_links ? &inventory->link[i] : NULL);
	text_add(out, "</tbody></table></div>\n");
}

static void
html_link_way(struct text *out, uint64_t packets, uint64_t bytes,
    uint64_t peak_bps, uint64_t budget_bps)
{
	text_add(out, "<td>");
	html_number(out, packets);
	text_add(out, "</td><td>");
	html_number(out, bytes);
	text_add(out, "</td><td>");
	html_bits(out, peak_bps);
	if (budget_bps > 0)
		text_addf(out, "<br/>%.0f%% of budget",
		    100.0 * (double)peak_bps / (double)budget_bps);
	if (budget_bps > 0 && peak_bps > budget_bps)
		text_add(out, "<br/><strong>over budget</strong>");
	text_add(out, "</td>");
}

static void
html_link_ledger_row(struct text *out, const struct cache_ledger *link)
{
	text_add(out, "<tr><th scope=\"row\"><bdi>");
	html_text(out, link->link);
	text_add(out, "</bdi></th><td>");
	if (link->capacity_bps > 0)
		html_bits(out, link->capacity_bps);
	else
		text_add(out, "not given");
	text_add(out, "</td><td>");
	if (link->budget_bps > 0)
		html_bits(out, link->budget_bps);
	else
		text_add(out, "not limited");
	text_add(out, "</td>");
	html_link_way(out, link->out_packets, link->out_bytes,
	    link->peak_out_bps, link->budget_bps);
	html_link_way(out, link->in_packets, link->in_bytes, link->peak_in_bps,
	    link->budget_bps);
	text_add(out, "</tr>\n");
}

void
html_link_tables(struct text *out, const struct html_links *links,
    const struct inventory *inventory)
{
	html_link_who(out, links, inventory);
	text_add(out,
	    "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Ledger of the links\"><table class=\"num\"><caption>What the sweep sent and received on each link, as on the wire; the peak is over one second</caption><thead><tr><th scope=\"col\">Link</th><th scope=\"col\">Capacity</th><th scope=\"col\">Budget</th><th scope=\"col\">Packets sent</th><th scope=\"col\">Bytes sent</th><th scope=\"col\">Peak sent</th><th scope=\"col\">Packets received</th><th scope=\"col\">Bytes received</th><th scope=\"col\">Peak received</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < inventory->n_links; i++)
		html_link_ledger_row(out, &inventory->link[i]);
	text_add(out, "</tbody></table></div>\n");
}
