/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The inventory as nmap writes its XML (-oX), for all that reads it.
 *
 * nmap's DTD demands scanner="nmap"; who made the document says args and
 * profile_name.  A UDP port that stayed silent is among extraports, since
 * readers take a port with the state open|filtered for an open one.  Names
 * of the DNS are PTR, all others user.  There is no place for a role: it is
 * the output of a host script.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/nmap_item.h"
#include "output/piece.h"
#include "output/xmlout.h"

struct format_nmap {
	struct xmlout *x;
	const struct inventory *inventory;
	struct nmap_item_counts counts;
	struct text text; /* one value at a time, memory kept */
};

static void
format_nmap_attr_seconds(struct xmlout *x, const char *name, int64_t wall_us)
{
	xmlout_attr_u64(x, name,
	    (uint64_t)piece_time_in_range(wall_us) / 1000000);
}

static void
format_nmap_attr_date(struct xmlout *x, const char *name, int64_t wall_us)
{
	char buf[NMAP_ITEM_DATE_LEN];

	xmlout_attr(x, name, nmap_item_date(wall_us, buf));
}

/* What was asked by one protocol, if anything. */
static void
format_nmap_scaninfo(struct format_nmap *nmap, enum net_protocol protocol)
{
	const struct inventory *inventory = nmap->inventory;
	uint64_t n = 0;
	int last = -1;

	text_clear(&nmap->text);
	for (size_t i = 0; i < inventory->n_asks; i++) {
		const struct cache_ask *ask = &inventory->ask[i];

		if (ask->protocol != protocol || ask->port == last)
			continue;
		last = ask->port;
		text_addf(&nmap->text, "%s%u", n++ == 0 ? "" : ",",
		    (unsigned)ask->port);
	}
	if (n == 0)
		return;
	xmlout_start(nmap->x, "scaninfo");
	xmlout_attr(nmap->x, "type", protocol == NET_UDP ? "udp" : "connect");
	xmlout_attr(nmap->x, "protocol", net_protocol_name(protocol));
	xmlout_attr_u64(nmap->x, "numservices", n);
	xmlout_attr(nmap->x, "services", text_str(&nmap->text));
	xmlout_end(nmap->x);
}

static void
format_nmap_level(struct xmlout *x, const char *element)
{
	xmlout_start(x, element);
	xmlout_attr_u64(x, "level", 0);
	xmlout_end(x);
}

static int
format_nmap_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct xmlout *x = xmlout_new(out);
	struct format_nmap *nmap;

	(void)view;
	*state = nmap = mem_new(sizeof(*nmap));
	nmap->x = x;
	nmap->inventory = inventory;
	xmlout_doctype(x, "nmaprun");
	xmlout_start(x, "nmaprun");
	xmlout_attr(x, "scanner", "nmap");
	nmap_item_args(&nmap->text, inventory);
	xmlout_attr(x, "args", text_str(&nmap->text));
	format_nmap_attr_seconds(x, "start", nmap_item_start_us(inventory));
	format_nmap_attr_date(x, "startstr", nmap_item_start_us(inventory));
	xmlout_attr(x, "version", nmap_item_version(inventory));
	xmlout_attr(x, "profile_name", "rollcall");
	xmlout_attr(x, "xmloutputversion", "1.05");
	format_nmap_scaninfo(nmap, NET_UDP);
	format_nmap_scaninfo(nmap, NET_TCP);
	format_nmap_level(x, "verbose");
	format_nmap_level(x, "debugging");
	if (xmlout_check(x, err) == 0)
		return 0;
	xmlout_free(x);
	text_fini(&nmap->text);
	free(nmap);
	return -1;
}

static void
format_nmap_addresses(struct xmlout *x, const struct host *host)
{
	char addr[ADDR_TEXT_LEN], mac[PIECE_MAC_LEN];

	xmlout_start(x, "address");
	xmlout_attr(x, "addr", addr_format(&host->addr, addr));
	xmlout_attr(x, "addrtype", host->addr.family == 4 ? "ipv4" : "ipv6");
	xmlout_end(x);
	if (!piece_mac(host, mac))
		return;
	xmlout_start(x, "address");
	xmlout_attr(x, "addr", mac);
	xmlout_attr(x, "addrtype", "mac");
	xmlout_end(x);
}

static const char *
format_nmap_name_type(const struct host_name *name)
{
	return name->source == HOST_SOURCE_DNS ? "PTR" : "user";
}

static void
format_nmap_name(struct format_nmap *nmap, const struct host_name *name)
{
	text_clear(&nmap->text);
	piece_clean(&nmap->text, name->value);
	if (nmap->text.len == 0)
		return;
	xmlout_start(nmap->x, "hostname");
	xmlout_attr(nmap->x, "name", text_str(&nmap->text));
	xmlout_attr(nmap->x, "type", format_nmap_name_type(name));
	xmlout_end(nmap->x);
}

