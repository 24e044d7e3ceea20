/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall export: a sweep that the address cache keeps, in any format.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/config.h"
#include "cli/outputs.h"
#include "cli/stored.h"

struct cmd_export_options {
	struct cmd_globals globals; /* first: struct cmd wants it there */
	struct opt_list output;
	uint64_t sweep; /* 0: the newest */
	bool is_forced;
};

static const struct opt cmd_export_rows[] = {
	{ 'o', "output", OPT_LIST, offsetof(struct cmd_export_options, output),
	    .arg = "FORMAT[:FILE]", .complete = "format",
	    .help = "write the sweep in this format, to FILE or to standard "
		    "output; repeatable; without it a table is shown" },
	{ 0, "sweep", OPT_UINT, offsetof(struct cmd_export_options, sweep),
	    .min = 1, .max = INT64_MAX, .arg = "ID",
	    .help = "this sweep instead of the newest one" },
	{ 0, "force", OPT_FLAG, offsetof(struct cmd_export_options, is_forced),
	    .help = "write an incomplete sweep even for what would take it "
		    "for the whole truth" },
	{ 0 },
};

/* The sweep and its links, as the cache keeps them. */
struct cmd_export_kept {
	struct cache *cache;
	struct cache_sweep sweep;
	struct cache_ledger *ledger;
	size_t n_links;
};

static int
cmd_export_each(void *source, cache_host_fn fn, void *arg, struct err *err)
{
	struct cmd_export_kept *kept = source;

	return cache_each_of_sweep(kept->cache, kept->sweep.id, fn, arg, err);
}

static int
cmd_export_load(struct cmd_export_kept *kept, uint64_t id, struct err *err)
{
	int got = cache_sweep_get(kept->cache, (int64_t)id, &kept->sweep, err);

	if (got == -1)
		return -1;
	if (got == 0 && id == 0)
		return err_set(err, ERR_INPUT,
		    "the address cache '%s' holds no sweep yet; "
		    "'rollcall sweep' makes one",
		    cache_path_of(kept->cache));
	if (got == 0)
		return err_set(err, ERR_INPUT,
		    "the address cache '%s' holds no sweep %" PRIu64,
		    cache_path_of(kept->cache), id);
	return cache_ledger_get(kept->cache, kept->sweep.id, &kept->ledger,
	    &kept->n_links, err);
}

static void
cmd_export_fini(struct cmd_export_kept *kept)
{
	for (size_t i = 0; i < kept->n_links; i++)
		free(kept->ledger[i].link);
	free(kept->ledger);
	cache_sweep_fini(&kept->sweep);
	cache_close(kept->cache);
}

static int
cmd_export_write(struct cmd_export_kept *kept, const struct outputs *outputs,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err)
{
	struct inventory inventory = {
		.sweep = &kept->sweep,
		.link = kept->ledger,
		.n_links = kept->n_links,
		.each = cmd_export_each,
		.source = kept,
	};

	return outputs_write_stored(outputs, &inventory, kept->cache, config,
	    globals, err);
}

static int
cmd_export_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_export_options *options = values;
	struct cmd_export_kept kept = { 0 };
	struct outputs outputs = { 0 };
	struct config config;
	int ret = -1;

	(void)n;
	(void)operand;
	/* A reader that leaves early is an error with a name. */
	(void)signal(SIGPIPE, SIG_IGN);
	config_init(&config);
	if (outputs_init(&outputs, &options->output, err) == -1 ||
	    config_load(&config, options->globals.config, err) == -1 ||
	    stored_need(&kept.cache, options->globals.cache, err) == -1 ||
	    cmd_export_load(&kept, options->sweep, err) == -1)
		goto out;
	outputs.is_forced = options->is_forced;
	ret =
	    cmd_export_write(&kept, &outputs, &config, &options->globals, err);
out:
	cmd_export_fini(&kept);
	config_fini(&config);
	outputs_fini(&outputs);
	return ret;
}

const struct cmd cmd_export = {
	.name = "export",
	.summary = "write a sweep that is kept, in any format",
	.details =
	    "A machine is written as it is known now, and among those where "
	    "that sweep found it.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall export -o xml:inventory.xml\n"
	    "  rollcall export -o csv --sweep 12 >sweep-12.csv\n",
	.opts = cmd_export_rows,
	.values_size = sizeof(struct cmd_export_options),
	.run = cmd_export_run,
};
