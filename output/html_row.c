/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine as a row.
 */
#include "output/html_row.h"

#include <string.h>

#include "base/hex.h"
#include "output/html_advice.h"
#include "output/piece.h"

/* Texts longer than this get a box that scrolls. */
#define HTML_ROW_LONG 400

const char *
html_row_head(enum cache_section section)
{
	if (section == CACHE_MISSING)
		return "<th scope=\"col\">Address</th>"
		       "<th scope=\"col\">Name</th>"
		       "<th scope=\"col\">Why</th>"
		       "<th scope=\"col\">Evidence</th>"
		       "<th scope=\"col\">Was</th>"
		       "<th scope=\"col\">Last seen</th>";
	return "<th scope=\"col\">Address</th>"
	       "<th scope=\"col\">Name</th>"
	       "<th scope=\"col\">Answers</th>"
	       "<th scope=\"col\">Says</th>"
	       "<th scope=\"col\">Last seen</th>";
}

/* The ports where the agents listen by default: scanner/probes.xml. */
bool
html_row_is_elsewhere(const struct host_service *service)
{
	static const struct {
		const char *probe;
		uint16_t port[2];
	} usual[] = {
		{ "pds", { 38293, 38293 } },
		{ "pds2", { 9595, 9595 } },
		{ "rtvscan", { 2967, 2968 } },
		{ "rtvscan-udp", { 2967, 2968 } },
		{ "cba", { 9595, 9593 } },
		{ "nbstat", { 137, 137 } },
	};

	if (service->kind == OBSERVATION_REFUSED)
		return false;
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (strcmp(service->probe, usual[i].probe) == 0)
			return service->port != usual[i].port[0] &&
			       service->port != usual[i].port[1];
	return false; /* a probe of the user's own: it has no usual port */
}

/*
 * A text that may be in a right-to-left script is set apart, so that it does
 * not turn its surroundings.  Only what is not plain ASCII: a big report has
 * very many texts, and every element costs the browser time.
 */
void
html_row_text(struct text *out, const char *value)
{
	bool is_long = strlen(value) > HTML_ROW_LONG, is_plain = true;

	for (const char *at = value; *at != '\0' && is_plain; at++)
		is_plain = (unsigned char)*at < 0x80;
	text_add(out, is_long ? "<div class=\"long\" tabindex=\"0\">" : "");
	text_add(out, is_plain ? "" : "<bdi>");
	html_text(out, value);
	text_add(out, is_plain ? "" : "</bdi>");
	text_add(out, is_long ? "</div>" : "");
}

void
html_row_name(struct text *out, const struct host *host)
{
	const struct host_name *name = host_display_name(host);

	if (name != NULL)
		html_row_text(out, name->value);
}

/* The display name, and below it the others, each once. */
static void
html_row_names(struct text *out, const struct host *host)
{
	const struct host_name *shown = host_display_name(host);

	html_row_name(out, host);
	for (size_t i = 0; i < host->n_names; i++) {
		const struct host_name *name = &host->name[i];
		bool is_known = strcmp(name->value, shown->value) == 0;

		for (size_t k = 0; k < i; k++)
			is_known |=
			    strcmp(name->value, host->name[k].value) == 0;
		if (is_known)
			continue;
		text_add(out, "<br/><small>");
		text_add(out, host_source_name(name->source));
		text_add(out, ": ");
		html_row_text(out, name->value);
		text_add(out, "</small>");
	}
}

void
html_row_service(struct text *out, const struct host_service *service)
{
	html_row_text(out, service->probe);
	text_addf(out, " %s&#160;%u ",
	    service->protocol == NET_TCP ? "TCP" : "UDP",
	    (unsigned)service->port);
	text_add(out, observation_kind_name(service->kind));
	if (service->match != NULL) {
		text_add_char(out, ' ');
		html_row_text(out, service->match);
	}
	if (service->rtt_us != OBSERVATION_NO_RTT)
		text_addf(out, ", %.1f&#160;ms", service->rtt_us / 1000.0);
	if (html_row_is_elsewhere(service))
		text_add(out, " <strong>(not the usual port)</strong>");
}

static void
html_row_raw(struct text *out, const struct host_service *service)
{
	if (service->raw == NULL || service->raw_len == 0)
		return;
	text_addf(out, "<details><summary>the reply, %zu %s</summary><code>",
	    service->raw_len, service->raw_len == 1 ? "byte" : "bytes");
	hex_add(out, service->raw, service->raw_len, ' ');
	text_add(out, "</code></details>");
}

static void
html_row_found(struct text *out, const struct host *host)
{
	bool is_first = true;

	for (size_t i = 0; i < host->n_services; i++) {
		text_add(out, i == 0 ? "" : "<br/>");
		html_row_service(out, &host->service[i]);
	}
	text_add(out, "</td><td>");
	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		for (size_t k = 0; k < service->n_fields; k++) {
			text_add(out, is_first ? "" : "<br/>");
			is_first = false;
			html_row_text(out, service->field[k].name);
			text_add(out, ": ");
			html_row_text(out, service->field[k].value);
		}
	}
	for (size_t i = 0; i < host->n_services; i++)
		html_row_raw(out, &host->service[i]);
}

static void
html_row_missing(struct text *out, const struct host *host)
{
	text_addf(out, "<a href=\"#why-%s\">",
	    host->verdict.code == VERDICT_NONE
		? "none"
		: verdict_name(host->verdict.code));
	text_add(out, html_advice_of(host->verdict.code)->words);
	text_add(out, "</a></td><td>");
	html_row_text(out, host->verdict.evidence);
	text_add(out, "</td><td>");
	if (host->best_role != OBSERVATION_ROLE_NONE)
		text_add(out, observation_role_name(host->best_role));
}

void
html_row_add(struct text *out, const struct inventory *inventory,
    enum cache_section section, const struct host *host)
{
	text_add(out, "<tr><th scope=\"row\">");
	html_addr(out, &host->addr);
	text_add(out, "</th><td>");
	html_row_names(out, host);
	text_add(out, "</td><td>");
	if (section == CACHE_MISSING)
		html_row_missing(out, host);
	else
		html_row_found(out, host);
	text_add(out, "</td><td>");
	html_time(out, host->last_us);
	if (host_state_at(host, inventory->written_us,
		inventory->stale_after_s) == HOST_STALE)
		text_add(out, " (stale)");
	text_add(out, "</td></tr>\n");
}
