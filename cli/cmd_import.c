/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall import: names and addresses into the address cache, with options
 * that have names.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/progress.h"
#include "cli/term.h"
#include "importer/import.h"

#define CMD_IMPORT_FIRST_US (CLOCK_US_PER_S)     /* short ones show nothing */
#define CMD_IMPORT_EVERY_US (CLOCK_US_PER_S / 5) /* then five times a second */

struct cmd_import_options {
	struct cmd_globals globals;
	const char *delimiter, *separator, *encoding;
	int order;  /* in cmd_import_orders */
	int format; /* enum import_format */
	bool use_replace, is_dry_run;
};

static const char *const cmd_import_orders[] = { "name-address", "address-name",
	"1", "2", NULL };

/* The order of enum import_format. */
static const char *const cmd_import_formats[] = { "text", "reg", NULL };

static const struct opt cmd_import_rows[] = {
	{ 0, "delimiter", OPT_TEXT,
	    offsetof(struct cmd_import_options, delimiter), .arg = "TEXT",
	    .help = "what stands between name and address: one or more "
		    "characters, or the word SP (a space); a comma without "
		    "this" },
	{ 0, "separator", OPT_TEXT,
	    offsetof(struct cmd_import_options, separator), .arg = "CHARACTER",
	    .help = "what stands between two machines: one character, or the "
		    "words LF (the end of a line) or SP; LF without this" },
	{ 0, "order", OPT_CHOICE, offsetof(struct cmd_import_options, order),
	    .arg = "ORDER", .choices = cmd_import_orders,
	    .help = "name-address (or 1; without this) or address-name (or "
		    "2)" },
	{ 0, "encoding", OPT_TEXT,
	    offsetof(struct cmd_import_options, encoding), .arg = "NAME",
	    .help = "the encoding of the files, as iconv knows it; without "
		    "this a byte-order mark says so, else it is UTF-8, and "
		    "Windows-1252 where a record is not UTF-8" },
	{ 0, "format", OPT_CHOICE, offsetof(struct cmd_import_options, format),
	    .arg = "FORMAT", .choices = cmd_import_formats,
	    .help = "text (without this), or reg: registry files of the old "
		    "console's AddressCache key" },
	{ 0, "replace", OPT_FLAG,
	    offsetof(struct cmd_import_options, use_replace),
	    .help = "where a name is cached with another address, take the "
		    "file's" },
	{ 0, "dry-run", OPT_FLAG,
	    offsetof(struct cmd_import_options, is_dry_run),
	    .help = "say what would happen, and store nothing" },
	{ 0 },
};

/* The line on the terminal that says how far it is. */
struct cmd_import_talk {
	bool is_wanted, is_shown;
	uint64_t next_us;
};

static void
cmd_import_clear_line(struct cmd_import_talk *talk)
{
	if (talk->is_shown)
		fputs("\r\033[K", stderr);
	talk->is_shown = false;
}

static void
on_note(enum import_note note, const char *line, void *arg)
{
	(void)note;
	cmd_import_clear_line(arg);
	fprintf(stderr, "%s\n", line);
}

static void
on_progress(const struct import_progress *now, void *arg)
{
	struct cmd_import_talk *talk = arg;
	uint64_t now_us = clock_now_ns() / 1000;
	struct text line = TEXT_INIT;

	if (!talk->is_wanted || now_us < talk->next_us)
		return;
	talk->next_us = now_us + CMD_IMPORT_EVERY_US;
	talk->is_shown = true;
	progress_add_number(&line, now->n_records);
	text_add(&line, " records");
	if (now->n_bytes_total > 0)
		text_addf(&line, "  %" PRIu64 "%%",
		    now->n_bytes * 100 / now->n_bytes_total);
	/* The name last, and cut: a line that wraps could not be erased. */
	text_addf(&line, "  %.40s", now->path);
	fprintf(stderr, "\r%.*s\033[K", (int)term_columns(STDERR_FILENO) - 1,
	    text_str(&line));
	text_fini(&line);
}

static int
cmd_import_read_options(const struct cmd_import_options *given,
    struct import_options *options, struct err *err)
{
	options->format = (enum import_format)given->format;
	options->encoding = given->encoding;
	options->use_replace = given->use_replace;
	options->is_dry_run = given->is_dry_run;
	if (options->format == IMPORT_REG &&
	    (given->delimiter != NULL || given->separator != NULL ||
		given->order != 0))
		return err_set(err, ERR_USAGE,
		    "--delimiter, --separator and --order are for lists; a "
		    "registry file has a form of its own");
	return pair_rules_init(&options->rules, given->delimiter,
	    given->separator, given->order % 2 == 0 ? "1" : "2", err);
}

static int
cmd_import_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_import_options *given = values;
	const char *const *path = (const char *const *)operand;
	struct cmd_import_talk talk = {
		.is_wanted = !given->globals.is_quiet &&
			     term_use_color(TERM_COLOR_AUTO, STDERR_FILENO),
		.next_us = clock_now_ns() / 1000 + CMD_IMPORT_FIRST_US,
	};
	struct import_hooks hooks = { on_note, on_progress, &talk };
	struct import_options options = { 0 };
	struct import_report report;
	struct text summary = TEXT_INIT;
	struct cache *cache;
	int ret;

	if (cmd_import_read_options(given, &options, err) == -1 ||
	    import_check(path, (size_t)n, &options, err) == -1)
		return -1;
	cache =
	    import_open_cache(given->globals.cache, options.is_dry_run, err);
	if (cache == NULL)
		return -1;
	ret =
	    import_run(cache, path, (size_t)n, &options, &hooks, &report, err);
	cmd_import_clear_line(&talk);
	cache_close(cache);
	if (ret == -1)
		return -1;
	if (!given->globals.is_quiet) {
		import_summary(&summary, &report, &options);
		fputs(text_str(&summary), stdout);
		text_fini(&summary);
	}
	return report.n_bad > 0 ? err_exit_status(ERR_INPUT) : 0;
}

const struct cmd cmd_import = {
	.name = "import",
	.args = "FILE...",
	.summary = "take names and addresses into the address cache",
	.details =
	    "A FILE has one machine a line, its name, a comma and its address; "
	    "- is standard input. A ';' or ':' at the start of a line or left "
	    "of an address comments it out.\n"
	    "What is cached stays as it is, and what contradicts it is "
	    "reported. All files are one transaction: all of it is stored, or "
	    "nothing. Exit status 3 when a record was bad.\n"
	    "Addresses first, divided by slashes:\n"
	    "  rollcall import --delimiter / --order address-name list.txt\n",
	.opts = cmd_import_rows,
	.values_size = sizeof(struct cmd_import_options),
	.n_operands_min = 1,
	.n_operands_max = CMD_ANY_NUMBER,
	.complete = "file",
	.run = cmd_import_run,
};
