/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The program importer: the old tool's command line over import.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/opt.h"
#include "importer/import.h"

#define MAIN_WIDTH 79

struct main_args {
	const char *encoding, *cache;
	bool use_replace, is_dry_run, wants_help, wants_version;
};

static const struct opt main_opts[] = {
	{ .name = "encoding",
	    .type = OPT_TEXT,
	    .offset = offsetof(struct main_args, encoding),
	    .arg = "NAME",
	    .help = "the file's encoding, as iconv knows it; without this a "
		    "byte-order mark is honoured, else UTF-8 is read, and "
		    "Windows-1252 where a record is not UTF-8" },
	{ .name = "replace",
	    .type = OPT_FLAG,
	    .offset = offsetof(struct main_args, use_replace),
	    .help = "where a name is cached with another address, take the "
		    "file's" },
	{ .name = "dry-run",
	    .type = OPT_FLAG,
	    .offset = offsetof(struct main_args, is_dry_run),
	    .help = "say what would happen, and store nothing" },
	{ .name = "cache",
	    .type = OPT_TEXT,
	    .offset = offsetof(struct main_args, cache),
	    .arg = "FILE",
	    .help = "the address cache to import into",
	    .complete = "file" },
	{ .name = "help",
	    .type = OPT_FLAG,
	    .offset = offsetof(struct main_args, wants_help),
	    .help = "show this help" },
	{ .name = "version",
	    .type = OPT_FLAG,
	    .offset = offsetof(struct main_args, wants_version),
	    .help = "show the version" },
	{ .name = NULL },
};

static void
main_short_help(void)
{
	fputs("Usage: importer FILE\n"
	      "\n"
	      "Takes names and addresses of computers from FILE into the "
	      "address cache.\n"
	      "FILE has one computer per line, its name, a comma and its "
	      "address:\n"
	      "\n"
	      "    Server 1,192.168.3.121\n"
	      "    Server 2,192.168.3.122\n"
	      "\n"
	      "A ';' or ':' at the start of a line or left of an address "
	      "comments it out.\n",
	    stdout);
}

static void
main_advanced_help(void)
{
	fputs("Usage: importer [OPTION...] FILE [DELIMITER1 [DELIMITER2 "
	      "[ORDER]]]\n"
	      "\n"
	      "  FILE        the file to import; - is standard input\n"
	      "  DELIMITER1  stands between name and address: one or more "
	      "characters (,)\n"
	      "  DELIMITER2  stands between computers: one character (LF)\n"
	      "  ORDER       1: name, then address; 2: address, then name "
	      "(1)\n"
	      "\n"
	      "As a delimiter LF means the end of a line, SP a space.  What is "
	      "in brackets\n"
	      "holds when nothing is given.  This file\n"
	      "\n"
	      "    192.168.3.121/Server 1\n"
	      "    192.168.3.122/Server 2\n"
	      "\n"
	      "is imported by: importer FILE / LF 2\n"
	      "\n"
	      "Options, all before FILE:\n",
	    stdout);
	opt_print_help(stdout, main_opts, MAIN_WIDTH);
}

/* One key, without waiting for the end of a line. */
static int
main_read_key(void)
{
	struct termios was, now;
	char key = '\0';

	if (tcgetattr(STDIN_FILENO, &was) != 0)
		return EOF;
	now = was;
	now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	now.c_cc[VMIN] = 1;
	now.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
	if (read(STDIN_FILENO, &key, 1) != 1)
		key = '\0';
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &was);
	return key;
}

/* Without an argument on a terminal the second half is for those who ask. */
static void
main_help(bool may_ask)
{
	bool can_ask = may_ask && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	int key = 'a';

	main_short_help();
	putchar('\n');
	if (can_ask) {
		fputs("Press a for more, any other key to end. ", stdout);
		fflush(stdout);
		key = main_read_key();
		putchar('\n');
	}
	if (key == 'a' || key == 'A')
		main_advanced_help();
}

static void
main_on_note(enum import_note note, const char *line, void *arg)
{
	(void)note;
	(void)arg;
	fprintf(stderr, "%s\n", line);
}

static int
main_import(const struct main_args *args, char **operand, int n_operands,
    struct err *err)
{
	static const struct import_hooks hooks = { main_on_note, NULL, NULL };
	struct import_options options = {
		.format = IMPORT_LIST,
		.encoding = args->encoding,
		.use_replace = args->use_replace,
		.is_dry_run = args->is_dry_run,
	};
	const char *path = operand[0];
	struct import_report report;
	struct text summary = TEXT_INIT;
	struct cache *cache;
	int status;

	if (n_operands > 4) {
		err_set(err, ERR_USAGE,
		    "'%s' is one operand too many; a name with blanks needs "
		    "quotes",
		    operand[4]);
		return -1;
	}
	if (pair_rules_init(&options.rules, n_operands > 1 ? operand[1] : NULL,
		n_operands > 2 ? operand[2] : NULL,
		n_operands > 3 ? operand[3] : NULL, err) == -1)
		return -1;
	if (import_check(&path, 1, &options, err) == -1)
		return -1;
	cache = import_open_cache(args->cache, args->is_dry_run, err);
	if (cache == NULL)
		return -1;
	status = import_run(cache, &path, 1, &options, &hooks, &report, err);
	cache_close(cache);
	if (status == 0) {
		import_summary(&summary, &report, &options);
		fputs(text_str(&summary), stdout);
		status = report.n_bad > 0 ? err_exit_status(ERR_INPUT) : 0;
	}
	text_fini(&summary);
	return status;
}

int
main(int argc, char **argv)
{
	struct main_args args = { .encoding = NULL };
	struct err err = ERR_INIT;
	int first = 1, status;

	if (opt_parse(main_opts, &args, argc, argv, true, &first, &err) == -1)
		status = -1;
	else if (args.wants_version) {
		puts("importer (rollcall) " PACKAGE_VERSION);
		status = 0;
	} else if (args.wants_help || argc == 1) {
		main_help(!args.wants_help);
		status = 0;
	} else if (first == argc)
		status = err_set(&err, ERR_USAGE, "no file was named");
	else
		status = main_import(&args, argv + first, argc - first, &err);
	if (fflush(stdout) != 0 && status == 0)
		status = err_set_errno(&err, ERR_SYSTEM, errno,
		    "cannot write standard output");
	if (status == -1) {
		fprintf(stderr, "importer: %s\n", err.text);
		if (err.code == ERR_USAGE)
			fputs("Try 'importer --help'.\n", stderr);
		status = err_exit_status(err.code);
	}
	return status;
}
