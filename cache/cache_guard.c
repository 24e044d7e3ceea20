/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who may write the cache file: its owner, nobody else.
 */
#include "cache/cache_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static int
cache_guard_check_folder(const char *path, struct err *err)
{
	char *real = realpath(path, NULL);
	char *copy = real != NULL ? real : mem_dup(path);
	const char *folder = dirname(copy);
	struct stat st;
	int ret = 0;

	if (stat(folder, &st) != 0)
		ret = err_set_errno(err, ERR_CACHE, errno,
		    "cannot use folder '%s' for the address cache", folder);
	else if ((st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX))
		ret = err_set(err, ERR_CACHE,
		    "others may write folder '%s', which holds the address "
		    "cache '%s'; 'rollcall cache protect' mends that",
		    folder, path);
	free(copy);
	return ret;
}

int
cache_guard_check(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return errno == ENOENT
			   ? err_set(err, ERR_CACHE,
				 "there is no address cache '%s' yet; a sweep or an "
				 "import makes it",
				 path)
			   : err_set_errno(err, ERR_CACHE, errno,
				 "cannot use address cache '%s'", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_CACHE,
		    "cannot use address cache '%s': it is not a regular file",
		    path);
	if (st.st_mode & S_IWOTH)
		return err_set(err, ERR_CACHE,
		    "others may write address cache '%s' (mode %04o); "
		    "'rollcall cache protect' mends that",
		    path, (unsigned)st.st_mode & 07777);
	return cache_guard_check_folder(path, err);
}

int
cache_guard_create(const char *path, struct err *err)
{
	int fd, saved = 0;

	if (access(path, F_OK) == 0)
		return 0;
	if (file_make_parents(path, err) == -1) {
		if (err != NULL)
			err->code = ERR_CACHE;
		return -1;
	}
	fd =
	    open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, CACHE_GUARD_MODE);
	if (fd == -1) {
		if (errno == EEXIST)
			return 0; /* somebody else was quicker */
		return err_set_errno(err, ERR_CACHE, errno,
		    "cannot make address cache '%s'", path);
	}
	/* Whatever the umask: -wal and -shm take over this mode. */
	if (fchmod(fd, CACHE_GUARD_MODE) != 0)
		saved = errno;
	(void)close(fd);
	return saved == 0 ? 0
			  : err_set_errno(err, ERR_CACHE, saved,
				"cannot set the mode of '%s'", path);
}
