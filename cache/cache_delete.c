/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Forgetting one machine.
 */
#include "cache/cache.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

static int
cache_delete_imported(struct cache *cache, const struct host *host,
    struct err *err)
{
	struct cache_imported_drop *drop =
	    mem_array(host->n_names, sizeof(*drop));
	size_t n = 0;
	int ret;

	for (size_t i = 0; i < host->n_names; i++)
		if (host->name[i].source == HOST_SOURCE_IMPORT)
			drop[n++] = (struct cache_imported_drop){ host->addr,
				host->name[i].value };
	ret = cache_imported_forget(cache, drop, n, err);
	free(drop);
	return ret;
}

static int
cache_delete_rows(struct cache *cache, const struct addr *addr, struct err *err)
{
	static const enum cache_stmt which[] = { CACHE_STMT_HOST_DELETE,
		CACHE_STMT_NAME_DELETE, CACHE_STMT_SERVICE_DELETE,
		CACHE_STMT_OBSERVATION_DELETE, CACHE_STMT_VERDICT_DELETE,
		CACHE_STMT_JOURNAL_EXTRA_DELETE, CACHE_STMT_IDENTITY_DELETE };

	for (size_t i = 0; i < sizeof(which) / sizeof(which[0]); i++) {
		sqlite3_stmt *stmt = cache_prepare(cache, which[i], err);

		if (stmt == NULL)
			return -1;
		cache_row_bind_addr(stmt, 1, addr);
		if (cache_run(cache, stmt, err) == -1)
			return -1;
	}
	return 0;
}

int
cache_delete(struct cache *cache, const struct addr *addr, struct err *err)
{
	struct host host;
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	ret = cache_load_all(cache, addr, &host, err);
	if (ret == 1 && cache_delete_imported(cache, &host, err) == -1)
		ret = -1;
	if (ret != -1 && cache_delete_rows(cache, addr, err) == -1)
		ret = -1;
	host_fini(&host);
	return cache_leave(cache, is_own, ret, err);
}
