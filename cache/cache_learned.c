/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What an import taught about the old console's registry.
 */
#include "cache/cache_learned.h"

#include "cache/cache_private.h"
#include "cache/cache_row.h"

int
cache_learned_put(struct cache *cache, const char *key, const char *value,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LEARNED_PUT, err);

	if (stmt == NULL)
		return -1;
	cache_row_bind_text(stmt, 1, key);
	cache_row_bind_text(stmt, 2, value);
	return cache_run(cache, stmt, err);
}

int
cache_learned_get(struct cache *cache, const char *key, char **value,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_LEARNED_GET, err);
	int ret;

	*value = NULL;
	if (stmt == NULL)
		return -1;
	cache_row_bind_text(stmt, 1, key);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		*value = cache_row_text(stmt, 0);
		(void)sqlite3_reset(stmt);
	}
	return ret == -1 ? -1 : 0;
}
