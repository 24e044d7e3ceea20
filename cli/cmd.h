/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The contract of a command.  One const struct at the foot of its own file,
 * cmd_<name>.c, and one line in cli/cmd_list.h; usage, help, completion and
 * the check of the manual come from the struct.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "base/opt.h"

#define CMD_ANY_NUMBER UINT_MAX
#define CMD_DEPTH_MAX  2 /* a command and its sub-command */

/* Options that every command takes, before or after its name. */
struct cmd_globals {
	const char *cache;  /* a file; NULL: the usual place */
	const char *config; /* a file; NULL: the usual places */
	unsigned verbosity; /* -v: 1, -vv: 2 */
	bool is_quiet;      /* no progress, no summary; warnings stay */
	int color;          /* enum term_color */
	bool wants_help;
	bool wants_version; /* only before a command's name */
	/* Which of the command's own options were typed: one for each row. */
	const bool *given;
};

struct cmd {
	const char *name;
	const char *args;       /* the operands in the usage line, or NULL */
	const char *summary;    /* one line; NULL: left out of the help */
	const char *details;    /* paragraphs for the help, or NULL */
	const struct opt *opts; /* its own, or NULL */
	/*
	 * What opts fill: a struct whose first member is a struct
	 * cmd_globals.  defaults is what it holds before; NULL: zeros.
	 */
	size_t values_size;
	const void *defaults;
	unsigned n_operands_min, n_operands_max;
	const char *complete; /* what operands are, as in struct opt */
	/*
	 * Called once, with options and the number of operands checked.
	 * Results go to standard output, which the caller flushes and
	 * checks.  Returns the exit status, or -1 and *err.
	 */
	int (*run)(void *values, int n, char **operand, struct err *err);
	/* NULL-ended, instead of run: the next word names one of these. */
	const struct cmd *const *sub;
};

#define CMD(name) extern const struct cmd cmd_##name;
#include "cli/cmd_list.h"
#undef CMD

/* All commands in the order of the help, NULL-ended. */
const struct cmd *const *cmd_all(void);

/* The one of that name, or NULL; table is NULL-ended. */
const struct cmd *cmd_by_name(const struct cmd *const *table, const char *name);

/* The rows for a struct cmd_globals before a command's name. */
extern const struct opt cmd_global_opts[];

/*
 * The command's own rows and the global ones that may stand after its name,
 * in a new array; the caller frees it.
 */
struct opt *cmd_rows(const struct cmd *cmd);

/* The help of one command, named by its words: "cache list". */
void cmd_print_help(FILE *out, const struct cmd *cmd, const char *words,
    unsigned width);

/* What there is, for people who type nothing or "help". */
void cmd_print_overview(FILE *out, unsigned width);

#endif