/* Whether the machine was called so by the name already written, or by one
 * of those before name. */
static bool
format_nmap_is_said(const struct host *host, const struct host_name *first,
    const struct host_name *name)
{
	for (const struct host_name *other = host->name;
	     other < host->name + host->n_names; other++)
		if ((other < name || other == first) &&
		    strcmp(other->value, name->value) == 0 &&
		    format_nmap_name_type(other) == format_nmap_name_type(name))
			return true;
	return false;
}

/* The name to show first: many readers take no other. */
static void
format_nmap_names(struct format_nmap *nmap, const struct host *host)
{
	const struct host_name *first = host_display_name(host);

	xmlout_start(nmap->x, "hostnames");
	if (first != NULL)
		format_nmap_name(nmap, first);
	for (size_t i = 0; i < host->n_names; i++)
		if (!format_nmap_is_said(host, first, &host->name[i]))
			format_nmap_name(nmap, &host->name[i]);
	xmlout_end(nmap->x);
}

/* UDP ports that were asked and stayed silent. */
static void
format_nmap_silent(struct format_nmap *nmap, const struct host *host)
{
	const struct inventory *inventory = nmap->inventory;
	uint64_t n = 0;
	int last = -1;

	text_clear(&nmap->text);
	for (size_t i = 0; i < inventory->n_asks; i++) {
		const struct cache_ask *ask = &inventory->ask[i];

		if (ask->protocol != NET_UDP || ask->port == last ||
		    !nmap_item_is_silent(inventory, host, ask))
			continue;
		last = ask->port;
		text_addf(&nmap->text, "%s%u", n++ == 0 ? "" : ",",
		    (unsigned)ask->port);
	}
	if (n == 0)
		return;
	xmlout_start(nmap->x, "extraports");
	xmlout_attr(nmap->x, "state", "open|filtered");
	xmlout_attr_u64(nmap->x, "count", n);
	xmlout_start(nmap->x, "extrareasons");
	xmlout_attr(nmap->x, "reason", "no-response");
	xmlout_attr_u64(nmap->x, "count", n);
	xmlout_attr(nmap->x, "proto", "udp");
	xmlout_attr(nmap->x, "ports", text_str(&nmap->text));
	xmlout_end(nmap->x);
	xmlout_end(nmap->x);
}

static void
format_nmap_port(struct xmlout *x, const struct host_service *service)
{
	const char *name = nmap_item_service(service->protocol, service->port);
	bool is_probed = service->kind == OBSERVATION_REPLY;

	xmlout_start(x, "port");
	xmlout_attr(x, "protocol", net_protocol_name(service->protocol));
	xmlout_attr_u64(x, "portid", service->port);
	xmlout_start(x, "state");
	xmlout_attr(x, "state", nmap_item_port_state(service));
	xmlout_attr(x, "reason", nmap_item_port_reason(service));
	xmlout_attr(x, "reason_ttl", "0");
	xmlout_end(x);
	xmlout_start(x, "service");
	xmlout_attr(x, "name", name == NULL ? "unknown" : name);
	if (is_probed) {
		xmlout_attr(x, "product", service->probe);
		xmlout_attr(x, "extrainfo", service->match);
	}
	xmlout_attr(x, "method", is_probed ? "probed" : "table");
	xmlout_attr(x, "conf", is_probed ? "10" : "3");
	xmlout_end(x);
	xmlout_end(x);
}

static void
format_nmap_ports(struct format_nmap *nmap, const struct host *host)
{
	const struct host_service *service;
	size_t at = 0;

	xmlout_start(nmap->x, "ports");
	format_nmap_silent(nmap, host);
	while ((service = nmap_item_port(nmap->inventory, host, &at)) != NULL)
		format_nmap_port(nmap->x, service);
	xmlout_end(nmap->x);
}

static void
format_nmap_elem(struct xmlout *x, const char *key, const char *value)
{
	xmlout_start(x, "elem");
	xmlout_attr(x, "key", key);
	xmlout_text(x, value);
	xmlout_end(x);
}

static void
format_nmap_fields(struct format_nmap *nmap, const struct host_service *service)
{
	if (service->n_fields == 0)
		return;
	text_clear(&nmap->text);
	piece_clean(&nmap->text, service->probe);
	text_addf(&nmap->text, " %s/%u", net_protocol_name(service->protocol),
	    (unsigned)service->port);
	xmlout_start(nmap->x, "table");
	xmlout_attr(nmap->x, "key", text_str(&nmap->text));
	for (size_t i = 0; i < service->n_fields; i++)
		format_nmap_elem(nmap->x, service->field[i].name,
		    service->field[i].value);
	xmlout_end(nmap->x);
}

/*
 * Nothing of a verdict "answered": that says the state, and ndiff would show
 * it as a change where a machine was not expected before.
 */
