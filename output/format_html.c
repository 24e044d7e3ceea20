/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The report: one web page with everything in it, that needs no network and
 * no script.
 *
 * The counts and the missing come first in the page and last in the stream
 * of hosts.  So the rows wait in a temporary file per section; in memory are
 * the counts, one struct per network, and the rows of one fold.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/html_change.h"
#include "output/html_chart.h"
#include "output/html_embed.h"
#include "output/html_link.h"
#include "output/html_map.h"
#include "output/html_row.h"
#include "output/html_summary.h"
#include "output/piece.h"

/* A fold ends with the network in which it has so many machines. */
#define FORMAT_HTML_FOLD 250

/* With more networks than this, those with few machines have no map. */
#define FORMAT_HTML_MAPS_MAX  512
#define FORMAT_HTML_MAPS_MIN  8
#define FORMAT_HTML_MAPS_OPEN 4 /* so many networks: all maps unfolded */

/* The rows that will stand in one table, under way. */
struct format_html_fold {
	struct text rows;
	size_t n;
	enum cache_section section;
	struct addr first, last; /* networks */
	const char *link;        /* the inventory's name of it, or NULL */
};

struct format_html {
	FILE *out;
	const struct inventory *inventory;
	struct html_summary summary;
	struct html_links links;
	struct html_chart_times times;
	struct html_blocks blocks;
	struct format_html_fold fold;
	size_t n_open[CACHE_N_SECTIONS]; /* rows that stand open */
	struct html_spool rows[CACHE_N_SECTIONS], elsewhere;
	struct text text; /* under way; memory kept */
};

static const struct {
	const char *id, *title, *class, *about;
} format_html_section[CACHE_N_SECTIONS] = {
	[CACHE_SERVERS] = { "servers", "Servers", "hosts",
	    "They answered the Ping Discovery Service (UDP 38293), as only servers do." },
	[CACHE_CLIENTS] = { "clients", "Clients", "hosts",
	    "Their agent answered on TCP 2967, and nothing answered on UDP 38293. A server whose UDP 38293 is blocked looks the same." },
	[CACHE_UNIDENTIFIED] = { "unidentified", "Unidentified", "hosts",
	    "A port of the agent is open, but what is behind it did not answer as the agent does. See what runs there." },
	[CACHE_ALIVE] = { "alive", "Alive without agent", "hosts",
	    "A machine is there and refuses the ports of the agent: nobody manages it. Install the agent, or find out whose it is." },
	[CACHE_MISSING] = { "missing", "Missing", "hosts missing",
	    "Expected, because a list or an earlier sweep named them; and they did not answer." },
};

/* Hand what has been put together to the stream. */
static void
format_html_put(struct format_html *html)
{
	(void)fwrite(text_str(&html->text), 1, html->text.len, html->out);
	text_clear(&html->text);
}

static int
format_html_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_html *html = mem_new(sizeof(*html));

	(void)view;
	(void)err;
	html->out = out;
	html->inventory = inventory;
	html_link_init(&html->links, inventory);
	*state = html;
	return 0;
}

/* "paris, 192.0.2.0/24", or the first and the last network of the fold. */
static void
format_html_fold_name(struct text *out, const struct format_html_fold *fold)
{
	if (fold->link != NULL) {
		html_text(out, fold->link);
		text_add(out, ", ");
	}
	html_prefix(out, &fold->first, html_block_prefix_len(&fold->first));
	if (!addr_eq(&fold->first, &fold->last)) {
		text_add(out, " to ");
		html_prefix(out, &fold->last,
		    html_block_prefix_len(&fold->last));
	}
}

/*
 * End the fold under way and keep it.  The first of the missing stands open,
 * and all others as long as that is not much: so a big report is shown at
 * once.
 */
