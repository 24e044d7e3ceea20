/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Lists of hosts: of a sweep, and of the whole cache.  A list of addresses at
 * most is in memory; hosts are loaded one by one.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/*
 * One snapshot for the whole list, without a lock on writers; in it the
 * place among the imported entries is kept from host to host.
 */
static int
cache_enter_list(struct cache *cache, struct cache_pack_cursor *imported,
    bool *is_own, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_BEGIN_READ, err);

	*is_own = sqlite3_get_autocommit(cache->db) != 0;
	if (stmt == NULL || (*is_own && cache_run(cache, stmt, err) == -1))
		return -1;
	cache_pack_open(imported, cache, CACHE_PACK_BY_ADDR);
	cache->imported = imported;
	cache->file = 0;
	return 0;
}

static int
cache_leave_list(struct cache *cache, struct cache_pack_cursor *imported,
    bool is_own, int ret, struct err *err)
{
	cache->imported = NULL;
	cache_pack_close(imported);
	return cache_leave(cache, is_own, ret, err);
}

/* Addresses in ascending order, with a section or a verdict's code. */
struct query_list {
	struct query_entry {
		struct addr addr;
		unsigned value;
	} * entry;
	size_t n, cap;
};

static int
cache_list(struct cache *cache, enum cache_stmt which, int64_t sweep,
    unsigned max, struct query_list *list, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < CACHE_ROW_ADDR_LENS; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_row_addr_len[i]);
		(void)sqlite3_bind_int64(stmt, 2, sweep);
		while ((ret = cache_step(cache, stmt, err)) == 1) {
			struct addr addr = cache_row_addr(stmt, 0);

			/* One row for each observation. */
			if (list->n > 0 &&
			    addr_eq(&list->entry[list->n - 1].addr, &addr))
				continue;
			list->entry = mem_grow(list->entry, &list->cap,
			    list->n + 1, sizeof(*list->entry));
			list->entry[list->n++] = (struct query_entry){ addr,
				cache_row_enum(stmt, 1, max) };
		}
	}
	return ret;
}

/* Load one host and hand it on, with its verdict in that sweep. */
static int
cache_each_one(struct cache *cache, int64_t sweep, enum cache_section section,
    const struct addr *addr, enum verdict_code code, cache_host_fn fn,
    void *arg, struct err *err)
{
	struct host host;
	int ret = cache_load_all(cache, addr, &host, err);

	host.verdict.code = code;
	if (ret != -1 && code != VERDICT_NONE)
		ret = cache_load_evidence(cache, sweep, &host, err);
	if (ret != -1)
		ret = fn(section, &host, arg, err);
	host_fini(&host);
	return ret;
}

/* The verdict on addr; *at walks through the list as addresses ascend. */
static enum verdict_code
cache_judged(const struct query_list *judged, size_t *at,
    const struct addr *addr)
{
	while (*at < judged->n && addr_cmp(&judged->entry[*at].addr, addr) < 0)
		(*at)++;
	if (*at == judged->n || !addr_eq(&judged->entry[*at].addr, addr))
		return VERDICT_NONE;
	return judged->entry[*at].value;
}

/* Those who were seen, section by section, but for the missing ones. */
static int
cache_each_seen(struct cache *cache, int64_t sweep,
    const struct query_list *seen, const struct query_list *judged,
    cache_host_fn fn, void *arg, struct err *err)
{
	int ret = 0;

	for (unsigned section = 0; section < CACHE_MISSING; section++) {
		size_t at = 0;

		for (size_t i = 0; ret == 0 && i < seen->n; i++) {
			const struct addr *addr = &seen->entry[i].addr;
			enum verdict_code code;

			if (seen->entry[i].value != section)
				continue;
			code = cache_judged(judged, &at, addr);
			if (!verdict_is_missing(code))
				ret = cache_each_one(cache, sweep, section,
				    addr, code, fn, arg, err);
		}
	}
	return ret;
}

static int
cache_each_missing(struct cache *cache, int64_t sweep,
    const struct query_list *judged, cache_host_fn fn, void *arg,
    struct err *err)
{
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < judged->n; i++)
		if (verdict_is_missing(judged->entry[i].value))
			ret = cache_each_one(cache, sweep, CACHE_MISSING,
			    &judged->entry[i].addr, judged->entry[i].value, fn,
			    arg, err);
	return ret;
}

