/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One of several parts of a target set.
 */
#include "scanner/shard.h"

/* "shard" in bytes; any constant would do, as long as all have the same. */
#define SHARD_KEY UINT64_C(0x7368617264)

void
shard_init(struct shard *shard, const struct rangeset *targets, unsigned number,
    unsigned n)
{
	*shard = (struct shard){ .targets = targets, .n = n == 0 ? 1 : n };
	shard->rest = shard->n == 1 ? 0 : number - 1;
	if (targets->count > 0)
		permute_init(&shard->order, targets->count, SHARD_KEY);
}

bool
shard_has(const struct shard *shard, const struct addr *addr)
{
	uint64_t index;

	if (shard->n == 1)
		return true;
	index = rangeset_index(shard->targets, addr);
	return index == UINT64_MAX ||
	       permute_at(&shard->order, index) % shard->n == shard->rest;
}

void
shard_of(const struct shard *shard, struct rangeset *out,
    const struct rangeset *set)
{
	for (uint64_t i = 0; i < set->count; i++) {
		struct addr_range one;

		one.first = one.last = rangeset_at(set, i);
		if (shard_has(shard, &one.first))
			rangeset_add(out, &one);
	}
	rangeset_seal(out);
}

uint64_t
shard_count(const struct shard *shard, const struct rangeset *set)
{
	uint64_t n = 0;

	if (shard->n == 1)
		return set->count;
	for (uint64_t i = 0; i < set->count; i++) {
		struct addr addr = rangeset_at(set, i);

		n += shard_has(shard, &addr);
	}
	return n;
}
