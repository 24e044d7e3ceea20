/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the store share.  Included by cache/cache*.c and batch.c:
 * everybody else sees cache/cache.h.
 */
#ifndef CACHE_CACHE_PRIVATE_H
#define CACHE_CACHE_PRIVATE_H

#include <sqlite3.h>

#include "base/text.h"
#include "cache/cache.h"
#include "cache/cache_feed.h"
#include "cache/cache_fold.h"

/* The statements that are prepared once; their SQL is in cache_stmt.c. */
enum cache_stmt {
	CACHE_STMT_BEGIN_READ,
	CACHE_STMT_BEGIN_WRITE,
	CACHE_STMT_COMMIT,
	CACHE_STMT_ROLLBACK,
	CACHE_STMT_PACK_ADDR_AT,
	CACHE_STMT_PACK_ADDR_AFTER,
	CACHE_STMT_PACK_ADDR_PUT,
	CACHE_STMT_PACK_ADDR_DROP,
	CACHE_STMT_PACK_NAME_AT,
	CACHE_STMT_PACK_NAME_AFTER,
	CACHE_STMT_PACK_NAME_PUT,
	CACHE_STMT_PACK_NAME_DROP,
	CACHE_STMT_IMPORT_FILE_ADD,
	CACHE_STMT_IMPORT_FILE_GET,
	CACHE_STMT_IMPORT_SAID,
	CACHE_STMT_LEARNED_GET,
	CACHE_STMT_LEARNED_PUT,
	CACHE_STMT_SWEEP_START,
	CACHE_STMT_SWEEP_FINISH,
	CACHE_STMT_SWEEP_GET,
	CACHE_STMT_SWEEP_NEWEST,
	CACHE_STMT_JOURNAL_PUT,
	CACHE_STMT_JOURNAL_GET,
	CACHE_STMT_JOURNAL_DROP,
	CACHE_STMT_JOURNAL_NEWEST,
	CACHE_STMT_JOURNAL_REOPEN,
	CACHE_STMT_JOURNAL_EACH,
	CACHE_STMT_JOURNAL_EXTRA_PUT,
	CACHE_STMT_JOURNAL_EXTRA_GET,
	CACHE_STMT_JOURNAL_EXTRA_DROP,
	CACHE_STMT_JOURNAL_EXTRA_DELETE,
	CACHE_STMT_SETUP_PUT,
	CACHE_STMT_SETUP_GET,
	CACHE_STMT_SETUP_DROP,
	CACHE_STMT_LEDGER_ADD,
	CACHE_STMT_LEDGER_GET,
	CACHE_STMT_LEDGER_LEAST,
	CACHE_STMT_ASKED,
	CACHE_STMT_HOST_GET,
	CACHE_STMT_HOST_GET_FED,
	CACHE_STMT_HOST_PUT,
	CACHE_STMT_NAME_GET,
	CACHE_STMT_NAME_PUT,
	CACHE_STMT_NAME_FIND,
	CACHE_STMT_NAME_FIND_FOLDED,
	CACHE_STMT_SERVICE_PUT,
	CACHE_STMT_OBSERVATION_PUT,
	CACHE_STMT_OBSERVATION_BETWEEN,
	CACHE_STMT_OBSERVATION_BRIEF,
	CACHE_STMT_OBSERVED_NEWEST,
	CACHE_STMT_DIFF_FIRSTS,
	CACHE_STMT_DIFF_VERDICTS,
	CACHE_STMT_DIFF_BASE,
	CACHE_STMT_HISTORY_EACH,
	CACHE_STMT_HISTORY_OLDEST_KEPT,
	CACHE_STMT_HISTORY_HOSTS,
	CACHE_STMT_IDENTITY_PUT,
	CACHE_STMT_IDENTITY_FIND,
	CACHE_STMT_IDENTITY_SEEN,
	CACHE_STMT_IDENTITY_DELETE,
	CACHE_STMT_TARGETS_PUT,
	CACHE_STMT_TARGETS_GET,
	CACHE_STMT_VERDICT_PUT,
	CACHE_STMT_VERDICT_GET,
	CACHE_STMT_HOST_EACH,
	CACHE_STMT_SWEEP_COUNT,
	CACHE_STMT_HOST_DELETE,
	CACHE_STMT_NAME_DELETE,
	CACHE_STMT_SERVICE_DELETE,
	CACHE_STMT_OBSERVATION_DELETE,
	CACHE_STMT_VERDICT_DELETE,
	CACHE_STMT_WALK_EXPECTED,
	CACHE_STMT_WALK_HOST,
	CACHE_STMT_WALK_SECTION,
	CACHE_STMT_WALK_SERVICE,
	CACHE_STMT_WALK_NAME,
	CACHE_STMT_WALK_SEEN,
	CACHE_STMT_WALK_VERDICT,
	CACHE_STMT_WALK_JUDGED,
	CACHE_N_STMTS,
};

