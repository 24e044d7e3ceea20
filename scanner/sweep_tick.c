/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One turn of the sweep: send what may be sent, see whether it is over, and
 * say when to go on.
 */
#include <event2/event.h>

#include "base/clock.h"
#include "scanner/sweep_private.h"

enum {
	SWEEP_TICK_BUDGET = 512, /* probes, so that answers are read */
};

#define SWEEP_PENDING_NS UINT64_C(50000000)
#define SWEEP_METER_NS   UINT64_C(500000000)
#define SWEEP_REST_NS    UINT64_C(10000000) /* without a question */

void
sweep_tick_schedule(struct sweep *sweep, uint64_t at_ns)
{
	uint64_t now_ns = clock_now_ns(), left_us;
	struct timeval wait;

	if (sweep->has_finished)
		return;
	if (at_ns <= now_ns) {
		at_ns = now_ns;
		left_us = 0;
	} else {
		left_us = (at_ns - now_ns) / 1000 + 1;
	}
	if (sweep->tick_ns != 0 && sweep->tick_ns <= at_ns)
		return;
	sweep->tick_ns = at_ns;
	wait.tv_sec = (time_t)(left_us / CLOCK_US_PER_S);
	wait.tv_usec = (suseconds_t)(left_us % CLOCK_US_PER_S);
	(void)event_add(sweep->tick, &wait);
}

static void
sweep_tick_meter(struct sweep *sweep, uint64_t now_ns)
{
	if (sweep->meter_ns == 0)
		sweep->meter_ns = now_ns;
	if (now_ns - sweep->meter_ns < SWEEP_METER_NS)
		return;
	sweep->rate_pps = (double)(sweep->n_sent - sweep->meter_sent) * 1e9 /
			  (double)(now_ns - sweep->meter_ns);
	sweep->meter_ns = now_ns;
	sweep->meter_sent = sweep->n_sent;
}

/* All that can be sent now, within the budget; returns when to go on. */
static uint64_t
sweep_tick_round(struct sweep *sweep, uint64_t now_ns)
{
	unsigned budget = SWEEP_TICK_BUDGET;
	uint64_t next_ns = UINT64_MAX;
	size_t idle = 0;

	while (budget > 0 && idle < sweep->n_links) {
		uint32_t link_no = (uint32_t)(sweep->turn % sweep->n_links);
		struct sweep_link *link = &sweep->link[link_no];
		uint64_t wake_ns;

		sweep_pace_tick(sweep, link, now_ns);
		wake_ns = sweep_pace_ready_ns(sweep, link);
		if (wake_ns <= now_ns &&
		    sweep_send_link(sweep, link_no, now_ns, &wake_ns)) {
			budget--;
			idle = 0;
		} else {
			idle++;
			if (wake_ns < next_ns)
				next_ns = wake_ns;
		}
		sweep->turn = link_no + 1;
	}
	return budget == 0 ? now_ns : next_ns;
}

/* Look at follow-ups that wait; true when there are any. */
static bool
sweep_tick_pending(struct sweep *sweep, uint64_t now_ns)
{
	bool is_any = false;

	if (now_ns < sweep->pending_ns)
		return true;
	for (size_t i = 0; i < sweep->n_links; i++)
		if (sweep->link[i].n_pending > 0 && !sweep->link[i].is_closed)
			is_any |= sweep_follow_decide(sweep, &sweep->link[i]);
	sweep->pending_ns = is_any ? now_ns + SWEEP_PENDING_NS : 0;
	return is_any;
}

/* The state of the link that is least done. */
static enum sweep_link_state
sweep_tick_review(struct sweep *sweep)
{
	enum sweep_link_state all = SWEEP_LINK_DONE;

	for (size_t i = 0; i < sweep->n_links; i++) {
		enum sweep_link_state state =
		    sweep_link_review(&sweep->link[i]);

		if (state == SWEEP_LINK_AGAIN || all == SWEEP_LINK_DONE)
			all = state;
	}
	return all;
}

static bool
sweep_tick_is_lossy(const struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->n_links; i++)
		if (sweep->link[i].is_lossy)
			return true;
	return false;
}

/* Whether all of a phase has been asked, all tries, follow-ups too. */
static bool
sweep_tick_phase_has_ended(const struct sweep *sweep, int phase)
{
	for (size_t i = 0; i < sweep->n_links; i++)
		if (sweep->link[i].tracker[phase] != NULL &&
		    (!tracker_all_ended(sweep->link[i].tracker[phase]) ||
			extra_n_open_of(sweep->link[i].extra, (uint8_t)phase) >
			    0))
			return false;
	return true;
}

