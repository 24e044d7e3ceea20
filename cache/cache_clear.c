/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Counting what is kept, and forgetting all of it.
 */
#include "cache/cache.h"

#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* Imported names, and their addresses, rising. */
static int
cache_count_imported(struct cache *cache, struct cache_counts *counts,
    struct rangeset *imported, struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_imported entry;
	struct addr_range one = { { 0, 0, 0 }, { 0, 0, 0 } };
	int ret;

	cache_pack_open(&cursor, cache, CACHE_PACK_BY_ADDR);
	for (ret = cache_pack_seek(&cursor, "", 0, err); ret == 1;
	     ret = cache_pack_next(&cursor, err)) {
		ret = cache_imported_parse(cache, &entry, &cursor.entry, err);
		if (ret == -1)
			break;
		counts->n_names++;
		if (addr_eq(&entry.addr, &one.first))
			continue;
		one.first = one.last = entry.addr;
		rangeset_add(imported, &one);
	}
	cache_pack_close(&cursor);
	rangeset_seal(imported);
	return ret;
}

int
cache_count(struct cache *cache, struct cache_counts *counts, struct err *err)
{
	struct rangeset imported = RANGESET_INIT;
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_EACH, err);
	int ret;

	*counts = (struct cache_counts){ 0 };
	if (stmt == NULL)
		return -1;
	ret = cache_count_imported(cache, counts, &imported, err);
	counts->n_hosts = counts->n_imported = imported.count;
	while (ret == 0 && (ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);

		if (!rangeset_contains(&imported, &addr))
			counts->n_hosts++;
		ret = 0;
	}
	rangeset_fini(&imported);
	stmt = ret == -1 ? NULL
			 : cache_prepare(cache, CACHE_STMT_SWEEP_COUNT, err);
	if (stmt == NULL || cache_step(cache, stmt, err) != 1)
		return -1;
	counts->n_sweeps = cache_row_u64(stmt, 0);
	(void)sqlite3_reset(stmt);
	return 0;
}

static int
cache_clear_tables(struct cache *cache, struct err *err)
{
	static const char sql[] =
	    "DELETE FROM host; DELETE FROM name; DELETE FROM service;"
	    "DELETE FROM observation; DELETE FROM verdict;"
	    "DELETE FROM ledger; DELETE FROM sweep; DELETE FROM setup;"
	    "DELETE FROM journal; DELETE FROM journal_extra;"
	    "DELETE FROM identity; DELETE FROM targets;"
	    "DELETE FROM import_by_addr; DELETE FROM import_by_name;"
	    "DELETE FROM import_file";

	if (sqlite3_exec(cache->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return cache_fail(cache, err);
	return 0;
}

int
cache_clear(struct cache *cache, struct cache_counts *counts, struct err *err)
{
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	ret = cache_count(cache, counts, err);
	if (ret == 0)
		ret = cache_clear_tables(cache, err);
	ret = cache_leave(cache, is_own, ret, err);
	/* Give the room back; where a reader is in the way, it stays free. */
	if (ret == 0 && is_own)
		(void)sqlite3_exec(cache->db, "VACUUM", NULL, NULL, NULL);
	return ret;
}
