/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep has come, in the store.
 */
#include "cache/cache_journal.h"

#include <string.h>

#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* What there is to know of an extra one's end, as it is stored. */
enum {
	JOURNAL_OPEN = 0,
	JOURNAL_ANSWERED = 1,
	JOURNAL_SERVED = 2,
};

static int
journal_put_extra(struct cache *cache, int64_t sweep,
    const struct journal_extra *extra, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_JOURNAL_EXTRA_PUT, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_addr(stmt, 2, &extra->addr);
	(void)sqlite3_bind_int(stmt, 3, (int)extra->protocol);
	(void)sqlite3_bind_int(stmt, 4, extra->port);
	cache_row_bind_text(stmt, 5, extra->probe);
	(void)sqlite3_bind_int64(stmt, 6, extra->tries);
	(void)sqlite3_bind_int(stmt, 7,
	    (extra->has_answered ? JOURNAL_ANSWERED : JOURNAL_OPEN) |
		(extra->was_served ? JOURNAL_SERVED : JOURNAL_OPEN));
	return cache_run(cache, stmt, err);
}

static int
journal_put_walks(struct cache *cache, int64_t sweep, const char *walks,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_JOURNAL_PUT, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_text(stmt, 2, walks);
	return cache_run(cache, stmt, err);
}

int
cache_journal_put(struct cache *cache, int64_t sweep,
    const struct journal *journal, struct err *err)
{
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	ret = journal_put_walks(cache, sweep, text_str(&journal->walks), err);
	for (size_t i = 0; ret == 0 && i < journal->n_extras; i++)
		ret = journal_put_extra(cache, sweep, &journal->extra[i], err);
	for (size_t i = 0; ret == 0 && i < journal->n_ledgers; i++)
		ret = cache_put_ledger(cache, sweep, &journal->ledger[i], err);
	return cache_leave(cache, is_own, ret, err);
}

static int
journal_get_extras(struct cache *cache, int64_t sweep, struct journal *journal,
    struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_JOURNAL_EXTRA_GET, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		const unsigned char *probe = sqlite3_column_text(stmt, 3);
		struct journal_extra *extra = journal_add(journal,
		    probe == NULL ? "" : (const char *)probe);
		int end = sqlite3_column_int(stmt, 5);

		extra->addr = cache_row_addr(stmt, 0);
		extra->protocol = cache_row_enum(stmt, 1, NET_TCP);
		extra->port = (uint16_t)cache_row_enum(stmt, 2, UINT16_MAX);
		extra->tries = cache_row_enum(stmt, 4, UINT8_MAX);
		extra->has_answered = (end & JOURNAL_ANSWERED) != 0;
		extra->was_served = (end & JOURNAL_SERVED) != 0;
	}
	return ret;
}

int
cache_journal_get(struct cache *cache, int64_t sweep, struct journal *journal,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_JOURNAL_GET, err);
	const unsigned char *walks;
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		walks = sqlite3_column_text(stmt, 0);
		text_add(&journal->walks,
		    walks == NULL ? "" : (const char *)walks);
		(void)sqlite3_reset(stmt);
	}
	if (ret == -1 || journal_get_extras(cache, sweep, journal, err) == -1 ||
	    cache_ledger_get(cache, sweep, &journal->ledger,
		&journal->n_ledgers, err) == -1)
		return -1;
	return ret;
}

int
cache_journal_setup_put(struct cache *cache, int64_t sweep, const char *key,
    const void *value, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SETUP_PUT, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_text(stmt, 2, key);
	(void)sqlite3_bind_blob64(stmt, 3, len == 0 ? "" : value, len,
	    SQLITE_STATIC);
	return cache_run(cache, stmt, err);
}

int
cache_journal_setup_get(struct cache *cache, int64_t sweep, const char *key,
    struct text *value, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_SETUP_GET, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	cache_row_bind_text(stmt, 2, key);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		const void *bytes = sqlite3_column_blob(stmt, 0);

		text_add_len(value, bytes == NULL ? "" : bytes,
		    (size_t)sqlite3_column_bytes(stmt, 0));
		(void)sqlite3_reset(stmt);
	}
	return ret;
}

