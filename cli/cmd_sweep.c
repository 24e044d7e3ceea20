/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall sweep: ask, keep, show.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cache/cache_history.h"
#include "cache/cache_journal.h"
#include "cache/cache_path.h"
#include "cli/check.h"
#include "cli/cmd.h"
#include "cli/config.h"
#include "cli/events.h"
#include "cli/hook.h"
#include "cli/lock.h"
#include "cli/outputs.h"
#include "cli/privilege.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/say.h"
#include "cli/stored.h"
#include "cli/sweep_options.h"
#include "cli/sweep_plan.h"
#include "cli/sweep_print.h"
#include "cli/sweep_run.h"
#include "cli/sweep_say.h"
#include "cli/sweep_setup.h"
#include "cli/term.h"

/* The hosts of one sweep, counted on their way to the formats. */
struct cmd_sweep_source {
	struct cache *cache;
	int64_t sweep;
	cache_host_fn fn;
	void *arg;
	uint64_t n[CACHE_N_SECTIONS];
};

static int
cmd_sweep_on_host(enum cache_section section, const struct host *host,
    void *arg, struct err *err)
{
	struct cmd_sweep_source *source = arg;

	source->n[section]++;
	return source->fn(section, host, source->arg, err);
}

static int
cmd_sweep_each(void *arg, cache_host_fn fn, void *fn_arg, struct err *err)
{
	struct cmd_sweep_source *source = arg;

	source->fn = fn;
	source->arg = fn_arg;
	return cache_each_of_sweep(source->cache, source->sweep,
	    cmd_sweep_on_host, source, err);
}

static bool
cmd_sweep_shows_table(const struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->n; i++)
		if (strcmp(outputs->request[i].format->name, "table") == 0 &&
		    strcmp(outputs->request[i].path, "-") == 0)
			return true;
	return false;
}

static int
cmd_sweep_show(const struct sweep_run_result *result,
    const struct outputs *outputs, const struct config *config,
    const struct sweep_options *options, struct cache *cache, struct err *err)
{
	struct cmd_sweep_source source = { .cache = cache,
		.sweep = result->kept.id };
	struct inventory inventory = {
		.sweep = &result->kept,
		.link = result->ledger,
		.n_links = result->n_links,
		.each = cmd_sweep_each,
		.source = &source,
	};

	if (outputs_write_stored(outputs, &inventory, cache, config,
		&options->globals, err) == -1)
		return -1;
	/* The table first, where both go to one terminal. */
	(void)fflush(stdout);
	if (!options->globals.is_quiet && !options->is_check)
		sweep_say_summary(result,
		    cmd_sweep_shows_table(outputs) ? NULL : source.n);
	return 0;
}

/* What is done once the sweep stands in the cache.  Returns the status. */
static int
cmd_sweep_after(const struct sweep_run_result *result,
    const struct sweep_options *options, const struct config *config,
    struct cache *cache, struct err *err)
{
	const struct cache_sweep *kept = &result->kept;
	uint64_t n_gone;
	int missing = 0;

	if (options->is_check &&
	    (missing = check_print(stdout, cache, kept, err)) == -1)
		return -1;
	(void)fflush(stdout);
	if (options->use_no_cache)
		return missing;
	events_ended(config, kept);
	if (hook_run(config, cache, kept, err) == -1 ||
	    cache_history_prune(cache, config->keep_sweeps, &n_gone, err) == -1)
		return -1;
	return missing;
}

/* Does anything that will be written belong to somebody else? */
static bool
cmd_sweep_has_others_files(const struct outputs *outputs, const char *cache)
{
	bool has = cache != NULL && privilege_needs_file(cache);

	for (size_t i = 0; i < outputs->n; i++) {
		const char *path = outputs->request[i].path;

		has |= strcmp(path, "-") != 0 && privilege_needs_file(path);
	}
	return has;
}

