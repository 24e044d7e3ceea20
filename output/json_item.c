/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep, a link and a machine as JSON objects.
 */
#include "output/json_item.h"

#include <inttypes.h>

#include "output/piece.h"

void
json_item_sweep(struct jsonout *j, const char *key,
    const struct cache_sweep *sweep)
{
	char seed[24];

	if (sweep == NULL) {
		jsonout_text(j, key, NULL);
		return;
	}
	/* beyond what a double holds: as text, or readers would round it */
	(void)snprintf(seed, sizeof(seed), "%" PRIu64, sweep->seed);
	jsonout_object(j, key);
	jsonout_u64(j, "id", (uint64_t)sweep->id);
	jsonout_time(j, "started", sweep->started_us);
	jsonout_time(j, "ended", sweep->ended_us);
	jsonout_text(j, "mode", sweep->mode);
	jsonout_text(j, "targets", sweep->targets);
	jsonout_text(j, "probes", sweep->probes);
	jsonout_text(j, "seed", seed);
	jsonout_object(j, "counts");
	jsonout_u64(j, "targets", sweep->n_targets);
	jsonout_u64(j, "excluded", sweep->n_excluded);
	jsonout_u64(j, "expected", sweep->n_expected);
	jsonout_u64(j, "answered", sweep->n_answered);
	jsonout_end(j);
	jsonout_end(j);
}

/* What the tries that answers took say about the link; null: not known. */
static void
json_item_loss(struct jsonout *j, const struct cache_ledger *link)
{
	if (link->n_tries == 0) {
		jsonout_text(j, "loss", NULL);
		return;
	}
	jsonout_object(j, "loss");
	jsonout_u64(j, "tries", link->n_tries);
	jsonout_share(j, "exchanges", link->loss_ppm, 6);
	jsonout_share(j, "missed", link->missed_milli, 3);
	jsonout_u64(j, "missed_low", link->missed_low);
	jsonout_u64(j, "missed_high", link->missed_high);
	jsonout_share(j, "allowed", link->max_missed_ppm, 6);
	jsonout_end(j);
}

void
json_item_link(struct jsonout *j, const struct cache_ledger *link)
{
	jsonout_object(j, NULL);
	jsonout_text(j, "name", link->link);
	jsonout_u64(j, "targets", link->n_targets);
	jsonout_known(j, "capacity_bps", link->capacity_bps);
	jsonout_known(j, "budget_bps", link->budget_bps);
	jsonout_u64(j, "out_packets", link->out_packets);
	jsonout_u64(j, "out_bytes", link->out_bytes);
	jsonout_u64(j, "in_packets", link->in_packets);
	jsonout_u64(j, "in_bytes", link->in_bytes);
	jsonout_u64(j, "peak_out_bps", link->peak_out_bps);
	jsonout_u64(j, "peak_in_bps", link->peak_in_bps);
	jsonout_known(j, "srtt_us", link->srtt_us);
	jsonout_known(j, "rttvar_us", link->rttvar_us);
	jsonout_u64(j, "peak10_out_bps", link->peak10_out_bps);
	jsonout_u64(j, "peak10_in_bps", link->peak10_in_bps);
	jsonout_u64(j, "unseen_out_packets", link->unseen_out_packets);
	jsonout_u64(j, "unseen_out_bytes", link->unseen_out_bytes);
	jsonout_u64(j, "unseen_in_packets", link->unseen_in_packets);
	jsonout_u64(j, "unseen_in_bytes", link->unseen_in_bytes);
	jsonout_u64(j, "clients", link->n_clients);
	jsonout_known(j, "max_clients", link->max_clients);
	json_item_loss(j, link);
	jsonout_end(j);
}

static void
json_item_name(struct jsonout *j, const struct host_name *name)
{
	jsonout_object(j, NULL);
	jsonout_text(j, "value", name->value);
	jsonout_text(j, "source", host_source_name(name->source));
	jsonout_text(j, "detail", name->detail);
	jsonout_time(j, "time", name->time_us);
	jsonout_known(j, "sweep", (uint64_t)name->sweep);
	jsonout_end(j);
}

static void
json_item_service(struct jsonout *j, const struct host_service *service)
{
	size_t raw_len = service->raw_len;

	if (raw_len > OBSERVATION_RAW_MAX)
		raw_len = OBSERVATION_RAW_MAX;
	jsonout_object(j, NULL);
	jsonout_text(j, "probe", service->probe);
	jsonout_text(j, "protocol", net_protocol_name(service->protocol));
	jsonout_u64(j, "port", service->port);
	jsonout_text(j, "state", observation_kind_name(service->kind));
	jsonout_text(j, "role", observation_role_name(service->role));
	jsonout_text(j, "match", service->match);
	if (service->rtt_us == OBSERVATION_NO_RTT)
		jsonout_text(j, "rtt_us", NULL);
	else
		jsonout_u64(j, "rtt_us", service->rtt_us);
	jsonout_time(j, "last", service->time_us);
	jsonout_known(j, "sweep", (uint64_t)service->sweep);
	jsonout_array(j, "fields");
	for (size_t i = 0; i < service->n_fields; i++) {
		jsonout_object(j, NULL);
		jsonout_text(j, "name", service->field[i].name);
		jsonout_text(j, "value", service->field[i].value);
		jsonout_time(j, "time", service->field[i].time_us);
		jsonout_end(j);
	}
	jsonout_end(j);
	if (service->raw == NULL)
		jsonout_text(j, "reply", NULL);
	else
		jsonout_hex(j, "reply", service->raw, raw_len);
	jsonout_end(j);
}

static void
json_item_verdict(struct jsonout *j, const struct verdict *verdict)
{
	if (verdict->code == VERDICT_NONE) {
		jsonout_text(j, "verdict", NULL);
		return;
	}
	jsonout_object(j, "verdict");
	jsonout_text(j, "code", verdict_name(verdict->code));
	jsonout_text(j, "evidence", verdict->evidence);
	jsonout_end(j);
}

void
json_item_host(struct jsonout *j, const struct inventory *inventory,
    enum cache_section section, const struct host *host)
{
	static const char *const section_name[CACHE_N_SECTIONS] = {
		[CACHE_SERVERS] = "servers",
		[CACHE_CLIENTS] = "clients",
		[CACHE_UNIDENTIFIED] = "unidentified",
		[CACHE_ALIVE] = "alive",
		[CACHE_MISSING] = "missing",
	};
	const struct host_name *name = host_display_name(host);
	char addr[ADDR_TEXT_LEN];

	jsonout_object(j, NULL);
	jsonout_text(j, "address", addr_format(&host->addr, addr));
	jsonout_text(j, "name", name == NULL ? NULL : name->value);
	jsonout_text(j, "role", piece_role(section, host));
	jsonout_text(j, "state", piece_state(inventory, host));
	jsonout_text(j, "section", section_name[section]);
	jsonout_time(j, "first_seen", host->first_us);
	jsonout_time(j, "last_seen", host->last_us);
	jsonout_time(j, "imported", host->imported_us);
	json_item_verdict(j, &host->verdict);
	jsonout_array(j, "names");
	for (size_t i = 0; i < host->n_names; i++)
		json_item_name(j, &host->name[i]);
	jsonout_end(j);
	jsonout_array(j, "services");
	for (size_t i = 0; i < host->n_services; i++)
		json_item_service(j, &host->service[i]);
	jsonout_end(j);
	jsonout_end(j);
}
