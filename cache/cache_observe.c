/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations into the store, and what they make of the hosts.  A batch is
 * sorted by address and goes through in parts; of each part, the hosts are
 * read by one statement, and each table is written by one, in the order of
 * its keys.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_identity.h"
#include "cache/cache_observe_feed.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"
#include "cache/merge.h"

/* Addresses of a part: what is in memory of them, beside the batch itself. */
#define OBSERVE_PART_MAX 512

/* Run a statement that reads feeds; ?1 is the sweep, where it has one. */
static int
observe_run(struct observe *part, enum cache_stmt which, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(part->cache, which, err);

	if (stmt == NULL)
		return -1;
	if (sqlite3_bind_parameter_count(stmt) > 0)
		(void)sqlite3_bind_int64(stmt, 1, part->sweep);
	return cache_run(part->cache, stmt, err);
}

/* Read the hosts of the part that the store has. */
static int
observe_load(struct observe *part, struct err *err)
{
	struct cache *cache = part->cache;
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_HOST_GET_FED, err);
	int ret;

	if (stmt == NULL)
		return -1;
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct observe_host *to =
		    &part->host[sqlite3_column_int64(stmt, 0)];

		to->host.role =
		    cache_row_enum(stmt, 1, OBSERVATION_ROLE_SERVER);
		to->host.best_role =
		    cache_row_enum(stmt, 2, OBSERVATION_ROLE_SERVER);
		to->host.first_us = sqlite3_column_int64(stmt, 3);
		if (sqlite3_column_type(stmt, 6) != SQLITE_NULL)
			cache_load_service(&to->host, stmt, 4);
	}
	return ret;
}

/* What an observation shows that may be a mark of the machine. */
static void
observe_marks(struct observe *part, const struct host *host,
    const struct observation *in)
{
	for (int kind = 0; kind < IDENTITY_NAME; kind++) {
		const char *value = cache_identity_news(host, in, kind);

		if (value == NULL)
			continue;
		part->mark = mem_grow(part->mark, &part->marks_cap,
		    part->n_marks + 1, sizeof(*part->mark));
		part->mark[part->n_marks++] =
		    (struct observe_mark){ kind, value, &host->addr };
	}
}

/*
 * Merge one observation and note the service that it changed.  Observations
 * of an address come in the order of its services, so what was noted before
 * stays at its place.
 */
static void
observe_merge(struct observe *part, struct host *host,
    const struct observation *in)
{
	struct merge_change change;
	const struct observe_service *last;

	observe_marks(part, host, in);
	change = merge_observation(host, in, part->sweep);
	last =
	    part->n_services == 0 ? NULL : &part->service[part->n_services - 1];
	if (change.service == 0 || (last != NULL && last->host == host &&
				       last->at == change.service - 1))
		return;
	part->service = mem_grow(part->service, &part->services_cap,
	    part->n_services + 1, sizeof(*part->service));
	part->service[part->n_services++] =
	    (struct observe_service){ host, change.service - 1 };
}

/* Merge all of the part; host rows are written where one has changed. */
static void
observe_merge_all(struct observe *part)
{
	size_t n_changed = 0;

	for (size_t i = 0; i < part->n_hosts; i++) {
		struct observe_host *at = &part->host[i];
		enum observation_role role = at->host.role;
		enum observation_role best_role = at->host.best_role;
		int64_t first_us = at->host.first_us;

		for (size_t k = 0; k < at->n; k++)
			if (observation_proves_life(at->in[k]))
				observe_merge(part, &at->host, at->in[k]);
		if (at->host.role != role || at->host.best_role != best_role ||
		    at->host.first_us != first_us)
			part->changed[n_changed++] = &at->host;
	}
	part->cache->feed[CACHE_FEED_HOST].n = n_changed;
	part->cache->feed[CACHE_FEED_SERVICE].n = part->n_services;
	part->cache->feed[CACHE_FEED_IDENTITY].n = part->n_marks;
}

/* Write what the feeds hold, after the observations. */
static int
observe_write(struct observe *part, struct err *err)
{
	static const struct {
		enum cache_feed_table table;
		enum cache_stmt which;
	} writes[] = {
		{ CACHE_FEED_HOST, CACHE_STMT_HOST_PUT },
		{ CACHE_FEED_SERVICE, CACHE_STMT_SERVICE_PUT },
		{ CACHE_FEED_NAME, CACHE_STMT_NAME_PUT },
		{ CACHE_FEED_IDENTITY, CACHE_STMT_IDENTITY_PUT },
	};

	for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
		if (part->cache->feed[writes[i].table].n > 0 &&
		    observe_run(part, writes[i].which, err) == -1)
			return -1;
	return 0;
}

