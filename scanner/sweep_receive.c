/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What came back: matched to its question, turned into observations.
 */
#include <string.h>

#include "base/clock.h"
#include "scanner/sweep_private.h"

bool
sweep_place_of(struct sweep *sweep, const struct addr *addr,
    struct sweep_place *place)
{
	if (!sweep_link_find(sweep, addr, &place->link_no, &place->phase,
		&place->target))
		return sweep_local_find(sweep, addr, place);
	place->addr = *addr;
	place->link = &sweep->link[place->link_no];
	place->tracker = place->link->tracker[place->phase];
	return true;
}

/*
 * Note the answer with tracker or extra.  Returns whether it is worth
 * telling: the first one, or the first that serves.
 */
static bool
sweep_note_answer(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, bool is_served, uint64_t now_ns,
    uint32_t *rtt_us)
{
	bool had_served, is_news;

	(void)sweep;
	if (match->stream >= 0) {
		size_t stream = (size_t)match->stream;

		had_served =
		    tracker_was_served(place->tracker, stream, place->target);
		is_news = tracker_answer(place->tracker, stream, place->target,
		    is_served, now_ns, rtt_us);
	} else {
		had_served =
		    extra_at(place->link->extra, match->extra)->was_served;
		is_news = extra_answer(place->link->extra, match->extra,
		    is_served, now_ns, rtt_us);
	}
	return is_news || (is_served && !had_served);
}

static unsigned
sweep_tries_of(const struct sweep_place *place, const struct sweep_match *match)
{
	unsigned tries;

	if (match->stream < 0)
		return extra_at(place->link->extra, match->extra)->tries;
	tries =
	    tracker_tries(place->tracker, (size_t)match->stream, place->target);
	/* It answered a question that was put to many at once. */
	return tries == 0 ? 1 : tries;
}

static void
sweep_observation_init(struct observation *seen,
    const struct sweep_place *place, const struct sweep_match *match,
    enum observation_kind kind)
{
	memset(seen, 0, sizeof(*seen));
	seen->addr = place->addr;
	seen->probe = match->probe->name;
	seen->protocol = match->probe->protocol;
	seen->port = match->port;
	seen->kind = kind;
	seen->time_us = clock_now_wall_us();
	seen->rtt_us = OBSERVATION_NO_RTT;
	seen->icmp_type = seen->icmp_code = -1;
	seen->tries = sweep_tries_of(place, match);
}

/* An answer is also news of the link: how far, and how much it loses. */
static void
sweep_take_rtt(const struct sweep_place *place, const struct sweep_match *match,
    uint32_t rtt_us, uint64_t now_ns)
{
	unsigned tries = sweep_tries_of(place, match);
	struct sweep_link *link = place->link;

	sweep_pace_answer(link, match->probe->protocol, rtt_us, now_ns);
	if (match->stream < 0)
		link->loss.n_further++;
	if (match->stream < 0 || tracker_tries(place->tracker,
				     (size_t)match->stream, place->target) == 0)
		return;
	loss_answer(&link->loss, tries - 1,
	    !tracker_is_marked(place->tracker, TRACKER_SEEN, place->target));
}

static void
sweep_tell(struct sweep *sweep, const struct sweep_place *place,
    const struct observation *seen)
{
	sweep_count_host(sweep, place, seen);
	sweep->callbacks.observed(seen, sweep->arg);
}

void
sweep_take_reply(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const uint8_t *data, size_t len,
    uint32_t rtt_us, uint64_t now_ns)
{
	struct probe_match found;
	struct observation seen;
	uint32_t tracked_us;
	bool is_matched = probe_match(match->probe, data, len, &found);
	bool is_served = is_matched && found.role >= OBSERVATION_ROLE_CLIENT;
	bool is_news = sweep_note_answer(sweep, place, match, is_served, now_ns,
	    &tracked_us);

	if (!is_news)
		goto out;
	if (rtt_us == UINT32_MAX)
		rtt_us = tracked_us;
	sweep_take_rtt(place, match, rtt_us, now_ns);
	sweep_observation_init(&seen, place, match, OBSERVATION_REPLY);
	seen.role = found.role;
	seen.rtt_us = rtt_us;
	seen.match = found.pattern;
	seen.name = found.name;
	memcpy(seen.field, found.field,
	    found.n_fields * sizeof(found.field[0]));
	seen.n_fields = found.n_fields;
	seen.raw = data;
	seen.raw_len = len;
	sweep_beacon_choose(place, match,
	    seen.protocol == NET_UDP ? SWEEP_BEACON_PONGS
				     : SWEEP_BEACON_ACCEPTS,
	    rtt_us, now_ns);
	sweep_tell(sweep, place, &seen);
	if (is_matched)
		sweep_follow_reply(sweep, place->link_no, place->phase,
		    place->target, match->probe, found.tcp_port);
	if (place->phase == SWEEP_HEARD)
		sweep_local_greet(sweep, place);
out:
	probe_match_fini(&found);
}

