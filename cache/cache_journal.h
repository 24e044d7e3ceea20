/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep has come, kept while it runs so that another run can go
 * on with it after an interruption or a crash.
 *
 * The setup says what the sweep does, and is written once; the journal says
 * how far it is, and is written in one transaction with the observations
 * that it takes for granted.  What the texts mean is the writers' affair.
 */
#ifndef CACHE_CACHE_JOURNAL_H
#define CACHE_CACHE_JOURNAL_H

#include "cache/cache.h"
#include "cache/journal.h"

/* Keep it as the newest state; extras of earlier ones stay. */
int cache_journal_put(struct cache *cache, int64_t sweep,
    const struct journal *journal, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The newest state with all extras and the ledger, into an empty journal.
 * Returns 1, 0 when the sweep has none, or -1.
 */
int cache_journal_get(struct cache *cache, int64_t sweep,
    struct journal *journal, struct err *err)
    __attribute__((warn_unused_result));

/* A piece of the setup; an earlier one of that key is replaced. */
int cache_journal_setup_put(struct cache *cache, int64_t sweep, const char *key,
    const void *value, size_t len, struct err *err)
    __attribute__((warn_unused_result));

/* Appended to value.  Returns 1, 0 when there is none, or -1. */
int cache_journal_setup_get(struct cache *cache, int64_t sweep, const char *key,
    struct text *value, struct err *err) __attribute__((warn_unused_result));

/*
 * The newest sweep that is not complete and has a setup.  With a name: of
 * those whose setup has this "name", unless a later one of the same targets
 * is complete.  Returns 1 and the sweep to cache_sweep_fini(), 0, or -1.
 */
int cache_journal_newest(struct cache *cache, const char *name,
    struct cache_sweep *sweep, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The sweep runs again: what its interruption left unasked or unanswered is
 * no longer the last word.
 */
int cache_journal_resume(struct cache *cache, struct cache_sweep *sweep,
    struct err *err) __attribute__((warn_unused_result));

/* It is complete: neither journal nor setup is needed any more. */
int cache_journal_drop(struct cache *cache, int64_t sweep, struct err *err)
    __attribute__((warn_unused_result));

/* Called with each observation; everything in it is borrowed. */
typedef int (*cache_journal_fn)(const struct observation *observation,
    void *arg, struct err *err);

/* Each observation that a sweep has kept, addresses ascending. */
int cache_journal_each(struct cache *cache, int64_t sweep, cache_journal_fn fn,
    void *arg, struct err *err) __attribute__((warn_unused_result));

#endif
