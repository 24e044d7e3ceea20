/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall find: what is known of one machine, and what it answers now.  The
 * address cache is read and not changed: what is asked here goes into a cache
 * in memory.
 */
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cache/cache_observed.h"
#include "cli/cmd.h"
#include "cli/config.h"
#include "cli/host_print.h"
#include "cli/outputs.h"
#include "cli/say.h"
#include "cli/stored.h"
#include "cli/sweep_options.h"
#include "cli/sweep_plan.h"
#include "cli/sweep_run.h"

#define CMD_FIND_ADDRS_MAX     64 /* of one name */
#define CMD_FIND_STATUS_ABSENT 1

#define AT(member) offsetof(struct sweep_options, member)

static const struct opt cmd_find_rows[] = {
	{ 'o', "output", OPT_LIST, AT(output), .arg = "FORMAT[:FILE]",
	    .complete = "format",
	    .help = "write what it answers in this format, to FILE or to "
		    "standard output; repeatable" },
	{ 'p', "probe", OPT_LIST, AT(probe), .arg = "PROBE,..",
	    .complete = "probe",
	    .help = "ask with these probes; 'rollcall probes' lists them" },
	{ 0, "probe-file", OPT_LIST, AT(probe_file), .arg = "FILE",
	    .complete = "file", .help = "load probes from this XML file too" },
	{ 0, "port", OPT_LIST, AT(port), .arg = "PROBE=PORT,..",
	    .complete = "probe",
	    .help = "ask with PROBE on these ports instead of its own" },
	{ 'n', "no-names", OPT_FLAG, AT(use_no_names),
	    .help = "ask no name server" },
	{ 0, "dns", OPT_LIST, AT(dns), .arg = "ADDRESS",
	    .help = "look the machine's name up at this name server" },
	{ 0, "retries", OPT_UINT, AT(retries), .min = 0, .max = 10, .arg = "N",
	    .help = "ask up to N times more while it is silent (default 2)" },
	{ 0, "timeout", OPT_UINT, AT(timeout_ms), .min = 1, .max = 60000,
	    .arg = "MS", .help = "wait this long for each answer" },
	{ 0, "allow-public", OPT_FLAG, AT(may_be_public),
	    .help = "ask an address in public space too: it is yours" },
	{ 0 },
};

struct cmd_find {
	struct cache *known; /* or NULL */
	struct cache *now;   /* what is answered now, in memory */
	struct sweep_run_result result;
	uint64_t stale_after_s;
	bool is_answering;
};

static void
cmd_find_add(struct rangeset *found, const struct addr *addr)
{
	const struct addr_range one = { *addr, *addr };

	rangeset_add(found, &one);
}

/* The addresses of a name that is not cached, from the system's resolver. */
static void
cmd_find_resolve(const char *name, struct rangeset *found)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_DGRAM };
	struct addrinfo *list = NULL;
	size_t n = 0;

	if (getaddrinfo(name, NULL, &hints, &list) != 0)
		return;
	for (const struct addrinfo *at = list;
	     at != NULL && n < CMD_FIND_ADDRS_MAX; at = at->ai_next) {
		struct sockaddr_storage copy = { 0 };
		struct addr addr;

		memcpy(&copy, at->ai_addr, at->ai_addrlen);
		if (!addr_from_sockaddr(&addr, NULL, &copy))
			continue;
		cmd_find_add(found, &addr);
		n++;
	}
	freeaddrinfo(list);
}

/* Whom text means; found is sealed, and may be empty. */
static int
cmd_find_addrs(const struct cmd_find *find, const struct sweep_options *options,
    const char *text, struct rangeset *found, struct err *err)
{
	struct addr addr;
	int ret = 0;

	if (addr_parse(&addr, text, NULL) == 0) {
		cmd_find_add(found, &addr);
		rangeset_seal(found);
		return 0;
	}
	if (find->known != NULL)
		ret = cache_find_name(find->known, text, found, err);
	rangeset_seal(found);
	if (ret == 0 && found->count == 0 && !options->use_no_names) {
		rangeset_fini(found);
		*found = (struct rangeset)RANGESET_INIT;
		cmd_find_resolve(text, found);
		rangeset_seal(found);
		if (found->count > 0)
			say("the address cache knows no '%s'; the system's "
			    "resolver does",
			    text);
	}
	return ret;
}

/* Ask them all, each question as a sweep would. */
static int
cmd_find_ask(struct cmd_find *find, struct sweep_options *options,
    const struct config *config, const struct rangeset *found, struct err *err)
{
	size_t n = found->count < CMD_FIND_ADDRS_MAX ? (size_t)found->count
						     : CMD_FIND_ADDRS_MAX;
	char text[CMD_FIND_ADDRS_MAX][ADDR_TEXT_LEN];
	char *operand[CMD_FIND_ADDRS_MAX];
	struct sweep_plan plan = { 0 };
	int ret = -1;

	for (size_t i = 0; i < n; i++) {
		struct addr addr = rangeset_at(found, i);

		addr_format(&addr, text[i]);
		operand[i] = text[i];
	}
	find->now = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, err);
	if (find->now == NULL || sweep_plan_make(&plan, options, (int)n,
				     operand, config, NULL, err) == -1)
		goto out;
	/* All are expected, so that each gets a verdict. */
	rangeset_fini(&plan.expected);
	plan.expected = (struct rangeset)RANGESET_INIT;
	for (size_t i = 0; i < plan.asked.n; i++)
		rangeset_add(&plan.expected, &plan.asked.range[i]);
	rangeset_seal(&plan.expected);
	ret = sweep_run(&find->result, &plan, options, find->now, err);