int
cache_journal_newest(struct cache *cache, const char *name,
    struct cache_sweep *sweep, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_JOURNAL_NEWEST, err);
	int64_t id = 0;
	int ret;

	memset(sweep, 0, sizeof(*sweep));
	if (stmt == NULL)
		return -1;
	if (name == NULL)
		(void)sqlite3_bind_null(stmt, 1);
	else
		(void)sqlite3_bind_blob(stmt, 1, name, (int)strlen(name),
		    SQLITE_TRANSIENT);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		id = sqlite3_column_int64(stmt, 0);
		(void)sqlite3_reset(stmt);
	}
	return ret == 1 ? cache_sweep_get(cache, id, sweep, err) : ret;
}

/* A statement whose only binding is the sweep. */
static int
journal_run(struct cache *cache, enum cache_stmt which, int64_t sweep,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	return cache_run(cache, stmt, err);
}

int
cache_journal_resume(struct cache *cache, struct cache_sweep *sweep,
    struct err *err)
{
	bool is_own;
	int ret;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	sweep->state = CACHE_SWEEP_RUNNING;
	sweep->ended_us = 0;
	ret = cache_sweep_finish(cache, sweep, NULL, 0, err);
	if (ret == 0)
		ret = journal_run(cache, CACHE_STMT_JOURNAL_REOPEN, sweep->id,
		    err);
	return cache_leave(cache, is_own, ret, err);
}

int
cache_journal_drop(struct cache *cache, int64_t sweep, struct err *err)
{
	static const enum cache_stmt drop[] = { CACHE_STMT_JOURNAL_DROP,
		CACHE_STMT_JOURNAL_EXTRA_DROP, CACHE_STMT_SETUP_DROP };
	bool is_own;
	int ret = 0;

	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	for (size_t i = 0; ret == 0 && i < sizeof(drop) / sizeof(drop[0]); i++)
		ret = journal_run(cache, drop[i], sweep, err);
	return cache_leave(cache, is_own, ret, err);
}

/* The columns of CACHE_STMT_JOURNAL_EACH; service lends the fields. */
static void
journal_read(sqlite3_stmt *stmt, struct observation *in,
    struct host_service *service)
{
	memset(in, 0, sizeof(*in));
	in->addr = cache_row_addr(stmt, 0);
	in->protocol = cache_row_enum(stmt, 1, NET_TCP);
	in->port = (uint16_t)cache_row_enum(stmt, 2, UINT16_MAX);
	in->probe = (const char *)sqlite3_column_text(stmt, 3);
	in->kind = cache_row_enum(stmt, 4, OBSERVATION_NOT_ASKED);
	in->role = cache_row_enum(stmt, 5, OBSERVATION_ROLE_SERVER);
	in->time_us = sqlite3_column_int64(stmt, 6);
	in->rtt_us = cache_row_rtt(stmt, 7);
	in->from = cache_row_addr(stmt, 8);
	in->icmp_type = in->icmp_code = -1;
	in->tries = cache_row_enum(stmt, 9, UINT32_MAX);
	in->match = (const char *)sqlite3_column_text(stmt, 10);
	in->name = (const char *)sqlite3_column_text(stmt, 11);
	cache_row_parse_fields(service,
	    (const char *)sqlite3_column_text(stmt, 12), NULL);
	for (size_t i = 0; i < service->n_fields && i < OBSERVATION_FIELDS_MAX;
	     i++)
		in->field[in->n_fields++] =
		    (struct observation_field){ service->field[i].name,
			    service->field[i].value };
	if (in->probe == NULL)
		in->probe = "";
}

int
cache_journal_each(struct cache *cache, int64_t sweep, cache_journal_fn fn,
    void *arg, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_JOURNAL_EACH, err);
	struct observation in;
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct host_service service = { 0 };

		journal_read(stmt, &in, &service);
		ret = fn(&in, arg, err);
		host_fini_fields(&service);
		if (ret == -1)
			break;
	}
	(void)sqlite3_reset(stmt);
	return ret;
}
