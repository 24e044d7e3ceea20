/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One of several parts of a target set: each target is in one of them, and
 * their sizes differ by one at most.  Pure.
 *
 * Only the targets as they are named decide, not the seed, the excludes, what
 * a cache holds, or which addresses of an attached subnet are left out:
 * scanners in different places agree without a word.
 */
#ifndef SCANNER_SHARD_H
#define SCANNER_SHARD_H

#include <stdbool.h>

#include "base/rangeset.h"
#include "scanner/permute.h"

#define SHARD_MAX 1000 /* parts */

struct shard {
	const struct rangeset *targets; /* borrowed */
	unsigned rest, n;               /* which part, from 0; of how many */
	struct permute order;
};

/* Part number of n, from 1; n 0 or 1 is all.  The targets are sealed. */
void shard_init(struct shard *shard, const struct rangeset *targets,
    unsigned number, unsigned n);

/* What is not among the targets is in every part. */
bool shard_has(const struct shard *shard, const struct addr *addr);

/* Those of a sealed set that are in the part, sealed, into the empty out. */
void shard_of(const struct shard *shard, struct rangeset *out,
    const struct rangeset *set);

/* How many of a sealed set are in the part. */
uint64_t shard_count(const struct shard *shard, const struct rangeset *set);

#endif