static void
format_html_end_fold(struct format_html *html)
{
	struct format_html_fold *fold = &html->fold;
	struct html_spool *spool = &html->rows[fold->section];
	const char *title = format_html_section[fold->section].title;
	struct text *out = &html->text;
	bool is_open;

	if (fold->n == 0)
		return;
	is_open = html->n_open[fold->section] + fold->n < FORMAT_HTML_FOLD ||
		  (spool->len == 0 && fold->section == CACHE_MISSING);
	if (is_open)
		html->n_open[fold->section] += fold->n;
	text_addf(out, "<details class=\"fold\"%s><summary>",
	    is_open ? " open=\"open\"" : "");
	format_html_fold_name(out, fold);
	text_add(out, ": ");
	html_count(out, fold->n, "machine", "machines");
	text_addf(out,
	    "</summary>\n<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"%s in ",
	    title);
	format_html_fold_name(out, fold);
	text_addf(out, "\"><table class=\"%s\"><caption>%s in ",
	    format_html_section[fold->section].class, title);
	format_html_fold_name(out, fold);
	text_addf(out, "</caption><thead><tr>%s</tr></thead><tbody>\n",
	    html_row_head(fold->section));
	html_spool_put(spool, out);
	html_spool_put(spool, &fold->rows);
	text_add(out, "</tbody></table></div></details>\n");
	html_spool_put(spool, out);
	fold->n = 0;
}

/* A machine whose agent is not where one looks for it. */
static void
format_html_elsewhere(struct format_html *html, const struct host *host)
{
	struct text *out = &html->text;

	for (size_t i = 0; i < host->n_services; i++) {
		if (!html_row_is_elsewhere(&host->service[i]))
			continue;
		text_add(out, "<tr><th scope=\"row\">");
		html_addr(out, &host->addr);
		text_add(out, "</th><td>");
		html_row_name(out, host);
		text_add(out, "</td><td>");
		html_row_service(out, &host->service[i]);
		text_add(out, "</td></tr>\n");
		html_spool_put(&html->elsewhere, out);
	}
}

/* Of this sweep only: older answers say nothing of how it is now. */
static void
format_html_time(struct format_html *html, const struct host *host)
{
	uint32_t best = OBSERVATION_NO_RTT;

	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		if (service->rtt_us < best &&
		    (html->inventory->sweep == NULL ||
			service->sweep == html->inventory->sweep->id))
			best = service->rtt_us;
	}
	html_chart_time(&html->times, best);
}

static int
format_html_check(const struct format_html *html, struct err *err)
{
	for (size_t i = 0; i < CACHE_N_SECTIONS; i++)
		if (html_spool_check(&html->rows[i], err) == -1)
			return -1;
	if (html_spool_check(&html->elsewhere, err) == -1)
		return -1;
	return html_spool_check(&html->blocks.spool, err);
}

/* Each link has folds of its own, and a large one has several. */
static bool
format_html_is_other_fold(const struct format_html_fold *fold,
    enum cache_section section, const char *link, const struct addr *base)
{
	if (section != fold->section || (link == NULL) != (fold->link == NULL))
		return true;
	if (link != NULL && strcmp(link, fold->link) != 0)
		return true;
	return fold->n >= FORMAT_HTML_FOLD && !addr_eq(base, &fold->last);
}

static int
format_html_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_html *html = state;
	struct format_html_fold *fold = &html->fold;
	struct addr base = html_block_base(&host->addr);
	const char *link = html_link_name(html->inventory, &host->addr);

	if (format_html_is_other_fold(fold, section, link, &base))
		format_html_end_fold(html);
	if (fold->n == 0)
		fold->first = base;
	fold->link = link;
	fold->section = section;
	fold->last = base;
	fold->n++;
	html_row_add(&fold->rows, html->inventory, section, host);
	html_summary_count(&html->summary, html->inventory, section, host);
	html_link_count(&html->links, html->inventory, section, host);
	html_block_add(&html->blocks, html_block_kind_of(section, host), host);
	format_html_time(html, host);
	if (section != CACHE_MISSING)
		format_html_elsewhere(html, host);
	return format_html_check(html, err);
}