/*
 * The UDP question that an answer from port is for.  One from another port
 * than was asked counts only when its content matches.
 */
static bool
sweep_match_udp(const struct sweep *sweep, const struct sweep_place *place,
    const struct transport_datagram *in, struct sweep_match *match)
{
	bool has_port = false;

	match->extra = extra_find_udp(place->link->extra, &in->addr, in->port);
	match->stream = -1;
	if (match->extra != EXTRA_NONE) {
		match->probe =
		    extra_at(place->link->extra, match->extra)->probe;
		match->port = in->port;
		has_port = true;
	}
	for (size_t i = 0; i < sweep->config.n_asks && place->tracker != NULL;
	     i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];
		bool is_port = ask->port == in->port, is_matched;

		if (ask->probe->protocol != NET_UDP ||
		    (tracker_tries(place->tracker, i, place->target) == 0 &&
			sweep_local_rounds(sweep, i) == 0))
			continue;
		is_matched = probe_is_match(ask->probe, in->data, in->len);
		if (!is_matched && (!is_port || has_port))
			continue;
		match->probe = ask->probe;
		match->port = ask->port;
		match->stream = (int)i;
		has_port = true;
		if (is_matched)
			break;
	}
	return has_port;
}

static bool
sweep_is_excluded(const struct sweep *sweep, const struct addr *addr)
{
	return sweep->config.excluded != NULL &&
	       rangeset_contains(sweep->config.excluded, addr);
}

/* Whether it answers a question of ours, and which. */
static bool
sweep_is_answer(struct sweep *sweep, const struct transport_datagram *in,
    struct sweep_place *place, struct sweep_match *match)
{
	/* Never asked, so nothing that it says is an answer. */
	if (sweep_is_excluded(sweep, &in->addr))
		return false;
	if (sweep_place_of(sweep, &in->addr, place) &&
	    sweep_match_udp(sweep, place, in, match))
		return true;
	return !sweep_link_find(sweep, &in->addr, &place->link_no,
		   &place->phase, &place->target) &&
	       sweep_local_hear(sweep, in, place, match);
}

static void
on_sweep_datagram(const struct transport_datagram *in, uint64_t now_ns,
    void *arg)
{
	struct sweep *sweep = arg;
	struct sweep_place place;
	struct sweep_match match;

	if (!sweep_is_answer(sweep, in, &place, &match)) {
		sweep->n_strays++;
		return;
	}
	sweep_pace_count(sweep, place.link, LEDGER_IN, LEDGER_UDP,
	    in->addr.family, in->wire_len, now_ns);
	sweep_beacon_answer(place.link, &in->addr, now_ns);
	sweep_take_reply(sweep, &place, &match, in->data, in->len, UINT32_MAX,
	    now_ns);
}

