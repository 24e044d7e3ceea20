/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the transport has to say about this machine: queues that are full,
 * answers that were lost, room again, and the end.
 */
#include "base/clock.h"
#include "base/log.h"
#include "scanner/sweep_private.h"

/* Longer than a handshake is awaited, which is less than the kernel needs to
 * send a SYN again. */
#define SWEEP_TROUBLE_NEAR_NS UINT64_C(1000000000)

static void
sweep_trouble_press(struct sweep *sweep)
{
	sweep->pressed_ns = clock_now_ns();
	sweep->hold_ns = sweep->pressed_ns + SWEEP_HOLD_NS;
	for (size_t i = 0; i < sweep->n_links; i++)
		ramp_pressed(&sweep->link[i].ramp);
}

void
sweep_trouble_pressure(uint64_t n, void *arg)
{
	log_debug("sweep", "a queue overflowed: %llu packets",
	    (unsigned long long)n);
	sweep_trouble_press(arg);
}

bool
sweep_trouble_was_near(const struct sweep *sweep, uint64_t now_ns)
{
	return sweep->pressed_ns != 0 &&
	       now_ns < sweep->pressed_ns + SWEEP_TROUBLE_NEAR_NS;
}

void
sweep_trouble_lost(uint64_t n, void *arg)
{
	struct sweep *sweep = arg;

	log_info("sweep",
	    "%llu answers found no place on this machine: the silent are "
	    "asked again, slower",
	    (unsigned long long)n);
	sweep_trouble_press(sweep);
	for (size_t i = 0; i < sweep->n_links; i++) {
		sweep->link[i].was_overrun = true;
		sweep->link[i].is_done = false;
	}
	sweep_tick_schedule(sweep, 0);
}

void
sweep_trouble_room(void *arg)
{
	sweep_tick_schedule(arg, 0);
}

void
sweep_trouble_broken(const struct err *err, void *arg)
{
	struct sweep *sweep = arg;

	if (!sweep->is_broken)
		sweep->broken = *err;
	sweep->is_broken = true;
	sweep_tick_schedule(sweep, 0);
}