int
cache_each_of_sweep(struct cache *cache, int64_t sweep, cache_host_fn fn,
    void *arg, struct err *err)
{
	struct query_list seen = { NULL, 0, 0 }, judged = { NULL, 0, 0 };
	struct cache_pack_cursor imported;
	bool is_own;
	int ret;

	if (cache_enter_list(cache, &imported, &is_own, err) == -1)
		return -1;
	ret = cache_list(cache, CACHE_STMT_LIST_OF_SWEEP, sweep, CACHE_MISSING,
	    &seen, err);
	if (ret == 0)
		ret = cache_list(cache, CACHE_STMT_LIST_JUDGED, sweep,
		    VERDICT_NOT_ASKED, &judged, err);
	if (ret == 0)
		ret =
		    cache_each_seen(cache, sweep, &seen, &judged, fn, arg, err);
	if (ret == 0)
		ret = cache_each_missing(cache, sweep, &judged, fn, arg, err);
	free(seen.entry);
	free(judged.entry);
	return cache_leave_list(cache, &imported, is_own, ret, err);
}

static int
cache_each_section(struct cache *cache, enum cache_section section,
    cache_host_fn fn, void *arg, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_EACH, err);
	int ret = 0;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; ret == 0 && i < CACHE_ROW_ADDR_LENS; i++) {
		(void)sqlite3_bind_int(stmt, 1, cache_row_addr_len[i]);
		(void)sqlite3_bind_int(stmt, 2, (int)section);
		while ((ret = cache_step(cache, stmt, err)) == 1) {
			struct addr addr = cache_row_addr(stmt, 0);

			ret = cache_each_one(cache, 0, section, &addr,
			    VERDICT_NONE, fn, arg, err);
			if (ret == -1)
				break;
		}
	}
	(void)sqlite3_reset(stmt);
	return ret;
}

/* The addresses of hosts that were seen, all of them in the order of lists. */
struct each_seen {
	sqlite3_stmt *stmt;
	size_t n_lens; /* of CACHE_ROW_ADDR_LENS, begun */
	bool has_addr;
	struct addr addr;
};

static int
each_seen_next(struct cache *cache, struct each_seen *seen, struct err *err)
{
	int ret = 0;

	seen->has_addr = false;
	while (ret == 0) {
		if (seen->n_lens > 0)
			ret = cache_step(cache, seen->stmt, err);
		if (ret != 0 || seen->n_lens == CACHE_ROW_ADDR_LENS)
			break;
		(void)sqlite3_bind_int(seen->stmt, 1,
		    cache_row_addr_len[seen->n_lens++]);
	}
	if (ret != 1)
		return ret;
	seen->addr = cache_row_addr(seen->stmt, 0);
	seen->has_addr = true;
	return 0;
}

/* Whether addr was seen; addresses rise from call to call.  1, 0, or -1. */
static int
each_seen_has(struct cache *cache, struct each_seen *seen,
    const struct addr *addr, struct err *err)
{
	while (seen->has_addr && addr_cmp(&seen->addr, addr) < 0)
		if (each_seen_next(cache, seen, err) == -1)
			return -1;
	return seen->has_addr && addr_eq(&seen->addr, addr);
}

/* The imported hosts that no sweep has seen. */
static int
cache_each_imported(struct cache *cache, cache_host_fn fn, void *arg,
    struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_imported imported;
	struct each_seen seen = { .n_lens = 0 };
	struct addr last = { 0, 0, 0 };
	int ret;

	seen.stmt = cache_prepare(cache, CACHE_STMT_EACH_SEEN, err);
	if (seen.stmt == NULL || each_seen_next(cache, &seen, err) == -1)
		return -1;
	cache_pack_open(&cursor, cache, CACHE_PACK_BY_ADDR);
	for (ret = cache_pack_seek(&cursor, "", 0, err); ret == 1;
	     ret = cache_pack_next(&cursor, err)) {
		struct host host;

		ret =
		    cache_imported_parse(cache, &imported, &cursor.entry, err);
		if (ret == -1)
			break;
		if (addr_eq(&imported.addr, &last))
			continue;
		last = imported.addr;
		ret = each_seen_has(cache, &seen, &last, err);
		host_init(&host, &last);
		if (ret == 0)
			ret = cache_imported_load(cache, &host, err);
		if (ret == 0)
			ret = fn(CACHE_MISSING, &host, arg, err);
		host_fini(&host);
		if (ret == -1)
			break;
	}
	cache_pack_close(&cursor);
	(void)sqlite3_reset(seen.stmt);
	return ret == -1 ? -1 : 0;
}

int
cache_each(struct cache *cache, cache_host_fn fn, void *arg, struct err *err)
{
	struct cache_pack_cursor imported;
	bool is_own;
	int ret = 0;

	if (cache_enter_list(cache, &imported, &is_own, err) == -1)
		return -1;
	for (int i = 0; ret == 0 && i < CACHE_MISSING; i++)
		ret = cache_each_section(cache, i, fn, arg, err);
	if (ret == 0)
		ret = cache_each_imported(cache, fn, arg, err);
	return cache_leave_list(cache, &imported, is_own, ret, err);
}
