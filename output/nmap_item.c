/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A machine as nmap would have seen it.
 */
#include "output/nmap_item.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "output/piece.h"

const char *
nmap_item_date(int64_t wall_us, char buf[NMAP_ITEM_DATE_LEN])
{
	static const char *const day[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const month[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(piece_time_in_range(wall_us) / 1000000);
	struct tm tm;

	(void)gmtime_r(&seconds, &tm);
	/* Not strftime(): its names follow the locale. */
	(void)snprintf(buf, NMAP_ITEM_DATE_LEN, "%s %s %2d %02d:%02d:%02d %d",
	    day[tm.tm_wday % 7], month[tm.tm_mon % 12], tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec, tm.tm_year + 1900);
	return buf;
}

int64_t
nmap_item_start_us(const struct inventory *inventory)
{
	return inventory->sweep == NULL ? inventory->written_us
					: inventory->sweep->started_us;
}

int64_t
nmap_item_end_us(const struct inventory *inventory)
{
	if (inventory->sweep == NULL || inventory->sweep->ended_us == 0)
		return inventory->written_us;
	return inventory->sweep->ended_us;
}

void
nmap_item_args(struct text *out, const struct inventory *inventory)
{
	const struct cache_sweep *sweep = inventory->sweep;

	if (sweep == NULL) {
		text_add(out, "rollcall cache list");
		return;
	}
	text_add(out, "rollcall sweep --mode ");
	piece_clean(out, sweep->mode);
	text_add(out, " --probe ");
	piece_clean(out, sweep->probes);
	text_add_char(out, ' ');
	piece_clean(out, sweep->targets);
}

const char *
nmap_item_version(const struct inventory *inventory)
{
	const char *blank = strrchr(inventory->generator, ' ');

	return blank == NULL ? inventory->generator : blank + 1;
}

uint64_t
nmap_item_total(const struct inventory *inventory,
    const struct nmap_item_counts *counts)
{
	if (inventory->sweep != NULL &&
	    inventory->sweep->n_targets > counts->n_all)
		return inventory->sweep->n_targets;
	return counts->n_all;
}

const char *
nmap_item_state(enum cache_section section, const struct host *host)
{
	if (section != CACHE_MISSING)
		return "up";
	switch (host->verdict.code) {
	case VERDICT_ANSWERED:
	case VERDICT_ALIVE_NO_AGENT:
		return "up";
	case VERDICT_NONE:
		return "unknown";
	case VERDICT_EXCLUDED:
	case VERDICT_NOT_ASKED:
		return "skipped";
	default:
		return "down";
	}
}

const char *
nmap_item_reason(const struct inventory *inventory, enum cache_section section,
    const struct host *host)
{
	const struct host_service *service;
	size_t at = 0;

	if (strcmp(nmap_item_state(section, host), "up") == 0) {
		service = nmap_item_port(inventory, host, &at);
		return service == NULL ? "unknown-response"
				       : nmap_item_port_reason(service);
	}
	switch (host->verdict.code) {
	case VERDICT_PROHIBITED:
		return "admin-prohibited";
	case VERDICT_UNREACHABLE:
		return "host-unreach";
	case VERDICT_NONE:
	case VERDICT_EXCLUDED:
	case VERDICT_NOT_ASKED:
		return "not-asked";
	default:
		return "no-response";
	}
}

/* An answer to an earlier sweep is none to this one. */
static bool
nmap_item_is_current(const struct inventory *inventory,
    const struct host_service *service)
{
	return inventory->sweep == NULL ||
	       service->sweep >= inventory->sweep->id;
}

const struct host_service *
nmap_item_port(const struct inventory *inventory, const struct host *host,
    size_t *at)
{
	const struct host_service *best = NULL;

	for (; *at < host->n_services; (*at)++) {
		const struct host_service *service = &host->service[*at];

		if (!nmap_item_is_current(inventory, service))
			continue;
		if (best != NULL && (best->protocol != service->protocol ||
					best->port != service->port))
			break;
		if (best == NULL || service->kind < best->kind)
			best = service;
	}
	return best;
}

const char *
nmap_item_port_state(const struct host_service *service)
{
	return service->kind == OBSERVATION_REFUSED ? "closed" : "open";
}

const char *
nmap_item_port_reason(const struct host_service *service)
{
	if (service->protocol == NET_UDP)
		return service->kind == OBSERVATION_REFUSED ? "port-unreach"
							    : "udp-response";
	return service->kind == OBSERVATION_REFUSED ? "conn-refused"
						    : "syn-ack";
}

/* As in nmap's own file of services. */
const char *
nmap_item_service(enum net_protocol protocol, uint16_t port)
{
	static const struct {
		enum net_protocol protocol;
		uint16_t port;
		const char *name;
	} known[] = {
		{ NET_UDP, 137, "netbios-ns" },
		{ NET_UDP, 2967, "symantec-av" },
		{ NET_UDP, 2968, "enpp" },
		{ NET_UDP, 9595, "pds" },
		{ NET_UDP, 38293, "landesk-cba" },
		{ NET_TCP, 2847, "aimpp-port-req" },
		{ NET_TCP, 2848, "amt-blc-port" },
		{ NET_TCP, 2967, "symantec-av" },
		{ NET_TCP, 2968, "enpp" },
		{ NET_TCP, 9593, "cba8" },
		{ NET_TCP, 9595, "pds" },
		{ NET_TCP, 38292, "landesk-cba" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].protocol == protocol && known[i].port == port)
			return known[i].name;
	return NULL;
}

bool
nmap_item_is_silent(const struct inventory *inventory, const struct host *host,
    const struct cache_ask *ask)
{
	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		if (service->protocol == ask->protocol &&
		    service->port == ask->port &&
		    nmap_item_is_current(inventory, service))
			return false;
	}
	return true;
}
