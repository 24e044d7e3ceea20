/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions to the store: hosts one by one and in lists.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* The lengths of an address, in the order of a list. */
static const int cache_addr_len[] = { 4, 16 };

static int
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

static void
cache_read_service(sqlite3_stmt *stmt, struct host_service *service)
{
	const uint8_t *raw = sqlite3_column_blob(stmt, 10);

	memset(service, 0, sizeof(*service));
	service->protocol = cache_row_enum(stmt, 0, NET_TCP);
	service->port = (uint16_t)cache_row_enum(stmt, 1, UINT16_MAX);
	service->probe = cache_row_text(stmt, 2);
	service->kind = cache_row_enum(stmt, 3, OBSERVATION_REFUSED);
	service->role = cache_row_enum(stmt, 4, OBSERVATION_ROLE_SERVER);
	service->match = cache_row_text(stmt, 5);
	service->rtt_us = cache_row_rtt(stmt, 6);
	service->time_us = sqlite3_column_int64(stmt, 7);
	service->sweep = sqlite3_column_int64(stmt, 8);
	cache_row_parse_fields(service,
	    (const char *)sqlite3_column_text(stmt, 9));
	if (raw != NULL) {
		service->raw_len = (size_t)sqlite3_column_bytes(stmt, 10);
		service->raw = (uint8_t *)mem_dup_len(raw, service->raw_len);
	}
}

static int
cache_load_services(struct cache *cache, struct host *host, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SERVICE_GET, err);
	int ret;

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &host->addr);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		host->service = mem_grow(host->service, &host->services_cap,
		    host->n_services + 1, sizeof(*host->service));
		cache_read_service(stmt, &host->service[host->n_services++]);
	}
	return ret;
}

int
cache_load(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_GET, err);
	int ret;

	host_init(host, addr);
	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, addr);
	ret = cache_step(cache, stmt, err);
	if (ret != 1)
		return ret;
	host->role = cache_row_enum(stmt, 0, OBSERVATION_ROLE_SERVER);
	host->best_role = cache_row_enum(stmt, 1, OBSERVATION_ROLE_SERVER);
	host->first_us = sqlite3_column_int64(stmt, 2);
	host->last_us = sqlite3_column_int64(stmt, 3);
	host->imported_us = sqlite3_column_int64(stmt, 4);
	(void)sqlite3_reset(stmt);
	if (cache_load_names(cache, host, err) == -1 ||
	    cache_load_services(cache, host, err) == -1)
		return -1;
	return 1;
}

int
cache_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	int ret = cache_load(cache, addr, host, err);

	if (ret != 1)
		host_fini(host);
	return ret;
}

/* Rows of (address, verdict code, evidence), handed on as hosts. */
static int
cache_each_row(struct cache *cache, sqlite3_stmt *stmt,
    enum cache_section section, cache_host_fn fn, void *arg, struct err *err)
{
	int ret;

	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);
		const unsigned char *evidence = sqlite3_column_text(stmt, 2);
		struct host host;

		ret = cache_load(cache, &addr, &host, err);
		host.verdict.code = cache_row_enum(stmt, 1, VERDICT_NOT_ASKED);
		if (evidence != NULL)
			strncat(host.verdict.evidence, (const char *)evidence,
			    sizeof(host.verdict.evidence) - 1);
		if (ret != -1)
			ret = fn(section, &host, arg, err);
		host_fini(&host);
		if (ret == -1)
			break;
	}
	(void)sqlite3_reset(stmt);
	return ret;
}

static int
cache_each_section(struct cache *cache, enum cache_stmt which, int64_t sweep,
    enum cache_section section, cache_host_fn fn, void *arg, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_addr_len[i]);
		(void)sqlite3_bind_int(stmt, 2, (int)section);
		(void)sqlite3_bind_int64(stmt, 3, sweep);
		if (cache_each_row(cache, stmt, section, fn, arg, err) == -1)
			return -1;
	}
	return 0;
}

/* One snapshot for the whole list, without a lock on writers. */
static int
cache_enter_read(struct cache *cache, bool *is_own, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_BEGIN_READ, err);

	*is_own = sqlite3_get_autocommit(cache->db) != 0;
	if (stmt == NULL)
		return -1;
	return *is_own ? cache_run(cache, stmt, err) : 0;
}

int
cache_each_of_sweep(struct cache *cache, int64_t sweep, cache_host_fn fn,
    void *arg, struct err *err)
{
	bool is_own;
	int ret = 0;

	if (cache_enter_read(cache, &is_own, err) == -1)
		return -1;
	for (int i = 0; ret == 0 && i < CACHE_N_SECTIONS; i++)
		ret = cache_each_section(cache,
		    i == CACHE_MISSING ? CACHE_STMT_EACH_MISSING
				       : CACHE_STMT_EACH_OF_SWEEP,
		    sweep, i, fn, arg, err);
	return cache_leave(cache, is_own, ret, err);
}

int
cache_each(struct cache *cache, cache_host_fn fn, void *arg, struct err *err)
{
	bool is_own;
	int ret = 0;

	if (cache_enter_read(cache, &is_own, err) == -1)
		return -1;
	for (int i = 0; ret == 0 && i < CACHE_N_SECTIONS; i++)
		ret = cache_each_section(cache, CACHE_STMT_EACH, 0, i, fn, arg,
		    err);
	return cache_leave(cache, is_own, ret, err);
}

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

int
cache_expected(struct cache *cache, struct rangeset *expected, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_EXPECTED, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < 2; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_addr_len[i]);
		ret = cache_collect(cache, stmt, expected, err);
	}
	rangeset_seal(expected);
	return ret;
}

int
cache_find_name(struct cache *cache, const char *name, struct rangeset *found,
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
