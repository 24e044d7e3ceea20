/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The owner writes, the group reads: what Reset ACL was for.
 */
#include "cache/cache_protect.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "cache/cache.h"
#include "cache/cache_guard.h"

struct cache_protect {
	cache_protect_fn fn;
	void *arg;
	struct stat file; /* of the cache file itself */
};

static void
cache_protect_say(const struct cache_protect *protect, const char *path,
    mode_t was, mode_t is)
{
	struct text done = TEXT_INIT;

	text_addf(&done, "%s: mode was %04o and is now %04o", path,
	    (unsigned)was & 07777, (unsigned)is & 07777);
	protect->fn(text_str(&done), protect->arg);
	text_fini(&done);
}

static int
cache_protect_fail(const char *path, struct err *err)
{
	return err_set_errno(err, ERR_CACHE, errno,
	    "cannot protect '%s'; only its owner can", path);
}

/*
 * What is open cannot be exchanged for something else meanwhile, and a link
 * or a device in the file's place is not followed.
 */
static int
cache_protect_open(const char *path, int flags, struct stat *st)
{
	int fd =
	    open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags);

	if (fd != -1 && fstat(fd, st) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

static int
cache_protect_file(const struct cache_protect *protect, const char *path,
    struct err *err)
{
	struct stat st;
	int fd = cache_protect_open(path, 0, &st), ret = 0;

	if (fd == -1)
		return errno == ENOENT ? 0 : cache_protect_fail(path, err);
	if (!S_ISREG(st.st_mode))
		ret = err_set(err, ERR_CACHE,
		    "cannot protect '%s': it is not a regular file", path);
	else if ((st.st_uid != protect->file.st_uid ||
		     st.st_gid != protect->file.st_gid) &&
		 fchown(fd, protect->file.st_uid, protect->file.st_gid) != 0)
		ret = cache_protect_fail(path, err);
	else if ((st.st_mode & 07777) != CACHE_GUARD_MODE) {
		if (fchmod(fd, CACHE_GUARD_MODE) != 0)
			ret = cache_protect_fail(path, err);
		else
			cache_protect_say(protect, path, st.st_mode,
			    CACHE_GUARD_MODE);
	}
	(void)close(fd);
	return ret;
}

static int
cache_protect_folder(const struct cache_protect *protect, const char *path,
    struct err *err)
{
	char *copy = mem_dup(path);
	const char *folder = dirname(copy);
	struct stat st;
	int fd = cache_protect_open(folder, O_DIRECTORY, &st), ret = 0;

	if (fd == -1)
		ret = cache_protect_fail(folder, err);
	else if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX)) {
		mode_t mode = st.st_mode & 07777 & ~(mode_t)S_IWOTH;

		if (fchmod(fd, mode) != 0)
			ret = cache_protect_fail(folder, err);
		else
			cache_protect_say(protect, folder, st.st_mode, mode);
	}
	if (fd != -1)
		(void)close(fd);
	free(copy);
	return ret;
}

static int
cache_protect_all(const struct cache_protect *protect, const char *path,
    struct err *err)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	struct text name = TEXT_INIT;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < sizeof(suffix) / sizeof(suffix[0]);
	     i++) {
		text_clear(&name);
		text_addf(&name, "%s%s", path, suffix[i]);
		ret = cache_protect_file(protect, text_str(&name), err);
	}
	text_fini(&name);
	return ret;
}

int
cache_protect(const char *path, cache_protect_fn fn, void *arg, struct err *err)
{
	struct cache_protect protect = { .fn = fn, .arg = arg };
	char *real = realpath(path, NULL);
	struct cache *cache;
	int ret = -1;

	if (real == NULL || stat(real, &protect.file) != 0 ||
	    !S_ISREG(protect.file.st_mode)) {
		ret = cache_guard_check(path, err);
		goto out;
	}
	/* The folder first: then nobody can exchange the files behind us. */
	if (cache_protect_folder(&protect, real, err) == -1 ||
	    cache_protect_all(&protect, real, err) == -1)
		goto out;
	/* A writer makes -wal and -shm, with the mode of the file. */
	cache = cache_open(real, CACHE_WRITE, err);
	if (cache == NULL)
		goto out;
	cache_close(cache);
	ret = cache_protect_all(&protect, real, err);
out:
	free(real);
	return ret;
}
