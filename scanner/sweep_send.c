/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who is asked next, and asking.  sweep_send_probe() is the one place where
 * anything leaves for one address, and so the one place where excludes are
 * checked; what is asked of many at once is in sweep_local.c.
 */
#include "scanner/sweep_private.h"

/* Handshakes are given up before the kernel's second SYN, which leaves 1 s
 * after the first whatever TCP_SYNCNT says. */
#define SWEEP_CONNECT_US_MAX 950000u
/* Who has accepted is given this long to answer hello, whatever --timeout
 * says: only open ports wait, and an agent must not be lost by its delay. */
#define SWEEP_REPLY_US_MIN 1000000u

/* What is sent, to whom, and as whose question. */
struct sweep_question {
	struct addr addr;
	const struct probe *probe;
	uint16_t port;
	unsigned try;
	struct transport_ticket ticket;
};

/* Is it a tracker's, and neither an extra one nor to a beacon? */
static bool
sweep_is_of_stream(const struct sweep_question *question)
{
	return question->ticket.stream < SWEEP_ASKS_MAX;
}

static uint64_t
sweep_connect_timeout_us(const struct sweep_link *link, unsigned try)
{
	uint32_t timeout_us = sweep_link_timeout_us(link, try);

	if (link->timeout_ms != 0)
		return timeout_us; /* as told; resends are counted then */
	return timeout_us > SWEEP_CONNECT_US_MAX ? SWEEP_CONNECT_US_MAX
						 : timeout_us;
}

static uint64_t
sweep_reply_timeout_us(const struct sweep_link *link)
{
	uint32_t timeout_us = sweep_link_timeout_us(link, 0);

	return timeout_us < SWEEP_REPLY_US_MIN ? SWEEP_REPLY_US_MIN
					       : timeout_us;
}

/* A real connection. */
static bool
sweep_send_connect(struct sweep *sweep, struct sweep_link *link,
    const struct sweep_question *question, uint64_t now_ns)
{
	const struct transport_ticket *ticket = &question->ticket;
	/* A late answer of a beacon is more than none, and in the ledger. */
	uint64_t timeout_us =
	    ticket->stream == SWEEP_STREAM_BEACON
		? SWEEP_CONNECT_US_MAX
		: sweep_connect_timeout_us(link, question->try);
	struct transport_connect ask = {
		.ticket = question->ticket,
		.addr = question->addr,
		.port = question->port,
		.request = question->probe->request,
		.request_len = question->probe->request_len,
		.timeout_ns = 1000 * timeout_us,
		.reply_timeout_ns = 1000 * sweep_reply_timeout_us(link),
	};

	if (!sweep->transport->ops->connect(sweep->transport, &ask, now_ns))
		return false;
	if (sweep_is_of_stream(question) &&
	    sweep_transport_is_timed(sweep, NET_TCP))
		tracker_untimed_begin(link->tracker[ticket->phase],
		    ticket->stream);
	return true;
}

/* Its pong has come: hello is going to be said to it in any case. */
static bool
sweep_is_expected_open(const struct sweep_link *link,
    const struct sweep_question *question)
{
	return question->probe->request_len > 0 &&
	       tracker_is_marked(link->tracker[question->ticket.phase],
		   TRACKER_SERVER, question->ticket.target);
}

/* Half-open where that is possible and nothing is to be said yet. */
static bool
sweep_send_tcp(struct sweep *sweep, struct sweep_link *link,
    const struct sweep_question *question, uint64_t now_ns)
{
	const struct transport_ops *ops = sweep->transport->ops;
	const struct transport_ticket *ticket = &question->ticket;
	enum transport_syn_way way = TRANSPORT_SYN_CONNECT;

	if (ops->syn != NULL && sweep_is_of_stream(question) &&
	    !sweep_is_expected_open(link, question))
		way = ops->syn(sweep->transport, &question->addr,
		    question->port, now_ns);
	if (way == TRANSPORT_SYN_NO_ROOM ||
	    (way == TRANSPORT_SYN_CONNECT &&
		!sweep_send_connect(sweep, link, question, now_ns)))
		return false;
	sweep_pace_count(sweep, link, LEDGER_OUT, LEDGER_SYN,
	    question->addr.family, 0, now_ns);
	if (way == TRANSPORT_SYN_CONNECT) {
		sweep_pace_hold(sweep, link, question->probe, now_ns);
	} else {
		sweep_pace_hold_syn(sweep, link, now_ns);
		link->n_held[ticket->stream]++;
	}
	return true;
}

