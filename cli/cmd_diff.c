/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall diff: what is new, gone, moved, changed and back.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/side.h"
#include "cli/stored.h"

#define CMD_DIFF_STATUS_DIFFERS 1

struct cmd_diff_options {
	struct cmd_globals globals; /* first: struct cmd wants it there */
	struct opt_list output;
};

static const struct opt cmd_diff_rows[] = {
	{ 'o', "output", OPT_LIST, offsetof(struct cmd_diff_options, output),
	    .arg = "FORMAT[:FILE]",
	    .help = "write the changes as text, json or xml, to FILE or to "
		    "standard output; repeatable; without it text is shown" },
	{ 0 },
};

/* "FORMAT" or "FORMAT:FILE"; the path is borrowed. */
static int
cmd_diff_parse(const char *text, const struct diff_format **format,
    const char **path, struct err *err)
{
	const char *colon = strchr(text, ':');
	char *name = colon == NULL ? mem_dup(text)
				   : mem_dup_len(text, (size_t)(colon - text));
	int ret = 0;

	*format = diff_write_find(name);
	*path = colon == NULL || colon[1] == '\0' ? "-" : colon + 1;
	if (*format == NULL)
		ret = err_set(err, ERR_USAGE,
		    "a diff has the formats text, json and xml, not '%s'",
		    name);
	free(name);
	return ret;
}

static int
cmd_diff_write_one(const char *text, const struct diff_document *document,
    struct err *err)
{
	const struct diff_format *format;
	struct file_out out;
	const char *path;

	if (cmd_diff_parse(text, &format, &path, err) == -1 ||
	    file_out_open(&out, path, err) == -1)
		return -1;
	if (format->write(out.stream, document, err) == -1) {
		file_out_abort(&out);
		return -1;
	}
	return file_out_commit(&out, err);
}

static int
cmd_diff_write(const struct opt_list *output,
    const struct diff_document *document, struct err *err)
{
	if (output->n == 0)
		return cmd_diff_write_one("text", document, err);
	for (size_t i = 0; i < output->n; i++)
		if (cmd_diff_write_one(output->item[i], document, err) == -1)
			return -1;
	return 0;
}

/* One operand; the cache is opened when the first sweep is named. */
static int
cmd_diff_load(struct side *side, const char *operand, struct cache **cache,
    const char *given, struct err *err)
{
	uint64_t id;

	if (!side_is_sweep(operand))
		return side_load_file(side, operand, err);
	if (num_parse(&id, operand, 1, INT64_MAX, "a sweep's number", err) ==
	    -1)
		return -1;
	if (*cache == NULL && stored_need(cache, given, err) == -1)
		return -1;
	return side_load_sweep(side, *cache, (int64_t)id, err);
}

static int
cmd_diff_load_both(struct side *was, struct side *is, int n, char **operand,
    struct cache **cache, const char *given, struct err *err)
{
	if (n == 2)
		return cmd_diff_load(was, operand[0], cache, given, err) == -1
			   ? -1
			   : cmd_diff_load(is, operand[1], cache, given, err);
	if (stored_need(cache, given, err) == -1)
		return -1;
	if (n == 0)
		return side_load_newest(was, is, *cache, 0, err);
	return cmd_diff_load(was, operand[0], cache, given, err) == -1
		   ? -1
		   : side_load_sweep(is, *cache, 0, err);
}

static int
cmd_diff_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_diff_options *options = values;
	struct side was = SIDE_INIT, is = SIDE_INIT;
	struct diff_document document = {
		.generator = PACKAGE_NAME " " PACKAGE_VERSION,
	};
	const struct diff_format *format;
	struct cache *cache = NULL;
	struct diff diff = { 0 };
	const char *path;
	int ret = -1;

	(void)signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < options->output.n; i++)
		if (cmd_diff_parse(options->output.item[i], &format, &path,
			err) == -1)
			return -1;
	if (cmd_diff_load_both(&was, &is, n, operand, &cache,
		options->globals.cache, err) == -1)
		goto out;
	diff_make(&diff, &was.side, &is.side);
	document.diff = &diff;
	document.was = was.title;
	document.is = is.title;
	ret = cmd_diff_write(&options->output, &document, err);
	if (ret == 0 && diff.n > 0)
		ret = CMD_DIFF_STATUS_DIFFERS;
out:
	diff_fini(&diff);
	side_fini(&was);
	side_fini(&is);
	cache_close(cache);
	return ret;
}

const struct cmd cmd_diff = {
	.name = "diff",
	.args = "[OLD [NEW]]",
	.summary = "say what changed between two sweeps or two inventories",
	.details =
	    "OLD and NEW are numbers of sweeps (rollcall history) or files "
	    "that -o xml wrote.  Without NEW it is the newest sweep, without "
	    "OLD the one before it that asked the same.  A machine that was "
	    "not asked is not gone.\n"
	    "\n"
	    "The exit status is 0 when nothing changed, 1 when something "
	    "did.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall diff\n"
	    "  rollcall diff 12 17 -o json:changes.json\n"
	    "  rollcall diff monday.xml tuesday.xml\n",
	.opts = cmd_diff_rows,
	.values_size = sizeof(struct cmd_diff_options),
	.n_operands_max = 2,
	.complete = "file",
	.run = cmd_diff_run,
};
