/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * cache_check() and cache_protect(): what is found wrong, and what is mended.
 */
#include "cache/cache_check.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "cache/cache_private.h"
#include "cache/cache_protect.h"
#include "test/harness.h"
#include "test/scratch.h"

#define NOBODY 65534 /* a user and a group without rights */

/* The cache x.db in a folder of the scratch folder; modes as named. */
static const char *
make(const char *folder)
{
	static char path[4096];
	struct cache_sweep sweep = { .started_us = 1 };
	struct cache *cache;

	(void)snprintf(path, sizeof(path), "%s/x.db", scratch_path(folder));
	cache = cache_open(path, CACHE_WRITE, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	cache_close(cache);
	return path;
}

static const char *
beside(const char *path, const char *suffix)
{
	static char buf[4096];

	(void)snprintf(buf, sizeof(buf), "%s%s", path, suffix);
	return buf;
}

static unsigned
mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* Only what is wrong, a line each: "WHAT: HOW". */
static void
on_checked(bool is_right, const char *what, const char *how, void *arg)
{
	if (!is_right)
		text_addf(arg, "%s: %s\n", what, how);
}

static void
on_protected(const char *done, void *arg)
{
	text_addf(arg, "%s\n", done);
}

static void
test_sound(void)
{
	const char *path = make("sound");
	struct text wrong = TEXT_INIT;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_check(path, on_checked, &wrong, &err), 0);
	CU_ASSERT_STRING_EQUAL(text_str(&wrong), "");
	CU_ASSERT_EQUAL(unlink(beside(path, "-wal")), 0);
	CU_ASSERT_EQUAL(unlink(beside(path, "-shm")), 0);
	CU_ASSERT_EQUAL(cache_check(path, on_checked, &wrong, &err), 0);
	CU_ASSERT_STRING_EQUAL(text_str(&wrong), "");
	text_fini(&wrong);
}