static void
sweep_tick_finish(struct sweep *sweep, bool is_complete)
{
	sweep->has_finished = true;
	(void)event_del(sweep->tick);
	sweep_names_end(sweep);
	sweep->callbacks.finished(is_complete,
	    sweep->is_broken ? &sweep->broken : NULL, sweep->arg);
}

static void
sweep_tick_sooner(uint64_t *next_ns, uint64_t at_ns)
{
	if (at_ns < *next_ns)
		*next_ns = at_ns;
}

/* Put what may be put now; returns when to go on. */
static uint64_t
sweep_tick_send(struct sweep *sweep, uint64_t now_ns)
{
	uint64_t next_ns;

	sweep_window_look(sweep, now_ns);
	next_ns = sweep_local_tick(sweep, now_ns);
	sweep_tick_sooner(&next_ns, sweep_tick_round(sweep, now_ns));
	sweep_tick_sooner(&next_ns, sweep_names_tick(sweep, now_ns));
	sweep->transport->ops->flush(sweep->transport);
	if (sweep_tick_pending(sweep, now_ns))
		sweep_tick_sooner(&next_ns, sweep->pending_ns);
	return next_ns;
}

static void
sweep_tick_tell_expected(struct sweep *sweep)
{
	if (sweep->has_told_expected || sweep_local_is_shouting(sweep) ||
	    !sweep_tick_phase_has_ended(sweep, SWEEP_EXPECTED))
		return;
	sweep->has_told_expected = true;
	if (sweep->callbacks.expected_done != NULL)
		sweep->callbacks.expected_done(sweep->arg);
}

/*
 * Whether all has been asked and awaited: the transport may still hold
 * answers, and names may be under way.  Else *next_ns is when to look again.
 */
static bool
sweep_tick_is_over(struct sweep *sweep, uint64_t now_ns, uint64_t *next_ns)
{
	const struct transport_ops *ops = sweep->transport->ops;
	enum sweep_link_state state = SWEEP_LINK_OPEN;

	/* Whoever is heard will have to be asked. */
	if (!sweep_local_is_shouting(sweep))
		state = sweep_tick_review(sweep);
	if (state == SWEEP_LINK_AGAIN)
		*next_ns = now_ns;
	if (state != SWEEP_LINK_DONE ||
	    ops->n_connecting(sweep->transport) > 0) {
		sweep->settle_ns = 0; /* an answer brought up a question */
		return false;
	}
	if (sweep->settle_ns == 0)
		sweep->settle_ns = now_ns + ops->settle_ns;
	if (now_ns < sweep->settle_ns) {
		sweep_tick_sooner(next_ns, sweep->settle_ns);
		return false;
	}
	if (!sweep_names_linger(sweep, now_ns))
		return true;
	sweep_tick_sooner(next_ns, sweep->linger_ns);
	return false;
}

/* Answers are awaited: the next look is soon, but the next question is not. */
static void
sweep_tick_rest(struct sweep *sweep, uint64_t now_ns)
{
	if (sweep->has_finished)
		return;
	if (sweep->rest_sent != sweep->n_sent) {
		sweep->rest_sent = sweep->n_sent;
		sweep->rest_ns = now_ns + SWEEP_REST_NS;
	}
	if (now_ns < sweep->rest_ns)
		sweep_tick_schedule(sweep, sweep->rest_ns);
	else if (sweep->callbacks.resting != NULL)
		sweep->callbacks.resting(sweep->arg);
}

void
sweep_tick(struct sweep *sweep, uint64_t now_ns)
{
	uint64_t next_ns;

	sweep_tick_meter(sweep, now_ns);
	if (sweep->is_broken ||
	    (sweep->is_stopping && now_ns >= sweep->stop_ns)) {
		sweep_tick_finish(sweep, false);
		return;
	}
	if (sweep->is_stopping) {
		sweep_tick_schedule(sweep, sweep->stop_ns);
		return;
	}
	next_ns = sweep_tick_send(sweep, now_ns);
	sweep_tick_tell_expected(sweep);
	if (sweep_tick_is_over(sweep, now_ns, &next_ns))
		sweep_tick_finish(sweep, !sweep_tick_is_lossy(sweep));
	else if (sweep_window_is_over(sweep, now_ns, &next_ns))
		sweep_tick_finish(sweep, false);
	/* Without a time, the end of a connection brings us back here. */
	else if (next_ns != UINT64_MAX)
		sweep_tick_schedule(sweep, next_ns);
	sweep_tick_rest(sweep, now_ns);
}
