/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * When the next packet may leave.  A token bucket kept as the time at which
 * it is empty of debt (the virtual scheduling form of the generic cell rate
 * algorithm, ITU-T I.371), so that packets are spaced evenly and no burst
 * builds up while nothing is sent.  Pure: time is an argument.
 */
#ifndef SCANNER_PACE_H
#define SCANNER_PACE_H

#include <stdint.h>

/*
 * How far a late timer may be caught up.  A slow link's spacing is larger
 * than this, so there it never means a second packet back to back; a fast
 * one may send this much at once.
 */
#define PACE_SLACK_NS UINT64_C(4000000)

struct pace {
	uint64_t rate_per_s; /* units (bits or packets) a second; 0: no limit */
	uint64_t free_ns;    /* when the debt of what was sent is paid */
};

void pace_init(struct pace *pace, uint64_t rate_per_s);

/* From now on this rate; debt already made stays. */
void pace_set_rate(struct pace *pace, uint64_t rate_per_s);

/* The earliest time at which something may be sent; 0: at once. */
uint64_t pace_ready_ns(const struct pace *pace);

/* Something of that many units was sent at now_ns. */
void pace_charge(struct pace *pace, uint64_t units, uint64_t now_ns);

#endif
