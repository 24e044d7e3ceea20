/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache delete: forget machines.
 */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cli/cmd_cache.h"
#include "cli/stored.h"

/* What is to be deleted, said before it is gone. */
static int
cmd_cache_delete_one(struct cache *cache, const struct addr *addr,
    struct text *said, struct err *err)
{
	const struct host_name *name;
	char buf[ADDR_TEXT_LEN];
	struct host host;
	int ret;

	if (stored_get(cache, addr, &host, err) == -1)
		return -1;
	name = host_display_name(&host);
	text_addf(said, "deleted %s", addr_format(addr, buf));
	if (name != NULL) {
		text_add(said, "  ");
		utf8_clean(said, name->value, strlen(name->value));
	}
	text_add_char(said, '\n');
	ret = cache_delete(cache, addr, err);
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

static int
cmd_cache_delete_all(struct cache *cache, int n, char **operand,
    struct text *said, struct err *err)
{
	struct rangeset found = RANGESET_INIT;
	int ret = 0;

	/* All operands first: who is named twice is deleted once. */
	for (int i = 0; ret == 0 && i < n; i++)
		ret = stored_find(cache, operand[i], &found, err);
	for (uint64_t i = 0; ret == 0 && i < found.count; i++) {
		struct addr addr = rangeset_at(&found, i);

		ret = cmd_cache_delete_one(cache, &addr, said, err);
	}
	rangeset_fini(&found);
	return ret;
}

/* All of them or, where one is not known, none. */
static int
cmd_cache_delete_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	struct text said = TEXT_INIT;
	struct cache *cache = NULL;
	int ret = -1;

	if (stored_need_writable(&cache, globals->cache, err) == 0 &&
	    cache_begin(cache, err) == 0 &&
	    cmd_cache_delete_all(cache, n, operand, &said, err) == 0)
		ret = cache_commit(cache, err);
	cache_close(cache);
	if (ret == 0 && !globals->is_quiet)
		fputs(text_str(&said), stdout);
	text_fini(&said);
	return ret;
}

const struct cmd cmd_cache_delete = {
	.name = "delete",
	.args = "NAME|ADDRESS...",
	.summary = "forget machines, whatever sweeps and imports said of them",
	.details = "A name stands for every machine that has it. Where one of "
		   "the operands is not known, nothing is deleted.\n",
	.n_operands_min = 1,
	.n_operands_max = CMD_ANY_NUMBER,
	.run = cmd_cache_delete_run,
};
