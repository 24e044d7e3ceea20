/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache list: the machines of the address cache, or some of them,
 * in any format.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "cli/cmd_cache.h"
#include "cli/config.h"
#include "cli/filter.h"
#include "cli/outputs.h"
#include "cli/stored.h"

struct cmd_cache_list_options {
	struct cmd_globals globals;
	struct opt_list output;
	struct filter_options filter;
};

/* The order of enum host_state and of enum host_source, after "any". */
static const char *const cmd_cache_list_states[] = { "any", "imported",
	"confirmed", "stale", NULL };
static const char *const cmd_cache_list_sources[] = { "any", "agent", "netbios",
	"dns", "import", NULL };

static const struct opt cmd_cache_list_rows[] = {
	{ 'o', "output", OPT_LIST,
	    offsetof(struct cmd_cache_list_options, output),
	    .arg = "FORMAT[:FILE]", .complete = "format",
	    .help = "write the cache in this format, to FILE or to standard "
		    "output; repeatable; without it a table is shown" },
	{ 0, "state", OPT_CHOICE,
	    offsetof(struct cmd_cache_list_options, filter.state),
	    .arg = "STATE", .choices = cmd_cache_list_states,
	    .help = "only machines that are imported (and not yet seen by a "
		    "sweep), confirmed, or stale (not seen for long)" },
	{ 0, "source", OPT_CHOICE,
	    offsetof(struct cmd_cache_list_options, filter.source),
	    .arg = "SOURCE", .choices = cmd_cache_list_sources,
	    .help = "only machines with a name from this source: agent, "
		    "netbios, dns or import" },
	{ 0, "prefix", OPT_TEXT,
	    offsetof(struct cmd_cache_list_options, filter.prefix),
	    .arg = "PREFIX",
	    .help = "only addresses of this prefix, as in 192.0.2.0/24" },
	{ 0, "name", OPT_TEXT,
	    offsetof(struct cmd_cache_list_options, filter.name),
	    .arg = "PATTERN",
	    .help = "only machines with a name that this regular expression "
		    "(PCRE2, in any case) finds something in" },
	{ 0 },
};

/* The cache, and what is wanted of it. */
struct cmd_cache_list_source {
	struct cache *cache;
	struct filter *filter;
	int64_t now_us;
	uint64_t stale_after_s;
	cache_host_fn fn;
	void *arg;
};

static int
on_cache_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	const struct cmd_cache_list_source *source = arg;
	int wants = filter_wants(source->filter, host, source->now_us,
	    source->stale_after_s, err);

	return wants == 1 ? source->fn(section, host, source->arg, err) : wants;
}

static int
cmd_cache_list_each(void *arg, cache_host_fn fn, void *fn_arg, struct err *err)
{
	struct cmd_cache_list_source *source = arg;

	source->fn = fn;
	source->arg = fn_arg;
	return cache_each(source->cache, on_cache_host, source, err);
}

static int
cmd_cache_list_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_cache_list_options *options = values;
	struct cmd_cache_list_source source = { 0 };
	struct inventory inventory = { .each = cmd_cache_list_each,
		.source = &source };
	struct outputs outputs = { 0 };
	struct config config;
	int ret = -1;

	(void)n;
	(void)operand;
	config_init(&config);
	if (outputs_init(&outputs, &options->output, err) == -1 ||
	    (source.filter = filter_new(&options->filter, err)) == NULL ||
	    config_load(&config, options->globals.config, err) == -1 ||
	    stored_need(&source.cache, options->globals.cache, err) == -1)
		goto out;
	source.stale_after_s = config.stale_after_s;
	source.now_us = clock_now_wall_us();
	ret = outputs_write_stored(&outputs, &inventory, source.cache, &config,
	    &options->globals, err);
out:
	cache_close(source.cache);
	filter_free(source.filter);
	config_fini(&config);
	outputs_fini(&outputs);
	return ret;
}

const struct cmd cmd_cache_list = {
	.name = "list",
	.summary = "the machines of the address cache, all or some",
	.details =
	    "A state is told by time: stale-after in rollcall.conf says how "
	    "long a machine that no sweep sees stays confirmed.\n"
	    "The formats importer and reg carry names and addresses only; what "
	    "they cannot carry is left out and named on standard error.\n",
	.opts = cmd_cache_list_rows,
	.values_size = sizeof(struct cmd_cache_list_options),
	.run = cmd_cache_list_run,
};
