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

/* As many seconds' units as can be held at once and released later. */
#define PACE_SPARE_S 4

struct pace {
	uint64_t rate_per_s; /* units (bits or packets) a second; 0: no limit */
	uint64_t free_ns;    /* when the debt of what was sent is paid */
	uint64_t spare; /* units released: the next that are held are paid */
};

void pace_init(struct pace *pace, uint64_t rate_per_s);

/* From now on this rate; debt already made stays. */
void pace_set_rate(struct pace *pace, uint64_t rate_per_s);

/* The earliest time at which something may be sent; 0: at once. */
uint64_t pace_ready_ns(const struct pace *pace);

/* Something of that many units was sent at now_ns. */
void pace_charge(struct pace *pace, uint64_t units, uint64_t now_ns);

/*
 * Units that may still follow what was sent at now_ns are paid for at once,
 * so that they do not come on top; but first from those that were released.
 * What does follow is charged when it does.
 */
void pace_hold(struct pace *pace, uint64_t units, uint64_t now_ns);

/*
 * Units that were held have followed by now, or never will.  They serve for
 * later holds (PACE_SPARE_S of them at most): a release never brings packets
 * closer together than their own size allows.
 */
void pace_release(struct pace *pace, uint64_t units);

#endif
