/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Keyed mixing of 64-bit values: for permutations, hash tables and anything
 * that must be repeatable by a seed.  Not cryptographic.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

/* The finisher of splitmix64 (Steele, Lea, Flood 2014) over key and value. */
static inline uint64_t
hash_u64(uint64_t key, uint64_t value)
{
	uint64_t x = value + key + UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

#endif
