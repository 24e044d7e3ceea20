/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What became of connections: what they took on the wire, and what was said.
 */
#include "scanner/sweep_private.h"

/* n segments in one direction, the first of them with payload. */
static void
sweep_tcp_count_segments(struct sweep *sweep, struct sweep_link *link,
    enum ledger_direction direction, unsigned n, unsigned family,
    size_t payload, uint64_t now_ns)
{
	for (unsigned i = 0; i < n; i++)
		sweep_pace_count(sweep, link, direction, LEDGER_TCP, family,
		    i == 0 ? payload : 0, now_ns);
}

/* What one TCP question took on the wire beyond its SYN. */
static void
sweep_tcp_count(struct sweep *sweep, struct sweep_link *link,
    const struct transport_tcp *end, size_t request_len, uint64_t now_ns)
{
	unsigned family = end->addr.family, n_syns = 1 + end->n_resent;

	for (unsigned i = 1; i < n_syns; i++)
		sweep_pace_count(sweep, link, LEDGER_OUT, LEDGER_SYN, family, 0,
		    now_ns);
	if (end->icmp_type >= 0) {
		sweep_pace_count(sweep, link, LEDGER_IN, LEDGER_ICMP_ERROR,
		    family, 0, now_ns);
	} else if (end->fault == FAULT_REFUSED) {
		sweep_pace_count(sweep, link, LEDGER_IN, LEDGER_RST, family, 0,
		    now_ns);
	} else if (end->fault == FAULT_NONE) {
		unsigned out = end->n_segments_out + end->is_reset_due;

		sweep_pace_count(sweep, link, LEDGER_IN, LEDGER_SYN, family, 0,
		    now_ns);
		if (end->n_segments_in > 1)
			sweep_tcp_count_segments(sweep, link, LEDGER_IN,
			    end->n_segments_in - 1, family, end->len, now_ns);
		if (out > n_syns)
			sweep_tcp_count_segments(sweep, link, LEDGER_OUT,
			    out - n_syns, family,
			    end->has_sent ? request_len : 0, now_ns);
	}
}

/* As many answers that nobody awaited any more, and the RSTs for them. */
static void
sweep_tcp_count_late(struct sweep_link *link, unsigned n, bool is_open,
    unsigned family)
{
	ledger_count_unseen(&link->ledger, LEDGER_IN, n,
	    n * ledger_size(&link->ledger, is_open ? LEDGER_SYN : LEDGER_RST,
		    family, 0));
	if (is_open)
		ledger_count_unseen(&link->ledger, LEDGER_OUT, n,
		    n * ledger_size(&link->ledger, LEDGER_RST, family, 0));
}

/*
 * Who answers a later try may have answered those before too late: no socket
 * saw that, nor the RST that an acceptance draws then.  Nor does any see the
 * peer's end of a connection that we ended first, and the RST that it draws.
 */
static void
sweep_tcp_count_unseen(struct sweep_link *link, const struct transport_tcp *end)
{
	bool is_open = end->fault == FAULT_NONE;

	if (end->is_end_due) {
		ledger_count_unseen(&link->ledger, LEDGER_IN, 1,
		    ledger_size(&link->ledger, LEDGER_TCP, end->addr.family,
			0));
		ledger_count_unseen(&link->ledger, LEDGER_OUT, 1,
		    ledger_size(&link->ledger, LEDGER_RST, end->addr.family,
			0));
	}
	if (is_open || end->fault == FAULT_REFUSED)
		sweep_tcp_count_late(link, end->ticket.try, is_open,
		    end->addr.family);
}

/* One to a beacon: of the line only, and of no target. */
static void
sweep_tcp_take_beacon(struct sweep *sweep, const struct transport_tcp *end,
    uint64_t now_ns)
{
	struct sweep_link *link = &sweep->link[end->ticket.link];

	sweep_pace_release(sweep, link, &sweep_beacon_connect, 1);
	sweep_tcp_count(sweep, link, end, 0, now_ns);
	sweep_tcp_count_unseen(link, end);
	/* It is known to be there, and may answer yet. */
	if (end->fault == FAULT_TIMEOUT)
		sweep_tcp_count_late(link, 1,
		    end->ticket.phase == SWEEP_BEACON_ACCEPTS,
		    end->addr.family);
	if (end->fault == FAULT_SLOW_DOWN || end->fault == FAULT_OURS)
		sweep->hold_ns = now_ns + SWEEP_HOLD_NS;
	sweep_beacon_end(sweep, end, now_ns);
}

