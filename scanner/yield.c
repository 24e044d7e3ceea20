/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How much of our share of a line we take.
 */
#include "scanner/yield.h"

#include <string.h>

#define YIELD_STEP_NS UINT64_C(100000000)
#define YIELD_KEEP_NS UINT64_C(5000000000) /* older samples say nothing */
/* From nothing to all of the share, and back where the queue is at twice
 * the target, in this time; beyond that it is cut. */
#define YIELD_UP_NS   2e9
#define YIELD_DOWN_NS 1e9
/* A queue of so many targets is not ours: get out of the way at once. */
#define YIELD_FOREIGN 3

void
yield_init(struct yield *yield, uint32_t probe_us,
    const uint32_t base_us[YIELD_N_PROTOCOLS])
{
	memset(yield, 0, sizeof(*yield));
	yield->target_us = YIELD_TARGET_US;
	if (probe_us > YIELD_TARGET_US / 2)
		yield->target_us =
		    probe_us > UINT32_MAX / 2 ? UINT32_MAX : 2 * probe_us;
	for (int i = 0; i < YIELD_N_PROTOCOLS; i++) {
		yield->base_us[i] = base_us[i] == 0 ? UINT32_MAX : base_us[i];
		yield->least_us[i] = UINT32_MAX;
	}
	yield->share = 1;
}

static void
yield_cut(struct yield *yield, double factor, uint64_t now_ns)
{
	yield->share *= factor;
	yield->cut_ns = now_ns;
}

static void
yield_sample(struct yield *yield, uint32_t queue_us, uint64_t now_ns)
{
	yield->queue_us[yield->n_samples++ % YIELD_N_SAMPLES] = queue_us;
	yield->sample_ns = now_ns;
}

void
yield_answer(struct yield *yield, enum net_protocol protocol, uint32_t rtt_us,
    uint64_t now_ns)
{
	if (rtt_us < yield->least_us[protocol])
		yield->least_us[protocol] = rtt_us;
	if (rtt_us < yield->base_us[protocol])
		yield->base_us[protocol] = rtt_us;
	yield_sample(yield, rtt_us - yield->base_us[protocol], now_ns);
	yield->has_answers = true;
	yield->is_quiet = false;
}

void
yield_answer_over(struct yield *yield, uint32_t rtt_us, uint32_t base_us,
    uint64_t now_ns)
{
	yield_sample(yield, rtt_us > base_us ? rtt_us - base_us : 0, now_ns);
	yield->is_quiet = false;
}

bool
yield_waiting(struct yield *yield, uint32_t waited_us, uint32_t base_us,
    uint64_t now_ns)
{
	if (waited_us < base_us ||
	    waited_us - base_us < YIELD_FOREIGN * yield->target_us)
		return false;
	yield_sample(yield, waited_us - base_us, now_ns);
	return true;
}

/*
 * The least of the newest samples, as RFC 6817's filter does, since hosts add
 * delays of their own.  UINT32_MAX: not known; a few samples are enough to
 * say that the queue is short, not that it is long.
 */
static uint32_t
yield_least_queue_us(const struct yield *yield, uint64_t now_ns)
{
	unsigned n = yield->n_samples < YIELD_N_SAMPLES ? yield->n_samples
							: YIELD_N_SAMPLES;
	uint32_t least = UINT32_MAX;

	if (n == 0 || now_ns - yield->sample_ns > YIELD_KEEP_NS)
		return UINT32_MAX;
	for (unsigned i = 0; i < n; i++)
		if (yield->queue_us[i] < least)
			least = yield->queue_us[i];
	return n < YIELD_N_SAMPLES && least > yield->target_us ? UINT32_MAX
							       : least;
}

uint32_t
yield_queue_us(const struct yield *yield, uint64_t now_ns)
{
	uint32_t queue_us = yield_least_queue_us(yield, now_ns);

	return queue_us == UINT32_MAX ? 0 : queue_us;
}

/* A cut shows only after a round trip: not twice for one queue. */
static bool
yield_may_cut(const struct yield *yield, uint32_t queue_us, uint64_t now_ns)
{
	uint64_t wait_ns = (uint64_t)queue_us * 1000;

	if (wait_ns < 2 * YIELD_STEP_NS)
		wait_ns = 2 * YIELD_STEP_NS;
	return yield->cut_ns == 0 || now_ns - yield->cut_ns >= wait_ns;
}

void
yield_lost(struct yield *yield, uint64_t now_ns)
{
	if (yield_may_cut(yield, 0, now_ns))
		yield_cut(yield, 0.5, now_ns);
}

void
yield_quiet(struct yield *yield)
{
	yield->is_quiet = yield->has_answers;
}

static void
yield_move(struct yield *yield, uint64_t now_ns)
{
	uint32_t queue_us = yield_least_queue_us(yield, now_ns);
	double passed_ns = (double)(now_ns - yield->moved_ns), off;

	if (queue_us == UINT32_MAX)
		return;
	off = ((double)yield->target_us - queue_us) / yield->target_us;
	if (off >= 0)
		yield->share += off * passed_ns / YIELD_UP_NS;
	else if (off > 1 - YIELD_FOREIGN)
		yield->share += off * passed_ns / YIELD_DOWN_NS;
	else if (yield_may_cut(yield, queue_us, now_ns))
		yield_cut(yield, 0.2, now_ns);
}

double
yield_share(struct yield *yield, uint64_t now_ns)
{
	const double least = YIELD_LEAST_PERMILLE / 1e3;
	const double quiet = YIELD_QUIET_PERMILLE / 1e3;

	if (yield->moved_ns == 0)
		yield->moved_ns = now_ns;
	if (now_ns - yield->moved_ns >= YIELD_STEP_NS) {
		yield_move(yield, now_ns);
		yield->moved_ns = now_ns;
	}
	if (yield->share > 1)
		yield->share = 1;
	if (yield->share < least)
		yield->share = least;
	if (yield->is_quiet && yield->share > quiet)
		yield->share = quiet;
	return yield->share;
}

bool
yield_is_suspicious(const struct yield *yield)
{
	return yield->n_samples > 0 &&
	       yield->queue_us[(yield->n_samples - 1) % YIELD_N_SAMPLES] >
		   yield->target_us;
}

uint64_t
yield_age_ns(const struct yield *yield, uint64_t now_ns)
{
	return yield->sample_ns == 0 ? UINT64_MAX : now_ns - yield->sample_ns;
}
