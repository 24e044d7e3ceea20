/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sweeps that are kept, and how long.
 */
#include "cache/cache_history.h"

#include <stdlib.h>

#include "cache/cache_private.h"
#include "cache/cache_row.h"

static int
cache_history_one(struct cache *cache, int64_t id, cache_history_fn fn,
    void *arg, struct err *err)
{
	struct cache_ledger *ledger = NULL;
	struct cache_sweep sweep;
	size_t n = 0;
	int ret = cache_sweep_get(cache, id, &sweep, err);

	if (ret == 1)
		ret = cache_ledger_get(cache, id, &ledger, &n, err);
	if (ret == 0 && sweep.id != 0)
		ret = fn(&sweep, ledger, n, arg, err);
	for (size_t i = 0; i < n; i++)
		free(ledger[i].link);
	free(ledger);
	cache_sweep_fini(&sweep);
	return ret;
}

int
cache_history_each(struct cache *cache, cache_history_fn fn, void *arg,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HISTORY_EACH, err);
	int ret;

	if (stmt == NULL)
		return -1;
	while ((ret = cache_step(cache, stmt, err)) == 1)
		if (cache_history_one(cache, sqlite3_column_int64(stmt, 0), fn,
			arg, err) == -1) {
			ret = -1;
			break;
		}
	(void)sqlite3_reset(stmt);
	return ret;
}

static int
cache_history_run(struct cache *cache, enum cache_stmt which, int64_t below,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, below);
	return cache_run(cache, stmt, err);
}

/* The sweep itself goes last: how many did is asked of its statement. */
static int
cache_history_drop(struct cache *cache, int64_t below, uint64_t *n_gone,
    struct err *err)
{
	static const enum cache_stmt which[] = {
		CACHE_STMT_HISTORY_DROP_OBSERVATIONS,
		CACHE_STMT_HISTORY_DROP_VERDICTS,
		CACHE_STMT_HISTORY_DROP_LEDGERS,
		CACHE_STMT_HISTORY_DROP_TARGETS,
		CACHE_STMT_HISTORY_DROP_SWEEPS,
	};

	for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++)
		if (cache_history_run(cache, which[i], below, err) == -1)
			return -1;
	*n_gone = (uint64_t)sqlite3_changes(cache->db);
	return 0;
}

int
cache_history_prune(struct cache *cache, uint64_t keep, uint64_t *n_gone,
    struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_HISTORY_OLDEST_KEPT, err);
	int64_t below = 0;
	bool is_own;
	int ret;

	*n_gone = 0;
	if (keep == 0)
		return 0;
	if (stmt == NULL || cache_enter(cache, &is_own, err) == -1)
		return -1;
	cache_row_bind_u64(stmt, 1, keep - 1);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		below = sqlite3_column_int64(stmt, 0);
		(void)sqlite3_reset(stmt);
		ret = cache_history_drop(cache, below, n_gone, err);
	}
	return cache_leave(cache, is_own, ret, err);
}

int
cache_history_hosts(struct cache *cache, cache_history_host_fn fn, void *arg,
    struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_HISTORY_HOSTS, err);
	int ret;

	if (stmt == NULL)
		return -1;
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);

		fn(&addr, cache_row_enum(stmt, 1, OBSERVATION_ROLE_SERVER),
		    cache_row_enum(stmt, 2, OBSERVATION_ROLE_SERVER),
		    sqlite3_column_int64(stmt, 3), arg);
	}
	return ret;
}

int
cache_history_verdicts(struct cache *cache, int64_t sweep,
    cache_history_verdict_fn fn, void *arg, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LIST_JUDGED, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < CACHE_ROW_ADDR_LENS; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_row_addr_len[i]);
		(void)sqlite3_bind_int64(stmt, 2, sweep);
		while ((ret = cache_step(cache, stmt, err)) == 1) {
			struct addr addr = cache_row_addr(stmt, 0);

			fn(&addr, cache_row_enum(stmt, 1, VERDICT_NOT_ASKED),
			    arg);
		}
	}
	return ret;
}