/*
 * Accepted: with words, or without.  When nothing came, hello or its answer
 * may have been lost, so it is said as often as any question is put.
 */
static void
sweep_tcp_accepted(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const struct transport_tcp *end,
    uint64_t now_ns)
{
	uint32_t rtt_us = end->ticket.try == 0 ? end->rtt_us : UINT32_MAX;

	if (end->len > 0)
		sweep_take_reply(sweep, place, match, end->data, end->len,
		    rtt_us, now_ns);
	else if (end->is_mute && match->stream < 0)
		sweep_tell_open(sweep, place, match, rtt_us);
	else if (sweep_take_open(sweep, place, match, rtt_us, now_ns) &&
		 end->is_mute && !sweep->is_stopping)
		sweep_follow_go_on(sweep, place->link, place->phase,
		    place->target, match->probe, match->port, 1);
}

/* This question could not be put: it is an extra one from now on. */
static void
sweep_tcp_ask_again(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const struct addr *addr)
{
	size_t at =
	    extra_find(place->link->extra, addr, match->probe, match->port);

	if (at != EXTRA_NONE)
		extra_again(place->link->extra, at);
	else
		sweep_follow_add(sweep, place->link, place->phase,
		    place->target, match->probe, match->port);
}

static void
sweep_tcp_take_question(struct sweep *sweep, const struct transport_tcp *end,
    uint64_t now_ns)
{
	const struct transport_ticket *ticket = &end->ticket;
	struct sweep_place place = {
		.link = &sweep->link[ticket->link],
		.link_no = ticket->link,
		.phase = ticket->phase,
		.target = ticket->target,
	};
	struct sweep_match match = { .stream = ticket->stream };

	place.tracker = ticket->phase == SWEEP_HEARD
			    ? NULL
			    : place.link->tracker[ticket->phase];
	place.addr = end->addr;
	if (ticket->stream == SWEEP_STREAM_EXTRA) {
		const struct extra_ask *ask =
		    extra_at(place.link->extra, (size_t)ticket->target);

		match.stream = -1;
		match.extra = (size_t)ticket->target;
		match.probe = ask->probe;
		place.target = ask->target;
	} else {
		match.probe = sweep->config.ask[ticket->stream].probe;
		tracker_untimed_done(place.tracker, ticket->stream,
		    ticket->target);
	}
	match.port = end->port;
	sweep_pace_release(sweep, place.link, match.probe, 1);
	sweep_tcp_count(sweep, place.link, end, match.probe->request_len,
	    now_ns);
	sweep_tcp_count_unseen(place.link, end);
	switch (end->fault) {
	case FAULT_NONE:
		sweep_tcp_accepted(sweep, &place, &match, end, now_ns);
		break;
	case FAULT_REFUSED:
	case FAULT_PROHIBITED:
	case FAULT_UNREACHABLE:
		sweep_take_fault(sweep, &place, &match,
		    &(struct sweep_fault){ end->fault, end->from,
			end->icmp_type, end->icmp_code, end->sys_errno,
			ticket->try == 0 ? end->rtt_us : UINT32_MAX },
		    now_ns);
		break;
	case FAULT_TIMEOUT:
		if (sweep_trouble_was_near(sweep, now_ns))
			sweep_tcp_ask_again(sweep, &place, &match, &end->addr);
		break;
	case FAULT_SLOW_DOWN:
	case FAULT_OURS:
		/* Never taken as silence: ask again, slower. */
		sweep->hold_ns = now_ns + SWEEP_HOLD_NS;
		sweep_tcp_ask_again(sweep, &place, &match, &end->addr);
		break;
	}
}

void
sweep_tcp_take(const struct transport_tcp *end, uint64_t now_ns, void *arg)
{
	struct sweep *sweep = arg;

	if (end->ticket.stream == SWEEP_STREAM_BEACON)
		sweep_tcp_take_beacon(sweep, end, now_ns);
	else
		sweep_tcp_take_question(sweep, end, now_ns);
	sweep_tick_schedule(sweep, 0);
}
