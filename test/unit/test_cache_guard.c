/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who may use the cache file: modes of files and folders, and a member of the
 * file's group.
 */
#include "cache/cache_guard.h"

#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/scratch.h"

#define NOBODY 65534 /* a user and a group without rights */

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

static int
store_something(struct cache *cache)
{
	struct cache_sweep sweep = { .started_us = 1 };

	return cache_sweep_start(cache, &sweep, NULL);
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
		CU_ASSERT_EQUAL(store_something(cache), 0);
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
	    ask_number(cache, "SELECT count(*) FROM sweep") == 1)
		ret = store_something(cache) == -1 ? 0 : 2;
	cache_close(cache);
	return ret;
}

/* No writer runs; then one that has written but not closed. */
static void
test_member(void)
{
	bool is_root = geteuid() == 0;
	struct cache *cache;

	CU_ASSERT_EQUAL(mkdir(scratch_path("group"), 0755), 0);
	CU_ASSERT_EQUAL(chmod(scratch_path(""), 0755), 0);
	cache = open_new("group/cache.db");
	CU_ASSERT_EQUAL(store_something(cache), 0);
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

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "made with mode 0640", test_created },
		{ "refused by its path", test_refused },
		{ "a member of the group reads", test_member },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_guard", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
