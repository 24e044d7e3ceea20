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

/* The columns from at on, as a service at the end of the host. */
static void
cache_read_service(struct host *host, sqlite3_stmt *stmt, int at)
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
		host->imported_us = sqlite3_column_int64(stmt, 3);
		if (sqlite3_column_type(stmt, 6) != SQLITE_NULL)
			cache_read_service(host, stmt, 4);
	}
	return ret == 0 ? is_there : -1;
}

int
cache_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	int ret = cache_load(cache, addr, host, err);

	if (ret == 1 && cache_load_names(cache, host, err) == -1)
		ret = -1;
	if (ret != 1)
		host_fini(host);
	return ret;
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

/* Addresses and their sections, in the order of addresses. */
struct query_list {
	struct query_entry {
		struct addr addr;
		enum cache_section section;
	} * entry;
	size_t n, cap;
};

/* Hosts of a sweep that were seen (or are missing), appended to the list. */
static int
cache_list(struct cache *cache, enum cache_stmt which, int64_t sweep,
    struct query_list *list, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < 2; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_addr_len[i]);
		(void)sqlite3_bind_int64(stmt, 2, sweep);
		while ((ret = cache_step(cache, stmt, err)) == 1) {
			list->entry = mem_grow(list->entry, &list->cap,
			    list->n + 1, sizeof(*list->entry));
			list->entry[list->n++] =
			    (struct query_entry){ cache_row_addr(stmt, 0),
				    cache_row_enum(stmt, 1, CACHE_MISSING) };
		}
	}
	return ret;
}

static int
cache_load_verdict(struct cache *cache, int64_t sweep, struct host *host,
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
	host->verdict.code = cache_row_enum(stmt, 0, VERDICT_NOT_ASKED);
	evidence = sqlite3_column_text(stmt, 1);
	if (evidence != NULL)
		strncat(host->verdict.evidence, (const char *)evidence,
		    sizeof(host->verdict.evidence) - 1);
	(void)sqlite3_reset(stmt);
	return 0;
}

/* Load one host and hand it on; sweep 0 means without a verdict. */
static int
cache_each_one(struct cache *cache, int64_t sweep, enum cache_section section,
    const struct addr *addr, cache_host_fn fn, void *arg, struct err *err)
{
	struct host host;
	int ret = cache_load(cache, addr, &host, err);

	if (ret == 1)
		ret = cache_load_names(cache, &host, err);
	if (ret != -1 && sweep != 0)
		ret = cache_load_verdict(cache, sweep, &host, err);
	if (ret != -1)
		ret = fn(section, &host, arg, err);
	host_fini(&host);
	return ret;
}

/*
 * Go through the lists of those who were seen and of those who are missing
 * side by side: who is missing is in that section only.
 */
static int
cache_each_listed(struct cache *cache, int64_t sweep,
    const struct query_list *seen, const struct query_list *missing,
    cache_host_fn fn, void *arg, struct err *err)
{
	int ret = 0;

	for (int section = 0; section < CACHE_MISSING; section++) {
		size_t at = 0;

		for (size_t i = 0; ret == 0 && i < seen->n; i++) {
			const struct query_entry *entry = &seen->entry[i];

			if (entry->section != (enum cache_section)section)
				continue;
			while (at < missing->n &&
			       addr_cmp(&missing->entry[at].addr,
				   &entry->addr) < 0)
				at++;
			if (at < missing->n &&
			    addr_eq(&missing->entry[at].addr, &entry->addr))
				continue;
			ret = cache_each_one(cache, sweep, entry->section,
			    &entry->addr, fn, arg, err);
		}
	}
	for (size_t i = 0; ret == 0 && i < missing->n; i++)
		ret = cache_each_one(cache, sweep, CACHE_MISSING,
		    &missing->entry[i].addr, fn, arg, err);
	return ret;
}

int
cache_each_of_sweep(struct cache *cache, int64_t sweep, cache_host_fn fn,
    void *arg, struct err *err)
{
	struct query_list seen = { NULL, 0, 0 }, missing = { NULL, 0, 0 };
	bool is_own;
	int ret;

	if (cache_enter_read(cache, &is_own, err) == -1)
		return -1;
	ret = cache_list(cache, CACHE_STMT_LIST_OF_SWEEP, sweep, &seen, err);
	if (ret == 0)
		ret = cache_list(cache, CACHE_STMT_LIST_MISSING, sweep,
		    &missing, err);
	if (ret == 0)
		ret = cache_each_listed(cache, sweep, &seen, &missing, fn, arg,
		    err);
	free(seen.entry);
	free(missing.entry);
	return cache_leave(cache, is_own, ret, err);
}

static int
cache_each_section(struct cache *cache, enum cache_section section,
    cache_host_fn fn, void *arg, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_EACH, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < 2; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_addr_len[i]);
		(void)sqlite3_bind_int(stmt, 2, (int)section);
		while ((ret = cache_step(cache, stmt, err)) == 1) {
			struct addr addr = cache_row_addr(stmt, 0);

			ret = cache_each_one(cache, 0, section, &addr, fn, arg,
			    err);
			if (ret == -1)
				break;
		}
	}
	(void)sqlite3_reset(stmt);
	return ret;
}

int
cache_each(struct cache *cache, cache_host_fn fn, void *arg, struct err *err)
{
	bool is_own;
	int ret = 0;

	if (cache_enter_read(cache, &is_own, err) == -1)
		return -1;
	for (int i = 0; ret == 0 && i < CACHE_N_SECTIONS; i++)
		ret = cache_each_section(cache, i, fn, arg, err);
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
