/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The cache file as a file: transactions, two writers, a writer that is
 * killed, a disk that is full, files of others.
 */
#include "cache/cache.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/scratch.h"

#define BATCH_LEN 40    /* observations of one transaction */
#define NOBODY    65534 /* a user and a group without rights */

static struct observation
reply_of(uint32_t addr, int64_t time_us)
{
	return (struct observation){ .addr = addr_v4(addr),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = time_us,
		.rtt_us = 10,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "pong",
		.name = "PC" };
}

/* Batch k is the addresses from k * BATCH_LEN on. */
static int
observe_batch(struct cache *cache, int64_t sweep, uint32_t k, struct err *err)
{
	struct observation in[BATCH_LEN];

	for (uint32_t i = 0; i < BATCH_LEN; i++)
		in[i] = reply_of(0x0a000000 + k * BATCH_LEN + i, 1 + k);
	return cache_observe(cache, sweep, in, BATCH_LEN, err);
}

static int64_t
start_sweep(struct cache *cache)
{
	struct cache_sweep sweep = { .started_us = 1 };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	return sweep.id;
}

/* A new cache at that name in the scratch folder. */
static struct cache *
open_new(const char *name)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(scratch_path(name), CACHE_WRITE, &err);

	CU_ASSERT_STRING_EQUAL(err.text, "");
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

static int64_t
ask_number(struct cache *cache, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(cache->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static bool
is_sound(struct cache *cache)
{
	sqlite3_stmt *stmt = NULL;
	bool is_ok = false;

	if (sqlite3_prepare_v2(cache->db, "PRAGMA integrity_check", -1, &stmt,
		NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		is_ok = strcmp((const char *)sqlite3_column_text(stmt, 0),
			    "ok") == 0;
	sqlite3_finalize(stmt);
	return is_ok;
}

/* Each batch is in all tables with all its rows, or in none. */
static bool
is_whole(struct cache *cache)
{
	static const char *const tables[] = { "observation", "host", "service",
		"name" };

	for (size_t i = 0; i < HARNESS_ROWS(tables); i++) {
		char sql[256];

		(void)snprintf(sql, sizeof(sql),
		    "SELECT (SELECT count(*) FROM %s) -"
		    " (SELECT count(*) FROM observation)",
		    tables[i]);
		if (ask_number(cache, sql) != 0)
			return false;
	}
	return ask_number(cache, "SELECT count(*) FROM observation") %
		   BATCH_LEN ==
	       0;
}

static void
put_file(const char *path, const void *bytes, size_t len)
{
	FILE *out = fopen(path, "we");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, len, out), len);
	CU_ASSERT_EQUAL(fclose(out), 0);
}

static void
test_folders(void)
{
	struct err err = ERR_INIT;
	struct cache *cache =
	    cache_open(scratch_path("a/b/c/cache.db"), CACHE_WRITE, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	cache_close(cache);
	CU_ASSERT_PTR_NULL(
	    cache_open(scratch_path("x/b/cache.db"), CACHE_READ, &err));
	CU_ASSERT_EQUAL(access(scratch_path("x"), F_OK), -1);
	/* A file where a folder should be. */
	CU_ASSERT_PTR_NULL(cache_open(scratch_path("a/b/c/cache.db/cache.db"),
	    CACHE_WRITE, &err));
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
}

/* Somebody else's files, and broken ones: refused, and not changed. */
static void
test_foreign(void)
{
	static const char text[] = "name,address\nPC1,10.0.0.1\n";
	static const struct {
		const char *name;
		size_t len; /* of a real cache that is kept; 0: see below */
		const char *says;
	} rows[] = {
		{ "a text file", 0, "is not an address cache" },
		{ "one byte", 1, "is not an address cache" },
		{ "a header less a byte", 99, "is not an address cache" },
		{ "a header", 100, "is damaged: " },
		{ "a page less a byte", 4095, "is damaged: " },
		{ "one page", 4096, "is damaged: " },
	};
	struct text whole = TEXT_INIT;

	cache_close(open_new("whole.db"));
	CU_ASSERT_EQUAL_FATAL(file_read(&whole, scratch_path("whole.db"),
				  1 << 24, NULL),
	    0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++)
		for (int mode = CACHE_READ; mode <= CACHE_WRITE; mode++) {
			const char *path = scratch_path("foreign.db");
			struct text before = TEXT_INIT, after = TEXT_INIT;
			struct err err = ERR_INIT;
			struct cache *cache;

			harness_row(rows[i].name);
			(void)unlink(scratch_path("foreign.db-wal"));
			(void)unlink(scratch_path("foreign.db-shm"));
			if (rows[i].len == 0)
				put_file(path, text, sizeof(text) - 1);
			else
				put_file(path, whole.data, rows[i].len);
			CU_ASSERT_EQUAL(file_read(&before, path, 1 << 24, NULL),
			    0);
			cache = cache_open(path, mode, &err);
			if (cache != NULL) { /* shows at the first question */
				CU_ASSERT_EQUAL(cache_expected(cache,
						    &(struct rangeset)
							RANGESET_INIT,
						    &err),
				    -1);
				cache_close(cache);
			}
			CU_ASSERT_EQUAL(err.code, ERR_CACHE);
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].says));
			CU_ASSERT_EQUAL(file_read(&after, path, 1 << 24, NULL),
			    0);
			CU_ASSERT_EQUAL(before.len, after.len);
			CU_ASSERT_EQUAL(memcmp(before.data, after.data,
					    before.len),
			    0);
			text_fini(&before);
			text_fini(&after);
		}
	text_fini(&whole);
}

