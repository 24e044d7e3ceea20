/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep of the store as one side of a diff.
 */
#ifndef CACHE_CACHE_DIFF_H
#define CACHE_CACHE_DIFF_H

#include "cache/cache.h"
#include "cache/diff.h"

/* Fill the empty side with what the sweep saw and concluded. */
int cache_diff_side(struct cache *cache, const struct cache_sweep *sweep,
    struct diff_side *side, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The sweep that another one is best compared with: the newest one before it
 * that was to ask the same by the same mode; else the newest one before it;
 * unfinished ones only where there are no others.  Returns 1 and *id, 0, -1.
 */
int cache_diff_base(struct cache *cache, const struct cache_sweep *sweep,
    int64_t *id, struct err *err) __attribute__((warn_unused_result));

#endif
