/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Two lines per machine as nmap writes them for grep (-oG): "Host: ADDRESS
 * (NAME)", a tab, and "Status: Up"; then the same with "Ports: ..." and what
 * nmap does not know, "Role: server" and "Verdict: silent".
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/nmap_item.h"
#include "output/piece.h"

struct format_grep {
	FILE *out;
	const struct inventory *inventory;
	struct nmap_item_counts counts;
	struct text host; /* "Host: ADDRESS (NAME)", memory kept */
	struct text line;
};

/* A text from outside; what divides the line there becomes something else. */
static void
format_grep_text(struct text *out, const char *text, const char *dividers,
    const char *instead)
{
	size_t from = out->len;

	piece_clean(out, text);
	piece_one_line(out, from);
	for (char *c = out->data + from; out->len > from && *c != '\0'; c++) {
		const char *found = strchr(dividers, *c);

		if (found != NULL)
			*c = instead[found - dividers];
	}
}

static int
format_grep_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_grep *grep = mem_new(sizeof(*grep));
	char date[NMAP_ITEM_DATE_LEN];

	(void)view;
	(void)err;
	grep->out = out;
	grep->inventory = inventory;
	nmap_item_args(&grep->line, inventory);
	fprintf(out, "# %s scan initiated %s as: %s\n", inventory->generator,
	    nmap_item_date(nmap_item_start_us(inventory), date),
	    text_str(&grep->line));
	*state = grep;
	return 0;
}

/* nmap's seven parts: port/state/protocol/owner/service/rpc/version/ */
static void
format_grep_port(struct text *line, const struct host_service *service)
{
	const char *name = nmap_item_service(service->protocol, service->port);

	text_addf(line, "%u/%s/%s//%s//", (unsigned)service->port,
	    nmap_item_port_state(service), net_protocol_name(service->protocol),
	    name == NULL ? "" : name);
	if (service->kind == OBSERVATION_REPLY) {
		format_grep_text(line, service->probe, "/,", "|;");
		if (service->match != NULL) {
			text_add_char(line, ' ');
			format_grep_text(line, service->match, "/,", "|;");
		}
	}
	text_add_char(line, '/');
}

static void
format_grep_ports(struct format_grep *grep, const struct host *host)
{
	const struct host_service *service;
	size_t at = 0, n = 0;

	while ((service = nmap_item_port(grep->inventory, host, &at)) != NULL) {
		text_add(&grep->line, n++ == 0 ? "\tPorts: " : ", ");
		format_grep_port(&grep->line, service);
	}
}

static int
format_grep_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_grep *grep = state;
	const struct host_name *name = host_display_name(host);
	const char *is = nmap_item_state(section, host);
	bool is_up = strcmp(is, "up") == 0;
	char addr[ADDR_TEXT_LEN];

	(void)err;
	grep->counts.n_all++;
	grep->counts.n_up += is_up;
	text_clear(&grep->host);
	text_clear(&grep->line);
	text_addf(&grep->host, "Host: %s (", addr_format(&host->addr, addr));
	if (name != NULL)
		format_grep_text(&grep->host, name->value, "()", "[]");
	text_add_char(&grep->host, ')');
	if (is_up)
		format_grep_ports(grep, host);
	text_addf(&grep->line, "\tRole: %s", piece_role(section, host));
	if (host->verdict.code != VERDICT_NONE)
		text_addf(&grep->line, "\tVerdict: %s",
		    verdict_name(host->verdict.code));
	fprintf(grep->out, "%s\tStatus: %s\n%s%s\n", text_str(&grep->host),
	    is_up                     ? "Up"
	    : strcmp(is, "down") == 0 ? "Down"
				      : "Unknown",
	    text_str(&grep->host), text_str(&grep->line));
	return 0;
}

static int
format_grep_end(void *state, bool is_whole, struct err *err)
{
	struct format_grep *grep = state;
	const struct inventory *inventory = grep->inventory;
	int64_t end_us = nmap_item_end_us(inventory);
	char date[NMAP_ITEM_DATE_LEN], elapsed[32];

	(void)err;
	if (is_whole) {
		piece_elapsed(nmap_item_start_us(inventory), end_us, elapsed);
		fprintf(grep->out,
		    "# rollcall %s at %s -- %" PRIu64 " IP addresses (%" PRIu64
		    " hosts up) scanned in %s seconds\n",
		    piece_is_complete(inventory) ? "done" : "interrupted",
		    nmap_item_date(end_us, date),
		    nmap_item_total(inventory, &grep->counts),
		    grep->counts.n_up, elapsed);
	}
	text_fini(&grep->host);
	text_fini(&grep->line);
	free(grep);
	return 0;
}

const struct format format_grep = {
	.name = "grep",
	.summary = "lines as nmap's for grep (-oG), with role and verdict",
	.readers = "grep, awk, scripts made for nmap -oG",
	.suffix = ".gnmap",
	.begin = format_grep_begin,
	.host = format_grep_host,
	.end = format_grep_end,
};