/* Returns the exit status or -1. */
static int
cmd_sweep_run_plan(struct sweep_plan *plan, const struct sweep_options *options,
    const struct outputs *outputs, const struct config *config, struct err *err)
{
	char *path = cache_path(options->globals.cache);
	struct lock_set locks = LOCK_SET_INIT;
	struct lock_holder holder = { options->name, clock_now_wall_us() };
	struct sweep_run_result result = { .trouble = ERR_INIT };
	struct cache *cache = NULL;
	int ret = -1, status;

	if (lock_links(&locks, path, plan->sweep.links, &plan->asked, &holder,
		err) == -1)
		goto out;
	cache = cache_open(options->use_no_cache ? CACHE_IN_MEMORY : path,
	    CACHE_WRITE, err);
	if (cache == NULL)
		goto out;
	plan->has_others_files = cmd_sweep_has_others_files(outputs,
	    options->use_no_cache ? NULL : path);
	if (sweep_run(&result, plan, options, cache, err) == -1)
		goto out;
	ret = err_exit_status(ERR_NETWORK); /* incomplete */
	if (result.is_abandoned)
		goto out;
	status = 0;
	if (!options->is_check || options->output.n > 0)
		status = cmd_sweep_show(&result, outputs, config, options,
		    cache, err);
	if (status == 0)
		status = cmd_sweep_after(&result, options, config, cache, err);
	if (status == -1 || result.kept.state == CACHE_SWEEP_COMPLETE)
		ret = status;
	sweep_say_incomplete(&result, &config->links);
out:
	sweep_run_result_fini(&result);
	cache_close(cache);
	lock_set_fini(&locks);
	free(path);
	return ret;
}

/* How many links the addresses to be asked are on. */
static size_t
cmd_sweep_links(const struct sweep_plan *plan)
{
	const struct link_table *links = plan->sweep.links;
	struct rangeset *part = mem_array(links->n + 1, sizeof(*part));
	struct rangeset rest = RANGESET_INIT;
	size_t n = 0;

	link_assign(links, &plan->reached, part, &rest);
	for (size_t i = 0; i < links->n; i++) {
		n += part[i].count > 0;
		rangeset_fini(&part[i]);
	}
	n += rest.count > 0;
	rangeset_fini(&rest);
	free(part);
	return n;
}

/* A line that is busy now was not always: what earlier sweeps saw counts. */
static int
cmd_sweep_remember(struct link_table *links, struct cache *cache,
    struct err *err)
{
	for (size_t i = 0; cache != NULL && i < links->n; i++)
		if (cache_least_rtt(cache, links->link[i].name,
			links->link[i].base_rtt_us, err) == -1)
			return -1;
	return 0;
}

/* Whoever reads the line of --check reads nothing else. */
static int
cmd_sweep_check_stdout(const struct outputs *outputs,
    const struct sweep_options *options, struct err *err)
{
	if (!options->is_check || options->output.n == 0)
		return 0;
	for (size_t i = 0; i < outputs->n; i++)
		if (strcmp(outputs->request[i].path, "-") == 0)
			return err_set(err, ERR_USAGE,
			    "--check prints its line to standard output; "
			    "give '-o %s' a file",
			    outputs->request[i].format->name);
	return 0;
}

/* Is any window open, or is it to be waited for? */
static bool
cmd_sweep_may_begin(const struct sweep_plan *plan,
    const struct sweep_options *options, struct err *err)
{
	if (sweep_setup_check_windows(plan, clock_now_wall_us(), err) == 0)
		return true;
	if (!options->waits_for_windows)
		return false;
	if (!options->globals.is_quiet)
		say("%s", err->text);
	*err = (struct err)ERR_INIT;
	return true;
}

/* All that is made before anything is sent. */
struct cmd_sweep_job {
	struct outputs outputs;
	struct sweep_plan plan;
	struct cache *reader;
	struct resume resume;
	struct config config;
};

/* What cannot be done without what is known. */
static int
cmd_sweep_check_options(const struct sweep_options *options, struct err *err)
{
	if (!options->use_no_cache)
		return 0;
	if (options->mode == SWEEP_OPTIONS_MODE_CACHE)
		return err_set(err, ERR_USAGE,
		    "--no-cache leaves --mode cache nobody to ask");
	if (options->use_resume)
		return err_set(err, ERR_USAGE,
		    "--no-cache leaves --resume nothing to go on with");
	if (options->is_check)
		return err_set(err, ERR_USAGE,
		    "--no-cache leaves --check nobody to expect");
	return 0;
}

static int
cmd_sweep_make_plan(struct cmd_sweep_job *job, struct sweep_options *options,
    int n, char **operand, struct err *err)
{
	if (options->use_resume &&
	    resume_begin(&job->resume, options, job->reader, err) == -1)
		return -1;
	if (sweep_plan_make(&job->plan, options, n, operand, &job->config,
		job->reader, err) == -1)
		return -1;
	return options->use_resume
		   ? resume_take_plan(&job->resume, &job->plan, options,
			 sweep_plan_has_targets(options, n),
			 &job->config.excluded, err)
		   : 0;
}

