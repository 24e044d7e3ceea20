/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the bare loops share: a PDS ping to each address of a prefix in a
 * scattered order, and the clock.  Nothing is waited for and nothing paced,
 * so that what they reach is what the kernel gives.
 */
#ifndef TEST_BENCH_BARE_H
#define TEST_BENCH_BARE_H

#include <stdint.h>
#include <stdio.h>
#include <time.h>

#define BARE_PORT 38293
#define BARE_STEP UINT64_C(0x9e3779b1) /* odd: all of a power of two */

static const uint8_t bare_ping[16] = { 2, 0x0a, 0x10, 0, 'P', 'I', 'N', 'G',
	'B', 'D', 'C', 'V', 0, 0, 0, 0 };

static inline double
bare_now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The host part of the i-th address. */
static inline uint32_t
bare_host(uint64_t i, unsigned bits)
{
	return (uint32_t)(i * BARE_STEP & ((UINT64_C(1) << bits) - 1));
}

/* Say what was reached, as test/bench/measure does. */
static inline void
bare_print(uint64_t n_sent, uint64_t n_refused, double seconds)
{
	printf("sent=%llu refused=%llu seconds=%.4f pps=%.0f\n",
	    (unsigned long long)n_sent, (unsigned long long)n_refused, seconds,
	    (double)n_sent / seconds);
}

#endif
