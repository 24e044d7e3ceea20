/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Follow-ups: the port that a pong names, and what a probe's definition
 * wants asked after its answer.
 */
#include <string.h>

#include "base/mem.h"
#include "scanner/sweep_private.h"

/* The stream that asks this probe on that port, or -1. */
static int
sweep_follow_stream(const struct sweep *sweep, const char *probe, uint16_t port)
{
	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];

		if (strcmp(ask->probe->name, probe) == 0 &&
		    (port == 0 || ask->port == port))
			return (int)i;
	}
	return -1;
}

void
sweep_follow_add(struct sweep *sweep, struct sweep_link *link, uint8_t phase,
    uint64_t target, const struct probe *probe, uint16_t port)
{
	sweep_follow_go_on(sweep, link, phase, target, probe, port, 0);
}

void
sweep_follow_go_on(struct sweep *sweep, struct sweep_link *link, uint8_t phase,
    uint64_t target, const struct probe *probe, uint16_t port, uint8_t tries)
{
	struct extra_ask ask = {
		.addr = sweep_link_addr(sweep, link, phase, target),
		.probe = probe,
		.port = port,
		.phase = phase,
		.tries = tries,
		.target = target,
	};

	/* A reply may have named a port that no byte must reach. */
	if (probe_check_port(probe, port, NULL) == -1)
		return;
	(void)extra_add(link->extra, &ask);
	sweep_tick_schedule(sweep, 0);
}

static void
sweep_follow_wait(struct sweep_link *link, const struct sweep_pending *pending)
{
	link->pending = mem_grow(link->pending, &link->pending_cap,
	    link->n_pending + 1, sizeof(*link->pending));
	link->pending[link->n_pending++] = *pending;
}

void
sweep_follow_reply(struct sweep *sweep, uint32_t link_no, uint8_t phase,
    uint64_t target, const struct probe *probe, uint16_t tcp_port)
{
	struct sweep_link *link = &sweep->link[link_no];
	const struct probe *by_port =
	    probe_find(sweep->config.probes, SWEEP_PORT_PROBE);

	if (sweep->is_stopping)
		return;
	/*
	 * Who asked for pongs only gets no TCP; and a stranger names the port,
	 * so it may be one that must not be written to.
	 */
	if (by_port == NULL || tcp_port == 0 ||
	    probe_check_port(by_port, tcp_port, NULL) == -1 ||
	    sweep_follow_stream(sweep, SWEEP_PORT_PROBE, 0) < 0 ||
	    sweep_follow_stream(sweep, SWEEP_PORT_PROBE, tcp_port) >= 0)
		tcp_port = 0;
	if (tcp_port != 0)
		sweep_follow_add(sweep, link, phase, target, by_port, tcp_port);
	for (size_t i = 0; i < probe->n_follow_ups; i++) {
		const struct probe_follow_up *next = &probe->follow_up[i];
		const struct probe *asked =
		    probe_find(sweep->config.probes, next->probe);
		int stream;

		if (asked == NULL ||
		    sweep_follow_stream(sweep, next->probe, next->port) >= 0)
			continue;
		if (next->unless_answered == NULL) {
			sweep_follow_add(sweep, link, phase, target, asked,
			    next->port);
			continue;
		}
		stream = sweep_follow_stream(sweep, next->unless_answered, 0);
		if (stream < 0)
			continue; /* it was not asked, so nothing is missing */
		sweep_follow_wait(link,
		    &(struct sweep_pending){ target, next, (uint16_t)stream,
			tcp_port, phase });
	}
}

enum sweep_follow_answer {
	SWEEP_FOLLOW_WAIT,
	SWEEP_FOLLOW_ASK,
	SWEEP_FOLLOW_DROP,
};

/* What has become of an extra question; ASK where there is none. */
static enum sweep_follow_answer
sweep_follow_extra(const struct sweep_link *link, const struct addr *addr,
    const struct probe *probe, uint16_t port)
{
	size_t at = extra_find(link->extra, addr, probe, port);

	if (at == EXTRA_NONE)
		return SWEEP_FOLLOW_ASK;
	if (!extra_is_settled(link->extra, at))
		return SWEEP_FOLLOW_WAIT;
	return extra_at(link->extra, at)->was_served ? SWEEP_FOLLOW_DROP
						     : SWEEP_FOLLOW_ASK;
}

/* What has become of the stream's question; ASK where there is none. */
static enum sweep_follow_answer
sweep_follow_stream_of(const struct sweep_link *link,
    const struct sweep_pending *pending)
{
	const struct tracker *tracker;

	if (pending->phase == SWEEP_HEARD)
		return SWEEP_FOLLOW_ASK;
	tracker = link->tracker[pending->phase];
	if (tracker_was_served(tracker, pending->stream, pending->target))
		return SWEEP_FOLLOW_DROP;
	return tracker_has_answered(tracker, pending->stream,
		   pending->target) ||
		       tracker_has_ended(tracker, pending->stream)
		   ? SWEEP_FOLLOW_ASK
		   : SWEEP_FOLLOW_WAIT;
}

static enum sweep_follow_answer
sweep_follow_judge(const struct sweep *sweep, const struct sweep_link *link,
    const struct sweep_pending *pending)
{
	const struct sweep_ask *ask = &sweep->config.ask[pending->stream];
	const struct probe *by_port;
	struct addr addr;
	enum sweep_follow_answer answer = sweep_follow_stream_of(link, pending);

	if (answer != SWEEP_FOLLOW_ASK)
		return answer;
	addr = sweep_link_addr(sweep, link, pending->phase, pending->target);
	/* Who was heard has extra questions only; and after a half-open
	 * answer the hello is one. */
	answer = sweep_follow_extra(link, &addr, ask->probe, ask->port);
	if (answer != SWEEP_FOLLOW_ASK || pending->tcp_port == 0)
		return answer;
	/* Looked up here alone: most of those who wait named no port. */
	by_port = probe_find(sweep->config.probes, SWEEP_PORT_PROBE);
	if (by_port == NULL)
		return answer;
	return sweep_follow_extra(link, &addr, by_port, pending->tcp_port);
}

bool
sweep_follow_decide(struct sweep *sweep, struct sweep_link *link)
{
	size_t kept = 0;

	for (size_t i = 0; i < link->n_pending; i++) {
		struct sweep_pending pending = link->pending[i];
		const struct probe *probe;

		switch (sweep_follow_judge(sweep, link, &pending)) {
		case SWEEP_FOLLOW_WAIT:
			link->pending[kept++] = pending;
			break;
		case SWEEP_FOLLOW_ASK:
			probe = probe_find(sweep->config.probes,
			    pending.follow_up->probe);
			sweep_follow_add(sweep, link, pending.phase,
			    pending.target, probe, pending.follow_up->port);
			break;
		case SWEEP_FOLLOW_DROP:
			break;
		}
	}
	link->n_pending = kept;
	return kept > 0;
}
