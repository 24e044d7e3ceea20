/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sweeps that are kept, and how long.
 */
#include "cache/cache_history.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/cache_walk.h"

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

/* All that hangs on sweeps below that number; they themselves go last. */
static int
cache_history_drop(struct cache *cache, int64_t below, uint64_t *n_gone,
    struct err *err)
{
	static const char *const tables[] = { "observation", "verdict",
		"ledger", "targets", "setup", "journal", "journal_extra" };
	struct text sql = TEXT_INIT;
	int ret = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		text_addf(&sql, "DELETE FROM %s WHERE sweep < %" PRId64 ";",
		    tables[i], below);
	text_addf(&sql, "DELETE FROM sweep WHERE id < %" PRId64, below);
	if (sqlite3_exec(cache->db, text_str(&sql), NULL, NULL, NULL) !=
	    SQLITE_OK)
		ret = cache_fail(cache, err);
	*n_gone = ret == 0 ? (uint64_t)sqlite3_changes(cache->db) : 0;
	text_fini(&sql);
	return ret;
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
	if (keep == 0 || keep > INT64_MAX)
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
	struct cache_walk walk;
	int ret =
	    cache_walk_open(&walk, cache, CACHE_STMT_WALK_JUDGED, sweep, err);

	while (ret != -1 && (ret = cache_walk_listed(&walk, err)) == 1)
		fn(&walk.addr, cache_row_enum(walk.stmt, 1, VERDICT_NOT_ASKED),
		    arg);
	cache_walk_close(&walk);
	return ret;
}
