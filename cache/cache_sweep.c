/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sweeps and their ledgers in the store.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

static const char *
cache_sweep_text(const char *text)
{
	return text == NULL ? "" : text;
}

static void
cache_sweep_bind(sqlite3_stmt *stmt, const struct cache_sweep *sweep)
{
	(void)sqlite3_bind_int64(stmt, 1, sweep->started_us);
	(void)sqlite3_bind_int64(stmt, 2, sweep->ended_us);
	(void)sqlite3_bind_int(stmt, 3, (int)sweep->state);
	cache_row_bind_text(stmt, 4, cache_sweep_text(sweep->mode));
	cache_row_bind_text(stmt, 5, cache_sweep_text(sweep->targets));
	cache_row_bind_text(stmt, 6, cache_sweep_text(sweep->probes));
	cache_row_bind_u64(stmt, 7, sweep->seed);
	cache_row_bind_u64(stmt, 8, sweep->n_targets);
	cache_row_bind_u64(stmt, 9, sweep->n_excluded);
	cache_row_bind_u64(stmt, 10, sweep->n_expected);
	cache_row_bind_u64(stmt, 11, sweep->n_answered);
}

int
cache_sweep_start(struct cache *cache, struct cache_sweep *sweep,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SWEEP_START, err);
	bool is_own;
	int ret;

	if (stmt == NULL || cache_enter(cache, &is_own, err) == -1)
		return -1;
	cache_sweep_bind(stmt, sweep);
	ret = cache_run(cache, stmt, err);
	if (ret == 0)
		sweep->id = sqlite3_last_insert_rowid(cache->db);
	return cache_leave(cache, is_own, ret, err);
}

/* The numbers of a ledger, as the statements order them. */
static const size_t cache_ledger_numbers[] = {
	offsetof(struct cache_ledger, n_targets),
	offsetof(struct cache_ledger, capacity_bps),
	offsetof(struct cache_ledger, budget_bps),
	offsetof(struct cache_ledger, out_packets),
	offsetof(struct cache_ledger, out_bytes),
	offsetof(struct cache_ledger, in_packets),
	offsetof(struct cache_ledger, in_bytes),
	offsetof(struct cache_ledger, peak_out_bps),
	offsetof(struct cache_ledger, peak_in_bps),
};
/* And those after its two short ones. */
static const size_t cache_ledger_more[] = {
	offsetof(struct cache_ledger, peak10_out_bps),
	offsetof(struct cache_ledger, peak10_in_bps),
	offsetof(struct cache_ledger, unseen_out_packets),
	offsetof(struct cache_ledger, unseen_out_bytes),
	offsetof(struct cache_ledger, unseen_in_packets),
	offsetof(struct cache_ledger, unseen_in_bytes),
	offsetof(struct cache_ledger, least_udp_us),
	offsetof(struct cache_ledger, least_tcp_us),
	offsetof(struct cache_ledger, n_tries),
	offsetof(struct cache_ledger, loss_ppm),
	offsetof(struct cache_ledger, missed_milli),
	offsetof(struct cache_ledger, missed_low),
	offsetof(struct cache_ledger, missed_high),
	offsetof(struct cache_ledger, max_missed_ppm),
	offsetof(struct cache_ledger, is_lossy),
	offsetof(struct cache_ledger, n_clients),
	offsetof(struct cache_ledger, max_clients),
};
#define CACHE_LEDGER_N    (sizeof(cache_ledger_numbers) / sizeof(size_t))
#define CACHE_LEDGER_MORE (sizeof(cache_ledger_more) / sizeof(size_t))

static uint64_t *
cache_ledger_number(struct cache_ledger *ledger, size_t offset)
{
	return (uint64_t *)(void *)((char *)ledger + offset);
}

int
cache_put_ledger(struct cache *cache, int64_t sweep,
    const struct cache_ledger *ledger, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LEDGER_ADD, err);
	struct cache_ledger copy = *ledger;
	int at = 3;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_text(stmt, 2, cache_sweep_text(ledger->link));
	for (size_t i = 0; i < CACHE_LEDGER_N; i++)
		cache_row_bind_u64(stmt, at++,
		    *cache_ledger_number(&copy, cache_ledger_numbers[i]));
	cache_row_bind_u64(stmt, at++, ledger->srtt_us);
	cache_row_bind_u64(stmt, at++, ledger->rttvar_us);
	for (size_t i = 0; i < CACHE_LEDGER_MORE; i++)
		cache_row_bind_u64(stmt, at++,
		    *cache_ledger_number(&copy, cache_ledger_more[i]));
	return cache_run(cache, stmt, err);
}

