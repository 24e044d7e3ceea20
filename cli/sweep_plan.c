/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep would do, worked out from its options.
 */
#include "cli/sweep_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cli/asks.h"
#include "cli/probes.h"
#include "scanner/attached.h"
#include "scanner/shard.h"

/* The look-up of names for targets; arg is the cache, or NULL. */
static int
sweep_plan_lookup(const char *name, struct rangeset *found, void *arg,
    struct err *err)
{
	struct rangeset of_name = RANGESET_INIT;
	int ret = 0;

	if (arg == NULL)
		return 0;
	ret = cache_find_name(arg, name, &of_name, err);
	rangeset_seal(&of_name);
	for (size_t i = 0; ret == 0 && i < of_name.n; i++)
		rangeset_add(found, &of_name.range[i]);
	if (ret == 0)
		ret = of_name.count > 0;
	rangeset_fini(&of_name);
	return ret;
}

static void
sweep_plan_add_ranges(struct rangeset *to, const struct rangeset *from)
{
	for (size_t i = 0; i < from->n; i++)
		rangeset_add(to, &from->range[i]);
}

static int
sweep_plan_add_targets(struct sweep_plan *plan,
    const struct sweep_options *options, int n, char **operand, struct err *err)
{
	for (int i = 0; i < n; i++) {
		if (target_add(&plan->targets, operand[i], err) == -1)
			return -1;
		text_addf(&plan->targets_text, "%s%s",
		    plan->targets_text.len == 0 ? "" : " ", operand[i]);
	}
	for (size_t i = 0; i < options->target.n; i++) {
		const char *target = options->target.item[i];

		if (target_add(&plan->targets, target, err) == -1)
			return err_wrap(err, "[sweep %s] " CONFIG_SWEEP_TARGETS,
			    options->name);
		text_addf(&plan->targets_text, "%s%s",
		    plan->targets_text.len == 0 ? "" : " ", target);
	}
	for (size_t i = 0; i < options->input.n; i++) {
		const char *path = options->input.item[i];

		if (target_add_file(&plan->targets, path, err) == -1)
			return -1;
		text_addf(&plan->targets_text, "%s-i %s",
		    plan->targets_text.len == 0 ? "" : " ", path);
	}
	return 0;
}

static int
sweep_plan_exclude(struct sweep_plan *plan, const struct sweep_options *options,
    const struct config *config, struct cache *cache, struct err *err)
{
	struct target_set set;
	int ret = 0;

	target_init(&set, sweep_plan_lookup, cache);
	for (size_t i = 0; ret == 0 && i < options->exclude.n; i++) {
		ret = target_add(&set, options->exclude.item[i], err);
		if (ret == -1)
			err_wrap(err, "--exclude");
	}
	for (size_t i = 0; ret == 0 && i < options->exclude_from.n; i++) {
		ret = target_add_file(&set, options->exclude_from.item[i], err);
		if (ret == -1)
			err_wrap(err, "--exclude-from");
	}
	target_finish(&set, NULL, 0);
	sweep_plan_add_ranges(&plan->excluded, &set.all);
	sweep_plan_add_ranges(&plan->excluded, &config->excluded);
	rangeset_seal(&plan->excluded);
	target_fini(&set);
	return ret;
}

/* Attached subnets and the links' prefixes: *known is the caller's. */
static int
sweep_plan_known(const struct link_table *links, struct prefix **known,
    size_t *n_known, struct err *err)
{
	size_t n_attached, cap, n;

	if (attached_prefixes(known, &n_attached, err) == -1)
		return -1;
	cap = n = n_attached;
	for (size_t i = 0; i < links->n; i++)
		for (size_t k = 0; k < links->link[i].n_prefixes; k++) {
			*known = mem_grow(*known, &cap, n + 1, sizeof(**known));
			(*known)[n++] = links->link[i].prefix[k];
		}
	*n_known = n;
	return 0;
}

/* Keep of the targets what the cache expects; without a target, all of it. */
static int
sweep_plan_keep_cached(struct sweep_plan *plan, bool has_targets,
    const struct rangeset *expected, struct cache *cache, struct err *err)
{
	struct rangeset kept = RANGESET_INIT;

	if (cache == NULL)
		return err_set(err, ERR_CACHE,
		    "there is no address cache yet, so '--mode cache' has "
		    "nobody to ask; sweep a network first");
	rangeset_intersect(&kept, has_targets ? &plan->targets.all : expected,
	    expected);
	rangeset_fini(&plan->targets.all);
	plan->targets.all = kept;
	if (kept.count == 0)
		return err_set(err, ERR_INPUT,
		    has_targets ? "the address cache '%s' expects none of the "
				  "targets"
				: "the address cache '%s' expects nobody yet; "
				  "sweep a network first",
		    cache_path_of(cache));
	return 0;
}

