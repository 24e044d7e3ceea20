/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sweeps that are kept, and how long.
 */
#ifndef CACHE_CACHE_HISTORY_H
#define CACHE_CACHE_HISTORY_H

#include "cache/cache.h"

/* One sweep with its ledger of n links, borrowed; -1 and *err stop it. */
typedef int (*cache_history_fn)(const struct cache_sweep *sweep,
    const struct cache_ledger *ledger, size_t n, void *arg, struct err *err);

/* Every sweep that is kept, the oldest first. */
int cache_history_each(struct cache *cache, cache_history_fn fn, void *arg,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Forget all but the keep newest sweeps: what they observed, concluded and
 * sent, not what hosts are known.  0 keeps all.  *n_gone: how many went.
 */
int cache_history_prune(struct cache *cache, uint64_t keep, uint64_t *n_gone,
    struct err *err) __attribute__((warn_unused_result));

/* A host that was ever seen: its role now, at best, and when it was last. */
typedef void (*cache_history_host_fn)(const struct addr *addr,
    enum observation_role role, enum observation_role best_role,
    int64_t last_us, void *arg);

int cache_history_hosts(struct cache *cache, cache_history_host_fn fn,
    void *arg, struct err *err) __attribute__((warn_unused_result));

/* The verdicts of a sweep, addresses rising. */
typedef void (*cache_history_verdict_fn)(const struct addr *addr,
    enum verdict_code code, void *arg);

int cache_history_verdicts(struct cache *cache, int64_t sweep,
    cache_history_verdict_fn fn, void *arg, struct err *err)
    __attribute__((warn_unused_result));

#endif