static void
test_absent(void)
{
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_check(scratch_path("absent.db"), on_checked, NULL,
			    &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "absent.db"));
	CU_ASSERT_EQUAL(cache_check(scratch_path(""), on_checked, NULL, &err),
	    -1);
	CU_ASSERT_EQUAL(cache_protect(scratch_path("absent.db"), on_protected,
			    NULL, &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(cache_protect(scratch_path(""), on_protected, NULL,
			    &err),
	    -1);
}

/* Each wrong mode is found, mended, and then right. */
static void
test_modes(void)
{
	static const struct {
		const char *name;
		mode_t file, wal, shm, folder;
		unsigned n_wrong;
		const char *first; /* of what is wrong */
	} rows[] = {
		{ "right", 0640, 0640, 0640, 0755, 0, "" },
		{ "narrower", 0600, 0600, 0600, 0700, 0, "" },
		{ "others read", 0644, 0640, 0640, 0755, 1, "file: " },
		{ "others write", 0642, 0640, 0640, 0755, 1, "file: " },
		{ "group writes", 0660, 0640, 0640, 0755, 1, "file: " },
		{ "set-user-id", 04640, 0640, 0640, 0755, 1, "file: " },
		{ "wal", 0640, 0666, 0640, 0755, 1, "wal: " },
		{ "shm", 0640, 0640, 0666, 0755, 1, "shm: " },
		{ "folder", 0640, 0640, 0640, 0777, 1, "folder: " },
		{ "sticky folder", 0640, 0640, 0640, 01777, 0, "" },
		{ "all", 0666, 0666, 0666, 0777, 4, "file: " },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text wrong = TEXT_INIT, done = TEXT_INIT;
		struct err err = ERR_INIT;
		const char *path = make(rows[i].name);
		char folder[4096];

		harness_row(rows[i].name);
		(void)snprintf(folder, sizeof(folder), "%s",
		    scratch_path(rows[i].name));
		CU_ASSERT_EQUAL(chmod(path, rows[i].file), 0);
		CU_ASSERT_EQUAL(chmod(beside(path, "-wal"), rows[i].wal), 0);
		CU_ASSERT_EQUAL(chmod(beside(path, "-shm"), rows[i].shm), 0);
		CU_ASSERT_EQUAL(chmod(folder, rows[i].folder), 0);
		CU_ASSERT_EQUAL(cache_check(path, on_checked, &wrong, &err),
		    (int)rows[i].n_wrong);
		CU_ASSERT_NSTRING_EQUAL(text_str(&wrong), rows[i].first,
		    strlen(rows[i].first));
		CU_ASSERT_EQUAL(cache_protect(path, on_protected, &done, &err),
		    0);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_EQUAL(mode_of(path), 0640);
		CU_ASSERT_EQUAL(mode_of(beside(path, "-wal")), 0640);
		CU_ASSERT_EQUAL(mode_of(beside(path, "-shm")), 0640);
		CU_ASSERT_EQUAL(mode_of(folder),
		    rows[i].folder == 0777 ? 0775 : rows[i].folder);
		/* SQLite itself mends an empty -wal when it opens it. */
		if (strcmp(rows[i].name, "wal") != 0)
			CU_ASSERT_EQUAL(done.len == 0,
			    rows[i].n_wrong == 0 && rows[i].file == 0640);
		text_clear(&wrong);
		CU_ASSERT_EQUAL(cache_check(path, on_checked, &wrong, &err), 0);
		text_clear(&done);
		CU_ASSERT_EQUAL(cache_protect(path, on_protected, &done, &err),
		    0);
		CU_ASSERT_EQUAL(done.len, 0);
		text_fini(&wrong);
		text_fini(&done);
	}
}

/* A link to the cache is followed, one in the place of -wal is not. */
static void
test_links(void)
{
	const char *path = make("links");
	struct text done = TEXT_INIT;
	struct err err = ERR_INIT;
	FILE *out;

	CU_ASSERT_EQUAL(chmod(path, 0666), 0);
	CU_ASSERT_EQUAL(symlink(path, scratch_path("link.db")), 0);
	CU_ASSERT_EQUAL(cache_protect(scratch_path("link.db"), on_protected,
			    &done, &err),
	    0);
	CU_ASSERT_EQUAL(mode_of(path), 0640);

	out = fopen(scratch_path("victim"), "we");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fclose(out), 0);
	CU_ASSERT_EQUAL(chmod(scratch_path("victim"), 0604), 0);
	CU_ASSERT_EQUAL(unlink(beside(path, "-wal")), 0);
	CU_ASSERT_EQUAL(symlink(scratch_path("victim"), beside(path, "-wal")),
	    0);
	CU_ASSERT_EQUAL(cache_protect(path, on_protected, &done, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(mode_of(scratch_path("victim")), 0604);
	text_fini(&done);
}

/* Each byte of the file's body damaged in turn would be long: some are. */
static void
test_damaged(void)
{
	static const struct {
		const char *name;
		off_t at;
		const char *bytes, *want;
	} rows[] = {
		{ "magic", 0, "sqlite", "schema: " },
		{ "application", 68, "\1\2\3\4", "schema: " },
		{ "newer", 60, "\0\0\3\347", "schema: " },
		{ "page", 4096, "\1\1\1\1\1\1\1\1", "integrity: " },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text wrong = TEXT_INIT;
		struct err err = ERR_INIT;
		const char *path = make(rows[i].name);
		size_t len = i == 3 ? 8 : i == 0 ? 6 : 4;
		int fd = open(path, O_WRONLY | O_CLOEXEC);

		harness_row(rows[i].name);
		CU_ASSERT_NOT_EQUAL_FATAL(fd, -1);
		CU_ASSERT_EQUAL(pwrite(fd, rows[i].bytes, len, rows[i].at),
		    (ssize_t)len);
		CU_ASSERT_EQUAL(close(fd), 0);
		CU_ASSERT_TRUE(cache_check(path, on_checked, &wrong, &err) > 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&wrong), rows[i].want));
		text_fini(&wrong);
	}
}

