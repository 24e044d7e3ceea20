/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep would do, worked out from its options before anything is
 * sent.
 */
#ifndef CLI_SWEEP_PLAN_H
#define CLI_SWEEP_PLAN_H

#include "base/text.h"
#include "cache/cache.h"
#include "cli/config.h"
#include "cli/dns.h"
#include "cli/sweep_local.h"
#include "cli/sweep_options.h"
#include "scanner/probe.h"
#include "scanner/sweep.h"
#include "scanner/target.h"

struct resume;

struct sweep_plan {
	struct sweep_config sweep; /* for the engine; points into the rest */
	enum sweep_options_mode mode;
	struct probe_set probes;
	struct dns dns; /* asked for names */
	struct target_set targets;
	struct sweep_local local; /* whom --mode local asks at once */
	struct rangeset excluded; /* wherever it was said */
	struct rangeset expected; /* of the targets, what the cache expects */
	struct rangeset asked;    /* the targets without the excluded */
	struct rangeset named;    /* the targets, and those left out of them */
	struct rangeset reached;  /* with those who are asked at once */
	uint64_t n_asked;         /* of them, in this shard */
	uint64_t n_excluded;      /* of the targets, in this shard */
	bool has_others_files;    /* to write: needs rights of root */
	struct text targets_text; /* as typed, blanks between */
	struct text probes_text;  /* "pds,rtvscan" */
	const struct resume *resume; /* what it goes on with, or NULL */
	const struct config *config; /* borrowed */
};

/* Are targets named, n of them as operands? */
bool sweep_plan_has_targets(const struct sweep_options *options, int n);

/*
 * Fill the plan, which is released by sweep_plan_fini() whether this fails
 * or not.  With --resume and without targets it has none: see resume.h.
 * The config must live as long; cache is where names are looked up
 * and the expected stand, or NULL when there is none.
 */
int sweep_plan_make(struct sweep_plan *plan,
    const struct sweep_options *options, int n, char **operand,
    const struct config *config, struct cache *cache, struct err *err)
    __attribute__((warn_unused_result));

void sweep_plan_fini(struct sweep_plan *plan);

#endif