int
cache_sweep_finish(struct cache *cache, const struct cache_sweep *sweep,
    const struct cache_ledger *ledger, size_t n, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SWEEP_FINISH, err);
	bool is_own;
	int ret;

	if (stmt == NULL || cache_enter(cache, &is_own, err) == -1)
		return -1;
	cache_sweep_bind(stmt, sweep);
	(void)sqlite3_bind_int64(stmt, 12, sweep->id);
	ret = cache_run(cache, stmt, err);
	if (ret == 0 && sqlite3_changes(cache->db) == 0)
		ret = err_set(err, ERR_CACHE,
		    "address cache '%s' has no sweep %lld", cache->path,
		    (long long)sweep->id);
	for (size_t i = 0; ret == 0 && i < n; i++)
		ret = cache_put_ledger(cache, sweep->id, &ledger[i], err);
	return cache_leave(cache, is_own, ret, err);
}

int
cache_sweep_get(struct cache *cache, int64_t id, struct cache_sweep *sweep,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache,
	    id == 0 ? CACHE_STMT_SWEEP_NEWEST : CACHE_STMT_SWEEP_GET, err);
	int ret;

	memset(sweep, 0, sizeof(*sweep));
	if (stmt == NULL)
		return -1;
	if (id != 0)
		(void)sqlite3_bind_int64(stmt, 1, id);
	ret = cache_step(cache, stmt, err);
	if (ret != 1)
		return ret;
	sweep->id = sqlite3_column_int64(stmt, 0);
	sweep->started_us = sqlite3_column_int64(stmt, 1);
	sweep->ended_us = sqlite3_column_int64(stmt, 2);
	sweep->state = cache_row_enum(stmt, 3, CACHE_SWEEP_INCOMPLETE);
	sweep->mode = cache_row_text(stmt, 4);
	sweep->targets = cache_row_text(stmt, 5);
	sweep->probes = cache_row_text(stmt, 6);
	sweep->seed = cache_row_u64(stmt, 7);
	sweep->n_targets = cache_row_u64(stmt, 8);
	sweep->n_excluded = cache_row_u64(stmt, 9);
	sweep->n_expected = cache_row_u64(stmt, 10);
	sweep->n_answered = cache_row_u64(stmt, 11);
	(void)sqlite3_reset(stmt);
	return 1;
}

void
cache_sweep_fini(struct cache_sweep *sweep)
{
	free(sweep->mode);
	free(sweep->targets);
	free(sweep->probes);
	memset(sweep, 0, sizeof(*sweep));
}

static void
cache_ledger_read(sqlite3_stmt *stmt, struct cache_ledger *ledger)
{
	int at = 1;

	ledger->link = cache_row_text(stmt, 0);
	for (size_t i = 0; i < CACHE_LEDGER_N; i++)
		*cache_ledger_number(ledger, cache_ledger_numbers[i]) =
		    cache_row_u64(stmt, at++);
	ledger->srtt_us = (uint32_t)cache_row_u64(stmt, at++);
	ledger->rttvar_us = (uint32_t)cache_row_u64(stmt, at++);
	for (size_t i = 0; i < CACHE_LEDGER_MORE; i++)
		*cache_ledger_number(ledger, cache_ledger_more[i]) =
		    cache_row_u64(stmt, at++);
}

int
cache_ledger_get(struct cache *cache, int64_t sweep,
    struct cache_ledger **ledger, size_t *n, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LEDGER_GET, err);
	size_t cap = 0;
	int ret;

	*ledger = NULL;
	*n = 0;
	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		*ledger = mem_grow(*ledger, &cap, *n + 1, sizeof(**ledger));
		cache_ledger_read(stmt, &(*ledger)[(*n)++]);
	}
	if (ret == -1) {
		for (size_t i = 0; i < *n; i++)
			free((*ledger)[i].link);
		free(*ledger);
		*ledger = NULL;
		*n = 0;
	}
	return ret;
}

int
cache_least_rtt(struct cache *cache, const char *link, uint32_t least_us[2],
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LEDGER_LEAST, err);

	least_us[NET_UDP] = least_us[NET_TCP] = 0;
	if (stmt == NULL)
		return -1;
	cache_row_bind_text(stmt, 1, link);
	if (cache_step(cache, stmt, err) != 1)
		return -1;
	least_us[NET_UDP] = (uint32_t)cache_row_u64(stmt, 0);
	least_us[NET_TCP] = (uint32_t)cache_row_u64(stmt, 1);
	(void)sqlite3_reset(stmt);
	return 0;
}