/* What belongs to this shard of the targets. */
static void
sweep_plan_take_shard(struct sweep_plan *plan)
{
	struct rangeset expected = RANGESET_INIT;
	struct shard shard;

	sweep_plan_add_ranges(&plan->named, &plan->targets.all);
	sweep_plan_add_ranges(&plan->named, &plan->targets.skipped);
	rangeset_seal(&plan->named);
	shard_init(&shard, &plan->named, plan->sweep.shard,
	    plan->sweep.n_shards);
	plan->n_asked = shard_count(&shard, &plan->asked);
	plan->n_excluded =
	    shard_count(&shard, &plan->targets.all) - plan->n_asked;
	/* Shards do not go with --mode local. */
	if (plan->local.n_shouts > 0)
		plan->n_asked = plan->reached.count;
	if (shard.n == 1)
		return;
	shard_of(&shard, &expected, &plan->expected);
	rangeset_fini(&plan->expected);
	plan->expected = expected;
}

/* Keep of the targets what the cache expects, and what goes one by one. */
static int
sweep_plan_make_local(struct sweep_plan *plan, bool has_targets,
    const struct rangeset *expected, struct err *err)
{
	struct sweep_local *local = &plan->local;
	struct rangeset kept = RANGESET_INIT;
	struct attached_net *net = NULL;
	size_t n;
	int ret = -1;

	if (plan->sweep.n_shards > 1) {
		err_set(err, ERR_USAGE,
		    "--shard cannot divide --mode local: a broadcast asks a "
		    "whole subnet");
		goto out;
	}
	if (attached_nets(&net, &n, err) == -1 ||
	    sweep_local_make(local, &plan->sweep, net, n,
		has_targets ? &plan->targets.all : NULL, &plan->excluded,
		err) == -1)
		goto out;
	rangeset_intersect(&kept, has_targets ? &plan->targets.all : expected,
	    expected);
	rangeset_fini(&plan->targets.all);
	sweep_plan_add_ranges(&plan->targets.all, &kept);
	sweep_plan_add_ranges(&plan->targets.all, &local->plan.single);
	rangeset_seal(&plan->targets.all);
	plan->sweep.shout = local->shout;
	plan->sweep.n_shouts = local->n_shouts;
	plan->sweep.at_once = &local->plan.at_once;
	ret = 0;
	if (plan->targets.all.count == 0 && local->n_shouts == 0)
		ret = err_set(err, ERR_INPUT,
		    has_targets
			? "--mode local asks the subnets of this machine and "
			  "what the address cache holds, and the targets are "
			  "in neither"
			: "this machine is in no subnet that takes broadcasts, "
			  "and the address cache expects nobody; type a "
			  "target such as 10.17.0.0/22");
out:
	rangeset_fini(&kept);
	free(net);
	return ret;
}

static int
sweep_plan_finish_targets(struct sweep_plan *plan, bool has_targets,
    const struct config *config, struct cache *cache, struct err *err)
{
	struct rangeset expected = RANGESET_INIT;
	struct prefix *known = NULL;
	size_t n_known;
	int ret = -1;

	if (sweep_plan_known(&config->links, &known, &n_known, err) == -1)
		goto out;
	target_finish(&plan->targets, known, n_known);
	if (cache != NULL && cache_expected(cache, &expected, err) == -1)
		goto out;
	rangeset_seal(&expected);
	if (plan->mode == SWEEP_OPTIONS_MODE_CACHE &&
	    sweep_plan_keep_cached(plan, has_targets, &expected, cache, err) ==
		-1)
		goto out;
	if (plan->mode == SWEEP_OPTIONS_MODE_LOCAL &&
	    sweep_plan_make_local(plan, has_targets, &expected, err) == -1)
		goto out;
	rangeset_intersect(&plan->expected, &expected, &plan->targets.all);
	rangeset_subtract(&plan->asked, &plan->targets.all, &plan->excluded);
	sweep_plan_add_ranges(&plan->reached, &plan->asked);
	sweep_plan_add_ranges(&plan->reached, &plan->local.plan.at_once);
	rangeset_seal(&plan->reached);
	sweep_plan_take_shard(plan);
	ret = 0;
out:
	rangeset_fini(&expected);
	free(known);
	return ret;
}

static int
sweep_plan_check_targets(const struct sweep_plan *plan, bool may_be_public,
    struct err *err)
{
	struct target_set at_once = { .all = plan->local.plan.at_once };
	bool is_shouting = plan->local.n_shouts > 0;

	if (plan->targets.all.count == 0 && !is_shouting)
		return err_set(err, ERR_INPUT, "the targets hold no address");
	if (plan->asked.count == 0 && !is_shouting)
		return err_set(err, ERR_INPUT,
		    "there is nobody to ask: every target is excluded");
	if (plan->n_asked == 0)
		return err_set(err, ERR_INPUT,
		    "there is nobody to ask: shard %u/%u of the targets is "
		    "empty",
		    plan->sweep.shard, plan->sweep.n_shards);
	if (may_be_public)
		return 0;
	if (target_check_public(&at_once, &plan->excluded, err) == -1)
		return -1;
	return target_check_public(&plan->targets, &plan->excluded, err);
}

