/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations, and what they make of hosts, column by column.
 */
#include "cache/cache_observe_feed.h"

#include <stdlib.h>

#include "cache/cache_row.h"
#include "cache/merge.h"

static void
show_addr(sqlite3_context *out, const struct addr *addr)
{
	uint8_t bytes[16];

	if (addr->family != 0)
		sqlite3_result_blob(out, bytes, (int)addr_to_bytes(addr, bytes),
		    SQLITE_TRANSIENT);
}

/* NULL is NULL, here and in the next ones. */
static void
show_text(sqlite3_context *out, const char *text)
{
	if (text != NULL)
		sqlite3_result_text(out, text, -1, SQLITE_STATIC);
}

static void
show_bytes(sqlite3_context *out, const uint8_t *bytes, size_t len)
{
	if (len > 0)
		sqlite3_result_blob64(out, bytes, len, SQLITE_STATIC);
}

static void
show_rtt(sqlite3_context *out, uint32_t rtt_us)
{
	if (rtt_us != OBSERVATION_NO_RTT)
		sqlite3_result_int64(out, rtt_us);
}

static void
show_icmp(sqlite3_context *out, int value)
{
	if (value != -1)
		sqlite3_result_int(out, value);
}

static void
show_observed_fields(sqlite3_context *out, const struct observation *in,
    struct text *scratch)
{
	if (in->n_fields == 0)
		return;
	text_clear(scratch);
	for (size_t i = 0; i < in->n_fields; i++)
		cache_row_add_field(scratch, in->field[i].name,
		    in->field[i].value, 0, 0);
	show_text(out, text_str(scratch));
}

/* The columns stand in the order of the names in cache_observe_attach(). */
static void
show_observation(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;
	const struct observation *in = part->in[row];

	switch (column) {
	case 0:
		show_addr(out, &in->addr);
		break;
	case 1:
		sqlite3_result_int(out, (int)in->protocol);
		break;
	case 2:
		sqlite3_result_int(out, in->port);
		break;
	case 3:
		show_text(out, in->probe);
		break;
	case 4:
		sqlite3_result_int(out, (int)in->kind);
		break;
	case 5:
		sqlite3_result_int(out, (int)in->role);
		break;
	case 6:
		sqlite3_result_int64(out, in->time_us);
		break;
	case 7:
		show_rtt(out, in->rtt_us);
		break;
	case 8:
		if (!addr_eq(&in->from, &in->addr))
			show_addr(out, &in->from);
		break;
	case 9:
		show_icmp(out, in->icmp_type);
		break;
	case 10:
		show_icmp(out, in->icmp_code);
		break;
	case 11:
		sqlite3_result_int64(out, in->tries);
		break;
	case 12:
		show_text(out, in->match);
		break;
	case 13:
		show_text(out, in->name);
		break;
	case 14:
		show_observed_fields(out, in, &part->cache->scratch);
		break;
	default:
		/* A reply that a pattern explains is told by its fields. */
		if (in->match == NULL)
			show_bytes(out, in->raw, in->raw_len);
	}
}

static void
show_lookup(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;

	if (column == 0)
		show_addr(out, &part->host[row].host.addr);
	else
		sqlite3_result_int64(out, (sqlite3_int64)row);
}

static void
show_host(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;
	const struct host *host = part->changed[row];

	switch (column) {
	case 0:
		show_addr(out, &host->addr);
		break;
	case 1:
		sqlite3_result_int(out, (int)host->role);
		break;
	case 2:
		sqlite3_result_int(out, (int)host->best_role);
		break;
	default:
		sqlite3_result_int64(out, host->first_us);
	}
}

static void
show_service_fields(sqlite3_context *out, const struct host_service *service,
    struct text *scratch)
{
	if (service->n_fields == 0)
		return;
	text_clear(scratch);
	for (size_t i = 0; i < service->n_fields; i++)
		cache_row_add_field(scratch, service->field[i].name,
		    service->field[i].value, service->field[i].time_us,
		    service->time_us);
	show_text(out, text_str(scratch));
}

static void
show_service(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;
	const struct host *host = part->service[row].host;
	const struct host_service *service =
	    &host->service[part->service[row].at];

	switch (column) {
	case 0:
		show_addr(out, &host->addr);
		break;
	case 1:
		sqlite3_result_int(out, (int)service->protocol);
		break;
	case 2:
		sqlite3_result_int(out, service->port);
		break;
	case 3:
		show_text(out, service->probe);
		break;
	case 4:
		sqlite3_result_int(out, (int)service->kind);
		break;
	case 5:
		sqlite3_result_int(out, (int)service->role);
		break;
	case 6:
		show_text(out, service->match);
		break;
	case 7:
		show_rtt(out, service->rtt_us);
		break;
	case 8:
		sqlite3_result_int64(out, service->time_us);
		break;
	case 9:
		sqlite3_result_int64(out, service->sweep);
		break;
	case 10:
		show_service_fields(out, service, &part->cache->scratch);
		break;
	default:
		show_bytes(out, service->raw, service->raw_len);
	}
}

static void
show_name(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;
	const struct observation *in = part->named[row];

	switch (column) {
	case 0:
		show_addr(out, &in->addr);
		break;
	case 1:
		sqlite3_result_int(out, (int)merge_source(in->probe));
		break;
	case 2:
		show_text(out, in->name);
		break;
	case 3:
		sqlite3_result_text(out, cache_fold(in->name), -1, free);
		break;
	case 4:
		show_text(out, in->probe);
		break;
	default:
		sqlite3_result_int64(out, merge_time(in));
	}
}

static void
show_mark(sqlite3_context *out, int column, size_t row, void *arg)
{
	const struct observe *part = arg;
	const struct observe_mark *mark = &part->mark[row];

	switch (column) {
	case 0:
		sqlite3_result_int(out, (int)mark->kind);
		break;
	case 1:
		show_text(out, mark->value);
		break;
	default:
		show_addr(out, mark->addr);
	}
}

int
cache_observe_attach(struct cache *cache, struct err *err)
{
	static const struct cache_feed feeds[CACHE_N_FEEDS] = {
		[CACHE_FEED_OBSERVATION] = { "feed_observation",
		    "addr, protocol, port, probe, kind, role, time_us, rtt_us,"
		    " said_by, icmp_type, icmp_code, tries, match, name,"
		    " fields, raw",
		    show_observation, 0, NULL },
		[CACHE_FEED_ADDR] = { "feed_addr", "addr, at", show_lookup, 0,
		    NULL },
		[CACHE_FEED_HOST] = { "feed_host",
		    "addr, role, best_role, first_us", show_host, 0, NULL },
		[CACHE_FEED_SERVICE] = { "feed_service",
		    "addr, protocol, port, probe, kind, role, match, rtt_us,"
		    " time_us, sweep, fields, raw",
		    show_service, 0, NULL },
		[CACHE_FEED_NAME] = { "feed_name",
		    "addr, source, value, folded, detail, time_us", show_name,
		    0, NULL },
		[CACHE_FEED_IDENTITY] = { "feed_identity", "kind, value, addr",
		    show_mark, 0, NULL },
	};

	for (size_t i = 0; i < CACHE_N_FEEDS; i++) {
		cache->feed[i] = feeds[i];
		if (cache_feed_attach(cache->db, &cache->feed[i]) != SQLITE_OK)
			return cache_fail(cache, err);
	}
	return 0;
}
