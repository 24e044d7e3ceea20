/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One bit per target: a fixed array of booleans.
 */
#ifndef SCANNER_BITS_H
#define SCANNER_BITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

/* n bits, all clear; the caller frees it with free(). */
static inline uint8_t *
bits_new(uint64_t n)
{
	return mem_new((size_t)(n / 8 + 1));
}

static inline bool
bits_get(const uint8_t *bits, uint64_t at)
{
	return bits[at / 8] >> (at % 8) & 1;
}

/* It will be looked at soon: in large sets it is far from the processor. */
static inline void
bits_fetch(const uint8_t *bits, uint64_t at)
{
	__builtin_prefetch(&bits[at / 8]);
}

/* Set it; returns whether it was clear before. */
static inline bool
bits_set(uint8_t *bits, uint64_t at)
{
	bool was_clear = !bits_get(bits, at);

	bits[at / 8] |= (uint8_t)(1u << (at % 8));
	return was_clear;
}

/* Of n bits, how many are set here and clear in without. */
static inline uint64_t
bits_count_without(const uint8_t *bits, const uint8_t *without, uint64_t n)
{
	uint64_t count = 0, bytes = n / 8 + 1, at;

	for (at = 0; at + sizeof(uint64_t) <= bytes; at += sizeof(uint64_t)) {
		uint64_t word, off;

		memcpy(&word, &bits[at], sizeof(word));
		memcpy(&off, &without[at], sizeof(off));
		count += (uint64_t)__builtin_popcountll(word & ~off);
	}
	for (; at < bytes; at++)
		count += (uint64_t)__builtin_popcount(
		    bits[at] & ~without[at] & 255u);
	return count;
}

#endif
