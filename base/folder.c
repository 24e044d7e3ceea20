/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Many small files that appear in a folder together.
 */
#include "base/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

struct folder {
	char *path;
	int fd;
	FILE *stream; /* of the file under way, or NULL */
	char **name;  /* of all files begun */
	size_t n, cap;
	struct text temporary; /* one name at a time, memory kept */
};

/* Another process writes others, and none of them looks like a result. */
static const char *
folder_temporary(struct folder *folder, const char *name)
{
	text_clear(&folder->temporary);
	text_addf(&folder->temporary, ".%s.%ld.tmp", name, (long)getpid());
	return text_str(&folder->temporary);
}

static void
folder_free(struct folder *folder)
{
	if (folder->stream != NULL)
		(void)fclose(folder->stream);
	if (folder->fd != -1)
		(void)close(folder->fd);
	for (size_t i = 0; i < folder->n; i++)
		free(folder->name[i]);
	free(folder->name);
	free(folder->path);
	text_fini(&folder->temporary);
	free(folder);
}

static int
folder_fail(const struct folder *folder, const char *name, struct err *err)
{
	return err_set_errno(err, ERR_SYSTEM, errno == 0 ? EIO : errno,
	    "cannot write '%s' in '%s'", name, folder->path);
}

struct folder *
folder_open(const char *path, struct err *err)
{
	struct text inside = TEXT_INIT;
	struct folder *folder = NULL;
	int ret;

	text_addf(&inside, "%s/", path);
	ret = file_make_parents(text_str(&inside), err);
	text_fini(&inside);
	if (ret == -1)
		return NULL;
	folder = mem_new(sizeof(*folder));
	folder->path = mem_dup(path);
	folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->fd != -1 && faccessat(folder->fd, ".", W_OK | X_OK, 0) == 0)
		return folder;
	err_set_errno(err, ERR_INPUT, errno, "cannot write in the folder '%s'",
	    path);
	folder_free(folder);
	return NULL;
}

FILE *
folder_begin(struct folder *folder, const char *name, struct err *err)
{
	const char *temporary = folder_temporary(folder, name);
	int fd;

	assert(folder->stream == NULL && strchr(name, '/') == NULL &&
	       name[0] != '.' && name[0] != '\0');
	fd = openat(folder->fd, temporary,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd == -1) {
		(void)folder_fail(folder, name, err);
		return NULL;
	}
	folder->name = mem_grow(folder->name, &folder->cap, folder->n + 1,
	    sizeof(*folder->name));
	folder->name[folder->n++] = mem_dup(name);
	folder->stream = fdopen(fd, "w");
	if (folder->stream == NULL) {
		(void)folder_fail(folder, name, err);
		(void)close(fd);
	}
	return folder->stream;
}

int
folder_end(struct folder *folder, struct err *err)
{
	FILE *stream = folder->stream;
	bool is_bad;

	folder->stream = NULL;
	errno = 0;
	is_bad = fflush(stream) != 0 || ferror(stream) != 0;
	if (fclose(stream) != 0 || is_bad)
		return folder_fail(folder, folder->name[folder->n - 1], err);
	return 0;
}

static int
folder_cmp(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Remove the files that are ours and were not written; names are sorted. */
static int
folder_remove_stale(struct folder *folder, bool (*is_ours)(const char *name),
    struct err *err)
{
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int ret = 0;

	if (dir == NULL) {
		ret = folder_fail(folder, ".", err);
		if (fd != -1)
			(void)close(fd);
		return ret;
	}
	while (ret == 0 && (entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name;

		if (is_ours(name) &&
		    (folder->n == 0 ||
			bsearch(&name, folder->name, folder->n,
			    sizeof(*folder->name), folder_cmp) == NULL) &&
		    unlinkat(folder->fd, name, 0) != 0 && errno != ENOENT)
			ret = err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot remove '%s' from '%s'", name, folder->path);
	}
	(void)closedir(dir);
	return ret;
}

int
folder_commit(struct folder *folder, bool (*is_ours)(const char *name),
    struct err *err)
{
	int ret = 0;

	assert(folder->stream == NULL);
	/* Once for all: a sync for each of thousands takes minutes. */
	errno = 0;
	if (syncfs(folder->fd) != 0)
		ret = folder_fail(folder, ".", err);
	for (size_t i = 0; i < folder->n && ret == 0; i++)
		if (renameat(folder->fd,
			folder_temporary(folder, folder->name[i]), folder->fd,
			folder->name[i]) != 0)
			ret = folder_fail(folder, folder->name[i], err);
	if (ret == -1) {
		folder_abort(folder);
		return -1;
	}
	if (folder->n > 0)
		qsort(folder->name, folder->n, sizeof(*folder->name),
		    folder_cmp);
	ret = folder_remove_stale(folder, is_ours, err);
	(void)fsync(folder->fd);
	folder_free(folder);
	return ret;
}

void
folder_abort(struct folder *folder)
{
	if (folder == NULL)
		return;
	for (size_t i = 0; i < folder->n; i++)
		(void)unlinkat(folder->fd,
		    folder_temporary(folder, folder->name[i]), 0);
	folder_free(folder);
}
