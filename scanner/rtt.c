/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The round-trip estimator of RFC 6298.
 */
#include "scanner/rtt.h"

void
rtt_init(struct rtt *rtt)
{
	*rtt = (struct rtt){ 0, 0, UINT32_MAX, 0 };
}

void
rtt_sample(struct rtt *rtt, uint32_t sample_us)
{
	uint32_t delta;

	if (sample_us < rtt->min_us)
		rtt->min_us = sample_us;
	if (rtt->n_samples++ == 0) {
		rtt->srtt_us = sample_us;
		rtt->rttvar_us = sample_us / 2;
		return;
	}
	delta = rtt->srtt_us > sample_us ? rtt->srtt_us - sample_us
					 : sample_us - rtt->srtt_us;
	/* beta 1/4, alpha 1/8: RFC 6298 2.3 */
	rtt->rttvar_us = (uint32_t)(((uint64_t)rtt->rttvar_us * 3 + delta) / 4);
	rtt->srtt_us = (uint32_t)(((uint64_t)rtt->srtt_us * 7 + sample_us) / 8);
}

uint32_t
rtt_timeout_us(const struct rtt *rtt, unsigned n)
{
	uint64_t rto = RTT_RTO_FIRST_US;

	if (rtt->n_samples > 0) {
		rto = rtt->srtt_us + 4 * (uint64_t)rtt->rttvar_us;
		if (rto < RTT_RTO_FLOOR_US)
			rto = RTT_RTO_FLOOR_US;
	}
	rto <<= n > 8 ? 8 : n;
	return rto > RTT_RTO_CEILING_US ? RTT_RTO_CEILING_US : (uint32_t)rto;
}
