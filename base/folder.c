/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Many small files that appear together.
 */
#include "base/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

struct folder_file {
	char *name;
	bool is_written; /* else the one that is there is the same */
};

struct folder {
	char *path;
	char *made; /* what becomes the folder in the end; NULL: it is there */
	int fd;     /* of either */
	FILE *stream; /* of the file under way, or NULL */
	char *content;
	size_t content_len;
	struct folder_file *file; /* all that were begun */
	size_t n, cap, n_written;
	struct text temporary; /* one name at a time, memory kept */
};

/*
 * Another process writes others, and none of them looks like a result.  In a
 * folder that nobody sees yet a file has its name at once.
 */
static const char *
folder_temporary(struct folder *folder, const char *name)
{
	text_clear(&folder->temporary);
	if (folder->made != NULL)
		text_add(&folder->temporary, name);
	else
		text_addf(&folder->temporary, ".%s.%ld.tmp", name,
		    (long)getpid());
	return text_str(&folder->temporary);
}

static void
folder_free(struct folder *folder)
{
	if (folder->stream != NULL)
		(void)fclose(folder->stream);
	free(folder->content);
	if (folder->fd != -1)
		(void)close(folder->fd);
	for (size_t i = 0; i < folder->n; i++)
		free(folder->file[i].name);
	free(folder->file);
	free(folder->path);
	free(folder->made);
	text_fini(&folder->temporary);
	free(folder);
}

static int
folder_fail(const struct folder *folder, const char *name, struct err *err)
{
	return err_set_errno(err, ERR_SYSTEM, errno == 0 ? EIO : errno,
	    "cannot write '%s' in '%s'", name, folder->path);
}

/* Beside the folder, so that it can be renamed; the path ends without '/'. */
static char *
folder_made_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct text made = TEXT_INIT;

	if (slash != NULL)
		text_add_len(&made, path, (size_t)(slash + 1 - path));
	text_addf(&made, ".%s.%ld.tmp", slash == NULL ? path : slash + 1,
	    (long)getpid());
	return text_take(&made);
}

struct folder *
folder_open(const char *path, struct err *err)
{
	struct folder *folder = mem_new(sizeof(*folder));
	size_t len = strlen(path);
	struct stat st;
	int ret = 0;

	while (len > 1 && path[len - 1] == '/')
		len--;
	folder->fd = -1;
	folder->path = mem_dup_len(path, len);
	if (lstat(folder->path, &st) != 0 && errno == ENOENT) {
		if (file_make_parents(folder->path, err) == -1) {
			folder_free(folder);
			return NULL;
		}
		folder->made = folder_made_path(folder->path);
		ret = mkdir(folder->made, 0777);
	}
	if (ret == 0)
		folder->fd =
		    open(folder->made == NULL ? folder->path : folder->made,
			O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->fd != -1 && faccessat(folder->fd, ".", W_OK | X_OK, 0) == 0)
		return folder;
	err_set_errno(err, ERR_INPUT, errno, "cannot write in the folder '%s'",
	    path);
	if (ret == 0 && folder->made != NULL)
		(void)rmdir(folder->made);
	folder_free(folder);
	return NULL;
}

FILE *
folder_begin(struct folder *folder, const char *name, struct err *err)
{
	assert(folder->stream == NULL && strchr(name, '/') == NULL &&
	       name[0] != '.' && name[0] != '\0');
	folder->file = mem_grow(folder->file, &folder->cap, folder->n + 1,
	    sizeof(*folder->file));
	folder->file[folder->n++] =
	    (struct folder_file){ mem_dup(name), false };
	folder->stream = open_memstream(&folder->content, &folder->content_len);
	if (folder->stream == NULL)
		(void)folder_fail(folder, name, err);
	return folder->stream;
}

/* Whether the file that is there has the content of the one under way. */
static bool
folder_is_same(const struct folder *folder, const char *name)
{
	size_t len = folder->content_len, at = 0;
	int fd = openat(folder->fd, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char buf[8192];
	struct stat st;
	ssize_t got = -1;

	if (fd == -1)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (uintmax_t)st.st_size == len)
		while ((got = read(fd, buf, sizeof(buf))) > 0) {
			if ((size_t)got > len - at ||
			    memcmp(folder->content + at, buf, (size_t)got) != 0)
				break;
			at += (size_t)got;
		}
	(void)close(fd);
	return got == 0 && at == len;
}

