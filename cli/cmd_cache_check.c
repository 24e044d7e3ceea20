/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache check: whether the cache file is sound and safe.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cache/cache_check.h"
#include "cache/cache_path.h"
#include "cli/cmd_cache.h"

static void
on_checked(bool is_right, const char *what, const char *how, void *arg)
{
	const struct cmd_globals *globals = arg;

	if (!is_right || !globals->is_quiet)
		printf("%-15s %-6s %s\n", what, is_right ? "right" : "WRONG",
		    how);
}

static int
cmd_cache_check_run(void *values, int n, char **operand, struct err *err)
{
	struct cmd_globals *globals = values;
	char *path = cache_path(globals->cache);
	int n_wrong;

	(void)n;
	(void)operand;
	if (!globals->is_quiet)
		puts(path);
	n_wrong = cache_check(path, on_checked, globals, err);
	if (n_wrong > 0)
		err_set(err, ERR_CACHE,
		    "%d of these %s wrong with the address cache '%s'; 'rollcall "
		    "cache protect' mends owners and modes",
		    n_wrong, n_wrong == 1 ? "is" : "are", path);
	free(path);
	return n_wrong == 0 ? 0 : -1;
}

const struct cmd cmd_cache_check = {
	.name = "check",
	.summary = "whether the cache file is sound, and safe from others",
	.details = "Owners and modes, the version of the schema, SQLite's own "
		   "check of integrity, and whether the imported names are "
		   "whole. Exit status 5 when anything is wrong.\n",
	.run = cmd_cache_check_run,
};
