/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whether a cache file is sound.
 */
#include "cache/cache_check.h"

#include <errno.h>
#include <grp.h>
#include <libgen.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cache/cache_guard.h"
#include "cache/cache_imported.h"
#include "cache/cache_private.h"
#include "cache/cache_schema.h"

struct cache_check {
	cache_check_fn fn;
	void *arg;
	int n_wrong;
	struct text how; /* what is to be said; memory kept */
};

/* Hand on what stands in check->how. */
static void
cache_check_say(struct cache_check *check, bool is_right, const char *what)
{
	if (!is_right)
		check->n_wrong++;
	check->fn(is_right, what, text_str(&check->how), check->arg);
	text_clear(&check->how);
}

static void
cache_check_add_owner(struct text *how, const struct stat *st)
{
	const struct passwd *user = getpwuid(st->st_uid);
	const struct group *group;

	if (user != NULL)
		text_addf(how, "owner %s", user->pw_name);
	else
		text_addf(how, "owner %u", (unsigned)st->st_uid);
	group = getgrgid(st->st_gid);
	if (group != NULL)
		text_addf(how, ", group %s", group->gr_name);
	else
		text_addf(how, ", group %u", (unsigned)st->st_gid);
	text_addf(how, ", mode %04o", (unsigned)st->st_mode & 07777);
}

/* The file or one of its companions, which need not be there. */
static void
cache_check_mode(struct cache_check *check, const char *path,
    const char *suffix, uid_t owner)
{
	struct text name = TEXT_INIT;
	struct stat st;
	bool is_right = false;

	text_addf(&name, "%s%s", path, suffix);
	if (stat(text_str(&name), &st) != 0) {
		is_right = errno == ENOENT;
		text_add(&check->how, is_right ? "not there" : strerror(errno));
	} else {
		cache_check_add_owner(&check->how, &st);
		is_right = (st.st_mode & 07777 & ~CACHE_GUARD_MODE) == 0 &&
			   st.st_uid == owner;
		if (st.st_uid != owner)
			text_add(&check->how,
			    "; it should have the owner of the cache file");
		else if (!is_right)
			text_addf(&check->how, "; it should be %04o",
			    (unsigned)CACHE_GUARD_MODE);
	}
	cache_check_say(check, is_right, *suffix == '\0' ? "file" : suffix + 1);
	text_fini(&name);
}

static void
cache_check_folder(struct cache_check *check, const char *path)
{
	char *copy = mem_dup(path);
	const char *folder = dirname(copy);
	struct stat st;
	bool is_right = false;

	if (stat(folder, &st) != 0) {
		text_add(&check->how, strerror(errno));
	} else {
		cache_check_add_owner(&check->how, &st);
		is_right = !(st.st_mode & S_IWOTH) || (st.st_mode & S_ISVTX);
		if (!is_right)
			text_add(&check->how, "; others may write it");
	}
	cache_check_say(check, is_right, "folder");
	free(copy);
}

/* SQLite's own look at pages, rows and indexes; one line for each fault. */
static void
cache_check_integrity(struct cache_check *check, struct cache *cache)
{
	sqlite3_stmt *stmt = NULL;
	bool is_right = false;
	int code = sqlite3_prepare_v2(cache->db, "PRAGMA integrity_check(10)",
	    -1, &stmt, NULL);

	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(stmt, 0);

		is_right = line != NULL && strcmp(line, "ok") == 0;
		text_add(&check->how, line == NULL ? "no memory" : line);
		cache_check_say(check, is_right, "integrity");
	}
	if (sqlite3_finalize(stmt) != SQLITE_OK || code != SQLITE_OK) {
		text_add(&check->how, sqlite3_errmsg(cache->db));
		cache_check_say(check, false, "integrity");
	}
}

/* Every imported entry can be read, and each is in both sets. */
static int
cache_check_walk(struct cache *cache, enum cache_pack_set set, uint64_t *n,
    struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_imported entry;
	struct addr addr;
	int ret;

	*n = 0;
	cache_pack_open(&cursor, cache, set);
	for (ret = cache_pack_seek(&cursor, "", 0, err); ret == 1;
	     ret = cache_pack_next(&cursor, err)) {
		ret = set == CACHE_PACK_BY_ADDR
			  ? cache_imported_parse(cache, &entry, &cursor.entry,
				err)
			  : cache_imported_addr_of(cache, &addr, &cursor.entry,
				err);
		if (ret == -1)
			break;
		(*n)++;
	}
	cache_pack_close(&cursor);
	return ret;
}

static void
cache_check_imported(struct cache_check *check, struct cache *cache)
{
	uint64_t by_addr = 0, by_name = 0;
	struct err err = ERR_INIT;
	bool is_right =
	    cache_begin(cache, &err) == 0 &&
	    cache_check_walk(cache, CACHE_PACK_BY_ADDR, &by_addr, &err) == 0 &&
	    cache_check_walk(cache, CACHE_PACK_BY_NAME, &by_name, &err) == 0;

	cache_rollback(cache);
	if (!is_right)
		text_add(&check->how, err.text);
	else
		text_addf(&check->how, "%llu by address, %llu by name",
		    (unsigned long long)by_addr, (unsigned long long)by_name);
	cache_check_say(check, is_right && by_addr == by_name,
	    "imported names");
}

static void
cache_check_content(struct cache_check *check, const char *path)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open_unguarded(path, CACHE_READ, &err);

	if (cache == NULL) {
		text_add(&check->how, err.text);
		cache_check_say(check, false, "schema");
		return;
	}
	text_addf(&check->how, "version %d", cache_schema_version());
	cache_check_say(check, true, "schema");
	cache_check_integrity(check, cache);
	cache_check_imported(check, cache);
	cache_close(cache);
}

int
cache_check(const char *path, cache_check_fn fn, void *arg, struct err *err)
{
	struct cache_check check = { .fn = fn, .arg = arg };
	char *real = realpath(path, NULL);
	struct stat st;

	if (real == NULL || stat(real, &st) != 0 || !S_ISREG(st.st_mode)) {
		free(real);
		return cache_guard_check(path, err);
	}
	cache_check_mode(&check, real, "", st.st_uid);
	cache_check_mode(&check, real, "-wal", st.st_uid);
	cache_check_mode(&check, real, "-shm", st.st_uid);
	cache_check_folder(&check, real);
	cache_check_content(&check, path);
	text_fini(&check.how);
	free(real);
	return check.n_wrong;
}