static int
folder_write(struct folder *folder, const char *name, struct err *err)
{
	int fd = openat(folder->fd, folder_temporary(folder, name),
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	size_t at = 0;

	if (fd == -1)
		return folder_fail(folder, name, err);
	while (at < folder->content_len) {
		ssize_t put =
		    write(fd, folder->content + at, folder->content_len - at);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			int ret = folder_fail(folder, name, err);

			(void)close(fd);
			return ret;
		}
		at += (size_t)put;
	}
	if (close(fd) != 0)
		return folder_fail(folder, name, err);
	return 0;
}

int
folder_end(struct folder *folder, struct err *err)
{
	struct folder_file *file = &folder->file[folder->n - 1];
	FILE *stream = folder->stream;
	int ret = 0;

	folder->stream = NULL;
	errno = 0;
	if (fclose(stream) != 0)
		ret = folder_fail(folder, file->name, err);
	if (ret == 0 &&
	    (folder->made != NULL || !folder_is_same(folder, file->name))) {
		file->is_written = true;
		folder->n_written++;
		ret = folder_write(folder, file->name, err);
	}
	free(folder->content);
	folder->content = NULL;
	return ret;
}

static int
folder_cmp(const void *a, const void *b)
{
	const struct folder_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Remove the files that are ours and were not begun; names are sorted. */
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
		const struct folder_file key = { entry->d_name, false };

		if (is_ours(key.name) &&
		    (folder->n == 0 ||
			bsearch(&key, folder->file, folder->n,
			    sizeof(*folder->file), folder_cmp) == NULL) &&
		    unlinkat(folder->fd, key.name, 0) != 0 && errno != ENOENT)
			ret = err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot remove '%s' from '%s'", key.name,
			    folder->path);
	}
	(void)closedir(dir);
	return ret;
}

/* What the folder is in remembers its new name, also after a crash. */
static void
folder_sync_parent(const struct folder *folder)
{
	char *parent = mem_dup(folder->path), *slash = strrchr(parent, '/');
	int fd;

	if (slash != NULL)
		slash[slash == parent ? 1 : 0] = '\0';
	fd = open(slash == NULL ? "." : parent,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1) {
		(void)fsync(fd);
		(void)close(fd);
	}
	free(parent);
}

/* Give the written files, or the folder that was made, their names. */
static int
folder_rename(struct folder *folder, struct err *err)
{
	if (folder->made != NULL) {
		if (rename(folder->made, folder->path) != 0)
			return err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write the folder '%s'", folder->path);
		folder_sync_parent(folder);
		free(folder->made);
		folder->made = NULL;
		return 0;
	}
	for (size_t i = 0; i < folder->n; i++) {
		const char *name = folder->file[i].name;

		if (folder->file[i].is_written &&
		    renameat(folder->fd, folder_temporary(folder, name),
			folder->fd, name) != 0)
			return folder_fail(folder, name, err);
	}
	return 0;
}

int
folder_commit(struct folder *folder, bool (*is_ours)(const char *name),
    struct err *err)
{
	int ret = 0;

	assert(folder->stream == NULL);
	/* Once for all: a sync for each of thousands takes minutes. */
	errno = 0;
	if (folder->n_written > 0 && syncfs(folder->fd) != 0)
		ret = folder_fail(folder, ".", err);
	if (ret == 0)
		ret = folder_rename(folder, err);
	if (ret == -1) {
		folder_abort(folder);
		return -1;
	}
	if (folder->n > 0)
		qsort(folder->file, folder->n, sizeof(*folder->file),
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
		if (folder->file[i].is_written)
			(void)unlinkat(folder->fd,
			    folder_temporary(folder, folder->file[i].name), 0);
	if (folder->made != NULL)
		(void)rmdir(folder->made);
	folder_free(folder);
}
