/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How fast a link may be asked when nobody has said.
 */
#include "scanner/ramp.h"

#include <string.h>

void
ramp_init(struct ramp *ramp, bool is_fast, uint64_t last_pps)
{
	memset(ramp, 0, sizeof(*ramp));
	ramp->is_fast = is_fast;
	ramp->rate_pps = is_fast ? RAMP_FAST_FIRST_PPS : RAMP_FIRST_PPS;
	ramp->last_pps = last_pps == 0 ? RAMP_LAST_PPS : last_pps;
	ramp->interval_ns = is_fast ? RAMP_FAST_INTERVAL_NS : RAMP_INTERVAL_NS;
	if (ramp->rate_pps > ramp->last_pps)
		ramp->rate_pps = ramp->last_pps;
}

void
ramp_set_silence(struct ramp *ramp, uint64_t silence_ns)
{
	ramp->silence_ns = silence_ns;
}

void
ramp_sent(struct ramp *ramp)
{
	ramp->n_sent++;
}

static void
ramp_end_run(struct ramp *ramp)
{
	if (ramp->n_run == 0)
		return;
	ramp->min_sum_us += ramp->run_min_us;
	ramp->n_mins++;
	ramp->n_run = 0;
}

void
ramp_answer(struct ramp *ramp, uint32_t rtt_us)
{
	ramp->n_answers++;
	ramp->has_answers = true;
	if (rtt_us == UINT32_MAX)
		return;
	if (ramp->n_run == 0 || rtt_us < ramp->run_min_us)
		ramp->run_min_us = rtt_us;
	if (++ramp->n_run == RAMP_RUN_ANSWERS)
		ramp_end_run(ramp);
}

void
ramp_pressed(struct ramp *ramp)
{
	ramp->was_pressed = true;
}

void
ramp_cap(struct ramp *ramp, uint64_t last_pps)
{
	ramp->last_pps = last_pps < RAMP_FIRST_PPS ? RAMP_FIRST_PPS : last_pps;
	if (ramp->rate_pps > ramp->last_pps)
		ramp->rate_pps = ramp->last_pps;
}

/*
 * A queue that fills somewhere shows in every round trip, also in the lowest
 * of each run; what a busy machine adds does not.  A few milliseconds are
 * allowed for.
 */
static bool
ramp_rtt_has_risen(struct ramp *ramp)
{
	uint32_t mean;

	ramp_end_run(ramp);
	if (ramp->n_mins == 0)
		return false;
	mean = (uint32_t)(ramp->min_sum_us / ramp->n_mins);
	if (ramp->base_rtt_us == 0 || mean < ramp->base_rtt_us)
		ramp->base_rtt_us = mean == 0 ? 1 : mean;
	return mean > 2 * ramp->base_rtt_us + 10000;
}

/* Answers lost on the way show as fewer answers for as many probes. */
static bool
ramp_yield_has_fallen(struct ramp *ramp)
{
	uint64_t yield, before = ramp->yield_permille;

	if (ramp->n_sent < 50)
		return false;
	yield = ramp->n_answers * 1000 / ramp->n_sent;
	ramp->yield_permille = yield;
	if (!ramp->has_yield) {
		ramp->has_yield = true;
		return false;
	}
	return yield < before / 2;
}

/* Whether answers, or their lack, allow more than until now. */
static bool
ramp_may_rise(const struct ramp *ramp, uint64_t now_ns)
{
	if (ramp->rate_pps < RAMP_KNEE_PPS || ramp->n_answers > 0)
		return true;
	return ramp->is_fast && !ramp->has_answers && ramp->silence_ns != 0 &&
	       now_ns - ramp->begin_ns >= ramp->silence_ns;
}

static void
ramp_next_rate(struct ramp *ramp, uint64_t now_ns)
{
	bool rtt_has_risen = ramp_rtt_has_risen(ramp);
	bool yield_has_fallen = ramp_yield_has_fallen(ramp);
	uint64_t next = ramp->rate_pps;

	if (ramp->was_pressed || rtt_has_risen)
		next = ramp->rate_pps / 2;
	else if (yield_has_fallen)
		next = ramp->rate_pps - ramp->rate_pps / 4;
	/* A rate that was not used has proved nothing. */
	else if (ramp->n_sent * 2 * UINT64_C(1000000000) >=
		     ramp->rate_pps * ramp->interval_ns &&
		 ramp_may_rise(ramp, now_ns))
		next = ramp->rate_pps < RAMP_KNEE_PPS &&
			       ramp->rate_pps * 2 > RAMP_KNEE_PPS &&
			       ramp->n_answers == 0
			   ? RAMP_KNEE_PPS
			   : ramp->rate_pps * 2;
	if (next < RAMP_FIRST_PPS)
		next = RAMP_FIRST_PPS;
	ramp->rate_pps = next > ramp->last_pps ? ramp->last_pps : next;
}

bool
ramp_tick(struct ramp *ramp, uint64_t now_ns)
{
	uint64_t before = ramp->rate_pps;

	if (ramp->since_ns == 0) {
		ramp->since_ns = ramp->begin_ns = now_ns;
		return false;
	}
	if (now_ns - ramp->since_ns < ramp->interval_ns)
		return false;
	ramp_next_rate(ramp, now_ns);
	ramp->since_ns = now_ns;
	ramp->n_sent = ramp->n_answers = 0;
	ramp->min_sum_us = ramp->n_mins = 0;
	ramp->was_pressed = false;
	return ramp->rate_pps != before;
}
