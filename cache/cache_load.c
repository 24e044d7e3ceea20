/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One host out of the store: its row, its services, its names, its evidence.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

int
cache_load_names(struct cache *cache, struct host *host, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_NAME_GET, err);
	struct host_name *name;
	int ret;

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &host->addr);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		host->name = mem_grow(host->name, &host->names_cap,
		    host->n_names + 1, sizeof(*host->name));
		name = &host->name[host->n_names++];
		name->source = cache_row_enum(stmt, 0, HOST_SOURCE_IMPORT);
		name->value = cache_row_text(stmt, 1);
		name->detail = cache_row_text(stmt, 2);
		name->time_us = sqlite3_column_int64(stmt, 3);
		name->sweep = sqlite3_column_int64(stmt, 4);
	}
	return ret;
}

void
cache_load_service(struct host *host, sqlite3_stmt *stmt, int at)
{
	const uint8_t *raw = sqlite3_column_blob(stmt, at + 10);
	struct host_service *service;

	host->service = mem_grow(host->service, &host->services_cap,
	    host->n_services + 1, sizeof(*host->service));
	service = &host->service[host->n_services++];
	memset(service, 0, sizeof(*service));
	service->protocol = cache_row_enum(stmt, at, NET_TCP);
	service->port = (uint16_t)cache_row_enum(stmt, at + 1, UINT16_MAX);
	service->probe = cache_row_text(stmt, at + 2);
	service->kind = cache_row_enum(stmt, at + 3, OBSERVATION_REFUSED);
	service->role = cache_row_enum(stmt, at + 4, OBSERVATION_ROLE_SERVER);
	service->match = cache_row_text(stmt, at + 5);
	service->rtt_us = cache_row_rtt(stmt, at + 6);
	service->time_us = sqlite3_column_int64(stmt, at + 7);
	service->sweep = sqlite3_column_int64(stmt, at + 8);
	cache_row_parse_fields(service,
	    (const char *)sqlite3_column_text(stmt, at + 9));
	if (raw != NULL) {
		service->raw_len = (size_t)sqlite3_column_bytes(stmt, at + 10);
		service->raw = (uint8_t *)mem_dup_len(raw, service->raw_len);
	}
	if (service->time_us > host->last_us)
		host->last_us = service->time_us;
}

int
cache_load(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_GET, err);
	bool is_there = false;
	int ret;

	host_init(host, addr);
	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, addr);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		is_there = true;
		host->role = cache_row_enum(stmt, 0, OBSERVATION_ROLE_SERVER);
		host->best_role =
		    cache_row_enum(stmt, 1, OBSERVATION_ROLE_SERVER);
		host->first_us = sqlite3_column_int64(stmt, 2);
		if (sqlite3_column_type(stmt, 5) != SQLITE_NULL)
			cache_load_service(host, stmt, 3);
	}
	return ret == 0 ? is_there : -1;
}

int
cache_load_evidence(struct cache *cache, int64_t sweep, struct host *host,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_VERDICT_GET, err);
	const unsigned char *evidence;
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_addr(stmt, 2, &host->addr);
	ret = cache_step(cache, stmt, err);
	if (ret != 1)
		return ret;
	evidence = sqlite3_column_text(stmt, 0);
	if (evidence != NULL)
		strncat(host->verdict.evidence, (const char *)evidence,
		    sizeof(host->verdict.evidence) - 1);
	(void)sqlite3_reset(stmt);
	return 0;
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