static bool
sweep_send_udp(struct sweep *sweep, struct sweep_link *link,
    const struct sweep_question *question, uint64_t now_ns)
{
	const struct probe *probe = question->probe;

	if (!sweep->transport->ops->send(sweep->transport, &question->addr,
		question->port, probe->request, probe->request_len))
		return false;
	sweep_pace_count(sweep, link, LEDGER_OUT, LEDGER_UDP,
	    question->addr.family, probe->request_len, now_ns);
	if (sweep_is_of_stream(question)) {
		sweep_pace_hold(sweep, link, probe, now_ns);
		link->n_held[question->ticket.stream]++;
	}
	return true;
}

/* Nothing is sent there: excluded, or another shard's. */
static bool
sweep_is_barred(const struct sweep *sweep, const struct addr *addr)
{
	return (sweep->config.excluded != NULL &&
		   rangeset_contains(sweep->config.excluded, addr)) ||
	       !shard_has(&sweep->shard, addr);
}

/*
 * Send, unless the address is barred.  False when the transport took it
 * not: then it must be put again.
 */
static bool
sweep_send_probe(struct sweep *sweep, struct sweep_link *link,
    const struct sweep_question *question, bool *was_excluded, uint64_t now_ns)
{
	bool was_sent;

	*was_excluded = sweep_is_barred(sweep, &question->addr);
	if (*was_excluded)
		return true;
	was_sent = question->probe->protocol == NET_UDP
		       ? sweep_send_udp(sweep, link, question, now_ns)
		       : sweep_send_tcp(sweep, link, question, now_ns);
	if (!was_sent)
		return false;
	sweep->n_sent++;
	ramp_sent(&link->ramp);
	pace_charge(&link->packets, 1, now_ns);
	pace_charge(&sweep->packets, 1, now_ns);
	return true;
}

bool
sweep_send_beacon(struct sweep *sweep, uint32_t link_no, uint64_t now_ns)
{
	struct sweep_link *link = &sweep->link[link_no];
	const struct sweep_beacon *beacon = &link->beacon;
	const struct sweep_question question = { beacon->addr, beacon->probe,
		beacon->port, 1,
		{ now_ns, link_no, SWEEP_STREAM_BEACON, (uint8_t)beacon->kind,
		    0 } };
	bool was_excluded;

	return sweep_send_probe(sweep, link, &question, &was_excluded,
		   now_ns) &&
	       !was_excluded;
}

/* Whether the transport takes one more question of that protocol. */
static bool
sweep_has_room(const struct sweep *sweep, enum net_protocol protocol)
{
	const struct transport *transport = sweep->transport;

	return protocol == NET_TCP ? transport->ops->connect_room(transport) > 0
				   : transport->ops->send_room(transport);
}

/* Put one question of the link's extra ones; false when there is none now. */
static bool
sweep_send_extra(struct sweep *sweep, uint32_t link_no, uint64_t now_ns,
    uint64_t *wake_ns)
{
	struct sweep_link *link = &sweep->link[link_no];
	size_t at = extra_next(link->extra, now_ns, wake_ns);
	const struct extra_ask *ask;
	struct sweep_question question;
	uint64_t timeout_us;
	bool was_excluded;

	if (at == EXTRA_NONE)
		return false;
	ask = extra_at(link->extra, at);
	if (!sweep_has_room(sweep, ask->probe->protocol))
		return false;
	question = (struct sweep_question){ ask->addr, ask->probe, ask->port,
		ask->tries,
		{ at, link_no, SWEEP_STREAM_EXTRA, ask->phase, ask->tries } };
	timeout_us = ask->probe->protocol == NET_UDP
			 ? sweep_link_timeout_us(link, ask->tries)
			 : sweep_connect_timeout_us(link, ask->tries) +
			       sweep_reply_timeout_us(link);
	if (!sweep_send_probe(sweep, link, &question, &was_excluded, now_ns))
		return false;
	extra_sent(link->extra, now_ns, now_ns + timeout_us * 1000);
	return true;
}

