/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * When the next packet may leave.
 */
#include "scanner/pace.h"

#include "base/clock.h"

void
pace_init(struct pace *pace, uint64_t rate_per_s)
{
	pace->rate_per_s = rate_per_s;
	pace->free_ns = 0;
	pace->spare = 0;
}

void
pace_set_rate(struct pace *pace, uint64_t rate_per_s)
{
	pace->rate_per_s = rate_per_s;
}

uint64_t
pace_ready_ns(const struct pace *pace)
{
	return pace->rate_per_s == 0 ? 0 : pace->free_ns;
}

void
pace_charge(struct pace *pace, uint64_t units, uint64_t now_ns)
{
	uint64_t earliest = now_ns > PACE_SLACK_NS ? now_ns - PACE_SLACK_NS : 0;

	if (pace->rate_per_s == 0)
		return;
	if (units > UINT64_MAX / CLOCK_NS_PER_S)
		units = UINT64_MAX / CLOCK_NS_PER_S;
	if (pace->free_ns < earliest)
		pace->free_ns = earliest;
	pace->free_ns += units * CLOCK_NS_PER_S / pace->rate_per_s;
}

void
pace_hold(struct pace *pace, uint64_t units, uint64_t now_ns)
{
	uint64_t paid = units < pace->spare ? units : pace->spare;

	pace->spare -= paid;
	if (units > paid)
		pace_charge(pace, units - paid, now_ns);
}

void
pace_release(struct pace *pace, uint64_t units)
{
	uint64_t most = pace->rate_per_s * PACE_SPARE_S;

	pace->spare = units < most ? pace->spare + units : most;
	if (pace->spare > most)
		pace->spare = most;
}
