/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A keyed permutation of 0 to n-1 that costs no memory: the order in which
 * targets are asked, repeatable by its key.  Pure.
 *
 * A balanced Feistel network over the smallest even number of bits that
 * holds n, walked until the value is below n (at most four steps on
 * average).
 */
#ifndef SCANNER_PERMUTE_H
#define SCANNER_PERMUTE_H

#include <stdint.h>

#define PERMUTE_ROUNDS 4

struct permute {
	uint64_t n; /* 1 to 2^62 */
	uint64_t round_key[PERMUTE_ROUNDS];
	unsigned half_bits;
	uint64_t half_mask;
};

void permute_init(struct permute *permute, uint64_t n, uint64_t key);

/* Where position (below n) goes. */
uint64_t permute_at(const struct permute *permute, uint64_t position);

/*
 * The same, for who takes one position after another: what stands at the next
 * one is known before it is asked for (ahead; at the last one it means
 * nothing).  All zeros to begin with.
 */
struct permute_walk {
	uint64_t ahead_of, ahead;
};

uint64_t permute_walk(struct permute_walk *walk, const struct permute *permute,
    uint64_t position);

/* The position that goes to value. */
uint64_t permute_inverse(const struct permute *permute, uint64_t value);

#endif
