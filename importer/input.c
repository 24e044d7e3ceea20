/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A file to be imported.
 */
#include "importer/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

#define INPUT_CHUNK 65536

static bool
input_is_stdin(const struct input *input)
{
	return strcmp(input->path, "-") == 0;
}

static int
input_fail(const struct input *input, struct err *err)
{
	return err_set_errno(err, ERR_INPUT, errno, "cannot read '%s'",
	    input->label);
}

ptrdiff_t
input_read(struct input *input, void *buf, size_t cap, struct err *err)
{
	ssize_t got;

	do
		got = read(input->fd, buf, cap);
	while (got == -1 && errno == EINTR);
	return got == -1 ? input_fail(input, err) : got;
}

/* A file that nobody else sees and that is gone when it is closed. */
static int
input_make_temporary(struct err *err)
{
	struct text path = TEXT_INIT;
	const char *folder = getenv("TMPDIR");
	int fd;

	text_addf(&path, "%s/importer.XXXXXX",
	    folder == NULL || *folder == '\0' ? "/tmp" : folder);
	fd = mkostemp(path.data, O_CLOEXEC);
	if (fd == -1)
		err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot make temporary file '%s'", path.data);
	else
		(void)unlink(path.data);
	text_fini(&path);
	return fd;
}

static int
input_write_all(int fd, const char *buf, size_t len, struct err *err)
{
	while (len > 0) {
		ssize_t put = write(fd, buf, len);

		if (put == -1 && errno == EINTR)
			continue;
		if (put == -1)
			return err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write a temporary file");
		buf += put;
		len -= (size_t)put;
	}
	return 0;
}

/* Put a copy of all that comes in the place of the input. */
static int
input_spool(struct input *input, struct err *err)
{
	char buf[INPUT_CHUNK];
	int fd = input_make_temporary(err);
	ptrdiff_t got = -1;

	if (fd == -1)
		return -1;
	while ((got = input_read(input, buf, sizeof(buf), err)) > 0)
		if (input_write_all(fd, buf, (size_t)got, err) == -1) {
			got = -1;
			break;
		}
	if (got == 0 && lseek(fd, 0, SEEK_SET) == -1)
		got = input_fail(input, err);
	(void)close(input->fd);
	input->fd = fd;
	return got == 0 ? 0 : -1;
}

static int
input_open_now(struct input *input, struct err *err)
{
	struct stat st;

	input->fd = input_is_stdin(input)
			? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
			: open(input->path, O_RDONLY | O_CLOEXEC);
	if (input->fd == -1 || fstat(input->fd, &st) != 0)
		return input_fail(input, err);
	if (!S_ISREG(st.st_mode) &&
	    (input_spool(input, err) == -1 || fstat(input->fd, &st) != 0))
		return -1;
	input->size = (uint64_t)st.st_size;
	return 0;
}

int
input_init(struct input *input, const char *path, struct err *err)
{
	struct text label = TEXT_INIT;
	struct stat st;

	*input = (struct input){ .path = path, .fd = -1 };
	utf8_clean(&label, input_is_stdin(input) ? "stdin" : path,
	    strlen(input_is_stdin(input) ? "stdin" : path));
	input->label = text_take(&label);
	if (!input_is_stdin(input)) {
		if (stat(path, &st) != 0)
			return input_fail(input, err);
		if (S_ISREG(st.st_mode))
			return 0;
	}
	return input_open_now(input, err);
}

int
input_open(struct input *input, struct err *err)
{
	return input->fd != -1 ? 0 : input_open_now(input, err);
}

void
input_fini(struct input *input)
{
	if (input->fd != -1 && input->label != NULL)
		(void)close(input->fd);
	free(input->label);
	*input = (struct input){ .fd = -1 };
}
