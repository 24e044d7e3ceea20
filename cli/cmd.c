/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The table of commands, their rows and their help.
 */
#include "cli/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "cli/term.h"

#define CMD(name) &cmd_##name,
static const struct cmd *const cmd_table[] = {
#include "cli/cmd_list.h"
	NULL,
};
#undef CMD

const struct opt cmd_global_opts[] = {
	{ 0, "cache", OPT_TEXT, offsetof(struct cmd_globals, cache),
	    .arg = "FILE", .complete = "file",
	    .help = "the address cache; 'rollcall cache path' shows the usual "
		    "place" },
	{ 0, "config", OPT_TEXT, offsetof(struct cmd_globals, config),
	    .arg = "FILE", .complete = "file",
	    .help = "the configuration, instead of the usual rollcall.conf" },
	{ 'v', "verbose", OPT_COUNT, offsetof(struct cmd_globals, verbosity),
	    .help = "say what is going on; twice: in detail" },
	{ 'q', "quiet", OPT_FLAG, offsetof(struct cmd_globals, is_quiet),
	    .help = "no progress and no summary; warnings and errors stay" },
	{ 0, "color", OPT_CHOICE, offsetof(struct cmd_globals, color),
	    .arg = "WHEN", .choices = term_color_names,
	    .help = "auto (on a terminal, unless NO_COLOR is set), always or "
		    "never" },
	{ 'h', "help", OPT_FLAG, offsetof(struct cmd_globals, wants_help),
	    .help = "this help" },
	{ 'V', "version", OPT_FLAG, offsetof(struct cmd_globals, wants_version),
	    .help = "the versions of rollcall and of what it uses" },
	{ 0 },
};

const struct cmd *const *
cmd_all(void)
{
	return cmd_table;
}

const struct cmd *
cmd_by_name(const struct cmd *const *table, const char *name)
{
	for (; *table != NULL; table++)
		if (strcmp((*table)->name, name) == 0)
			return *table;
	return NULL;
}

static size_t
cmd_count_rows(const struct opt *rows)
{
	size_t n = 0;

	while (rows != NULL && rows[n].name != NULL)
		n++;
	return n;
}

struct opt *
cmd_rows(const struct cmd *cmd)
{
	size_t n_own = cmd_count_rows(cmd->opts), n = n_own;
	struct opt *rows =
	    mem_array(n_own + cmd_count_rows(cmd_global_opts) + 1,
		sizeof(*rows));

	if (n_own > 0)
		memcpy(rows, cmd->opts, n_own * sizeof(*rows));
	for (const struct opt *row = cmd_global_opts; row->name != NULL; row++)
		if (strcmp(row->name, "version") != 0)
			rows[n++] = *row;
	return rows;
}

/* One line per command: its name and its summary. */
static void
cmd_print_table(FILE *out, const struct cmd *const *table, unsigned width)
{
	enum { CMD_SUMMARY_AT = 14 };

	for (; *table != NULL; table++) {
		if ((*table)->summary == NULL)
			continue;
		fprintf(out, "  %-*s", CMD_SUMMARY_AT - 2, (*table)->name);
		opt_print_wrapped(out, (*table)->summary, CMD_SUMMARY_AT,
		    CMD_SUMMARY_AT, width);
	}
}

/*
 * Paragraphs divided by line ends: wrapped, but a line that begins with a
 * blank (an example to type) stays as it is.
 */
static void
cmd_print_details(FILE *out, const char *details, unsigned width)
{
	while (*details != '\0') {
		size_t len = strcspn(details, "\n");
		char *line = mem_dup_len(details, len);

		if (line[0] == ' ')
			fprintf(out, "%s\n", line);
		else
			opt_print_wrapped(out, line, 0, 0, width);
		free(line);
		details += len;
		details += *details == '\n';
	}
}

void
cmd_print_help(FILE *out, const struct cmd *cmd, const char *words,
    unsigned width)
{
	struct text usage = TEXT_INIT;

	text_addf(&usage, "usage: rollcall %s", words);
	if (cmd->sub != NULL)
		text_add(&usage, " COMMAND");
	text_add(&usage, cmd->opts == NULL ? "" : " [OPTION...]");
	if (cmd->args != NULL)
		text_addf(&usage, " %s", cmd->args);
	opt_print_wrapped(out, text_str(&usage), 4, 0, width);
	text_fini(&usage);
	if (cmd->summary != NULL) {
		fputc('\n', out);
		opt_print_wrapped(out, cmd->summary, 0, 0, width);
	}
	if (cmd->sub != NULL) {
		fputs("\ncommands:\n", out);
		cmd_print_table(out, cmd->sub, width);
	}
	if (cmd->opts != NULL) {
		fputs("\noptions:\n", out);
		opt_print_help(out, cmd->opts, width);
	}
	if (cmd->details != NULL) {
		fputc('\n', out);
		cmd_print_details(out, cmd->details, width);
	}
	fputc('\n', out);
	opt_print_wrapped(out,
	    "'rollcall help' shows the options that every command takes.", 0, 0,
	    width);
}

/* The same as in the manual. */
static void
cmd_print_statuses(FILE *out, unsigned width)
{
	static const char *const meaning[] = {
		"done",
		"done, and the answer is \"differs\" or \"missing\"",
		"the command line is wrong",
		"a file or other input is wrong",
		"the sweep is incomplete, or the system is in the way",
		"the address cache cannot be used",
	};

	for (size_t i = 0; i < sizeof(meaning) / sizeof(meaning[0]); i++) {
		fprintf(out, "  %zu  ", i);
		opt_print_wrapped(out, meaning[i], 5, 5, width);
	}
}

void
cmd_print_overview(FILE *out, unsigned width)
{
	opt_print_wrapped(out,
	    "usage: rollcall [OPTION...] COMMAND [ARGUMENT...]", 4, 0, width);
	fputc('\n', out);
	opt_print_wrapped(out,
	    "Find the machines on your own networks that answer to the Intel "
	    "Ping Discovery Service and to Rtvscan, compare them with what is "
	    "expected, and write an inventory.",
	    0, 0, width);
	fputs("\ncommands:\n", out);
	cmd_print_table(out, cmd_table, width);
	fputs("\noptions, before or after the command:\n", out);
	opt_print_help(out, cmd_global_opts, width);
	fputs("\nexit status:\n", out);
	cmd_print_statuses(out, width);
	fputc('\n', out);
	opt_print_wrapped(out,
	    "'rollcall help COMMAND' says more; 'rollcall demo' shows it at "
	    "work.",
	    0, 0, width);
}
