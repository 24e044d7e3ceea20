/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Hosts out of the store, each with its row, its services, its names and its
 * evidence: a single one by look-ups, many by walks.
 */
#include "cache/cache_load.h"

#include <string.h>

#include "cache/cache_imported.h"
#include "cache/cache_row.h"

/* The columns from at on, as a name at the end of the host. */
static void
load_name(struct host *host, sqlite3_stmt *stmt, int at)
{
	struct host_name *name = host_add_name(host);

	name->source = cache_row_enum(stmt, at, HOST_SOURCE_IMPORT);
	name->value = cache_row_text_in(stmt, at + 1, host->arena);
	name->detail = cache_row_text_in(stmt, at + 2, host->arena);
	name->time_us = sqlite3_column_int64(stmt, at + 3);
	name->sweep = sqlite3_column_int64(stmt, at + 4);
}

void
cache_load_service(struct host *host, sqlite3_stmt *stmt, int at)
{
	const uint8_t *raw = sqlite3_column_blob(stmt, at + 10);
	struct host_service *service = host_add_service(host);

	memset(service, 0, sizeof(*service));
	service->protocol = cache_row_enum(stmt, at, NET_TCP);
	service->port = (uint16_t)cache_row_enum(stmt, at + 1, UINT16_MAX);
	service->probe = cache_row_text_in(stmt, at + 2, host->arena);
	service->kind = cache_row_enum(stmt, at + 3, OBSERVATION_REFUSED);
	service->role = cache_row_enum(stmt, at + 4, OBSERVATION_ROLE_SERVER);
	service->match = cache_row_text_in(stmt, at + 5, host->arena);
	service->rtt_us = cache_row_rtt(stmt, at + 6);
	service->time_us = sqlite3_column_int64(stmt, at + 7);
	service->sweep = sqlite3_column_int64(stmt, at + 8);
	cache_row_parse_fields(service,
	    (const char *)sqlite3_column_text(stmt, at + 9), host->arena);
	if (raw != NULL) {
		service->raw_len = (size_t)sqlite3_column_bytes(stmt, at + 10);
		service->raw = (uint8_t *)arena_dup_len(host->arena, raw,
		    service->raw_len);
	}
	if (service->time_us > host->last_us)
		host->last_us = service->time_us;
}

struct cache_head
cache_load_head(sqlite3_stmt *stmt, int at)
{
	return (struct cache_head){
		cache_row_enum(stmt, at, OBSERVATION_ROLE_SERVER),
		cache_row_enum(stmt, at + 1, OBSERVATION_ROLE_SERVER),
		sqlite3_column_int64(stmt, at + 2),
	};
}

void
cache_load_evidence(struct verdict *verdict, sqlite3_stmt *stmt, int at)
{
	const unsigned char *evidence = sqlite3_column_text(stmt, at);

	verdict->evidence[0] = '\0';
	if (evidence != NULL)
		strncat(verdict->evidence, (const char *)evidence,
		    sizeof(verdict->evidence) - 1);
}

static void
load_set_head(struct host *host, const struct cache_head *head)
{
	host->role = head->role;
	host->best_role = head->best_role;
	host->first_us = head->first_us;
}

int
cache_load(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_GET, err);
	struct cache_head head;
	bool is_there = false;
	int ret;

	host_init(host, addr);
	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, addr);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		is_there = true;
		head = cache_load_head(stmt, 0);
		load_set_head(host, &head);
		if (sqlite3_column_type(stmt, 5) != SQLITE_NULL)
			cache_load_service(host, stmt, 3);
	}
	return ret == 0 ? is_there : -1;
}

int
cache_load_names(struct cache *cache, struct host *host, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_NAME_GET, err);
	int ret;

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &host->addr);
	while ((ret = cache_step(cache, stmt, err)) == 1)
		load_name(host, stmt, 0);
	return ret;
}

int
cache_load_all(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	int ret = cache_load(cache, addr, host, err);

	if (ret == 1 && cache_load_names(cache, host, err) == -1)
		ret = -1;
	if (ret != -1 && cache_imported_load(cache, host, err) == -1)
		ret = -1;
	return ret == 0 ? host->imported_us != 0 : ret;
}

int
cache_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	int ret = cache_load_all(cache, addr, host, err);

	if (ret != 1)
		host_fini(host);
	return ret;
}

/* All rows of the host's address in a table. */
static int
load_rows(struct cache_walk *walk, struct host *host,
    void (*load)(struct host *host, sqlite3_stmt *stmt, int at),
    struct err *err)
{
	int ret = cache_walk_to(walk, &host->addr, err);

	while (ret == 1) {
		load(host, walk->stmt, 1);
		ret = cache_walk_more(walk, err);
	}
	return ret;
}

int
cache_load_open(struct cache_loader *loader, struct cache *cache, int64_t sweep,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_BEGIN_READ, err);

	if (stmt == NULL)
		return -1;
	memset(loader, 0, sizeof(*loader));
	loader->cache = cache;
	loader->is_own = sqlite3_get_autocommit(cache->db) != 0;
	if (loader->is_own && cache_run(cache, stmt, err) == -1)
		return -1;
	cache_pack_open(&loader->imported, cache, CACHE_PACK_BY_ADDR);
	cache->imported = &loader->imported;
	cache->file = 0;
	if (cache_walk_open(&loader->service, cache, CACHE_STMT_WALK_SERVICE, 0,
		err) == 0 &&
	    cache_walk_open(&loader->name, cache, CACHE_STMT_WALK_NAME, 0,
		err) == 0 &&
	    cache_walk_open(&loader->verdict, cache, CACHE_STMT_WALK_VERDICT,
		sweep, err) == 0)
		return 0;
	return cache_load_close(loader, -1, err);
}

int
cache_load_close(struct cache_loader *loader, int ret, struct err *err)
{
	cache_walk_close(&loader->service);
	cache_walk_close(&loader->name);
	cache_walk_close(&loader->verdict);
	loader->cache->imported = NULL;
	cache_pack_close(&loader->imported);
	arena_fini(&loader->arena);
	return cache_leave(loader->cache, loader->is_own, ret, err);
}

int
cache_load_listed(struct cache_loader *loader, const struct addr *addr,
    const struct cache_head *head, enum verdict_code code, struct host *host,
    struct err *err)
{
	int ret = 0;

	arena_clear(&loader->arena);
	host_init(host, addr);
	host->arena = &loader->arena;
	host->verdict.code = code;
	if (head != NULL) {
		load_set_head(host, head);
		ret =
		    load_rows(&loader->service, host, cache_load_service, err);
		if (ret == 0)
			ret = load_rows(&loader->name, host, load_name, err);
	}
	if (ret == 0)
		ret = cache_imported_load(loader->cache, host, err);
	if (ret != -1 && code != VERDICT_NONE)
		ret = cache_walk_to(&loader->verdict, addr, err);
	if (ret == 1 && code != VERDICT_NONE)
		cache_load_evidence(&host->verdict, loader->verdict.stmt, 2);
	return ret == -1 ? -1 : 0;
}
