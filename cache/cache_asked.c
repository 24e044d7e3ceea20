/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The questions of a sweep, from what was observed in it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

int
cache_asked(struct cache *cache, int64_t sweep, struct cache_ask **ask,
    size_t *n, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_ASKED, err);
	size_t cap = 0;
	int ret;

	*ask = NULL;
	*n = 0;
	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		*ask = mem_grow(*ask, &cap, *n + 1, sizeof(**ask));
		(*ask)[(*n)++] = (struct cache_ask){
			.probe = cache_row_text(stmt, 0),
			.protocol = cache_row_enum(stmt, 1, NET_TCP),
			.port = (uint16_t)cache_row_enum(stmt, 2, UINT16_MAX),
		};
	}
	if (ret == -1) {
		cache_asks_free(*ask, *n);
		*ask = NULL;
		*n = 0;
	}
	return ret;
}

void
cache_asks_free(struct cache_ask *ask, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(ask[i].probe);
	free(ask);
}