/* The two sets of imported names must tell the same. */
static void
test_imported(void)
{
	const char *path = make("imported");
	struct cache *cache = cache_open(path, CACHE_WRITE, NULL);
	struct text wrong = TEXT_INIT;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	/* one entry of one byte, in one of them */
	CU_ASSERT_EQUAL(
	    sqlite3_exec(cache->db,
		"INSERT INTO import_by_name VALUES (x'', x'010041')", NULL,
		NULL, NULL),
	    SQLITE_OK);
	cache_close(cache);
	CU_ASSERT_EQUAL(cache_check(path, on_checked, &wrong, NULL), 1);
	CU_ASSERT_NSTRING_EQUAL(text_str(&wrong), "imported names: ", 16);
	text_fini(&wrong);
}

/* Runs as a child with the rights of nobody and of this group. */
static int
read_as_member(const char *path, gid_t group)
{
	struct cache_counts counts;
	struct cache *cache;

	if (setgroups(1, &group) != 0 || setgid(NOBODY) != 0 ||
	    setuid(NOBODY) != 0)
		return 2;
	if (access(path, W_OK) == 0)
		return 3;
	cache = cache_open(path, CACHE_READ, NULL);
	if (cache == NULL || cache_count(cache, &counts, NULL) == -1)
		return 4;
	return counts.n_sweeps == 1 ? 0 : 5;
}

/*
 * Where this test may become somebody else: after "protect" a member of the
 * file's group reads while no writer runs, though -wal and -shm were gone;
 * and not before.
 */
static void
test_member(void)
{
	enum { GROUP = 54321 };
	const char *path;
	struct text done = TEXT_INIT;

	if (geteuid() != 0)
		return;
	path = make("member");
	CU_ASSERT_EQUAL(chmod(scratch_path(""), 0755), 0);
	CU_ASSERT_EQUAL(chown(path, 0, GROUP), 0);
	CU_ASSERT_EQUAL(chmod(path, 0600), 0);
	CU_ASSERT_EQUAL(unlink(beside(path, "-wal")), 0);
	CU_ASSERT_EQUAL(unlink(beside(path, "-shm")), 0);
	for (int is_protected = 0; is_protected < 2; is_protected++) {
		int status = -1;
		pid_t child;

		if (is_protected)
			CU_ASSERT_EQUAL(cache_protect(path, on_protected, &done,
					    NULL),
			    0);
		(void)fflush(stdout);
		child = fork();
		CU_ASSERT_NOT_EQUAL_FATAL(child, -1);
		if (child == 0)
			_exit(read_as_member(path, GROUP));
		CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
		CU_ASSERT_TRUE(WIFEXITED(status));
		CU_ASSERT_EQUAL(WEXITSTATUS(status), is_protected ? 0 : 4);
	}
	text_fini(&done);
}

/* Somebody who is not the owner cannot, and nothing is changed. */
static void
test_stranger(void)
{
	const char *path;
	int status = -1;
	pid_t child;

	if (geteuid() != 0)
		return;
	path = make("stranger");
	CU_ASSERT_EQUAL(chmod(scratch_path(""), 0755), 0);
	CU_ASSERT_EQUAL(chmod(path, 0666), 0);
	(void)fflush(stdout);
	child = fork();
	CU_ASSERT_NOT_EQUAL_FATAL(child, -1);
	if (child == 0) {
		struct text done = TEXT_INIT;
		struct err err = ERR_INIT;

		_exit(setgid(NOBODY) != 0 || setuid(NOBODY) != 0 ||
		      cache_protect(path, on_protected, &done, &err) != -1 ||
		      err.code != ERR_CACHE || done.len != 0);
	}
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CU_ASSERT_EQUAL(mode_of(path), 0666);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sound", test_sound },
		{ "absent", test_absent },
		{ "modes", test_modes },
		{ "links", test_links },
		{ "damaged", test_damaged },
		{ "imported", test_imported },
		{ "member", test_member },
		{ "stranger", test_stranger },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_check", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
