/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The inventory in rollcall's own XML.  output/inventory.rng says what each
 * element and attribute means; what is written here stands there.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/inventory_attr.h"
#include "output/piece.h"
#include "output/xmlout.h"

struct format_xml {
	struct xmlout *x;
	const struct inventory *inventory;
	int section; /* that is open; -1: none yet */
};

static void
format_xml_attr_known(struct xmlout *x, const char *name, uint64_t value)
{
	if (value != 0)
		xmlout_attr_u64(x, name, value);
}

static void
format_xml_attr_happened(struct xmlout *x, const char *name, int64_t wall_us)
{
	if (wall_us != 0)
		xmlout_attr_time(x, name, wall_us);
}

static void
format_xml_numbers(struct xmlout *x, const struct inventory_attr *attr,
    const void *from)
{
	for (; attr->name != NULL; attr++) {
		uint64_t value = inventory_attr_get(attr, from);

		if (value != 0 || !attr->is_optional)
			xmlout_attr_u64(x, attr->name, value);
	}
}

static void
format_xml_sweep(struct xmlout *x, const struct cache_sweep *sweep)
{
	xmlout_start(x, "sweep");
	xmlout_attr_u64(x, "id", (uint64_t)sweep->id);
	xmlout_attr_time(x, "started", sweep->started_us);
	format_xml_attr_happened(x, "ended", sweep->ended_us);
	xmlout_attr(x, "mode", sweep->mode);
	xmlout_attr(x, "targets", sweep->targets);
	xmlout_attr(x, "probes", sweep->probes);
	xmlout_attr_u64(x, "seed", sweep->seed);
	xmlout_start(x, "counts");
	format_xml_numbers(x, inventory_attr_counts, sweep);
	xmlout_end(x);
	xmlout_end(x);
}

/* What the tries that answers took say about the link. */
static void
format_xml_loss(struct xmlout *x, const struct cache_ledger *link)
{
	char text[PIECE_SHARE_LEN];

	if (link->n_tries == 0)
		return;
	xmlout_start(x, "loss");
	xmlout_attr_u64(x, "tries", link->n_tries);
	xmlout_attr(x, "exchanges", piece_share(link->loss_ppm, 6, text));
	xmlout_attr(x, "missed", piece_share(link->missed_milli, 3, text));
	xmlout_attr_u64(x, "missed-low", link->missed_low);
	xmlout_attr_u64(x, "missed-high", link->missed_high);
	xmlout_attr(x, "allowed", piece_share(link->max_missed_ppm, 6, text));
	xmlout_end(x);
}

static void
format_xml_link(struct xmlout *x, const struct cache_ledger *link)
{
	xmlout_start(x, "link");
	xmlout_attr(x, "name", link->link);
	format_xml_numbers(x, inventory_attr_link, link);
	format_xml_loss(x, link);
	xmlout_end(x);
}

static int
format_xml_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	const struct cache_sweep *sweep = inventory->sweep;
	struct xmlout *x = xmlout_new(out);
	struct format_xml *xml;

	(void)view;
	xmlout_start(x, "inventory");
	xmlout_attr(x, "xmlns", INVENTORY_ATTR_NAMESPACE);
	xmlout_attr(x, "complete",
	    piece_is_complete(inventory) ? "true" : "false");
	xmlout_attr(x, "generator", inventory->generator);
	xmlout_attr_time(x, "written", inventory->written_us);
	format_xml_attr_known(x, "stale-after-s", inventory->stale_after_s);
	if (sweep != NULL)
		format_xml_sweep(x, sweep);
	xmlout_start(x, "links");
	for (size_t i = 0; i < inventory->n_links; i++)
		format_xml_link(x, &inventory->link[i]);
	xmlout_end(x);
	if (xmlout_check(x, err) == -1) {
		xmlout_free(x);
		return -1;
	}
	*state = xml = mem_new(sizeof(*xml));
	*xml = (struct format_xml){ x, inventory, -1 };
	return 0;
}

/* End the open section and open the next ones up to the wanted one. */
static void
format_xml_go_to(struct format_xml *xml, int section)
{
	assert(section >= xml->section);
	while (xml->section < section) {
		if (xml->section >= 0)
			xmlout_end(xml->x);
		xml->section++;
		if (xml->section < CACHE_N_SECTIONS)
			xmlout_start(xml->x,
			    inventory_attr_part[xml->section].part);
	}
}