/* All observations of one address join the part. */
static void
observe_add(struct observe *part, const struct observation *const *in, size_t n)
{
	struct observe_host *host = &part->host[part->n_hosts];
	bool is_alive = false;

	for (size_t i = 0; i < n; i++) {
		bool proves_life = observation_proves_life(in[i]);

		is_alive = is_alive || proves_life;
		if ((proves_life || in[i]->kind == OBSERVATION_NAMED) &&
		    in[i]->name != NULL && in[i]->name[0] != '\0')
			part->named[part->n_named++] = in[i];
	}
	part->n += n;
	if (!is_alive)
		return;
	host_init(&host->host, &in[0]->addr);
	host->in = in;
	host->n = n;
	part->n_hosts++;
}

static void
observe_clear(struct observe *part)
{
	for (size_t i = 0; i < part->n_hosts; i++)
		host_fini(&part->host[i].host);
	part->in += part->n;
	part->n = part->n_hosts = part->n_services = 0;
	part->n_named = part->n_marks = 0;
}

static int
observe_part(struct observe *part, struct err *err)
{
	struct cache_feed *feed = part->cache->feed;
	int ret;

	feed[CACHE_FEED_OBSERVATION].n = part->n;
	feed[CACHE_FEED_ADDR].n = part->n_hosts;
	feed[CACHE_FEED_NAME].n = part->n_named;
	ret = observe_run(part, CACHE_STMT_OBSERVATION_PUT, err);
	if (ret == 0)
		ret = observe_load(part, err);
	if (ret == 0) {
		observe_merge_all(part);
		ret = observe_write(part, err);
	}
	observe_clear(part);
	return ret;
}

/* The order of the tables' keys. */
static int
observe_cmp(const void *x, const void *y)
{
	const struct observation *a = *(const struct observation *const *)x;
	const struct observation *b = *(const struct observation *const *)y;
	int cmp = addr_cmp(&a->addr, &b->addr);

	if (cmp == 0)
		cmp = (int)a->protocol - (int)b->protocol;
	if (cmp == 0)
		cmp = (int)a->port - (int)b->port;
	return cmp != 0 ? cmp : strcmp(a->probe, b->probe);
}

/* A batch comes sorted by address, which often is all. */
static void
observe_sort(const struct observation **in, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (observe_cmp(&in[i - 1], &in[i]) > 0) {
			qsort(in, n, sizeof(*in), observe_cmp);
			return;
		}
}

static int
observe_all(struct observe *part, size_t n, struct err *err)
{
	const struct observation *const *in = part->in;
	size_t n_addrs = 0;

	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1;
		     end < n && addr_eq(&in[end]->addr, &in[i]->addr);)
			end++;
		observe_add(part, in + i, end - i);
		if (++n_addrs % OBSERVE_PART_MAX != 0 && end < n)
			continue;
		if (observe_part(part, err) == -1)
			return -1;
	}
	return 0;
}

int
cache_observe(struct cache *cache, int64_t sweep,
    const struct observation *observation, size_t n, struct err *err)
{
	const struct observation **in;
	struct observe part = { .cache = cache, .sweep = sweep };
	size_t n_hosts_max = n < OBSERVE_PART_MAX ? n : OBSERVE_PART_MAX;
	bool is_own;
	int ret;

	if (n == 0)
		return 0;
	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	in = mem_array(n, sizeof(*in));
	for (size_t i = 0; i < n; i++)
		in[i] = &observation[i];
	observe_sort(in, n);
	part.in = in;
	part.host = mem_array(n_hosts_max, sizeof(*part.host));
	part.changed = mem_array(n_hosts_max, sizeof(*part.changed));
	part.named = mem_array(n, sizeof(*part.named));
	for (size_t i = 0; i < CACHE_N_FEEDS; i++)
		cache->feed[i].arg = &part;
	ret = observe_all(&part, n, err);
	for (size_t i = 0; i < CACHE_N_FEEDS; i++) {
		cache->feed[i].n = 0;
		cache->feed[i].arg = NULL;
	}
	free(part.host);
	free(part.changed);
	free(part.named);
	free(part.service);
	free(part.mark);
	free(in);
	return cache_leave(cache, is_own, ret, err);
}
