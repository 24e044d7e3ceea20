/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The cache file as a file: who may use it, transactions, two writers, a
 * writer that is killed, a disk that is full.
 */
#include "cache/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
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

static unsigned
mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
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
test_created(void)
{
	static const mode_t masks[] = { 0, 022, 077, 0777 };

	for (size_t i = 0; i < HARNESS_ROWS(masks); i++) {
		char name[64];
		struct cache *cache;
		mode_t old;

		(void)snprintf(name, sizeof(name), "umask %04o.db",
		    (unsigned)masks[i]);
		harness_row(name);
		old = umask(masks[i]);
		cache = open_new(name);
		(void)start_sweep(cache);
		(void)umask(old);
		CU_ASSERT_STRING_EQUAL(cache_path_of(cache),
		    scratch_path(name));
		CU_ASSERT_EQUAL(mode_of(cache_path_of(cache)), 0640);
		cache_close(cache);
		/* They stay, for readers who may not make them. */
		for (const char *const *end =
			 (const char *const[]){ "", "-wal", "-shm", NULL };
		     *end != NULL; end++) {
			char file[80];

			(void)snprintf(file, sizeof(file), "%s%s", name, *end);
			harness_row(file);
			CU_ASSERT_EQUAL(mode_of(scratch_path(file)), 0640);
		}
	}
	cache_close(NULL);
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
	CU_ASSERT_EQUAL(mode_of(scratch_path("x")), 0);
	/* A file where a folder should be. */
	CU_ASSERT_PTR_NULL(cache_open(scratch_path("a/b/c/cache.db/cache.db"),
	    CACHE_WRITE, &err));
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
}

/* What is refused without a look inside. */
static void
test_refused(void)
{
	static const struct {
		const char *name, *path; /* in the scratch folder */
		enum cache_mode mode;
		const char *says;
	} rows[] = {
		{ "read what is missing", "none.db", CACHE_READ,
		    "there is no address cache '" },
		{ "a folder, to read", "folder", CACHE_READ,
		    "it is not a regular file" },
		{ "a folder, to write", "folder", CACHE_WRITE,
		    "it is not a regular file" },
		{ "others may write it", "open.db", CACHE_READ,
		    "(mode 0642); 'rollcall cache protect' mends that" },
		{ "others may write it, to write", "open.db", CACHE_WRITE,
		    "others may write address cache '" },
		{ "others may write its folder", "public/cache.db", CACHE_WRITE,
		    "'rollcall cache protect' mends that" },
		{ "others may write its folder, by a link", "link.db",
		    CACHE_WRITE, "others may write folder '" },
		{ "empty, to read", "empty.db", CACHE_READ,
		    "is empty; a sweep or an import fills it" },
	};

	CU_ASSERT_EQUAL(mkdir(scratch_path("folder"), 0755), 0);
	CU_ASSERT_EQUAL(mkdir(scratch_path("public"), 0755), 0);
	cache_close(open_new("open.db"));
	cache_close(open_new("public/cache.db"));
	put_file(scratch_path("empty.db"), "", 0);
	CU_ASSERT_EQUAL(chmod(scratch_path("open.db"), 0642), 0);
	CU_ASSERT_EQUAL(chmod(scratch_path("public"), 0757), 0);
	CU_ASSERT_EQUAL(symlink("public/cache.db", scratch_path("link.db")), 0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;
		struct cache *cache;

		harness_row(rows[i].name);
		cache =
		    cache_open(scratch_path(rows[i].path), rows[i].mode, &err);
		CU_ASSERT_PTR_NULL(cache);
		CU_ASSERT_EQUAL(err.code, ERR_CACHE);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].says));
		cache_close(cache);
	}
	/* A sticky folder, as /tmp is one, is fine. */
	harness_row("sticky folder");
	CU_ASSERT_EQUAL(chmod(scratch_path("public"), 01777), 0);
	cache_close(open_new("public/cache.db"));
	harness_row("no name");
	CU_ASSERT_PTR_NULL(cache_open("", CACHE_WRITE, NULL));
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

/* In a child: read as a member of the file's group, in a folder that is not
 * ours to write. */
static int
read_as_member(const char *path, bool is_root)
{
	struct err err = ERR_INIT;
	struct cache *cache;
	int ret = 1;

	if (is_root && (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 ||
			   setuid(NOBODY) != 0))
		return 3;
	cache = cache_open(path, CACHE_READ, &err);
	if (cache != NULL &&
	    ask_number(cache, "SELECT count(*) FROM host") == BATCH_LEN)
		ret = observe_batch(cache, 1, 7, &err) == -1 ? 0 : 2;
	cache_close(cache);
	return ret;
}

/* No writer runs; then one that has written but not closed. */
static void
test_member(void)
{
	bool is_root = geteuid() == 0;
	struct err err = ERR_INIT;
	struct cache *cache;

	CU_ASSERT_EQUAL(mkdir(scratch_path("group"), 0755), 0);
	CU_ASSERT_EQUAL(chmod(scratch_path(""), 0755), 0);
	cache = open_new("group/cache.db");
	CU_ASSERT_EQUAL(observe_batch(cache, start_sweep(cache), 0, &err), 0);
	for (int is_closed = 0; is_closed < 2; is_closed++) {
		int status = -1;
		pid_t pid;

		if (is_closed)
			cache_close(cache);
		for (const char *const *end =
			 (const char *const[]){ "", "-wal", "-shm", NULL };
		     is_root && *end != NULL; end++) {
			char file[64];

			(void)snprintf(file, sizeof(file), "group/cache.db%s",
			    *end);
			CU_ASSERT_EQUAL(chown(scratch_path(file), 0, NOBODY),
			    0);
		}
		if (!is_root)
			CU_ASSERT_EQUAL(chmod(scratch_path("group"), 0555), 0);
		pid = fork();
		CU_ASSERT_NOT_EQUAL_FATAL(pid, -1);
		if (pid == 0)
			_exit(read_as_member(scratch_path("group/cache.db"),
			    is_root));
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT_EQUAL(status, 0);
		CU_ASSERT_EQUAL(chmod(scratch_path("group"), 0755), 0);
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
		{ "made with mode 0640", test_created },
		{ "made with its folders", test_folders },
		{ "refused by its path", test_refused },
		{ "foreign and broken files stay as they are", test_foreign },
		{ "transactions", test_transaction },
		{ "two writers and a reader", test_two_writers },
		{ "a writer is killed", test_killed },
		{ "the disk is full", test_full },
		{ "a member of the group reads", test_member },
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
