/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache show: all that is known of one machine.
 */
#include "base/clock.h"
#include "cli/cmd_cache.h"
#include "cli/config.h"
#include "cli/host_print.h"
#include "cli/stored.h"

static int
cmd_cache_show_one(struct cache *cache, const struct addr *addr,
    uint64_t stale_after_s, struct err *err)
{
	struct host host;

	if (stored_get(cache, addr, &host, err) == -1)
		return -1;
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
	    stored_find(cache, operand[0], &found, err) == -1)
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

const struct cmd cmd_cache_show = {
	.name = "show",
	.args = "NAME|ADDRESS",
	.summary = "all that is known of one machine, with sources and times",
	.n_operands_min = 1,
	.n_operands_max = 1,
	.run = cmd_cache_show_run,
};