static void
test_transaction(void)
{
	struct cache *cache = open_new("transaction.db");
	struct err err = ERR_INIT;
	int64_t sweep;

	cache_rollback(cache); /* harmless */
	CU_ASSERT_EQUAL(cache_begin(cache, &err), 0);
	sweep = start_sweep(cache);
	CU_ASSERT_EQUAL(observe_batch(cache, sweep, 0, &err), 0);
	cache_rollback(cache);
	CU_ASSERT_EQUAL(ask_number(cache, "SELECT count(*) FROM sweep"), 0);
	CU_ASSERT_EQUAL(ask_number(cache, "SELECT count(*) FROM host"), 0);
	CU_ASSERT_EQUAL(cache_begin(cache, &err), 0);
	sweep = start_sweep(cache);
	CU_ASSERT_EQUAL(observe_batch(cache, sweep, 0, &err), 0);
	CU_ASSERT_EQUAL(cache_commit(cache, &err), 0);
	CU_ASSERT_EQUAL(cache_begin(cache, &err), 0);
	CU_ASSERT_EQUAL(observe_batch(cache, sweep, 1, &err), 0);
	cache_close(cache); /* takes it back */
	cache = open_new("transaction.db");
	CU_ASSERT_EQUAL(ask_number(cache, "SELECT count(*) FROM host"),
	    BATCH_LEN);
	CU_ASSERT(is_sound(cache) && is_whole(cache));
	/* Outside a transaction there is nothing to commit. */
	CU_ASSERT_EQUAL(cache_commit(cache, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	cache_close(cache);
}

static void
test_two_writers(void)
{
	struct cache *first = open_new("two.db"), *second = open_new("two.db");
	struct cache *reader;
	struct err err = ERR_INIT;
	int64_t sweep = start_sweep(first);

	reader = cache_open(scratch_path("two.db"), CACHE_READ, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
	sqlite3_busy_timeout(second->db, 50);
	CU_ASSERT_EQUAL(cache_begin(first, &err), 0);
	CU_ASSERT_EQUAL(observe_batch(first, sweep, 0, &err), 0);
	CU_ASSERT_EQUAL(observe_batch(second, sweep, 1, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(err.text, "another program is writing it"));
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "two.db"));
	/* A reader is not held up, and sees the last commit. */
	CU_ASSERT_EQUAL(ask_number(reader, "SELECT count(*) FROM sweep"), 1);
	CU_ASSERT_EQUAL(ask_number(reader, "SELECT count(*) FROM host"), 0);
	CU_ASSERT_EQUAL(cache_commit(first, &err), 0);
	CU_ASSERT_EQUAL(ask_number(reader, "SELECT count(*) FROM host"),
	    BATCH_LEN);
	CU_ASSERT_EQUAL(observe_batch(second, sweep, 1, &err), 0);
	/* Reading is all that a reader does. */
	CU_ASSERT_EQUAL(observe_batch(reader, sweep, 2, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT(is_whole(reader));
	cache_close(reader);
	cache_close(second);
	cache_close(first);
}

/* In a child: write batches until killed. */
static void
write_for_ever(const char *path)
{
	struct cache *cache = cache_open(path, CACHE_WRITE, NULL);
	struct cache_sweep sweep = { .started_us = 1 };

	if (cache == NULL || cache_sweep_start(cache, &sweep, NULL) == -1)
		_exit(1);
	for (uint32_t k = (uint32_t)sweep.id * 100000; k < UINT32_MAX; k++)
		if (observe_batch(cache, sweep.id, k, NULL) == -1)
			_exit(2);
	_exit(0);
}

/* The child makes the cache, too, so that this may be cut short as well. */
static void
test_killed(void)
{
	const char *path = scratch_path("killed.db");
	struct err err = ERR_INIT;
	int64_t last = 0;

	for (unsigned i = 0; i < 20; i++) {
		struct timespec wait = { 0,
			(long)(hash_u64(i, 0) % (i < 4 ? 5 : 40)) * 1000000 };
		struct cache *cache;
		int status = 0;
		pid_t pid = fork();

		CU_ASSERT_NOT_EQUAL_FATAL(pid, -1);
		if (pid == 0)
			write_for_ever(path);
		(void)nanosleep(&wait, NULL);
		CU_ASSERT_EQUAL(kill(pid, SIGKILL), 0);
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT(WIFSIGNALED(status));
		cache = cache_open(path, CACHE_WRITE, &err);
		CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
		CU_ASSERT(is_sound(cache));
		CU_ASSERT(is_whole(cache));
		CU_ASSERT(
		    ask_number(cache, "SELECT count(*) FROM host") >= last);
		last = ask_number(cache, "SELECT count(*) FROM host");
		cache_close(cache);
	}
	CU_ASSERT(last > 0);
}

/* In a child: no file may grow beyond max bytes. */
static int
write_until_full(const char *path, size_t max)
{
	struct rlimit limit = { max, max };
	struct cache *cache;
	struct cache_sweep sweep = { .started_us = 1 };
	struct err err = ERR_INIT;
	int ret = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	cache = cache_open(path, CACHE_WRITE, &err);
	if (cache != NULL)
		ret = cache_sweep_start(cache, &sweep, &err);
	for (uint32_t k = 0; cache != NULL && ret == 0 && k < 10000; k++)
		ret = observe_batch(cache, sweep.id, k, &err);
	cache_close(cache);
	return err.code == ERR_CACHE && strstr(err.text, path) != NULL ? 0 : 2;
}

static void
test_full(void)
{
	/* Nothing at all, half a schema, some batches. */
	static const size_t limits[] = { 0, 1000, 4096, 20000, 100000, 400000,
		1000000 };

	for (size_t i = 0; i < HARNESS_ROWS(limits); i++) {
		char name[32];
		struct err err = ERR_INIT;
		struct cache *cache;
		int status = -1;
		pid_t pid;

		(void)snprintf(name, sizeof(name), "full%zu.db", limits[i]);
		harness_row(name);
		pid = fork();
		CU_ASSERT_NOT_EQUAL_FATAL(pid, -1);
		if (pid == 0)
			_exit(write_until_full(scratch_path(name), limits[i]));
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT_EQUAL(status, 0);
		/* With room again, all is well. */
		cache = cache_open(scratch_path(name), CACHE_WRITE, &err);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
		CU_ASSERT(is_sound(cache));
		CU_ASSERT(is_whole(cache));
		CU_ASSERT_EQUAL(observe_batch(cache, start_sweep(cache), 9999,
				    &err),
		    0);
		cache_close(cache);
	}
}

static void
test_memory(void)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_READ, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(observe_batch(cache, start_sweep(cache), 0, &err), 0);
	CU_ASSERT(is_whole(cache));
	CU_ASSERT_EQUAL(access(CACHE_IN_MEMORY, F_OK), -1);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "made with its folders", test_folders },
		{ "foreign and broken files stay as they are", test_foreign },
		{ "transactions", test_transaction },
		{ "two writers and a reader", test_two_writers },
		{ "a writer is killed", test_killed },
		{ "the disk is full", test_full },
		{ "in memory", test_memory },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