static void
format_nmap_script(struct format_nmap *nmap, enum cache_section section,
    const struct host *host)
{
	const char *role = piece_role(section, host);
	struct xmlout *x = nmap->x;

	text_clear(&nmap->text);
	text_add(&nmap->text, role);
	if (verdict_is_missing(host->verdict.code)) {
		text_addf(&nmap->text, ", %s",
		    verdict_name(host->verdict.code));
		if (host->verdict.evidence[0] != '\0') {
			text_add(&nmap->text, ": ");
			piece_clean(&nmap->text, host->verdict.evidence);
		}
	}
	xmlout_start(x, "hostscript");
	xmlout_start(x, "script");
	xmlout_attr(x, "id", "rollcall-role");
	xmlout_attr(x, "output", text_str(&nmap->text));
	format_nmap_elem(x, "role", role);
	format_nmap_elem(x, "state", piece_state(nmap->inventory, host));
	if (verdict_is_missing(host->verdict.code)) {
		format_nmap_elem(x, "verdict",
		    verdict_name(host->verdict.code));
		format_nmap_elem(x, "evidence", host->verdict.evidence);
	}
	for (size_t i = 0; i < host->n_services; i++)
		format_nmap_fields(nmap, &host->service[i]);
	xmlout_end(x);
	xmlout_end(x);
}

static int
format_nmap_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_nmap *nmap = state;
	const char *is = nmap_item_state(section, host);
	struct xmlout *x = nmap->x;

	nmap->counts.n_all++;
	xmlout_start(x, "host");
	if (strcmp(is, "up") == 0 && host->last_us != 0)
		format_nmap_attr_seconds(x, "endtime", host->last_us);
	text_clear(&nmap->text);
	text_addf(&nmap->text, "role=%s state=%s", piece_role(section, host),
	    piece_state(nmap->inventory, host));
	xmlout_attr(x, "comment", text_str(&nmap->text));
	xmlout_start(x, "status");
	xmlout_attr(x, "state", is);
	xmlout_attr(x, "reason",
	    nmap_item_reason(nmap->inventory, section, host));
	xmlout_attr(x, "reason_ttl", "0");
	xmlout_end(x);
	format_nmap_addresses(x, host);
	format_nmap_names(nmap, host);
	if (strcmp(is, "up") == 0) {
		nmap->counts.n_up++;
		format_nmap_ports(nmap, host);
	}
	format_nmap_script(nmap, section, host);
	xmlout_end(x);
	return xmlout_check(x, err);
}

static void
format_nmap_runstats(struct format_nmap *nmap)
{
	const struct inventory *inventory = nmap->inventory;
	uint64_t total = nmap_item_total(inventory, &nmap->counts);
	int64_t end_us = nmap_item_end_us(inventory);
	bool is_complete = piece_is_complete(inventory);
	char elapsed[32];

	piece_elapsed(nmap_item_start_us(inventory), end_us, elapsed);
	xmlout_start(nmap->x, "runstats");
	xmlout_start(nmap->x, "finished");
	format_nmap_attr_seconds(nmap->x, "time", end_us);
	format_nmap_attr_date(nmap->x, "timestr", end_us);
	xmlout_attr(nmap->x, "elapsed", elapsed);
	text_clear(&nmap->text);
	text_addf(&nmap->text,
	    "rollcall done; %llu IP addresses (%llu hosts up) scanned in %s seconds",
	    (unsigned long long)total, (unsigned long long)nmap->counts.n_up,
	    elapsed);
	xmlout_attr(nmap->x, "summary", text_str(&nmap->text));
	xmlout_attr(nmap->x, "exit", is_complete ? "success" : "error");
	if (!is_complete)
		xmlout_attr(nmap->x, "errormsg", "the sweep is incomplete");
	xmlout_end(nmap->x);
	xmlout_start(nmap->x, "hosts");
	xmlout_attr_u64(nmap->x, "up", nmap->counts.n_up);
	xmlout_attr_u64(nmap->x, "down", total - nmap->counts.n_up);
	xmlout_attr_u64(nmap->x, "total", total);
	xmlout_end(nmap->x);
	xmlout_end(nmap->x);
}

static int
format_nmap_end(void *state, bool is_whole, struct err *err)
{
	struct format_nmap *nmap = state;
	int ret = 0;

	if (is_whole) {
		format_nmap_runstats(nmap);
		ret = xmlout_finish(nmap->x, err);
	}
	xmlout_free(nmap->x);
	text_fini(&nmap->text);
	free(nmap);
	return ret;
}

const struct format format_nmap = {
	.name = "nmap",
	.summary =
	    "as nmap's XML (-oX), missing machines as hosts that are down",
	.readers = "ndiff, python-libnmap, Metasploit, DefectDojo, Faraday, "
		   "xsltproc with nmap.xsl",
	.suffix = ".xml",
	.begin = format_nmap_begin,
	.host = format_nmap_host,
	.end = format_nmap_end,
	.wants_asks = true,
};