static void
format_html_head(struct format_html *html)
{
	struct text *out = &html->text;

	text_add(out,
	    "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
	text_add(out, html_embed_css_sha256);
	text_add(out, "'; script-src 'sha256-");
	text_add(out, html_embed_js_sha256);
	text_add(out,
	    "'; base-uri 'none'; form-action 'none'\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>rollcall: ");
	html_summary_headline(out, &html->summary, html->inventory);
	text_add(out, "</title>\n<style>");
	text_add_len(out, html_embed_css, html_embed_css_len);
	text_add(out,
	    "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#missing\">To the missing machines</a>\n<header>\n<p class=\"soft\">rollcall report</p>\n<h1>");
	html_summary_headline(out, &html->summary, html->inventory);
	text_add(out, "</h1>\n<nav aria-label=\"Parts of the report\"><ul>\n");
	for (unsigned turn = 0; turn < CACHE_N_SECTIONS; turn++) {
		unsigned i = (turn + CACHE_MISSING) % CACHE_N_SECTIONS;

		text_addf(out, "<li><a href=\"#%s\">%s</a> ",
		    format_html_section[i].id, format_html_section[i].title);
		html_number(out, html->summary.section[i]);
		text_add(out, "</li>\n");
		if (i == CACHE_MISSING)
			html_change_index(out, html->inventory);
	}
	text_add(out,
	    "<li><a href=\"#links\">Links</a></li>\n<li><a href=\"#map\">Map</a></li>\n<li><a href=\"#times\">Reply times</a></li>\n</ul></nav>\n</header>\n<main>\n");
	html_summary_warnings(out, &html->summary, html->inventory);
	text_add(out,
	    "<section aria-labelledby=\"summary\"><h2 id=\"summary\">Summary</h2>\n");
	html_summary_counts(out, &html->summary, html->inventory);
	html_summary_facts(out, html->inventory);
	text_add(out, "</section>\n<div id=\"tools\"></div>\n");
	format_html_put(html);
}

static void
format_html_part(struct format_html *html, enum cache_section section)
{
	struct text *out = &html->text;
	uint64_t n = html->summary.section[section];
	const char *id = format_html_section[section].id;

	text_addf(out, "<section aria-labelledby=\"%s\"><h2 id=\"%s\">%s: ", id,
	    id, format_html_section[section].title);
	html_number(out, n);
	text_addf(out, "</h2>\n<p>%s</p>\n",
	    n == 0 ? "None." : format_html_section[section].about);
	if (section == CACHE_MISSING && n > 0) {
		text_add(out, "<h3>Why, and what to do next</h3>\n");
		html_summary_reasons(out, &html->summary);
		text_add(out, "<h3>Which machines</h3>\n");
	}
	format_html_put(html);
	html_spool_copy(&html->rows[section], html->out);
	text_add(out, "</section>\n");
	format_html_put(html);
}

static void
format_html_elsewhere_part(struct format_html *html)
{
	struct text *out = &html->text;

	if (html->elsewhere.len == 0)
		return;
	text_add(out,
	    "<section aria-labelledby=\"elsewhere\"><h2 id=\"elsewhere\">On other ports than the usual one</h2>\n<p>Their agent answers, but not where it does by default. Firewall rules and other tools that know only the usual ports miss them.</p>\n<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Machines on other ports\"><table><caption>Services on other ports than the usual one</caption><thead><tr><th scope=\"col\">Address</th><th scope=\"col\">Name</th><th scope=\"col\">Answers</th></tr></thead><tbody>\n");
	format_html_put(html);
	html_spool_copy(&html->elsewhere, html->out);
	text_add(out, "</tbody></table></div></section>\n");
}

static void
format_html_wide(struct format_html *html)
{
	const struct html_block *at = html->blocks.first;
	struct text maps = TEXT_INIT;

	while (at != NULL)
		(void)html_map_wide(&maps, &at);
	if (maps.len > 0) {
		text_add(&html->text,
		    "<h3>All networks</h3>\n<p>Neighbouring networks stay together along a Hilbert curve, which starts at the upper left.</p>\n");
		html_map_wide_legend(&html->text);
		text_add_len(&html->text, maps.data, maps.len);
	}
	text_fini(&maps);
}

static uint64_t
format_html_block_n(const struct html_block *block)
{
	uint64_t n = 0;

	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++)
		n += block->n[i];
	return n;
}

