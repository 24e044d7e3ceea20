/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The program rollcall: options that every command takes, the command by its
 * words, its options, and one place that speaks and picks the exit status.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/say.h"
#include "cli/term.h"

/*
 * A standard stream that was closed would be taken by the next file that is
 * opened, and a table written into the address cache.  Fill the gap with
 * something that fails as a closed stream does.
 */
static void
main_fill_standard_fds(void)
{
	static const int wrong_way[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", wrong_way[fd]) != fd)
			_exit(4);
}

static void
main_set_log_level(const struct cmd_globals *globals)
{
	if (globals->verbosity > 1)
		log_set_level(LOG_LEVEL_DEBUG);
	else if (globals->verbosity == 1)
		log_set_level(LOG_LEVEL_INFO);
}

static int
main_check_operands(const struct cmd *cmd, const char *words, int n,
    char **operand, struct err *err)
{
	if ((unsigned)n < cmd->n_operands_min)
		return err_set(err, ERR_USAGE, "'rollcall %s' needs %s", words,
		    cmd->args);
	if ((unsigned)n > cmd->n_operands_max)
		return err_set(err, ERR_USAGE,
		    "'rollcall %s' does not know what to do with '%s'", words,
		    operand[cmd->n_operands_max]);
	return 0;
}

/* argv[0] is the command's name.  Returns the exit status or -1. */
static int
main_run(const struct cmd *cmd, const char *words,
    const struct cmd_globals *globals, int argc, char **argv, struct err *err)
{
	struct opt *rows = cmd_rows(cmd);
	size_t size = cmd->values_size == 0 ? sizeof(struct cmd_globals)
					    : cmd->values_size;
	struct cmd_globals *values = mem_new(size);
	bool *given;
	size_t n = 0;
	int first, ret = -1;

	if (cmd->defaults != NULL)
		memcpy(values, cmd->defaults, size);
	*values = *globals;
	while (rows[n].name != NULL)
		n++;
	given = mem_array(n + 1, sizeof(*given));
	if (opt_parse_noting(rows, values, argc, argv, false, &first, given,
		err) == -1)
		goto out;
	values->given = given;
	if (values->wants_help) {
		cmd_print_help(stdout, cmd, words, term_columns_prose());
		ret = 0;
		goto out;
	}
	if (main_check_operands(cmd, words, argc - first, argv + first, err) ==
	    -1)
		goto out;
	main_set_log_level(values);
	ret = cmd->run(values, argc - first, argv + first, err);
out:
	for (const struct opt *row = rows; row->name != NULL; row++)
		if (row->type == OPT_LIST)
			opt_list_fini(
			    (struct opt_list *)((char *)values + row->offset));
	free(given);
	free(values);
	free(rows);
	return ret;
}

/* The command that "help" or "version" is, when an option asks for it. */
static const char *
main_word_of_option(const struct cmd_globals *globals)
{
	return globals->wants_version ? "version"
	       : globals->wants_help  ? "help"
				      : NULL;
}

static int
main_unknown(const char *words, const char *word, struct err *err)
{
	if (*words != '\0')
		return err_set(err, ERR_USAGE,
		    "'rollcall %s' has no command '%s'", words, word);
	return err_set(err, ERR_USAGE, "there is no command '%s'", word);
}

/*
 * Find the command and run it; words becomes what names it, as far as it
 * was found.  Returns the exit status or -1.
 */
static int
main_dispatch(int argc, char **argv, struct text *words, struct err *err)
{
	const struct cmd *const *table = cmd_all();
	const struct cmd *cmd = NULL;
	struct cmd_globals globals = { 0 };
	int first;

	for (;; table = cmd->sub) {
		if (opt_parse(cmd_global_opts, &globals, argc, argv, true,
			&first, err) == -1)
			return -1;
		argc -= first;
		argv += first;
		if (cmd != NULL && globals.wants_help) {
			cmd_print_help(stdout, cmd, text_str(words),
			    term_columns_prose());
			return 0;
		}
		if (cmd == NULL && main_word_of_option(&globals) != NULL) {
			cmd = cmd_by_name(table, main_word_of_option(&globals));
			globals.wants_help = false;
			return main_run(cmd, cmd->name, &globals, argc + 1,
			    argv - 1, err);
		}
		if (argc == 0) {
			if (cmd == NULL)
				cmd_print_overview(stderr,
				    term_columns_prose());
			return err_set(err, ERR_USAGE,
			    cmd == NULL ? "no command"
					: "'rollcall %s' needs a command",
			    text_str(words));
		}
		cmd = cmd_by_name(table, argv[0]);
		if (cmd == NULL)
			return main_unknown(text_str(words), argv[0], err);
		text_addf(words, "%s%s", words->len == 0 ? "" : " ", cmd->name);
		if (cmd->sub == NULL)
			return main_run(cmd, text_str(words), &globals, argc,
			    argv, err);
	}
}

/* Results that did not arrive are a failure, whatever was done before. */
static int
main_finish_stdout(int status, struct err *err)
{
	if (fflush(stdout) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot write standard output");
	if (ferror(stdout))
		return err_set(err, ERR_SYSTEM,
		    "standard output did not take everything");
	return status;
}

int
main(int argc, char **argv)
{
	struct text words = TEXT_INIT;
	struct err err = ERR_INIT;
	int status;

	main_fill_standard_fds();
	status = main_dispatch(argc, argv, &words, &err);
	if (status != -1)
		status = main_finish_stdout(status, &err);
	if (status == -1) {
		say("%s", err.text);
		if (err.code == ERR_USAGE)
			say("see 'rollcall help%s%s'",
			    words.len == 0 ? "" : " ", text_str(&words));
		status = err_exit_status(err.code);
	}
	text_fini(&words);
	return status;
}
