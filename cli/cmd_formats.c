/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall formats: how results can be written.
 */
#include "cli/cmd.h"
#include "cli/term.h"
#include "output/format.h"

static int
cmd_formats_run(void *values, int n, char **operand, struct err *err)
{
	enum { CMD_FORMATS_AT = 12 };
	const struct format *const *format = format_all();
	unsigned width = term_columns_prose();

	(void)values;
	(void)n;
	(void)operand;
	(void)err;
	for (; *format != NULL; format++) {
		printf("%-*s", CMD_FORMATS_AT, (*format)->name);
		opt_print_wrapped(stdout, (*format)->summary, CMD_FORMATS_AT,
		    CMD_FORMATS_AT, width);
		if ((*format)->readers == NULL)
			continue;
		printf("%*sread by: ", CMD_FORMATS_AT, "");
		opt_print_wrapped(stdout, (*format)->readers, CMD_FORMATS_AT,
		    CMD_FORMATS_AT + sizeof("read by:") - 1, width);
	}
	return 0;
}

const struct cmd cmd_formats = {
	.name = "formats",
	.summary = "how results can be written, and what reads them",
	.details = "For -o FORMAT[:FILE].\n",
	.run = cmd_formats_run,
};
