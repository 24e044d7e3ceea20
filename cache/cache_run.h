/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sorted runs of entries that wait to be inserted into a packed set.
 * Private to cache/.
 *
 * To merge each batch of a large import into the set at once would write
 * the whole set anew for each batch.  So batches wait as sorted runs in a
 * temporary file without a name, which can be searched, and go into the set
 * together.  In memory are the first entry of each page of the file and a
 * filter that spares most searches; the number of runs is bounded.
 */
#ifndef CACHE_CACHE_RUN_H
#define CACHE_CACHE_RUN_H

#include "cache/cache_pack.h"

#define CACHE_RUN_MAX 12 /* runs that may wait */

struct cache_runs;

/* How much of an entry is its key: what cache_run_find() looks for. */
typedef size_t (*cache_run_key)(const struct cache_pack_entry *entry);

struct cache_runs *cache_run_new(struct cache *cache, enum cache_pack_set set,
    cache_run_key key);
void cache_run_free(struct cache_runs *runs); /* NULL is harmless */

/* How many runs wait. */
size_t cache_run_n(const struct cache_runs *runs);

/*
 * Append a run of sorted entries that are in no other run and not in the
 * set; there must be less than CACHE_RUN_MAX.  No entries are no run.
 */
int cache_run_add(struct cache_runs *runs, const struct cache_pack_entry *entry,
    size_t n, struct err *err) __attribute__((warn_unused_result));

/*
 * The last entry with this key in the newest run that has one.  Returns 1
 * with *entry, borrowed until the next call, 0, or -1.  Rising keys are
 * cheap.
 */
int cache_run_find(struct cache_runs *runs, const void *key, size_t len,
    struct cache_pack_entry *entry, struct err *err)
    __attribute__((warn_unused_result));

/* Insert everything that waits into the set; no run waits afterwards. */
int cache_run_settle(struct cache_runs *runs, struct err *err)
    __attribute__((warn_unused_result));

#endif
