/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What one sweep observed, out of the store.
 */
#include "cache/cache_observed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/area.h"
#include "cache/cache_identity.h"
#include "cache/cache_load.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* The observations of one address; what they point to is the arena's. */
struct observed_group {
	struct observation *in;
	size_t n, in_cap;
	struct arena arena;
};

static int
cache_observed_icmp(sqlite3_stmt *stmt, int at)
{
	return sqlite3_column_type(stmt, at) == SQLITE_NULL
		   ? -1
		   : sqlite3_column_int(stmt, at);
}

static void
cache_observed_whole(struct observation *in, struct arena *arena,
    sqlite3_stmt *stmt)
{
	const uint8_t *raw = sqlite3_column_blob(stmt, 15);
	struct host_service fields = { .n_fields = 0 };

	in->name = cache_row_text_in(stmt, 13, arena);
	cache_row_parse_fields(&fields,
	    (const char *)sqlite3_column_text(stmt, 14), arena);
	for (size_t i = 0;
	     i < fields.n_fields && in->n_fields < OBSERVATION_FIELDS_MAX;
	     i++) {
		const struct host_field *field = &fields.field[i];

		in->field[in->n_fields++] =
		    (struct observation_field){ field->name, field->value };
	}
	if (raw == NULL)
		return;
	in->raw_len = (size_t)sqlite3_column_bytes(stmt, 15);
	in->raw = (uint8_t *)arena_dup_len(arena, raw, in->raw_len);
}

static void
cache_observed_add(struct observed_group *group, sqlite3_stmt *stmt,
    const struct addr *addr, enum cache_observed_what what)
{
	struct arena *arena = &group->arena;
	struct observation *in;

	group->in = mem_grow(group->in, &group->in_cap, group->n + 1,
	    sizeof(*group->in));
	in = &group->in[group->n++];
	memset(in, 0, sizeof(*in));
	in->addr = *addr;
	in->protocol = cache_row_enum(stmt, 1, NET_TCP);
	in->port = (uint16_t)cache_row_enum(stmt, 2, UINT16_MAX);
	in->probe = cache_row_text_in(stmt, 3, arena);
	in->kind = cache_row_enum(stmt, 4, OBSERVATION_N_KINDS - 1);
	in->role = cache_row_enum(stmt, 5, OBSERVATION_ROLE_SERVER);
	in->time_us = sqlite3_column_int64(stmt, 6);
	in->rtt_us = cache_row_rtt(stmt, 7);
	in->from = cache_row_addr(stmt, 8);
	in->icmp_type = cache_observed_icmp(stmt, 9);
	in->icmp_code = cache_observed_icmp(stmt, 10);
	in->tries = cache_row_enum(stmt, 11, UINT32_MAX);
	in->match = cache_row_text_in(stmt, 12, arena);
	if (what == CACHE_OBSERVED_WHOLE)
		cache_observed_whole(in, arena, stmt);
}

/* Hand the group on, if there is one, and empty it. */
static int
cache_observed_hand(struct observed_group *group, cache_observed_fn fn,
    void *arg, struct err *err)
{
	int ret = group->n == 0 ? 0 : fn(group->in, group->n, arg, err);

	group->n = 0;
	arena_clear(&group->arena);
	return ret;
}

static void
cache_observed_bind(sqlite3_stmt *stmt, int64_t sweep,
    const struct addr_range *range)
{
	static const uint8_t last[17] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff };

	(void)sqlite3_bind_int64(stmt, 1, sweep);
	if (range == NULL) {
		(void)sqlite3_bind_zeroblob(stmt, 2, 0);
		(void)sqlite3_bind_blob(stmt, 3, last, sizeof(last),
		    SQLITE_STATIC);
	} else {
		cache_row_bind_addr(stmt, 2, &range->first);
		cache_row_bind_addr(stmt, 3, &range->last);
	}
}

int
cache_observed_each(struct cache *cache, int64_t sweep,
    const struct addr_range *range, enum cache_observed_what what,
    cache_observed_fn fn, void *arg, struct err *err)
{
	struct observed_group group = { NULL, 0, 0, ARENA_INIT };
	sqlite3_stmt *stmt = cache_prepare(cache,
	    what == CACHE_OBSERVED_WHOLE ? CACHE_STMT_OBSERVATION_BETWEEN
					 : CACHE_STMT_OBSERVATION_BRIEF,
	    err);
	int ret;

	if (stmt == NULL)
		return -1;
	cache_observed_bind(stmt, sweep, range);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);

		/* Between two of IPv4 lie some of IPv6, too. */
		if (addr.family == 0 ||
		    (range != NULL && addr.family != range->first.family))
			continue;
		if (group.n > 0 && !addr_eq(&group.in[0].addr, &addr) &&
		    cache_observed_hand(&group, fn, arg, err) == -1) {
			ret = -1;
			break;
		}
		cache_observed_add(&group, stmt, &addr, what);
	}
	(void)sqlite3_reset(stmt);
	if (ret == 0)
		ret = cache_observed_hand(&group, fn, arg, err);
	arena_fini(&group.arena);
	free(group.in);
	return ret;
}

int
cache_observed_newest(struct cache *cache, const struct addr *addr,
    int64_t *sweep, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_OBSERVED_NEWEST, err);
	int ret;

	*sweep = 0;
	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, addr);
	ret = cache_step(cache, stmt, err);
	if (ret == 1)
		*sweep = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_reset(stmt);
	return ret == -1 ? -1 : 0;
}

int
cache_observed_verdict(struct cache *cache, int64_t sweep,
    const struct addr *addr, struct verdict *verdict, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_VERDICT_GET, err);
	int ret;

	*verdict = (struct verdict){ VERDICT_NONE, "" };
	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_addr(stmt, 2, addr);
	ret = cache_step(cache, stmt, err);
	if (ret != 1)
		return ret;
	verdict->code = cache_row_enum(stmt, 1, VERDICT_NOT_ASKED);
	cache_load_evidence(verdict, stmt, 0);
	(void)sqlite3_reset(stmt);
	return 0;
}

/* One neighbour's observations into the area around a host. */
static int
cache_observed_neighbour(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct verdict_area *area = arg;

	(void)err;
	area_count(area, in, n, false);
	return 0;
}

int
cache_observed_facts(struct cache *cache, int64_t sweep,
    const struct host *host, struct verdict_facts *facts,
    char name[ADDR_TEXT_LEN], struct verdict_move *move, struct err *err)
{
	struct prefix network = area_network(&host->addr);
	struct addr_range range = prefix_range(&network);
	int ret;

	memset(facts, 0, sizeof(*facts));
	facts->network.name = prefix_format(&network, name);
	for (size_t i = 0; i < host->n_services; i++)
		if (host->service[i].sweep < sweep &&
		    host->service[i].time_us > facts->last_us)
			facts->last_us = host->service[i].time_us;
	if (cache_observed_each(cache, sweep, &range, CACHE_OBSERVED_BRIEF,
		cache_observed_neighbour, &facts->network, err) == -1)
		return -1;
	ret = cache_identity_move(cache, host, move, err);
	if (ret == 1)
		facts->move = move;
	return ret == -1 ? -1 : 0;
}
