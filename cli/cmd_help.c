/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall help: what there is, or one command in full.
 */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/term.h"

static int
cmd_help_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd *const *table = cmd_all();
	const struct cmd *cmd = NULL;
	struct text words = TEXT_INIT;
	int ret = 0;

	(void)values;
	for (int i = 0; i < n && ret == 0; i++) {
		cmd = table == NULL ? NULL : cmd_by_name(table, operand[i]);
		if (cmd == NULL) {
			ret = err_set(err, ERR_USAGE,
			    "there is no command '%s%s%s'", text_str(&words),
			    i == 0 ? "" : " ", operand[i]);
			break;
		}
		text_addf(&words, "%s%s", i == 0 ? "" : " ", cmd->name);
		table = cmd->sub;
	}
	if (ret == 0 && cmd == NULL)
		cmd_print_overview(stdout, term_columns_prose());
	else if (ret == 0)
		cmd_print_help(stdout, cmd, text_str(&words),
		    term_columns_prose());
	text_fini(&words);
	return ret;
}

const struct cmd cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "this overview, or all about one command",
	.n_operands_max = CMD_DEPTH_MAX,
	.complete = "command",
	.run = cmd_help_run,
};
