/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Opening and closing the cache file, and its errors.
 */
#include "cache/cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_guard.h"
#include "cache/cache_private.h"
#include "cache/cache_schema.h"

#define CACHE_BUSY_STEP_MS  50
#define CACHE_OTHERS_WRITER "another program is writing it"

/*
 * SQLite's extended result codes, put so that it helps; SQLite's own words
 * otherwise.
 */
int
cache_fail_db(sqlite3 *db, const char *path, struct err *err)
{
	const char *words = sqlite3_errmsg(db);
	int sys_errno = sqlite3_system_errno(db);

	switch (sqlite3_errcode(db)) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_CACHE,
		    "address cache '%s' is busy: " CACHE_OTHERS_WRITER
		    " and goes on; try again (%s)",
		    path, words);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(err, ERR_CACHE,
		    "address cache '%s' is damaged: %s", path, words);
	case SQLITE_FULL:
		return err_set(err, ERR_CACHE,
		    "no room left on the disk of address cache '%s' (%s)", path,
		    words);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		if (sys_errno != 0)
			return err_set_errno(err, ERR_CACHE, sys_errno,
			    "cannot use address cache '%s': %s", path, words);
		break;
	default:
		break;
	}
	return err_set(err, ERR_CACHE, "cannot use address cache '%s': %s",
	    path, words);
}

int
cache_fail(const struct cache *cache, struct err *err)
{
	return cache_fail_db(cache->db, cache->path, err);
}

static int
cache_exec(struct cache *cache, const char *sql, struct err *err)
{
	if (sqlite3_exec(cache->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return cache_fail(cache, err);
	return 0;
}

/*
 * Changing the journal mode takes a lock that SQLite does not wait for, so
 * two programs that make the same cache at once need this loop.
 */
static int
cache_use_wal(struct cache *cache, struct err *err)
{
	int code = SQLITE_BUSY;

	for (int ms = 0; ms < CACHE_BUSY_MS; ms += CACHE_BUSY_STEP_MS) {
		code = sqlite3_exec(cache->db, "PRAGMA journal_mode = WAL",
		    NULL, NULL, NULL);
		if (code != SQLITE_BUSY)
			break;
		sqlite3_sleep(CACHE_BUSY_STEP_MS);
	}
	return code == SQLITE_OK ? 0 : cache_fail(cache, err);
}

/*
 * Durable at each commit; the log is folded back every 16 MB and cut when
 * the file is closed; -wal and -shm stay, so that group members can read
 * without being able to make them.
 */
static int
cache_set_up(struct cache *cache, struct err *err)
{
	int on = 1;

	sqlite3_busy_timeout(cache->db, CACHE_BUSY_MS);
	(void)sqlite3_db_config(cache->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(cache->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
	    NULL);
	if (cache_schema_recognize(cache->db, cache->path, err) == -1)
		return -1;
	if (cache_exec(cache,
		"PRAGMA cell_size_check = ON; PRAGMA cache_size = -4096",
		err) == -1)
		return -1;
	if (cache_schema_update(cache->db, cache->path,
		cache->mode == CACHE_WRITE, err) == -1)
		return -1;
	if (cache->mode == CACHE_READ)
		return 0;
	if (cache_use_wal(cache, err) == -1)
		return -1;
	(void)sqlite3_file_control(cache->db, "main", SQLITE_FCNTL_PERSIST_WAL,
	    &on);
	if (cache_observe_attach(cache, err) == -1)
		return -1;
	return cache_exec(cache,
	    "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;"
	    "PRAGMA journal_size_limit = 65536",
	    err);
}

static int
cache_check_path(const char *path, enum cache_mode mode, struct err *err)
{
	if (strcmp(path, CACHE_IN_MEMORY) == 0)
		return 0;
	if (path[0] == '\0')
		return err_set(err, ERR_CACHE,
		    "the address cache needs a file name");
	if (mode == CACHE_WRITE && cache_guard_create(path, err) == -1)
		return -1;
	return cache_guard_check(path, err);
}

struct cache *
cache_open_unguarded(const char *path, enum cache_mode mode, struct err *err)
{
	struct cache *cache = mem_new(sizeof(*cache));
	int flags =
	    SQLITE_OPEN_NOMUTEX |
	    (mode == CACHE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);

	/* Nobody asks for these sums, and they take a lock at each malloc();
	   after the first open this is refused, which is as good. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	cache->path = mem_dup(path);
	cache->mode = mode;
	if (sqlite3_open_v2(path, &cache->db, flags, NULL) != SQLITE_OK) {
		cache_fail(cache, err);
		goto fail;
	}
	if (cache_set_up(cache, err) == -1)
		goto fail;
	return cache;
fail:
	cache_close(cache);
	return NULL;
}

struct cache *
cache_open(const char *path, enum cache_mode mode, struct err *err)
{
	if (strcmp(path, CACHE_IN_MEMORY) == 0)
		mode = CACHE_WRITE;
	if (cache_check_path(path, mode, err) == -1)
		return NULL;
	return cache_open_unguarded(path, mode, err);
}

void
cache_fold_log(struct cache *cache)
{
	(void)sqlite3_wal_checkpoint_v2(cache->db, NULL,
	    SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

void
cache_close(struct cache *cache)
{
	if (cache == NULL)
		return;
	if (cache->db != NULL)
		cache_rollback(cache);
	for (size_t i = 0; i < CACHE_N_STMTS; i++)
		(void)sqlite3_finalize(cache->stmt[i]);
	(void)sqlite3_close(cache->db);
	text_fini(&cache->scratch);
	text_fini(&cache->file_path);
	free(cache->path);
	free(cache);
}

void
cache_know_links(struct cache *cache, cache_link_fn link_of, const void *links)
{
	cache->link_of = link_of;
	cache->links = links;
}

const char *
cache_path_of(const struct cache *cache)
{
	return cache->path;
}
