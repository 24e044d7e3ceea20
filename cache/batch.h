/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations on their way to the store: deep copies, kept until they are
 * written in one transaction.
 */
#ifndef CACHE_BATCH_H
#define CACHE_BATCH_H

#include "cache/cache.h"

struct batch {
	char *arena; /* one observation after the other, in few bytes */
	size_t arena_len, arena_cap;
	size_t *at; /* where each begins */
	size_t n, cap;
};

/* clang-format off */
#define BATCH_INIT { NULL, 0, 0, NULL, 0, 0 }
/* clang-format on */

/* Copy one observation with all it points to. */
void batch_add(struct batch *batch, const struct observation *observation);

/*
 * Write all of them as one transaction and empty the batch.  After an error
 * the batch is as before.
 */
int batch_flush(struct batch *batch, struct cache *cache, int64_t sweep,
    struct err *err) __attribute__((warn_unused_result));

void batch_fini(struct batch *batch);

#endif
