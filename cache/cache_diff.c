/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep of the store as one side of a diff: each host is made again from
 * what that sweep observed, by the same rules as the cache's.
 */
#include "cache/cache_diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_observed.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/merge.h"

struct diff_load {
	struct cache *cache;
	int64_t sweep;
	struct diff_side *side;
};

/* When an address was first seen, whoever heard it. */
static int
cache_diff_first(struct diff_load *load, struct host *host, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(load->cache, CACHE_STMT_DIFF_FIRST, err);
	int ret;

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &host->addr);
	ret = cache_step(load->cache, stmt, err);
	if (ret != 1)
		return ret;
	host->first_us = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_reset(stmt);
	return 0;
}

/* Of one who is missing, what the cache knows: it may turn up elsewhere. */
static int
cache_diff_missing(struct diff_load *load, const struct host *seen,
    struct err *err)
{
	struct host host;
	int ret = cache_load_all(load->cache, &seen->addr, &host, err);

	host.first_us = seen->first_us;
	host.verdict = seen->verdict;
	if (ret != -1)
		diff_side_add(load->side, &host, false);
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

static int
cache_diff_group(const struct observation *in, size_t n, void *arg,
    struct err *err)
{
	struct diff_load *load = arg;
	struct host host;
	int ret;

	host_init(&host, &in[0].addr);
	for (size_t i = 0; i < n; i++)
		(void)merge_observation(&host, &in[i], load->sweep);
	ret = cache_diff_first(load, &host, err);
	if (ret == 0)
		ret = cache_observed_verdict(load->cache, load->sweep,
		    &host.addr, &host.verdict, err);
	if (ret == 0 && host.n_services > 0 &&
	    !verdict_is_missing(host.verdict.code))
		diff_side_add(load->side, &host, true);
	else if (ret == 0 && host.verdict.code != VERDICT_NONE)
		ret = cache_diff_missing(load, &host, err);
	host_fini(&host);
	return ret;
}

int
cache_diff_side(struct cache *cache, const struct cache_sweep *sweep,
    struct diff_side *side, struct err *err)
{
	struct diff_load load = { cache, sweep->id, side };
	int ret = cache_targets_get(cache, sweep->id, &side->targets, err);

	if (ret == -1)
		return -1;
	side->has_targets = ret == 1;
	side->time_us = sweep->started_us;
	side->is_complete = sweep->state == CACHE_SWEEP_COMPLETE;
	side->probes = mem_dup(sweep->probes);
	return cache_observed_each(cache, sweep->id, NULL, CACHE_OBSERVED_WHOLE,
	    cache_diff_group, &load, err);
}

int
cache_diff_base(struct cache *cache, const struct cache_sweep *sweep,
    int64_t *id, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_DIFF_BASE, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep->id);
	cache_row_bind_text(stmt, 2, sweep->mode);
	cache_row_bind_text(stmt, 3, sweep->targets);
	ret = cache_step(cache, stmt, err);
	if (ret == 1)
		*id = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_reset(stmt);
	return ret;
}