void
sweep_take_fault(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const struct sweep_fault *fault,
    uint64_t now_ns)
{
	enum observation_kind kind = fault_observation(fault->fault);
	struct observation seen;
	uint32_t tracked_us = UINT32_MAX;

	/* A router that knows no way now may know one at the next try. */
	if (kind != OBSERVATION_UNREACHABLE &&
	    !sweep_note_answer(sweep, place, match, false, now_ns, &tracked_us))
		return;
	sweep_observation_init(&seen, place, match, kind);
	seen.rtt_us = fault->rtt_us == UINT32_MAX ? tracked_us : fault->rtt_us;
	if (fault->from.family != 0 && !addr_eq(&fault->from, &seen.addr))
		seen.from = fault->from;
	/* A firewall that refuses for it proves nobody there. */
	if (observation_proves_life(&seen)) {
		seen.role = OBSERVATION_ROLE_ALIVE;
		sweep_take_rtt(place, match, seen.rtt_us, now_ns);
		/* Not by ICMP: hosts limit how much of that they send. */
		if (seen.protocol == NET_TCP && fault->icmp_type == -1)
			sweep_beacon_choose(place, match, SWEEP_BEACON_REFUSES,
			    seen.rtt_us, now_ns);
	}
	seen.icmp_type = fault->icmp_type;
	seen.icmp_code = fault->icmp_code;
	/* No packet came: this machine would not even send. */
	if (fault->icmp_type == -1 && fault->sys_errno != 0 &&
	    kind != OBSERVATION_REFUSED) {
		seen.icmp_type = OBSERVATION_OWN_ERRNO;
		seen.icmp_code = fault->sys_errno;
	}
	sweep_tell(sweep, place, &seen);
}

static void
on_sweep_error(const struct transport_error *error, uint64_t now_ns, void *arg)
{
	struct sweep *sweep = arg;
	struct sweep_place place;
	struct sweep_match match = { .stream = -1 };

	if (!sweep_place_of(sweep, &error->addr, &place))
		return;
	if (error->icmp_type >= 0)
		sweep_pace_count(sweep, place.link, LEDGER_IN,
		    LEDGER_ICMP_ERROR, error->addr.family, error->payload_len,
		    now_ns);
	match.extra =
	    extra_find_udp(place.link->extra, &error->addr, error->port);
	for (size_t i = 0; i < sweep->config.n_asks && place.tracker != NULL;
	     i++)
		if (sweep->config.ask[i].probe->protocol == NET_UDP &&
		    sweep->config.ask[i].port == error->port) {
			match.stream = (int)i;
			match.probe = sweep->config.ask[i].probe;
		}
	if (match.stream < 0) {
		if (match.extra == EXTRA_NONE)
			return;
		match.probe = extra_at(place.link->extra, match.extra)->probe;
	}
	match.port = error->port;
	sweep_take_fault(sweep, &place, &match,
	    &(struct sweep_fault){ error->fault, error->from, error->icmp_type,
		error->icmp_code, error->sys_errno, UINT32_MAX },
	    now_ns);
}

bool
sweep_take_open(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, uint32_t rtt_us, uint64_t now_ns)
{
	uint32_t tracked_us;

	if (!sweep_note_answer(sweep, place, match, false, now_ns, &tracked_us))
		return false;
	if (rtt_us == UINT32_MAX)
		rtt_us = tracked_us;
	sweep_take_rtt(place, match, rtt_us, now_ns);
	sweep_beacon_choose(place, match, SWEEP_BEACON_ACCEPTS, rtt_us, now_ns);
	sweep_tell_open(sweep, place, match, rtt_us);
	return true;
}

void
sweep_tell_open(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, uint32_t rtt_us)
{
	struct observation seen;

	sweep_observation_init(&seen, place, match, OBSERVATION_OPEN);
	seen.role = OBSERVATION_ROLE_UNIDENTIFIED;
	seen.rtt_us = rtt_us;
	sweep_tell(sweep, place, &seen);
}

/* A match, or so much that none can come: patterns look at the start. */
static bool
on_sweep_is_enough(const struct transport_ticket *ticket, const uint8_t *data,
    size_t len, void *arg)
{
	struct sweep *sweep = arg;
	const struct sweep_link *link = &sweep->link[ticket->link];
	const struct probe *probe =
	    ticket->stream == SWEEP_STREAM_EXTRA
		? extra_at(link->extra, (size_t)ticket->target)->probe
		: sweep->config.ask[ticket->stream].probe;

	return probe_is_match(probe, data, len);
}

const struct transport_callbacks sweep_receive_callbacks = {
	.on_datagram = on_sweep_datagram,
	.on_error = on_sweep_error,
	.on_tcp = sweep_tcp_take,
	.on_syn = sweep_syn_take,
	.is_enough = on_sweep_is_enough,
	.on_pressure = sweep_trouble_pressure,
	.on_lost = sweep_trouble_lost,
	.on_room = sweep_trouble_room,
	.on_broken = sweep_trouble_broken,
};
