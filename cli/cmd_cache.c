/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache: what the address cache holds, and where it is.
 */
#include "cli/cmd_cache.h"

#include <stdio.h>
#include <stdlib.h>

#include "cache/cache_path.h"

static int
cmd_cache_path_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	char *path = cache_path(globals->cache);

	(void)n;
	(void)operand;
	(void)err;
	puts(path);
	free(path);
	return 0;
}

static const struct cmd cmd_cache_path = {
	.name = "path",
	.summary = "where the address cache is, or would be",
	.run = cmd_cache_path_run,
};

static const struct cmd *const cmd_cache_table[] = {
	&cmd_cache_list,
	&cmd_cache_show,
	&cmd_cache_delete,
	&cmd_cache_clear,
	&cmd_cache_check,
	&cmd_cache_protect,
	&cmd_cache_path,
	NULL,
};

const struct cmd cmd_cache = {
	.name = "cache",
	.summary = "what the address cache holds, and where it is",
	.sub = cmd_cache_table,
};
