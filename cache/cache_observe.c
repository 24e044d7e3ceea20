/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations into the store, and what they make of the hosts.  A batch is
 * sorted by address, so that each host is read once and the tables are
 * written in the order of their keys.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cache/cache_identity.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/merge.h"

static const char *
cache_observe_fields(struct cache *cache, const struct observation *in)
{
	if (in->n_fields == 0)
		return NULL;
	text_clear(&cache->scratch);
	for (size_t i = 0; i < in->n_fields; i++)
		cache_row_add_field(&cache->scratch, in->field[i].name,
		    in->field[i].value, 0, 0);
	return text_str(&cache->scratch);
}

static void
cache_observe_bind_icmp(sqlite3_stmt *stmt, int at, int value)
{
	if (value == -1)
		(void)sqlite3_bind_null(stmt, at);
	else
		(void)sqlite3_bind_int(stmt, at, value);
}

static int
cache_observe_put(struct cache *cache, int64_t sweep,
    const struct observation *in, struct err *err)
{
	static const struct addr nobody = { 0, 0, 0 };
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_OBSERVATION_PUT, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_addr(stmt, 2, &in->addr);
	(void)sqlite3_bind_int(stmt, 3, (int)in->protocol);
	(void)sqlite3_bind_int(stmt, 4, in->port);
	cache_row_bind_text(stmt, 5, in->probe);
	(void)sqlite3_bind_int(stmt, 6, (int)in->kind);
	(void)sqlite3_bind_int(stmt, 7, (int)in->role);
	(void)sqlite3_bind_int64(stmt, 8, in->time_us);
	cache_row_bind_rtt(stmt, 9, in->rtt_us);
	cache_row_bind_addr(stmt, 10,
	    addr_eq(&in->from, &in->addr) ? &nobody : &in->from);
	cache_observe_bind_icmp(stmt, 11, in->icmp_type);
	cache_observe_bind_icmp(stmt, 12, in->icmp_code);
	(void)sqlite3_bind_int64(stmt, 13, in->tries);
	cache_row_bind_text(stmt, 14, in->match);
	cache_row_bind_text(stmt, 15, in->name);
	cache_row_bind_text(stmt, 16, cache_observe_fields(cache, in));
	/* A reply that a pattern explains is told by its fields. */
	cache_row_bind_blob(stmt, 17, in->raw,
	    in->match == NULL ? in->raw_len : 0);
	return cache_run(cache, stmt, err);
}

int
cache_put_host(struct cache *cache, const struct host *host, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_PUT, err);

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &host->addr);
	(void)sqlite3_bind_int(stmt, 2, (int)host->role);
	(void)sqlite3_bind_int(stmt, 3, (int)host->best_role);
	(void)sqlite3_bind_int64(stmt, 4, host->first_us);
	return cache_run(cache, stmt, err);
}

int
cache_put_name(struct cache *cache, const struct addr *addr,
    const struct host_name *name, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_NAME_PUT, err);
	char *folded;
	int ret;

	if (stmt == NULL)
		return -1;
	folded = cache_fold(name->value);
	cache_row_bind_addr(stmt, 1, addr);
	(void)sqlite3_bind_int(stmt, 2, (int)name->source);
	cache_row_bind_text(stmt, 3, name->value);
	cache_row_bind_text(stmt, 4, folded);
	cache_row_bind_text(stmt, 5, name->detail);
	(void)sqlite3_bind_int64(stmt, 6, name->time_us);
	(void)sqlite3_bind_int64(stmt, 7, name->sweep);
	ret = cache_run(cache, stmt, err);
	free(folded);
	return ret;
}

