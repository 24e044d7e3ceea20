/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall plan: what a sweep would take, and whether its windows suffice.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/cmd.h"
#include "cli/outputs.h"
#include "cli/plan_print.h"
#include "cli/stored.h"
#include "cli/sweep_setup.h"
#include "cli/term.h"

/* -o of a plan is where the plan goes. */
static int
cmd_plan_check_outputs(const struct outputs *outputs, struct err *err)
{
	for (size_t i = 0; i < outputs->n; i++) {
		const char *name = outputs->request[i].format->name;

		if (strcmp(name, "table") != 0 && strcmp(name, "json") != 0)
			return err_set(err, ERR_USAGE,
			    "a plan is written as table or json, not '%s'",
			    name);
	}
	return 0;
}

static int
cmd_plan_write(const struct outputs *outputs, const struct plan_print *print,
    struct err *err)
{
	for (size_t i = 0; i < outputs->n; i++) {
		const struct format_request *request = &outputs->request[i];
		struct file_out out;

		if (file_out_open(&out, request->path, err) == -1)
			return -1;
		if (strcmp(request->format->name, "json") == 0)
			plan_print_json(out.stream, print);
		else
			plan_print_table(out.stream, print,
			    term_columns_prose());
		if (file_out_commit(&out, err) == -1)
			return -1;
	}
	return 0;
}

/* A sweep that cannot end within a window would end incomplete. */
static int
cmd_plan_check_windows(const struct estimate *estimate, int64_t now_us,
    struct err *err)
{
	char needed[CLOCK_TEXT_LEN], open[CLOCK_TEXT_LEN];

	for (size_t i = 0; i < estimate->n; i++) {
		const struct estimate_link *link = &estimate->link[i];
		uint64_t open_us = plan_print_window_us(link->config, now_us);

		if (open_us < link->most.time_us)
			return err_set(err, ERR_NETWORK,
			    "the window of link '%s' is too short: the sweep "
			    "may take %s there, and the window is %s long; "
			    "give it more hours, a larger share or fewer "
			    "targets",
			    link->name,
			    clock_format_span(link->most.time_us, needed),
			    clock_format_span(open_us, open));
	}
	return 0;
}

/* Returns the exit status or -1. */
static int
cmd_plan_show(const struct sweep_plan *plan, const struct outputs *outputs,
    const struct opt_list *written, struct err *err)
{
	struct estimate estimate;
	struct plan_print print = {
		.plan = plan,
		.estimate = &estimate,
		.output = written,
		.now_us = clock_now_wall_us(),
	};
	int ret;

	estimate_make(&estimate, &plan->sweep);
	ret = cmd_plan_write(outputs, &print, err);
	if (ret == 0)
		ret = cmd_plan_check_windows(&estimate, print.now_us, err);
	estimate_fini(&estimate);
	return ret;
}

static int
cmd_plan_run(void *values, int n, char **operand, struct err *err)
{
	struct sweep_options *options = values;
	const struct opt_list nothing = { NULL, 0, 0 };
	struct outputs outputs = { 0 };
	struct sweep_plan plan = { 0 };
	struct cache *reader = NULL;
	struct config config;
	bool is_typed;
	int ret = -1;

	config_init(&config);
	options->use_resume = false; /* a plan is of the whole */
	if (sweep_setup_load(&config, options, n > 0, err) == -1)
		goto out;
	/* What a [sweep NAME] writes is the sweep's, not the plan's. */
	is_typed = sweep_options_were_given(options, "output");
	if (outputs_init(&outputs, is_typed ? &options->output : &nothing,
		err) == -1 ||
	    cmd_plan_check_outputs(&outputs, err) == -1)
		goto out;
	if (!options->use_no_cache &&
	    stored_open(&reader, options->globals.cache, err) == -1)
		goto out;
	if (sweep_plan_make(&plan, options, n, operand, &config, reader, err) ==
	    0)
		ret = cmd_plan_show(&plan, &outputs,
		    is_typed ? &nothing : &options->output, err);
out:
	cache_close(reader);
	sweep_plan_fini(&plan);
	outputs_fini(&outputs);
	sweep_setup_fini(options);
	config_fini(&config);
	return ret;
}

const struct cmd cmd_plan = {
	.name = "plan",
	.args = "[TARGET...]",
	.summary = "show what a sweep would put on each link, and send nothing",
	.details =
	    "It takes the targets and options of 'rollcall sweep'; -o is where "
	    "the plan goes, as table or json.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall plan 192.0.2.0/24 --retries 1\n"
	    "  rollcall plan --name nightly\n"
	    "  rollcall plan @sites.txt -o json:plan.json\n",
	.opts = sweep_options_rows,
	.values_size = sizeof(struct sweep_options),
	.defaults = &sweep_options_defaults,
	.n_operands_max = CMD_ANY_NUMBER,
	.complete = "target",
	.run = cmd_plan_run,
};