#define CACHE_BUSY_MS 5000 /* to wait for another writer */

/* Tables that cache_observe.c fills for one statement each. */
enum cache_feed_table {
	CACHE_FEED_OBSERVATION,
	CACHE_FEED_ADDR,
	CACHE_FEED_HOST,
	CACHE_FEED_SERVICE,
	CACHE_FEED_NAME,
	CACHE_FEED_IDENTITY,
	CACHE_N_FEEDS,
};

struct cache_pack_cursor;

struct cache {
	sqlite3 *db;
	char *path;
	enum cache_mode mode;
	sqlite3_stmt *stmt[CACHE_N_STMTS]; /* NULL until first used */
	struct cache_feed feed[CACHE_N_FEEDS];
	struct text scratch;   /* for encoding fields */
	cache_link_fn link_of; /* cache_know_links(); NULL: no links */
	const void *links;
	/* Where a list that goes through one snapshot is among the imported
	   entries; NULL while there is none. */
	struct cache_pack_cursor *imported;
	/* The file that such a list asked for last; 0: none. */
	int64_t file;
	struct text file_path;
	int64_t file_time_us;
};

/* cache_open() without asking who else may write the file. */
struct cache *cache_open_unguarded(const char *path, enum cache_mode mode,
    struct err *err);

/* ERR_CACHE with SQLite's own words; for an open cache, and for any db. */
int cache_fail(const struct cache *cache, struct err *err);
int cache_fail_db(sqlite3 *db, const char *path, struct err *err);

/* A statement ready to be bound, or NULL. */
sqlite3_stmt *cache_prepare(struct cache *cache, enum cache_stmt which,
    struct err *err);

/*
 * Run a bound statement that returns no rows, and reset it.  Errors that a
 * binding had (out of memory, too long) show here as well.
 */
int cache_run(struct cache *cache, sqlite3_stmt *stmt, struct err *err)
    __attribute__((warn_unused_result));

/* 1: there is a row; 0: no more, and the statement is reset; or -1. */
int cache_step(struct cache *cache, sqlite3_stmt *stmt, struct err *err)
    __attribute__((warn_unused_result));

/*
 * A transaction around one call, unless the caller has begun one: enter
 * says in *is_own which; leave commits when ret is 0, else rolls back, and
 * returns what the call should return.
 */
int cache_enter(struct cache *cache, bool *is_own, struct err *err)
    __attribute__((warn_unused_result));
int cache_leave(struct cache *cache, bool is_own, int ret, struct err *err)
    __attribute__((warn_unused_result));

/*
 * host_init(), then the host's row and its services, in one statement.
 * Returns 1, 0 when it is not cached, or -1; names come separately.
 */
int cache_load(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err) __attribute__((warn_unused_result));
int cache_load_names(struct cache *cache, struct host *host, struct err *err)
    __attribute__((warn_unused_result));
/* The row of a service, whose columns begin at at, as the host's last one. */
void cache_load_service(struct host *host, sqlite3_stmt *stmt, int at);

/*
 * cache_load() with all names, imported ones too; a host that is only
 * imported is there as well.
 */
int cache_load_all(struct cache *cache, const struct addr *addr,
    struct host *host, struct err *err) __attribute__((warn_unused_result));

/* Where machines said this name, added to found; sealed. */
int cache_find_said(struct cache *cache, const char *name,
    struct rangeset *found, struct err *err)
    __attribute__((warn_unused_result));

int cache_put_ledger(struct cache *cache, int64_t sweep,
    const struct cache_ledger *ledger, struct err *err)
    __attribute__((warn_unused_result));

/* Attach what CACHE_FEED_* stands for. */
int cache_observe_attach(struct cache *cache, struct err *err)
    __attribute__((warn_unused_result));

#endif