/*
 * A sweep by name is another one now than the one that was interrupted:
 * nobody may be there to mend that, so it begins anew.
 */
static int
cmd_sweep_begin_anew(struct cmd_sweep_job *job, struct sweep_options *options,
    const struct sweep_options *before, int n, char **operand, struct err *err)
{
	say("%s; so it begins anew", err->text);
	*err = (struct err)ERR_INIT;
	sweep_plan_fini(&job->plan);
	/* What was taken over from the other one went into empty lists. */
	for (const struct opt *row = sweep_options_rows; row->name != NULL;
	     row++)
		if (row->type == OPT_LIST &&
		    ((const struct opt_list *)((const char *)before +
					       row->offset))
			    ->n == 0)
			opt_list_fini(
			    (struct opt_list *)((char *)options + row->offset));
	*options = *before;
	options->use_resume = false;
	if (cmd_sweep_make_plan(job, options, n, operand, err) == -1)
		return -1;
	return cache_journal_drop(job->reader, job->resume.sweep.id, err);
}

static int
cmd_sweep_prepare(struct cmd_sweep_job *job, struct sweep_options *options,
    int n, char **operand, struct err *err)
{
	struct sweep_options before;
	int ret;

	if (sweep_setup_load(&job->config, options, n > 0, err) == -1 ||
	    cmd_sweep_check_options(options, err) == -1 ||
	    outputs_init(&job->outputs, &options->output, err) == -1 ||
	    cmd_sweep_check_stdout(&job->outputs, options, err) == -1)
		return -1;
	/* To be changed in any case, so one of an older version is, too. */
	if (!options->use_no_cache &&
	    (options->is_dry_run ? stored_open
				 : stored_open_to_change)(&job->reader,
		options->globals.cache, err) == -1)
		return -1;
	if (cmd_sweep_remember(&job->config.links, job->reader, err) == -1)
		return -1;
	before = *options;
	ret = cmd_sweep_make_plan(job, options, n, operand, err);
	if (ret == -1 && options->name != NULL && job->resume.sweep.id != 0 &&
	    !options->is_dry_run && err->code != ERR_INPUT)
		ret = cmd_sweep_begin_anew(job, options, &before, n, operand,
		    err);
	if (ret == 0)
		ret = outputs_check_links(&job->outputs,
		    cmd_sweep_links(&job->plan), err);
	cache_close(job->reader);
	job->reader = NULL;
	return ret;
}

static int
cmd_sweep_run(void *values, int n, char **operand, struct err *err)
{
	struct sweep_options *options = values;
	struct cmd_sweep_job job = { .resume = { .lists = { .n = 0 } } };
	int ret = -1;

	/* A reader that leaves early must not end a sweep. */
	(void)signal(SIGPIPE, SIG_IGN);
	config_init(&job.config);
	if (cmd_sweep_prepare(&job, options, n, operand, err) == -1)
		goto out;
	if (options->is_dry_run) {
		sweep_print_plan(stdout, &job.plan, term_columns_prose());
		ret = 0;
	} else if (cmd_sweep_may_begin(&job.plan, options, err)) {
		ret = cmd_sweep_run_plan(&job.plan, options, &job.outputs,
		    &job.config, err);
	}
out:
	cache_close(job.reader);
	sweep_plan_fini(&job.plan);
	resume_fini(&job.resume);
	outputs_fini(&job.outputs);
	sweep_setup_fini(options);
	config_fini(&job.config);
	return ret;
}

const struct cmd cmd_sweep = {
	.name = "sweep",
	.args = "[TARGET...]",
	.summary = "ask networks who is there, keep it, and show it",
	.details =
	    "A TARGET is an address, a prefix, FIRST-LAST, octet ranges, @FILE "
	    "(with any number of targets), or a name that the address cache "
	    "holds.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall sweep 192.0.2.0/24\n"
	    "  rollcall sweep 192.0.2.0/24 -x 192.0.2.7 -o xml:all.xml\n"
	    "  rollcall sweep 192.0.2.10-192.0.2.90 198.51.100.1,5,9\n"
	    "  rollcall sweep -m cache -b 5600\n"
	    "  rollcall sweep @sites.txt --dry-run\n",
	.opts = sweep_options_rows,
	.values_size = sizeof(struct sweep_options),
	.defaults = &sweep_options_defaults,
	.n_operands_max = CMD_ANY_NUMBER,
	.complete = "target",
	.run = cmd_sweep_run,
};