/* The stream of a tracker that has come least far and can go on. */
static int
sweep_send_choose(const struct sweep *sweep, const struct tracker *tracker,
    const bool *is_waiting)
{
	double least = 2.0;
	int chosen = -1;

	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		double share;

		if (is_waiting[i] || tracker_has_ended(tracker, i))
			continue;
		share = tracker_share_done(tracker, i);
		if (share < least) {
			least = share;
			chosen = (int)i;
		}
	}
	return chosen;
}

/* Put one question of a stream; false when it has none to put now. */
static bool
sweep_send_stream(struct sweep *sweep, uint32_t link_no, uint8_t phase,
    uint16_t stream, uint64_t now_ns, uint64_t *wake_ns)
{
	struct sweep_link *link = &sweep->link[link_no];
	struct tracker *tracker = link->tracker[phase];
	const struct sweep_ask *ask = &sweep->config.ask[stream];
	unsigned try = tracker_try(tracker, stream);
	uint64_t target;
	struct sweep_question question;
	bool was_excluded;

	*wake_ns = TRACKER_NEVER;
	if (!sweep_has_room(sweep, ask->probe->protocol))
		return false;
	target = tracker_next(tracker, stream, now_ns,
	    sweep_link_timeout_us(link, try), wake_ns);
	if (target == TRACKER_NONE)
		return false;
	try = tracker_try(tracker, stream);
	question = (struct sweep_question){ tracker_addr(tracker, target),
		ask->probe, ask->port, try,
		{ target, link_no, stream, phase, (uint8_t)try } };
	if (!sweep_send_probe(sweep, link, &question, &was_excluded, now_ns)) {
		/* Not lost: it is put again as an extra one. */
		if (!sweep_transport_is_timed(sweep, ask->probe->protocol))
			tracker_untimed_done(tracker, stream, target);
		sweep_follow_add(sweep, link, phase, target, ask->probe,
		    ask->port);
		return false;
	}
	if (was_excluded) {
		uint32_t rtt_us;

		(void)tracker_answer(tracker, stream, target, false, now_ns,
		    &rtt_us);
		if (!sweep_transport_is_timed(sweep, ask->probe->protocol))
			tracker_untimed_done(tracker, stream, target);
	}
	return true;
}

bool
sweep_send_link(struct sweep *sweep, uint32_t link_no, uint64_t now_ns,
    uint64_t *wake_ns)
{
	struct sweep_link *link = &sweep->link[link_no];
	uint64_t wake;

	*wake_ns = UINT64_MAX;
	if (sweep_beacon_light(sweep, link_no, now_ns))
		return true;
	if (sweep_send_extra(sweep, link_no, now_ns, &wake))
		return true;
	*wake_ns = wake;
	if (sweep_local_is_shouting(sweep))
		return false;
	for (uint8_t phase = 0; phase < SWEEP_N_PHASES; phase++) {
		bool is_waiting[SWEEP_ASKS_MAX] = { false };
		int stream;

		if (link->tracker[phase] == NULL)
			continue;
		while ((stream = sweep_send_choose(sweep, link->tracker[phase],
			    is_waiting)) >= 0) {
			if (sweep_send_stream(sweep, link_no, phase,
				(uint16_t)stream, now_ns, &wake))
				return true;
			if (wake < *wake_ns)
				*wake_ns = wake;
			is_waiting[stream] = true;
		}
	}
	return false;
}
