/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Verdicts of a sweep: its observations are read once, to count how the
 * neighbours fared and to judge who answered; then once more those of the
 * missing, for whom the neighbours matter.  All judging is verdict.c's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/area.h"
#include "cache/cache_identity.h"
#include "cache/cache_observed.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/cache_walk.h"

struct conclude {
	struct cache *cache;
	struct cache_sweep *sweep;
	const struct rangeset *expected;
	struct area_table areas;
	struct cache_walk host;
	struct addr *missing; /* those who did not answer */
	size_t n_missing, missing_cap;
};

static const char *
cache_conclude_link(const struct cache *cache, const struct addr *addr)
{
	return cache->link_of == NULL ? NULL
				      : cache->link_of(cache->links, addr);
}

static bool
cache_conclude_is_alive(const struct observation *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (observation_is_answer(&in[i]))
			return true;
	return false;
}

static int
cache_conclude_keep(struct conclude *conclude, const struct addr *addr,
    const struct verdict *verdict, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(conclude->cache, CACHE_STMT_VERDICT_PUT, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, conclude->sweep->id);
	cache_row_bind_addr(stmt, 2, addr);
	(void)sqlite3_bind_int(stmt, 3, (int)verdict->code);
	cache_row_bind_text(stmt, 4, verdict->evidence);
	conclude->sweep->n_expected++;
	if (!verdict_is_missing(verdict->code))
		conclude->sweep->n_answered++;
	return cache_run(conclude->cache, stmt, err);
}

/* Count an address; judge it, if it is expected and was found. */
static int
cache_conclude_first(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct conclude *conclude = arg;
	const struct addr *addr = &in[0].addr;
	bool is_expected = rangeset_contains(conclude->expected, addr);
	struct verdict verdict;
	int was_heard = 0;

	if (is_expected && !cache_conclude_is_alive(in, n))
		was_heard = cache_walk_to(&conclude->host, addr, err);
	if (was_heard == -1)
		return -1;
	area_add(&conclude->areas, cache_conclude_link(conclude->cache, addr),
	    in, n, was_heard == 1);
	if (!is_expected)
		return 0;
	verdict = verdict_of(in, n, NULL);
	if (!verdict_is_missing(verdict.code))
		return cache_conclude_keep(conclude, addr, &verdict, err);
	conclude->missing = mem_grow(conclude->missing, &conclude->missing_cap,
	    conclude->n_missing + 1, sizeof(*conclude->missing));
	conclude->missing[conclude->n_missing++] = *addr;
	return 0;
}

/* The verdict on one that did not answer, with what else is known of it. */
static int
cache_conclude_missing(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct conclude *conclude = arg;
	const struct addr *addr = &in[0].addr;
	struct verdict_facts facts = { 0 };
	struct verdict_move move;
	struct verdict verdict;
	struct host host;
	int ret = cache_load_all(conclude->cache, addr, &host, err);

	if (ret == 1) {
		for (size_t i = 0; i < host.n_services; i++)
			if (host.service[i].sweep != conclude->sweep->id &&
			    host.service[i].time_us > facts.last_us)
				facts.last_us = host.service[i].time_us;
		ret = cache_identity_move(conclude->cache, &host, &move, err);
		if (ret == 1)
			facts.move = &move;
	}
	if (ret != -1) {
		area_find(&conclude->areas, addr,
		    cache_conclude_link(conclude->cache, addr), &facts.network,
		    &facts.link);
		verdict = verdict_of(in, n, &facts);
		ret = cache_conclude_keep(conclude, addr, &verdict, err);
	}
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

static int
cache_conclude_all(struct conclude *conclude, struct err *err)
{
	struct cache *cache = conclude->cache;
	int64_t sweep = conclude->sweep->id;
	int ret = cache_walk_open(&conclude->host, cache, CACHE_STMT_WALK_HOST,
	    0, err);

	if (ret == 0)
		ret = cache_observed_each(cache, sweep, NULL,
		    CACHE_OBSERVED_BRIEF, cache_conclude_first, conclude, err);
	cache_walk_close(&conclude->host);
	for (size_t i = 0; ret == 0 && i < conclude->n_missing; i++) {
		struct addr_range one = { conclude->missing[i],
			conclude->missing[i] };

		ret = cache_observed_each(cache, sweep, &one,
		    CACHE_OBSERVED_BRIEF, cache_conclude_missing, conclude,
		    err);
	}
	return ret;
}

int
cache_conclude(struct cache *cache, struct cache_sweep *sweep,
    const struct rangeset *expected, struct err *err)
{
	struct conclude conclude = { .cache = cache,
		.sweep = sweep,
		.expected = expected,
		.areas = AREA_TABLE_INIT };
	bool is_own;
	int ret;

	sweep->n_expected = 0;
	sweep->n_answered = 0;
	if (expected->count == 0)
		return 0;
	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	ret = cache_conclude_all(&conclude, err);
	area_table_fini(&conclude.areas);
	free(conclude.missing);
	return cache_leave(cache, is_own, ret, err);
}
