/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Files that are whole or absent.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Inventories are megabytes: a write for each page of one would be felt. */
#define FILE_OUT_BUFFER 65536

/* The mode that path has, or that a plain open() would give it. */
static mode_t
file_mode(const char *path)
{
	struct stat st;
	mode_t mask;

	if (stat(path, &st) == 0)
		return st.st_mode & 0777;
	mask = umask(0);
	(void)umask(mask);
	return 0666 & ~mask;
}

static void
file_out_clear(struct file_out *out)
{
	free(out->path);
	free(out->temporary);
	*out = (struct file_out){ NULL, NULL, NULL };
}

static int
file_out_open_temporary(struct file_out *out, struct err *err)
{
	struct text name = TEXT_INIT;
	int fd;

	text_addf(&name, "%s.XXXXXX", out->path);
	out->temporary = text_take(&name);
	fd = mkostemp(out->temporary, O_CLOEXEC);
	if (fd == -1) {
		err_set_errno(err, ERR_INPUT, errno, "cannot write '%s'",
		    out->path);
		return -1;
	}
	(void)fchmod(fd, file_mode(out->path));
	out->stream = fdopen(fd, "w");
	if (out->stream == NULL) {
		err_set_errno(err, ERR_SYSTEM, errno, "cannot write '%s'",
		    out->path);
		(void)close(fd);
		(void)unlink(out->temporary);
		return -1;
	}
	(void)setvbuf(out->stream, NULL, _IOFBF, FILE_OUT_BUFFER);
	return 0;
}

int
file_out_open(struct file_out *out, const char *path, struct err *err)
{
	struct stat st;
	int ret = 0;

	*out = (struct file_out){ NULL, NULL, NULL };
	if (strcmp(path, "-") == 0) {
		out->stream = stdout;
		return 0;
	}
	if (*path == '\0')
		return err_set(err, ERR_INPUT,
		    "cannot write '': a file's name must not be empty");
	/* Replace what a link points to, not the link. */
	out->path = realpath(path, NULL);
	if (out->path == NULL)
		out->path = mem_dup(path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		ret = err_set(err, ERR_INPUT,
		    "cannot write '%s': it is a folder", path);
	} else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		out->stream = fopen(path, "we");
		if (out->stream == NULL)
			ret = err_set_errno(err, ERR_INPUT, errno,
			    "cannot write '%s'", path);
	} else {
		ret = file_out_open_temporary(out, err);
	}
	if (ret == -1)
		file_out_clear(out);
	return ret;
}

static void
file_sync_folder(const char *path)
{
	char *copy = mem_dup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd != -1) {
		(void)fsync(fd);
		(void)close(fd);
	}
	free(copy);
}

/* Everything written and, for a regular file, on the disk; else errno. */
static bool
file_out_is_written(const struct file_out *out)
{
	errno = 0;
	if (fflush(out->stream) == 0 && !ferror(out->stream) &&
	    (out->temporary == NULL || fsync(fileno(out->stream)) == 0))
		return true;
	if (errno == 0)
		errno = EIO; /* an earlier write failed, its reason is gone */
	return false;
}

int
file_out_commit(struct file_out *out, struct err *err)
{
	const char *name = out->path == NULL ? "standard output" : out->path;
	int ret = 0;

	if (!file_out_is_written(out))
		ret = err_set_errno(err, ERR_SYSTEM, errno, "cannot write '%s'",
		    name);
	if (out->path != NULL) {
		if (fclose(out->stream) != 0 && ret == 0)
			ret = err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write '%s'", name);
		out->stream = NULL;
	}
	if (ret == 0 && out->temporary != NULL) {
		if (rename(out->temporary, out->path) != 0)
			ret = err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write '%s'", name);
		else
			file_sync_folder(out->path);
	}
	if (ret == -1)
		file_out_abort(out);
	else
		file_out_clear(out);
	return ret;
}

void
file_out_abort(struct file_out *out)
{
	if (out->stream != NULL && out->path != NULL)
		(void)fclose(out->stream);
	if (out->temporary != NULL)
		(void)unlink(out->temporary);
	file_out_clear(out);
}

int
file_read(struct text *content, const char *path, size_t max, struct err *err)
{
	FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char buf[16384];
	size_t got, total = 0;
	int ret = 0;

	if (in == NULL)
		return err_set_errno(err, ERR_INPUT, errno, "cannot read '%s'",
		    path);
	while (ret == 0 && (got = fread(buf, 1, sizeof(buf), in)) > 0) {
		total += got;
		if (total > max)
			ret = err_set(err, ERR_LIMIT,
			    "'%s' is larger than %zu bytes", path, max);
		else
			text_add_len(content, buf, got);
	}
	if (ret == 0 && ferror(in))
		ret = err_set_errno(err, ERR_INPUT, errno, "cannot read '%s'",
		    path);
	if (in != stdin)
		(void)fclose(in);
	return ret;
}

int
file_make_parents(const char *path, struct err *err)
{
	char *copy = mem_dup(path);
	int ret = 0;

	for (char *p = copy; *p != '\0'; p++) {
		if (*p != '/' || p == copy)
			continue;
		*p = '\0';
		if (mkdir(copy, 0755) != 0 && errno != EEXIST) {
			ret = err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot make folder '%s'", copy);
			break;
		}
		*p = '/';
	}
	free(copy);
	return ret;
}
