/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What one sweep observed, out of the store, address by address; and what is
 * concluded of one address from it.
 */
#ifndef CACHE_CACHE_OBSERVED_H
#define CACHE_CACHE_OBSERVED_H

#include "cache/cache.h"
#include "cache/verdict.h"

/*
 * The n observations of one address, borrowed for the call.  -1 and *err
 * stop it.  The cache may be read meanwhile.
 */
typedef int (*cache_observed_fn)(const struct observation *in, size_t n,
    void *arg, struct err *err);

enum cache_observed_what {
	CACHE_OBSERVED_BRIEF, /* without names, fields and raw bytes */
	CACHE_OBSERVED_WHOLE,
};

/* Every address of the range, or with NULL all, in the order of bytes. */
int cache_observed_each(struct cache *cache, int64_t sweep,
    const struct addr_range *range, enum cache_observed_what what,
    cache_observed_fn fn, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The newest sweep that observed anything of addr, or 0.  Returns 0 or -1.
 */
int cache_observed_newest(struct cache *cache, const struct addr *addr,
    int64_t *sweep, struct err *err) __attribute__((warn_unused_result));

/*
 * The verdict that was kept on addr in that sweep; code VERDICT_NONE when
 * there is none.
 */
int cache_observed_verdict(struct cache *cache, int64_t sweep,
    const struct addr *addr, struct verdict *verdict, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The facts beside the observations of a host in a sweep, as far as its own
 * network and its own row tell them; the link is left out.  name holds what
 * facts points to, move is set where the machine moved.
 */
int cache_observed_facts(struct cache *cache, int64_t sweep,
    const struct host *host, struct verdict_facts *facts,
    char name[ADDR_TEXT_LEN], struct verdict_move *move, struct err *err)
    __attribute__((warn_unused_result));

#endif
