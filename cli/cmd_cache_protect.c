/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache protect: the owner writes, the group reads.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cache/cache_path.h"
#include "cache/cache_protect.h"
#include "cli/cmd_cache.h"

struct cmd_cache_protect_talk {
	bool is_quiet;
	unsigned n_done;
};

static void
on_protected(const char *done, void *arg)
{
	struct cmd_cache_protect_talk *talk = arg;

	talk->n_done++;
	if (!talk->is_quiet)
		puts(done);
}

static int
cmd_cache_protect_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	struct cmd_cache_protect_talk talk = { globals->is_quiet, 0 };
	char *path = cache_path(globals->cache);
	int ret;

	(void)n;
	(void)operand;
	ret = cache_protect(path, on_protected, &talk, err);
	if (ret == 0 && !talk.is_quiet)
		printf("%s: the owner writes, the group reads%s\n", path,
		    talk.n_done == 0 ? ", as before" : "");
	free(path);
	return ret;
}

const struct cmd cmd_cache_protect = {
	.name = "protect",
	.summary = "let the owner write, the group read, and nobody else",
	.details =
	    "What the old console's Reset ACL was for. Mode 0640 for the "
	    "file and its companions -wal and -shm; others may not "
	    "write the folder. Only the owner of the file can do it.\n",
	.run = cmd_cache_protect_run,
};
