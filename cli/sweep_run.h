/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The loop around one sweep: from the engine into the cache, with signals
 * and progress.
 */
#ifndef CLI_SWEEP_RUN_H
#define CLI_SWEEP_RUN_H

#include <stdbool.h>

#include "cache/cache.h"
#include "cli/sweep_plan.h"

struct sweep_run_result {
	struct cache_sweep kept; /* as it stands in the cache */
	struct cache_ledger *ledger;
	size_t n_links;
	/* Links whose windows closed too early: how many, and the first. */
	size_t n_closed;
	const char *closed; /* borrowed from the plan's links */
	int64_t opens_us;   /* INT64_MAX: nobody knows when */
	bool is_abandoned;  /* told twice to stop: nothing more is wanted */
	struct err trouble; /* why the engine could not go on; or code 0 */
};

/*
 * Run the plan and keep what it finds.  The first SIGINT or SIGTERM stops
 * sending, the second the waiting too.  An interrupted sweep is no error:
 * kept.state says so.  Release the result in either case.
 */
int sweep_run(struct sweep_run_result *result, const struct sweep_plan *plan,
    const struct sweep_options *options, struct cache *cache, struct err *err)
    __attribute__((warn_unused_result));

void sweep_run_result_fini(struct sweep_run_result *result);

#endif