static void
format_html_grid(struct format_html *html, const struct html_block *block)
{
	struct text *out = &html->text;
	bool is_first = true;

	text_addf(out, "<details%s><summary>",
	    html->blocks.n <= FORMAT_HTML_MAPS_OPEN ? " open=\"open\"" : "");
	html_prefix(out, &block->base, html_block_prefix_len(&block->base));
	text_add_char(out, ':');
	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++) {
		if (block->n[i] == 0)
			continue;
		text_add(out, is_first ? " " : ", ");
		is_first = false;
		html_number(out, block->n[i]);
		text_addf(out, " %s",
		    html_map_kind_name((enum html_block_kind)i, block->n[i]));
	}
	text_add(out, "</summary>\n");
	html_map_grid(out, &html->blocks, block);
	text_add(out, "</details>\n");
	format_html_put(html);
}

static void
format_html_map(struct format_html *html)
{
	struct text *out = &html->text;
	bool is_many = html->blocks.n > FORMAT_HTML_MAPS_MAX;

	text_add(out,
	    "<section aria-labelledby=\"map\"><h2 id=\"map\">Map of the addresses</h2>\n");
	if (html->blocks.n == 0)
		text_add(out, "<p>None.</p>\n");
	else {
		format_html_wide(html);
		text_add(out,
		    "<h3>Network by network</h3>\n<p>One field for each address: the last byte is the number at the left plus the number on top. Nothing is known of addresses whose field is empty.</p>\n");
		if (is_many)
			text_addf(out,
			    "<p>Only networks with %u machines and more are drawn; the tables above have all machines.</p>\n",
			    (unsigned)FORMAT_HTML_MAPS_MIN);
		html_map_legend(out);
		html_map_frame(out);
		text_add(out, "<div class=\"maps\">\n");
		for (const struct html_block *block = html->blocks.first;
		     block != NULL; block = block->next)
			if (!is_many ||
			    format_html_block_n(block) >= FORMAT_HTML_MAPS_MIN)
				format_html_grid(html, block);
		text_add(out, "</div>\n");
	}
	text_add(out, "</section>\n");
}

static void
format_html_foot(struct format_html *html)
{
	struct text *out = &html->text;

	text_add(out,
	    "<section aria-labelledby=\"times\"><h2 id=\"times\">Reply times</h2>\n");
	if (html->times.total == 0)
		text_add(out, "<p>Nobody answered.</p>\n");
	else
		html_chart_histogram(out, &html->times);
	text_add(out, "</section>\n</main>\n<footer><p>Written by ");
	html_text(out, html->inventory->generator);
	text_add(out,
	    ". All times are UTC. Nothing is concluded from silence: a machine counts as found only when it answered.</p></footer>\n<script>");
	text_add_len(out, html_embed_js, html_embed_js_len);
	text_add(out, "</script>\n</body>\n</html>\n");
	format_html_put(html);
}

static void
format_html_document(struct format_html *html)
{
	format_html_end_fold(html);
	format_html_head(html);
	format_html_part(html, CACHE_MISSING);
	html_change_section(html->out, html->inventory);
	for (int section = 0; section < CACHE_MISSING; section++)
		format_html_part(html, (enum cache_section)section);
	format_html_elsewhere_part(html);
	text_add(&html->text,
	    "<section aria-labelledby=\"links\"><h2 id=\"links\">Links</h2>\n");
	if (html->inventory->n_links == 0)
		text_add(&html->text, "<p>None.</p>\n");
	else
		html_link_tables(&html->text, &html->links, html->inventory);
	text_add(&html->text, "</section>\n");
	format_html_map(html);
	format_html_foot(html);
}

static int
format_html_end(void *state, bool is_whole, struct err *err)
{
	struct format_html *html = state;
	int ret = 0;

	if (is_whole) {
		format_html_document(html);
		ret = format_html_check(html, err);
	}
	for (size_t i = 0; i < CACHE_N_SECTIONS; i++)
		html_spool_fini(&html->rows[i]);
	html_spool_fini(&html->elsewhere);
	html_block_fini(&html->blocks);
	html_link_fini(&html->links);
	text_fini(&html->fold.rows);
	text_fini(&html->text);
	free(html);
	return ret;
}

const struct format format_html = {
	.name = "html",
	.summary = "a report for people: who is missing and why, with maps",
	.readers = "web browsers, without network or script",
	.suffix = ".html",
	.wants_changes = true,
	.begin = format_html_begin,
	.host = format_html_host,
	.end = format_html_end,
};
