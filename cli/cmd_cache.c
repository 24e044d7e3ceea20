/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache: what the address cache holds, and where it is.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "cache/cache_path.h"
#include "cli/cmd.h"
#include "cli/config.h"
#include "cli/host_print.h"
#include "cli/outputs.h"
#include "cli/stored.h"

struct cmd_cache_list_options {
	struct cmd_globals globals;
	struct opt_list output;
};

static const struct opt cmd_cache_list_rows[] = {
	{ 'o', "output", OPT_LIST,
	    offsetof(struct cmd_cache_list_options, output),
	    .arg = "FORMAT[:FILE]", .complete = "format",
	    .help = "write the cache in this format, to FILE or to standard "
		    "output; repeatable; without it a table is shown" },
	{ 0 },
};

static int
cmd_cache_each(void *cache, cache_host_fn fn, void *arg, struct err *err)
{
	return cache_each(cache, fn, arg, err);
}

static int
cmd_cache_list_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_cache_list_options *options = values;
	struct inventory inventory = { .each = cmd_cache_each };
	struct outputs outputs = { 0 };
	struct cache *cache = NULL;
	struct config config;
	int ret = -1;

	(void)n;
	(void)operand;
	config_init(&config);
	if (outputs_init(&outputs, &options->output, err) == -1 ||
	    config_load(&config, options->globals.config, err) == -1 ||
	    stored_need(&cache, options->globals.cache, err) == -1)
		goto out;
	inventory.source = cache;
	ret = outputs_write(&outputs, &inventory, &config, &options->globals,
	    err);
out:
	cache_close(cache);
	config_fini(&config);
	outputs_fini(&outputs);
	return ret;
}

static const struct cmd cmd_cache_list = {
	.name = "list",
	.summary = "every machine of the address cache",
	.opts = cmd_cache_list_rows,
	.values_size = sizeof(struct cmd_cache_list_options),
	.run = cmd_cache_list_run,
};

/* The addresses that text means: itself, or those of that name. */
static int
cmd_cache_find(struct cache *cache, const char *text, struct rangeset *found,
    struct err *err)
{
	struct addr_range one;
	struct err ignored;

	if (addr_parse(&one.first, text, &ignored) == 0) {
		one.last = one.first;
		rangeset_add(found, &one);
	} else if (cache_find_name(cache, text, found, err) == -1) {
		return -1;
	}
	rangeset_seal(found);
	if (found->count == 0)
		return err_set(err, ERR_INPUT,
		    "the address cache '%s' knows no '%s'",
		    cache_path_of(cache), text);
	return 0;
}

static int
cmd_cache_show_one(struct cache *cache, const struct addr *addr,
    uint64_t stale_after_s, struct err *err)
{
	char buf[ADDR_TEXT_LEN];
	struct host host;
	int got = cache_get(cache, addr, &host, err);

	if (got == -1)
		return -1;
	if (got == 0)
		return err_set(err, ERR_INPUT,
		    "the address cache '%s' knows no '%s'",
		    cache_path_of(cache), addr_format(addr, buf));
	host_print(stdout, &host, stale_after_s, clock_now_wall_us());
	host_fini(&host);
	return 0;
}

static int
cmd_cache_show_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	struct rangeset found = RANGESET_INIT;
	struct cache *cache = NULL;
	struct config config;
	int ret = -1;

	(void)n;
	config_init(&config);
	if (config_load(&config, globals->config, err) == -1 ||
	    stored_need(&cache, globals->cache, err) == -1 ||
	    cmd_cache_find(cache, operand[0], &found, err) == -1)
		goto out;
	ret = 0;
	for (uint64_t i = 0; ret == 0 && i < found.count; i++) {
		struct addr addr = rangeset_at(&found, i);

		if (i > 0)
			putchar('\n');
		ret =
		    cmd_cache_show_one(cache, &addr, config.stale_after_s, err);
	}
out:
	rangeset_fini(&found);
	cache_close(cache);
	config_fini(&config);
	return ret;
}

static const struct cmd cmd_cache_show = {
	.name = "show",
	.args = "NAME|ADDRESS",
	.summary = "all that is known of one machine, with sources and times",
	.n_operands_min = 1,
	.n_operands_max = 1,
	.run = cmd_cache_show_run,
};

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
	&cmd_cache_path,
	NULL,
};

const struct cmd cmd_cache = {
	.name = "cache",
	.summary = "what the address cache holds, and where it is",
	.sub = cmd_cache_table,
};
