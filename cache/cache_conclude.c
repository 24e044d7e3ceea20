/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Verdicts of a sweep: its observations are read twice, once to count how
 * the neighbours fared, once to judge.  All judging is verdict.c's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/area.h"
#include "cache/cache_identity.h"
#include "cache/cache_observed.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

struct conclude {
	struct cache *cache;
	struct cache_sweep *sweep;
	const struct rangeset *expected;
	struct area_table areas;
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
cache_conclude_count(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct conclude *conclude = arg;
	bool was_heard = false;

	if (!cache_conclude_is_alive(in, n) &&
	    rangeset_contains(conclude->expected, &in[0].addr)) {
		struct host host;
		int ret = cache_load(conclude->cache, &in[0].addr, &host, err);

		was_heard = ret == 1;
		host_fini(&host);
		if (ret == -1)
			return -1;
	}
	area_add(&conclude->areas,
	    cache_conclude_link(conclude->cache, &in[0].addr), in, n,
	    was_heard);
	return 0;
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

/* The verdict on one that did not answer: what else is known of it. */
static int
cache_conclude_missing(struct conclude *conclude, const struct observation *in,
    size_t n, struct verdict *verdict, struct err *err)
{
	const struct addr *addr = &in[0].addr;
	struct verdict_facts facts = { 0 };
	struct verdict_move move;
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
		*verdict = verdict_of(in, n, &facts);
	}
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

static int
cache_conclude_judge(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct conclude *conclude = arg;
	struct verdict verdict;

	if (!rangeset_contains(conclude->expected, &in[0].addr))
		return 0;
	verdict = verdict_of(in, n, NULL);
	if (verdict_is_missing(verdict.code) &&
	    cache_conclude_missing(conclude, in, n, &verdict, err) == -1)
		return -1;
	return cache_conclude_keep(conclude, &in[0].addr, &verdict, err);
}

int
cache_conclude(struct cache *cache, struct cache_sweep *sweep,
    const struct rangeset *expected, struct err *err)
{
	struct conclude conclude = { cache, sweep, expected, AREA_TABLE_INIT };
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	sweep->n_expected = 0;
	sweep->n_answered = 0;
	ret = cache_observed_each(cache, sweep->id, NULL, CACHE_OBSERVED_BRIEF,
	    cache_conclude_count, &conclude, err);
	if (ret == 0)
		ret = cache_observed_each(cache, sweep->id, NULL,
		    CACHE_OBSERVED_BRIEF, cache_conclude_judge, &conclude, err);
	area_table_fini(&conclude.areas);
	return cache_leave(cache, is_own, ret, err);
}
