/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Verdicts of a sweep: its observations address by address, each group given
 * to the pure function and its verdict kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* The observations of one address, and the texts they point to. */
struct conclude_text {
	char *probe, *match;
};

struct conclude_group {
	struct observation *in;
	struct conclude_text *text;
	size_t n, in_cap, text_cap;
};

static void
cache_conclude_clear(struct conclude_group *group)
{
	for (size_t i = 0; i < group->n; i++) {
		free(group->text[i].probe);
		free(group->text[i].match);
	}
	group->n = 0;
}

static int
cache_conclude_icmp(sqlite3_stmt *stmt, int at)
{
	return sqlite3_column_type(stmt, at) == SQLITE_NULL
		   ? -1
		   : sqlite3_column_int(stmt, at);
}

static void
cache_conclude_add(struct conclude_group *group, sqlite3_stmt *stmt,
    const struct addr *addr)
{
	struct conclude_text text = { cache_row_text(stmt, 3),
		cache_row_text(stmt, 12) };
	struct observation *in;

	group->in = mem_grow(group->in, &group->in_cap, group->n + 1,
	    sizeof(*group->in));
	group->text = mem_grow(group->text, &group->text_cap, group->n + 1,
	    sizeof(*group->text));
	group->text[group->n] = text;
	in = &group->in[group->n++];
	memset(in, 0, sizeof(*in));
	in->addr = *addr;
	in->protocol = cache_row_enum(stmt, 1, NET_TCP);
	in->port = (uint16_t)cache_row_enum(stmt, 2, UINT16_MAX);
	in->probe = text.probe;
	in->kind = cache_row_enum(stmt, 4, OBSERVATION_NOT_ASKED);
	in->role = cache_row_enum(stmt, 5, OBSERVATION_ROLE_SERVER);
	in->time_us = sqlite3_column_int64(stmt, 6);
	in->rtt_us = cache_row_rtt(stmt, 7);
	in->from = cache_row_addr(stmt, 8);
	in->icmp_type = cache_conclude_icmp(stmt, 9);
	in->icmp_code = cache_conclude_icmp(stmt, 10);
	in->tries = cache_row_enum(stmt, 11, UINT32_MAX);
	in->match = text.match;
}

/* The verdict on a group, if there is one, kept and counted. */
static int
cache_conclude_group(struct cache *cache, struct cache_sweep *sweep,
    struct conclude_group *group, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_VERDICT_PUT, err);
	struct verdict verdict;
	int ret;

	if (stmt == NULL)
		return -1;
	if (group->n == 0)
		return 0;
	verdict = verdict_of(group->in, group->n);
	(void)sqlite3_bind_int64(stmt, 1, sweep->id);
	cache_row_bind_addr(stmt, 2, &group->in[0].addr);
	(void)sqlite3_bind_int(stmt, 3, (int)verdict.code);
	cache_row_bind_text(stmt, 4, verdict.evidence);
	ret = cache_run(cache, stmt, err);
	sweep->n_expected++;
	if (!verdict_is_missing(verdict.code))
		sweep->n_answered++;
	cache_conclude_clear(group);
	return ret;
}

static int
cache_conclude_all(struct cache *cache, struct cache_sweep *sweep,
    const struct rangeset *expected, struct conclude_group *group,
    struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_OBSERVATION_EACH, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep->id);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);

		if (group->n > 0 && !addr_eq(&group->in[0].addr, &addr) &&
		    cache_conclude_group(cache, sweep, group, err) == -1)
			break;
		if (rangeset_contains(expected, &addr))
			cache_conclude_add(group, stmt, &addr);
	}
	(void)sqlite3_reset(stmt);
	return ret == 0 ? cache_conclude_group(cache, sweep, group, err) : -1;
}

int
cache_conclude(struct cache *cache, struct cache_sweep *sweep,
    const struct rangeset *expected, struct err *err)
{
	struct conclude_group group = { NULL, NULL, 0, 0, 0 };
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	sweep->n_expected = 0;
	sweep->n_answered = 0;
	ret = cache_conclude_all(cache, sweep, expected, &group, err);
	cache_conclude_clear(&group);
	free(group.in);
	free(group.text);
	return cache_leave(cache, is_own, ret, err);
}