/* Short enough to be typed again. */
static uint64_t
sweep_plan_random_seed(void)
{
	uint32_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = (uint32_t)clock_now_ns();
	return seed;
}

static void
sweep_plan_fill_sweep(struct sweep_plan *plan,
    const struct sweep_options *options, const struct config *config)
{
	struct sweep_config *sweep = &plan->sweep;

	sweep->targets = &plan->targets.all;
	sweep->named = &plan->named;
	sweep->excluded = &plan->excluded;
	sweep->expected = &plan->expected;
	sweep->links = &config->links;
	sweep->probes = &plan->probes;
	sweep->may_be_public = options->may_be_public;
	sweep->rate_pps = options->rate_pps;
	sweep->budget_bps = options->budget_bps;
	sweep->retries = (unsigned)options->retries;
	sweep->timeout_ms = (unsigned)options->timeout_ms;
	sweep->transport = (enum sweep_transport)options->transport;
	sweep->source_port = (uint16_t)options->source_port;
	sweep->waits_for_windows = options->waits_for_windows;
	sweep->seed = options->seed == SWEEP_OPTIONS_SEED_RANDOM
			  ? sweep_plan_random_seed()
			  : options->seed;
}

static void
sweep_plan_name_probes(struct sweep_plan *plan)
{
	const struct sweep_config *sweep = &plan->sweep;

	for (size_t i = 0; i < sweep->n_asks; i++) {
		const struct probe *probe = sweep->ask[i].probe;

		/* One probe's questions stand together. */
		if (i > 0 && sweep->ask[i - 1].probe == probe)
			continue;
		text_addf(&plan->probes_text, "%s%s", i == 0 ? "" : ",",
		    probe->name);
	}
}

/* "2/7": part and number of parts. */
static int
sweep_plan_read_shard(struct sweep_config *sweep, const char *text,
    struct err *err)
{
	unsigned number, n;
	int end = 0;

	if (text == NULL)
		return 0;
	/* digits only: sscanf() would take a sign and blanks as well */
	if (text[strspn(text, "0123456789/")] != '\0' || strlen(text) > 9 ||
	    sscanf(text, "%u/%u%n", &number, &n, &end) != 2 ||
	    text[end] != '\0' || number < 1 || number > n || n > SHARD_MAX)
		return err_set(err, ERR_USAGE,
		    "--shard must be I/N such as 2/7, I from 1 to N and N up "
		    "to %d, not '%s'",
		    SHARD_MAX, text);
	sweep->shard = number;
	sweep->n_shards = n;
	return 0;
}

bool
sweep_plan_has_targets(const struct sweep_options *options, int n)
{
	return n > 0 || options->input.n > 0 || options->target.n > 0;
}

int
sweep_plan_make(struct sweep_plan *plan, const struct sweep_options *options,
    int n, char **operand, const struct config *config, struct cache *cache,
    struct err *err)
{
	bool has_targets = sweep_plan_has_targets(options, n);
	bool has_set = has_targets || !options->use_resume;

	*plan =
	    (struct sweep_plan){ .mode =
				     (enum sweep_options_mode)options->mode };
	plan->config = config;
	target_init(&plan->targets, sweep_plan_lookup, cache);
	if (has_set && !has_targets && plan->mode == SWEEP_OPTIONS_MODE_INTENSE)
		return err_set(err, ERR_USAGE,
		    "no target; type one such as 10.17.0.0/22, a file as "
		    "@FILE, --mode local for the subnets of this machine, or "
		    "--mode cache for all that the cache holds");
	sweep_plan_fill_sweep(plan, options, config);
	if (sweep_plan_read_shard(&plan->sweep, options->shard, err) == -1)
		return -1;
	if (!options->use_no_names &&
	    dns_make(&plan->dns, &options->dns, DNS_FILE, err) == -1)
		return -1;
	plan->sweep.name_server = plan->dns.server;
	plan->sweep.n_name_servers = plan->dns.n;
	if (probes_load(&plan->probes, &options->probe_file, err) == -1 ||
	    asks_make(&plan->sweep, &plan->probes, &options->probe,
		&options->port, err) == -1)
		return -1;
	sweep_plan_name_probes(plan);
	if (sweep_plan_exclude(plan, options, config, cache, err) == -1)
		return -1;
	if (!has_set)
		return 0;
	if (sweep_plan_add_targets(plan, options, n, operand, err) == -1 ||
	    sweep_plan_finish_targets(plan, has_targets, config, cache, err) ==
		-1)
		return -1;
	return sweep_plan_check_targets(plan, options->may_be_public, err);
}

void
sweep_plan_fini(struct sweep_plan *plan)
{
	sweep_local_fini(&plan->local);
	probe_set_fini(&plan->probes);
	target_fini(&plan->targets);
	rangeset_fini(&plan->excluded);
	rangeset_fini(&plan->expected);
	rangeset_fini(&plan->asked);
	rangeset_fini(&plan->named);
	rangeset_fini(&plan->reached);
	text_fini(&plan->targets_text);
	text_fini(&plan->probes_text);
}
