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

/* Verdicts or hosts, read beside the observations in the same order. */
struct diff_cursor {
	sqlite3_stmt *stmt;
	bool has_row;
	struct addr addr;
};

struct diff_load {
	struct cache *cache;
	int64_t sweep;
	struct diff_side *side;
	struct diff_cursor verdict, first;
};

/* The order of the tables: bytes, the shorter first. */
static int
cache_diff_cmp(const struct addr *a, const struct addr *b)
{
	uint8_t x[16], y[16];
	size_t x_len, y_len;
	int cmp;

	if (a->family == b->family)
		return addr_cmp(a, b);
	x_len = addr_to_bytes(a, x);
	y_len = addr_to_bytes(b, y);
	cmp = memcmp(x, y, x_len < y_len ? x_len : y_len);
	return cmp != 0 ? cmp : (x_len > y_len) - (x_len < y_len);
}

/* Go to the row of addr: 1 when there is one, 0, or -1. */
static int
cache_diff_seek(struct cache *cache, struct diff_cursor *cursor,
    const struct addr *addr, struct err *err)
{
	while (cursor->has_row && cache_diff_cmp(&cursor->addr, addr) < 0) {
		int ret = cache_step(cache, cursor->stmt, err);

		if (ret == -1)
			return -1;
		cursor->has_row = ret == 1;
		if (ret == 1)
			cursor->addr = cache_row_addr(cursor->stmt, 0);
	}
	return cursor->has_row && addr_eq(&cursor->addr, addr);
}

static int
cache_diff_open(struct diff_load *load, struct err *err)
{
	load->verdict.stmt =
	    cache_prepare(load->cache, CACHE_STMT_DIFF_VERDICTS, err);
	load->first.stmt =
	    cache_prepare(load->cache, CACHE_STMT_DIFF_FIRSTS, err);
	if (load->verdict.stmt == NULL || load->first.stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(load->verdict.stmt, 1, load->sweep);
	(void)sqlite3_bind_int64(load->first.stmt, 1, load->sweep);
	load->verdict.has_row = load->first.has_row = true;
	return 0;
}

static void
cache_diff_close(struct diff_load *load)
{
	(void)sqlite3_reset(load->verdict.stmt);
	(void)sqlite3_reset(load->first.stmt);
}

/* The verdict of the sweep, and when the address was seen first by any. */
static int
cache_diff_known(struct diff_load *load, struct host *host, struct err *err)
{
	const unsigned char *evidence;
	int ret;

	ret = cache_diff_seek(load->cache, &load->first, &host->addr, err);
	if (ret == 1)
		host->first_us = sqlite3_column_int64(load->first.stmt, 1);
	if (ret != -1)
		ret = cache_diff_seek(load->cache, &load->verdict, &host->addr,
		    err);
	if (ret != 1)
		return ret;
	host->verdict.code =
	    cache_row_enum(load->verdict.stmt, 1, VERDICT_NOT_ASKED);
	/* Nobody asks why somebody is there. */
	evidence = verdict_is_missing(host->verdict.code)
		       ? sqlite3_column_text(load->verdict.stmt, 2)
		       : NULL;
	if (evidence != NULL)
		strncat(host->verdict.evidence, (const char *)evidence,
		    sizeof(host->verdict.evidence) - 1);
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
	ret = cache_diff_known(load, &host, err);
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
	struct diff_load load = { .cache = cache,
		.sweep = sweep->id,
		.side = side };
	int ret = cache_targets_get(cache, sweep->id, &side->targets, err);

	if (ret == -1)
		return -1;
	side->has_targets = ret == 1;
	side->time_us = sweep->started_us;
	side->is_complete = sweep->state == CACHE_SWEEP_COMPLETE;
	side->probes = mem_dup(sweep->probes);
	if (cache_diff_open(&load, err) == -1)
		return -1;
	ret = cache_observed_each(cache, sweep->id, NULL, CACHE_OBSERVED_WHOLE,
	    cache_diff_group, &load, err);
	cache_diff_close(&load);
	return ret;
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
