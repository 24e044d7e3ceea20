/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A keyed permutation of 0 to n-1.
 */
#include "scanner/permute.h"

#include <assert.h>

#include "base/hash.h"

void
permute_init(struct permute *permute, uint64_t n, uint64_t key)
{
	unsigned bits = 2;

	assert(n > 0 && n <= UINT64_C(1) << 62);
	while (bits < 62 && (n - 1) >> bits != 0)
		bits += 2;
	permute->n = n;
	permute->half_bits = bits / 2;
	permute->half_mask = (UINT64_C(1) << permute->half_bits) - 1;
	for (unsigned i = 0; i < PERMUTE_ROUNDS; i++)
		permute->round_key[i] = hash_u64(key, i);
}

static uint64_t
permute_forward(const struct permute *p, uint64_t x)
{
	uint64_t left = x >> p->half_bits, right = x & p->half_mask;

	for (unsigned i = 0; i < PERMUTE_ROUNDS; i++) {
		uint64_t next =
		    left ^ (hash_u64(p->round_key[i], right) & p->half_mask);

		left = right;
		right = next;
	}
	return left << p->half_bits | right;
}

static uint64_t
permute_backward(const struct permute *p, uint64_t x)
{
	uint64_t left = x >> p->half_bits, right = x & p->half_mask;

	for (unsigned i = PERMUTE_ROUNDS; i-- > 0;) {
		uint64_t before =
		    right ^ (hash_u64(p->round_key[i], left) & p->half_mask);

		right = left;
		left = before;
	}
	return left << p->half_bits | right;
}

uint64_t
permute_at(const struct permute *permute, uint64_t position)
{
	do
		position = permute_forward(permute, position);
	while (position >= permute->n);
	return position;
}

uint64_t
permute_inverse(const struct permute *permute, uint64_t value)
{
	do
		value = permute_backward(permute, value);
	while (value >= permute->n);
	return value;
}

uint64_t
permute_walk(struct permute_walk *walk, const struct permute *permute,
    uint64_t position)
{
	uint64_t value = walk->ahead;

	/* Nothing is ahead of the first one. */
	if (position == 0 || walk->ahead_of != position)
		value = permute_at(permute, position);
	if (position + 1 < permute->n) {
		walk->ahead_of = position + 1;
		walk->ahead = permute_at(permute, position + 1);
	}
	return value;
}
