/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How much of our share of a line we take, so that others do not feel it: in
 * the manner of LEDBAT (RFC 6817), from the round trips of answers.  What a
 * round trip has more than the lowest ever seen is time spent in a queue;
 * near the target the rate stays, below it grows, above it falls.  Pure.
 */
#ifndef SCANNER_YIELD_H
#define SCANNER_YIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/net.h"

#define YIELD_TARGET_US      12000u
#define YIELD_LEAST_PERMILLE 40  /* of the share: enough to notice an end */
#define YIELD_QUIET_PERMILLE 100 /* when answers have stopped */
#define YIELD_N_PROTOCOLS    2
#define YIELD_N_SAMPLES      5

struct yield {
	uint32_t target_us;
	/* By protocol: a SYN and a ping differ in size.  UINT32_MAX: none. */
	uint32_t base_us[YIELD_N_PROTOCOLS];
	uint32_t least_us[YIELD_N_PROTOCOLS]; /* of this sweep only */
	uint32_t queue_us[YIELD_N_SAMPLES];   /* the newest, a ring */
	unsigned n_samples;
	uint64_t sample_ns; /* when the newest came; 0: none */
	double share;       /* 0 to 1 */
	uint64_t moved_ns;  /* when the share was last moved */
	uint64_t cut_ns;    /* when it was last cut */
	bool has_answers, is_quiet;
};

/*
 * probe_us: what one full probe takes on the line; two of them are the target
 * where that is longer.  base_us, by protocol: from earlier sweeps, 0: none.
 */
void yield_init(struct yield *yield, uint32_t probe_us,
    const uint32_t base_us[YIELD_N_PROTOCOLS]);

void yield_answer(struct yield *yield, enum net_protocol protocol,
    uint32_t rtt_us, uint64_t now_ns);

/* The same from a host whose own base is known. */
void yield_answer_over(struct yield *yield, uint32_t rtt_us, uint32_t base_us,
    uint64_t now_ns);

/*
 * Its answer has not come for waited_us: the queue is at least what that is
 * over its base.  Returns whether that is so much that it counts.
 */
bool yield_waiting(struct yield *yield, uint32_t waited_us, uint32_t base_us,
    uint64_t now_ns);

/* The queue as the newest samples have it; 0: not known. */
uint32_t yield_queue_us(const struct yield *yield, uint64_t now_ns);

/* A host that is known to be there did not answer in time. */
void yield_lost(struct yield *yield, uint64_t now_ns);

/* Answers that were due have stopped coming. */
void yield_quiet(struct yield *yield);

/* The share of our share that may be used from now on, 0 to 1. */
double yield_share(struct yield *yield, uint64_t now_ns);

/* Whether the newest sample speaks of a queue that is longer than wanted. */
bool yield_is_suspicious(const struct yield *yield);

/* How long ago something was learned; UINT64_MAX: never. */
uint64_t yield_age_ns(const struct yield *yield, uint64_t now_ns);

#endif
