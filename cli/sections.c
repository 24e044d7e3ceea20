/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Files of sections and keys, read by inih.
 */
#include "cli/sections.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* One file on its way through inih. */
struct sections {
	const struct sections_callbacks *callbacks;
	void *arg;
	const char *rest; /* not yet read */
	size_t rest_len;
	unsigned line_no;     /* of the line read last */
	unsigned err_line_no; /* of the first error; 0: none */
	struct err err;
};

static int
sections_check_name(const char *name, struct err *err)
{
	if (strlen(name) <= SECTIONS_NAME_MAX)
		return 0;
	return err_set(err, ERR_INPUT,
	    "a section or key has at most %d characters, not '%s'",
	    SECTIONS_NAME_MAX, name);
}

/* inih's handler: 0 is a failure. */
static int
sections_on_value(void *arg, const char *section, const char *key,
    const char *value)
{
	struct sections *file = arg;

	if (file->err_line_no != 0)
		return 0;
	if (sections_check_name(section, &file->err) == 0 &&
	    sections_check_name(key, &file->err) == 0 &&
	    file->callbacks->value(section, key, value, file->arg,
		&file->err) == 0)
		return 1;
	file->err_line_no = file->line_no;
	return 0;
}

static int
sections_heading(struct sections *file, const char *line, size_t len)
{
	const char *end = memchr(line, ']', len);
	char *section;
	int ret;

	if (end == NULL)
		return 0; /* inih says so itself */
	section = mem_dup_len(line + 1, (size_t)(end - line) - 1);
	ret = sections_check_name(section, &file->err);
	if (ret == 0)
		ret = file->callbacks->section(section, file->arg, &file->err);
	free(section);
	return ret;
}

/* The length without a comment: "#" at the start or after a blank. */
static size_t
sections_without_comment(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] == '#' &&
		    (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t'))
			return i;
	return len;
}

/* Copy the next line for inih, which counts lines by these calls. */
static int
sections_next_line(struct sections *file, char *buf, size_t cap)
{
	const char *line = file->rest;
	const char *end = memchr(line, '\n', file->rest_len);
	size_t len = end == NULL ? file->rest_len : (size_t)(end - line);
	size_t indent = 0;

	file->line_no++;
	file->rest_len -= len + (end != NULL);
	file->rest += len + (end != NULL);
	if (memchr(line, '\0', len) != NULL)
		return err_set(&file->err, ERR_INPUT,
		    "there is a NUL byte; the file must be text");
	len = sections_without_comment(line, len);
	if (len + 2 > cap)
		return err_set(&file->err, ERR_INPUT,
		    "the line has more than %zu characters; go on on the next "
		    "line, indented",
		    cap - 2);
	while (indent < len && strchr(" \t", line[indent]) != NULL)
		indent++;
	/* An indented key or heading is one, not more of the value before. */
	if (indent < len &&
	    (line[indent] == '[' || memchr(line, '=', len) != NULL)) {
		line += indent;
		len -= indent;
	}
	memcpy(buf, line, len);
	memcpy(buf + len, "\n", 2);
	return len > 0 && *line == '[' ? sections_heading(file, line, len) : 0;
}

static char *
sections_on_read(char *buf, int cap, void *arg)
{
	struct sections *file = arg;

	if (file->rest_len == 0 || file->err_line_no != 0)
		return NULL;
	if (sections_next_line(file, buf, (size_t)cap) == 0)
		return buf;
	file->err_line_no = file->line_no;
	return NULL;
}

int
sections_read(const char *path, const char *text, size_t len,
    const struct sections_callbacks *callbacks, void *arg, struct err *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	struct sections file = { .callbacks = callbacks,
		.arg = arg,
		.rest = text,
		.rest_len = len,
		.err = ERR_INIT };
	unsigned wrong_line;
	int got;

	if (len >= strlen(bom) && memcmp(text, bom, strlen(bom)) == 0) {
		file.rest += strlen(bom);
		file.rest_len -= strlen(bom);
	}
	got =
	    ini_parse_stream(sections_on_read, &file, sections_on_value, &file);
	if (got < 0)
		return err_set(err, ERR_SYSTEM, "%s: out of memory", path);
	/* inih's own complaints come as the number of the line alone. */
	wrong_line = (unsigned)got;
	if (wrong_line != 0 &&
	    (file.err_line_no == 0 || wrong_line < file.err_line_no))
		return err_set(err, ERR_INPUT,
		    "%s:%u: neither [SECTION] nor KEY = VALUE", path,
		    wrong_line);
	if (file.err_line_no == 0)
		return 0;
	if (err != NULL)
		*err = file.err;
	return err_wrap(err, "%s:%u", path, file.err_line_no);
}
