/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall completion: the script for bash; for the build, so it has no
 * summary and is not in the help.
 */
#include "cli/cmd.h"
#include "cli/completion.h"

static int
cmd_completion_run(void *values, int n, char **operand, struct err *err)
{
	struct probe_set probes = PROBE_SET_INIT;

	(void)values;
	(void)n;
	(void)operand;
	(void)err;
	probe_set_add_shipped(&probes);
	completion_write(stdout, cmd_all(), format_all(), &probes);
	probe_set_fini(&probes);
	return 0;
}

const struct cmd cmd_completion = {
	.name = "completion",
	.run = cmd_completion_run,
};
