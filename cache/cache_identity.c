/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Marks of machines in the store.  A row says that a mark was shown at an
 * address at some time; the host there says whether it still is.
 */
#include "cache/cache_identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_row.h"

/* Who is at more addresses than that is a clone or a liar. */
#define CACHE_IDENTITY_ADDRS_MAX 32

const char *
cache_identity_news(const struct host *host, const struct observation *in,
    enum identity_kind kind)
{
	const char *name = identity_field(kind);
	const char *value = observation_field_value(in, name), *had;

	if (value == NULL || value[0] == '\0')
		return NULL;
	had = host_field_value(host, name);
	return had != NULL && strcmp(had, value) == 0 ? NULL : value;
}

/* The addresses that ever showed the mark. */
static int
cache_identity_addrs(struct cache *cache, enum identity_kind kind,
    const char *value, struct rangeset *addrs, struct err *err)
{
	sqlite3_stmt *stmt;
	int ret;

	if (kind == IDENTITY_NAME)
		return cache_find_said(cache, value, addrs, err);
	stmt = cache_prepare(cache, CACHE_STMT_IDENTITY_FIND, err);
	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int(stmt, 1, (int)kind);
	cache_row_bind_text(stmt, 2, value);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);
		struct addr_range one = { addr, addr };

		if (addr.family != 0)
			rangeset_add(addrs, &one);
	}
	rangeset_seal(addrs);
	return ret;
}

/* Whether addr answered with the mark in that sweep. */
static int
cache_identity_was_in(struct cache *cache, int64_t sweep,
    const struct addr *addr, enum identity_kind kind, const char *value,
    bool *was_in, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_IDENTITY_SEEN, err);
	int ret;

	*was_in = false;
	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_addr(stmt, 2, addr);
	cache_row_bind_text(stmt, 3, identity_field(kind));
	cache_row_bind_text(stmt, 4, value);
	ret = cache_step(cache, stmt, err);
	*was_in = ret == 1;
	(void)sqlite3_reset(stmt);
	return ret == -1 ? -1 : 0;
}

/* What is known of the mark at one other address, if it still is there. */
static int
cache_identity_sight(struct cache *cache, const struct identity *mine,
    enum identity_kind kind, const struct addr *addr,
    struct identity_sighting *sighting, bool *is_there, struct err *err)
{
	struct identity theirs;
	struct host host;
	int ret = cache_load_all(cache, addr, &host, err);

	*is_there = false;
	if (ret == 1) {
		identity_of(&theirs, &host);
		*is_there = identity_may_join(mine, &theirs, kind) &&
			    theirs.mark[kind].time_us != 0;
	}
	if (*is_there) {
		sighting->addr = *addr;
		sighting->time_us = theirs.mark[kind].time_us;
		sighting->sweep = theirs.mark[kind].sweep;
		ret = cache_identity_was_in(cache, mine->mark[kind].sweep, addr,
		    kind, theirs.mark[kind].value, &sighting->was_beside, err);
	}
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

static int
cache_identity_by(struct cache *cache, const struct host *host,
    const struct identity *mine, enum identity_kind kind,
    struct verdict_move *move, struct err *err)
{
	struct identity_sighting all[CACHE_IDENTITY_ADDRS_MAX];
	const struct identity_mark *mark = &mine->mark[kind];
	const struct identity_sighting *found;
	struct rangeset addrs = RANGESET_INIT;
	size_t n = 0;
	int ret = cache_identity_addrs(cache, kind, mark->value, &addrs, err);

	for (uint64_t i = 0; ret == 0 && i < addrs.count &&
			     addrs.count <= CACHE_IDENTITY_ADDRS_MAX;
	     i++) {
		struct addr addr = rangeset_at(&addrs, i);
		bool is_there;

		if (addr_eq(&addr, &host->addr))
			continue;
		ret = cache_identity_sight(cache, mine, kind, &addr, &all[n],
		    &is_there, err);
		n += is_there;
	}
	rangeset_fini(&addrs);
	if (ret == -1)
		return -1;
	found = identity_choose(all, n,
	    mark->time_us != 0 ? mark->time_us : host->imported_us);
	if (found == NULL)
		return 0;
	*move = (struct verdict_move){ found->addr, identity_kind_name(kind),
		mark->value, mark->time_us, found->time_us };
	return 1;
}

int
cache_identity_move(struct cache *cache, const struct host *host,
    struct verdict_move *move, struct err *err)
{
	struct identity mine;
	int ret = 0;

	identity_of(&mine, host);
	for (int kind = 0; ret == 0 && kind < IDENTITY_N_KINDS; kind++)
		if (mine.mark[kind].value != NULL)
			ret = cache_identity_by(cache, host, &mine, kind, move,
			    err);
	return ret;
}