out:
	sweep_plan_fini(&plan);
	return ret;
}

/* One address for people; what is known first. */
static int
cmd_find_show(struct cmd_find *find, const struct addr *addr, struct err *err)
{
	struct host known, now;
	int got =
	    find->known == NULL ? 0 : cache_get(find->known, addr, &known, err);
	int ret = -1;

	if (find->known == NULL)
		host_init(&known, addr);
	host_init(&now, addr);
	if (got == -1)
		goto out;
	if (got == 1) {
		fputs("known: ", stdout);
		host_print(stdout, &known, find->stale_after_s,
		    clock_now_wall_us());
	} else {
		puts("known: nothing");
	}
	if (cache_get(find->now, addr, &now, err) == -1 ||
	    cache_observed_verdict(find->now, find->result.kept.id, addr,
		&now.verdict, err) == -1)
		goto out;
	fputs("now:   ", stdout);
	host_print(stdout, &now, 0, clock_now_wall_us());
	find->is_answering |= now.verdict.code == VERDICT_ANSWERED;
	ret = 0;
out:
	host_fini(&known);
	host_fini(&now);
	return ret;
}

static int
cmd_find_on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	struct cmd_find *find = arg;

	(void)section;
	(void)err;
	find->is_answering |= host->verdict.code == VERDICT_ANSWERED;
	return 0;
}

static int
cmd_find_each(void *arg, cache_host_fn fn, void *fn_arg, struct err *err)
{
	const struct cmd_find *find = arg;

	return cache_each_of_sweep(find->now, find->result.kept.id, fn, fn_arg,
	    err);
}

static int
cmd_find_write(struct cmd_find *find, const struct outputs *outputs,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err)
{
	struct inventory inventory = {
		.sweep = &find->result.kept,
		.link = find->result.ledger,
		.n_links = find->result.n_links,
		.each = cmd_find_each,
		.source = find,
	};

	if (cache_each_of_sweep(find->now, find->result.kept.id,
		cmd_find_on_host, find, err) == -1)
		return -1;
	return outputs_write(outputs, &inventory, config, globals, err);
}

/* Ask and show those who were found.  Returns the exit status or -1. */
static int
cmd_find_now(struct cmd_find *find, struct sweep_options *options,
    const struct outputs *outputs, const struct config *config,
    const struct rangeset *found, struct err *err)
{
	int ret = cmd_find_ask(find, options, config, found, err);

	if (ret == 0 && find->result.is_abandoned)
		return err_exit_status(ERR_NETWORK);
	if (ret == 0 && options->output.n > 0)
		ret = cmd_find_write(find, outputs, config, &options->globals,
		    err);
	else
		for (uint64_t i = 0; ret == 0 && i < found->count; i++) {
			struct addr addr = rangeset_at(found, i);

			ret = cmd_find_show(find, &addr, err);
		}
	if (ret == -1)
		return -1;
	if (find->result.kept.state != CACHE_SWEEP_COMPLETE)
		return err_exit_status(ERR_NETWORK);
	return find->is_answering ? 0 : CMD_FIND_STATUS_ABSENT;
}

static int
cmd_find_run(void *values, int n, char **operand, struct err *err)
{
	struct sweep_options *options = values;
	struct cmd_find find = { .result = { .trouble = ERR_INIT } };
	struct rangeset found = RANGESET_INIT;
	struct outputs outputs = { 0 };
	struct config config;
	int ret = -1;

	(void)n;
	(void)signal(SIGPIPE, SIG_IGN);
	config_init(&config);
	if (outputs_init(&outputs, &options->output, err) == -1 ||
	    config_load(&config, options->globals.config, err) == -1 ||
	    stored_open(&find.known, options->globals.cache, err) == -1 ||
	    cmd_find_addrs(&find, options, operand[0], &found, err) == -1)
		goto out;
	find.stale_after_s = config.stale_after_s;
	if (found.count > 0) {
		ret = cmd_find_now(&find, options, &outputs, &config, &found,
		    err);
	} else {
		say("nobody knows a machine called '%s'", operand[0]);
		ret = CMD_FIND_STATUS_ABSENT;
	}
out:
	sweep_run_result_fini(&find.result);
	rangeset_fini(&found);
	cache_close(find.now);
	cache_close(find.known);
	outputs_fini(&outputs);
	config_fini(&config);
	return ret;
}

const struct cmd cmd_find = {
	.name = "find",
	.args = "NAME|ADDRESS",
	.summary = "look one machine up and ask it now",
	.details =
	    "A name is looked up in the address cache, and where that does not "
	    "know it, by the system's resolver. The cache is not changed. The "
	    "exit status is 0 when an agent or another service answers, 1 when "
	    "not.\n"
	    "\n"
	    "examples:\n"
	    "  rollcall find PARENT-1\n"
	    "  rollcall find 192.0.2.7 --timeout 300\n",
	.opts = cmd_find_rows,
	.values_size = sizeof(struct sweep_options),
	.defaults = &sweep_options_defaults,
	.n_operands_min = 1,
	.n_operands_max = 1,
	.run = cmd_find_run,
};