static void
format_xml_name(struct xmlout *x, const struct host_name *name)
{
	xmlout_start(x, "name");
	xmlout_attr(x, "source", host_source_name(name->source));
	xmlout_attr(x, "detail", name->detail);
	format_xml_attr_happened(x, "time", name->time_us);
	format_xml_attr_known(x, "sweep", (uint64_t)name->sweep);
	xmlout_text(x, name->value);
	xmlout_end(x);
}

static void
format_xml_service(struct xmlout *x, const struct host_service *service)
{
	size_t raw_len = service->raw_len;

	if (raw_len > OBSERVATION_RAW_MAX)
		raw_len = OBSERVATION_RAW_MAX;
	xmlout_start(x, "service");
	xmlout_attr(x, "probe", service->probe);
	xmlout_attr(x, "protocol", net_protocol_name(service->protocol));
	xmlout_attr_u64(x, "port", service->port);
	xmlout_attr(x, "state", observation_kind_name(service->kind));
	xmlout_attr(x, "role", observation_role_name(service->role));
	xmlout_attr(x, "match", service->match);
	if (service->rtt_us != OBSERVATION_NO_RTT)
		xmlout_attr_u64(x, "rtt-us", service->rtt_us);
	format_xml_attr_happened(x, "last", service->time_us);
	format_xml_attr_known(x, "sweep", (uint64_t)service->sweep);
	for (size_t i = 0; i < service->n_fields; i++) {
		xmlout_start(x, "field");
		xmlout_attr(x, "name", service->field[i].name);
		if (service->field[i].time_us != service->time_us)
			format_xml_attr_happened(x, "time",
			    service->field[i].time_us);
		xmlout_text(x, service->field[i].value);
		xmlout_end(x);
	}
	if (service->raw != NULL) {
		xmlout_start(x, "reply");
		xmlout_attr(x, "encoding", "hex");
		xmlout_hex(x, service->raw, raw_len);
		xmlout_end(x);
	}
	xmlout_end(x);
}

static void
format_xml_seen(struct xmlout *x, const struct host *host)
{
	if (host->first_us == 0 && host->last_us == 0)
		return;
	xmlout_start(x, "seen");
	xmlout_attr_time(x, "first", host->first_us);
	xmlout_attr_time(x, "last", host->last_us);
	xmlout_end(x);
}

static int
format_xml_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_xml *xml = state;
	struct xmlout *x = xml->x;
	const struct host_name *name = host_display_name(host);
	char addr[ADDR_TEXT_LEN];

	format_xml_go_to(xml, (int)section);
	xmlout_start(x, inventory_attr_part[section].machine);
	xmlout_attr(x, "address", addr_format(&host->addr, addr));
	if (name != NULL)
		xmlout_attr(x, "name", name->value);
	if (section == CACHE_MISSING)
		xmlout_attr(x, "role", piece_role(section, host));
	xmlout_attr(x, "state", piece_state(xml->inventory, host));
	format_xml_attr_happened(x, "imported", host->imported_us);
	for (size_t i = 0; i < host->n_names; i++)
		format_xml_name(x, &host->name[i]);
	for (size_t i = 0; i < host->n_services; i++)
		format_xml_service(x, &host->service[i]);
	format_xml_seen(x, host);
	if (host->verdict.code != VERDICT_NONE) {
		xmlout_start(x, "verdict");
		xmlout_attr(x, "code", verdict_name(host->verdict.code));
		xmlout_text(x, host->verdict.evidence);
		xmlout_end(x);
	}
	xmlout_end(x);
	return xmlout_check(x, err);
}

static int
format_xml_end(void *state, bool is_whole, struct err *err)
{
	struct format_xml *xml = state;
	int ret = 0;

	if (is_whole) {
		format_xml_go_to(xml, CACHE_N_SECTIONS);
		ret = xmlout_finish(xml->x, err);
	}
	xmlout_free(xml->x);
	free(xml);
	return ret;
}

const struct format format_xml = {
	.name = "xml",
	.summary = "the inventory, whole: rollcall's own XML",
	.readers = "rollcall diff, xmllint, any XML reader (inventory.rng)",
	.suffix = ".xml",
	.begin = format_xml_begin,
	.host = format_xml_host,
	.end = format_xml_end,
};
