/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Going on with a sweep that was interrupted or killed.
 */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "cache/cache_journal.h"
#include "cli/setup.h"

struct resume {
	struct cache_sweep sweep;
	struct journal journal; /* its newest state */
	struct setup setup;     /* as it was begun */
	struct setup_lists lists;
};

/*
 * Find the newest sweep that is not complete; options that were left out
 * become as they were.  ERR_USAGE when there is none; but one that has a
 * name begins then, and use_resume becomes false.  Release it in either
 * case; not before the options are used for the last time.
 */
int resume_begin(struct resume *resume, struct sweep_options *options,
    struct cache *cache, struct err *err) __attribute__((warn_unused_result));

/*
 * The plan was made with these options: make it the sweep's, or name what
 * differs.  has_targets: they were named again.
 */
int resume_take_plan(struct resume *resume, struct sweep_plan *plan,
    const struct sweep_options *options, bool has_targets,
    const struct rangeset *always_excluded, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Once nobody else can be at it any more: the newest state, into the cache
 * as running and into the engine with all that was seen.  ERR_NETWORK when
 * it has ended meanwhile.
 */
int resume_engine(struct resume *resume, struct sweep *engine,
    struct cache *cache, struct err *err) __attribute__((warn_unused_result));

/* Add what the links took before to what they took in this run. */
void resume_add_ledger(const struct resume *resume, struct cache_ledger *ledger,
    size_t n);

void resume_fini(struct resume *resume);

#endif
