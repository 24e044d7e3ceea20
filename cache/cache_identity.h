/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Marks of machines in the store, and where a machine went by them.  Private
 * to cache/.
 */
#ifndef CACHE_CACHE_IDENTITY_H
#define CACHE_CACHE_IDENTITY_H

#include "cache/cache_private.h"
#include "cache/identity.h"

/*
 * The mark of this kind in an observation that the host does not show yet,
 * or NULL; borrowed.  Call it before the observation is merged.
 */
const char *cache_identity_news(const struct host *host,
    const struct observation *in, enum identity_kind kind);

/*
 * Where the machine is now that was at the host's address.  Returns 1 and
 * *move, whose texts are borrowed from the host; 0 when it is not known; -1.
 */
int cache_identity_move(struct cache *cache, const struct host *host,
    struct verdict_move *move, struct err *err)
    __attribute__((warn_unused_result));

#endif
