/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions whose answer is a set of addresses.
 */
#include <stdlib.h>

#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/cache_walk.h"

/* Add addr, which is not below earlier ones, as part of the last range. */
static void
cache_add_addr(struct rangeset *set, const struct addr *addr)
{
	struct addr_range one = { *addr, *addr };

	if (set->n > 0) {
		struct addr_range *last = &set->range[set->n - 1];
		struct addr next = addr_add(&last->last, 1);

		if (addr_eq(&next, addr)) {
			last->last = *addr;
			return;
		}
	}
	rangeset_add(set, &one);
}

/* All addresses in the first column. */
static int
cache_collect(struct cache *cache, sqlite3_stmt *stmt, struct rangeset *set,
    struct err *err)
{
	int ret;

	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);

		if (addr.family != 0)
			cache_add_addr(set, &addr);
	}
	return ret;
}

/* All imported addresses, rising. */
static int
cache_collect_imported(struct cache *cache, struct rangeset *set,
    struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_imported imported;
	int ret;

	cache_pack_open(&cursor, cache, CACHE_PACK_BY_ADDR);
	for (ret = cache_pack_seek(&cursor, "", 0, err); ret == 1;
	     ret = cache_pack_next(&cursor, err)) {
		ret =
		    cache_imported_parse(cache, &imported, &cursor.entry, err);
		if (ret == -1)
			break;
		if (set->n == 0 ||
		    !addr_eq(&set->range[set->n - 1].last, &imported.addr))
			cache_add_addr(set, &imported.addr);
	}
	cache_pack_close(&cursor);
	return ret;
}

int
cache_expected(struct cache *cache, struct rangeset *expected, struct err *err)
{
	struct cache_walk walk;
	int ret =
	    cache_walk_open(&walk, cache, CACHE_STMT_WALK_EXPECTED, 0, err);

	if (ret == 0)
		ret = cache_collect_imported(cache, expected, err);
	while (ret != -1 && (ret = cache_walk_listed(&walk, err)) == 1)
		cache_add_addr(expected, &walk.addr);
	cache_walk_close(&walk);
	rangeset_seal(expected);
	return ret;
}

int
cache_find_said(struct cache *cache, const char *name, struct rangeset *found,
    struct err *err)
{
	char *folded = cache_fold(name);
	sqlite3_stmt *stmt = cache_prepare(cache,
	    folded == NULL ? CACHE_STMT_NAME_FIND : CACHE_STMT_NAME_FIND_FOLDED,
	    err);
	int ret = -1;

	if (stmt != NULL) {
		cache_row_bind_text(stmt, 1, folded == NULL ? name : folded);
		ret = cache_collect(cache, stmt, found, err);
	}
	rangeset_seal(found);
	free(folded);
	return ret;
}

int
cache_find_name(struct cache *cache, const char *name, struct rangeset *found,
    struct err *err)
{
	int ret = cache_imported_find(cache, name, found, err);

	return ret == -1 ? -1 : cache_find_said(cache, name, found, err);
}
