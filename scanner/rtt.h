/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The round-trip estimator of RFC 6298, in microseconds.  Pure.
 */
#ifndef SCANNER_RTT_H
#define SCANNER_RTT_H

#include <stdint.h>

#define RTT_RTO_FIRST_US   1000000u  /* RFC 6298 2.1 */
#define RTT_RTO_FLOOR_US   200000u   /* once answers have come: DESIGN 5 */
#define RTT_RTO_CEILING_US 60000000u /* RFC 6298 2.5 */

struct rtt {
	uint32_t srtt_us, rttvar_us; /* 0: no sample yet */
	uint32_t min_us;             /* the lowest sample; UINT32_MAX: none */
	uint64_t n_samples;
};

void rtt_init(struct rtt *rtt);

/* A sample from a first try only (Karn's rule: RFC 6298 section 3). */
void rtt_sample(struct rtt *rtt, uint32_t sample_us);

/* How long to wait for the answer to try number n (0: the first), doubled
 * for each earlier try. */
uint32_t rtt_timeout_us(const struct rtt *rtt, unsigned n);

#endif