static int
cache_put_service(struct cache *cache, const struct addr *addr,
    const struct host_service *service, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SERVICE_PUT, err);

	if (stmt == NULL)
		return -1;
	text_clear(&cache->scratch);
	for (size_t i = 0; i < service->n_fields; i++)
		cache_row_add_field(&cache->scratch, service->field[i].name,
		    service->field[i].value, service->field[i].time_us,
		    service->time_us);
	cache_row_bind_addr(stmt, 1, addr);
	(void)sqlite3_bind_int(stmt, 2, (int)service->protocol);
	(void)sqlite3_bind_int(stmt, 3, service->port);
	cache_row_bind_text(stmt, 4, service->probe);
	(void)sqlite3_bind_int(stmt, 5, (int)service->kind);
	(void)sqlite3_bind_int(stmt, 6, (int)service->role);
	cache_row_bind_text(stmt, 7, service->match);
	cache_row_bind_rtt(stmt, 8, service->rtt_us);
	(void)sqlite3_bind_int64(stmt, 9, service->time_us);
	(void)sqlite3_bind_int64(stmt, 10, service->sweep);
	cache_row_bind_text(stmt, 11,
	    service->n_fields == 0 ? NULL : text_str(&cache->scratch));
	cache_row_bind_blob(stmt, 12, service->raw, service->raw_len);
	return cache_run(cache, stmt, err);
}

/* Merge one observation and write what that changed but the host's row. */
static int
cache_observe_merge(struct cache *cache, int64_t sweep, struct host *host,
    const struct observation *in, struct err *err)
{
	struct merge_change change = merge_observation(host, in, sweep);

	if (change.service != 0 &&
	    cache_put_service(cache, &host->addr,
		&host->service[change.service - 1], err) == -1)
		return -1;
	if (change.name != 0 && cache_put_name(cache, &host->addr,
				    &host->name[change.name - 1], err) == -1)
		return -1;
	return 0;
}

/* What the observations of one address make of its host. */
static int
cache_observe_host(struct cache *cache, int64_t sweep,
    const struct observation *const *in, size_t n, bool has_name,
    struct err *err)
{
	struct host host;
	enum observation_role role, best_role;
	int64_t first_us;
	int ret = cache_load(cache, &in[0]->addr, &host, err);

	if (ret == 1 && has_name)
		ret = cache_load_names(cache, &host, err);
	role = host.role;
	best_role = host.best_role;
	first_us = host.first_us;
	for (size_t i = 0; ret != -1 && i < n; i++) {
		ret = cache_identity_note(cache, &host, in[i], err);
		if (ret != -1)
			ret = cache_observe_merge(cache, sweep, &host, in[i],
			    err);
	}
	if (ret != -1 && (host.role != role || host.best_role != best_role ||
			     host.first_us != first_us))
		ret = cache_put_host(cache, &host, err);
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

/* All observations of one address. */
static int
cache_observe_addr(struct cache *cache, int64_t sweep,
    const struct observation *const *in, size_t n, struct err *err)
{
	bool has_news = false, has_name = false;

	for (size_t i = 0; i < n; i++) {
		if (cache_observe_put(cache, sweep, in[i], err) == -1)
			return -1;
		if (observation_proves_life(in[i]) ||
		    in[i]->kind == OBSERVATION_NAMED)
			has_news = true;
		if (in[i]->name != NULL)
			has_name = true;
	}
	return has_news ? cache_observe_host(cache, sweep, in, n, has_name, err)
			: 0;
}

static int
cache_observe_cmp(const void *x, const void *y)
{
	const struct observation *const *a = x, *const *b = y;

	return addr_cmp(&(*a)->addr, &(*b)->addr);
}

int
cache_observe(struct cache *cache, int64_t sweep,
    const struct observation *observation, size_t n, struct err *err)
{
	const struct observation **in;
	bool is_own;
	int ret = 0;

	if (n == 0)
		return 0;
	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	in = mem_array(n, sizeof(*in));
	for (size_t i = 0; i < n; i++)
		in[i] = &observation[i];
	qsort(in, n, sizeof(*in), cache_observe_cmp);
	for (size_t i = 0, end; ret == 0 && i < n; i = end) {
		for (end = i + 1;
		     end < n && addr_eq(&in[end]->addr, &in[i]->addr);)
			end++;
		ret = cache_observe_addr(cache, sweep, in + i, end - i, err);
	}
	free(in);
	return cache_leave(cache, is_own, ret, err);
}
