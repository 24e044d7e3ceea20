/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The beacon of a link: a host that has answered is asked again when answers
 * are rare, so that it shows how full the line is; by a ping if it answered
 * one, else by a connection in which nothing is said.
 */
#include "base/clock.h"
#include "scanner/sweep_private.h"

/* Between two of them: as long as so many packets take, within limits. */
#define SWEEP_BEACON_PACKETS  20
#define SWEEP_BEACON_LEAST_NS UINT64_C(100000000)
#define SWEEP_BEACON_MOST_NS  UINT64_C(2000000000)
#define SWEEP_BEACON_AWAKE_NS UINT64_C(1000000000) /* while we give way */
#define SWEEP_BEACON_LOST     2       /* in a row: answers have stopped */
#define SWEEP_BEACON_FAR_US   700000u /* the nearest on TCP: too far for that */

const struct probe sweep_beacon_connect = { .protocol = NET_TCP };

static bool
sweep_beacon_is_better(const struct sweep_link *link,
    enum sweep_beacon_kind kind, uint32_t rtt_us)
{
	const struct sweep_beacon *beacon = &link->beacon;

	/* Too far for a connection, which is soon given up. */
	if (kind != SWEEP_BEACON_PONGS &&
	    link->yield.base_us[NET_TCP] > SWEEP_BEACON_FAR_US)
		return false;
	/* One that is lost says nothing. */
	if (beacon->addr.family == 0 || beacon->n_lost >= SWEEP_BEACON_LOST)
		return true;
	/* The nearest one says most about the line. */
	return kind == beacon->kind ? rtt_us < beacon->rtt_us
				    : kind > beacon->kind;
}

void
sweep_beacon_choose(const struct sweep_place *place,
    const struct sweep_match *match, enum sweep_beacon_kind kind,
    uint32_t rtt_us, uint64_t now_ns)
{
	struct sweep_link *link = place->link;
	struct sweep_beacon *beacon = &link->beacon;
	uint32_t queue_us;

	/* Answers on UDP are known by the streams that they are for. */
	if (!link->use_yield || rtt_us == UINT32_MAX ||
	    (kind == SWEEP_BEACON_PONGS && match->stream < 0) ||
	    !sweep_beacon_is_better(link, kind, rtt_us))
		return;
	queue_us = yield_queue_us(&link->yield, now_ns);
	*beacon = (struct sweep_beacon){
		.addr = place->addr,
		.kind = kind,
		.probe = kind == SWEEP_BEACON_PONGS ? match->probe
						    : &sweep_beacon_connect,
		.port = match->port,
		.rtt_us = rtt_us,
		.base_us = rtt_us > queue_us ? rtt_us - queue_us : 0,
		.newest_ns = beacon->newest_ns,
	};
}

/* The one under way that was sent then, or a place for one (0). */
static uint64_t *
sweep_beacon_find(struct sweep_beacon *beacon, uint64_t sent_ns)
{
	for (int i = 0; i < SWEEP_BEACONS_MAX; i++)
		if (beacon->sent_ns[i] == sent_ns)
			return &beacon->sent_ns[i];
	return NULL;
}

/* The oldest under way; NULL: none is. */
static uint64_t *
sweep_beacon_oldest(struct sweep_beacon *beacon)
{
	uint64_t *oldest = NULL;

	for (int i = 0; i < SWEEP_BEACONS_MAX; i++)
		if (beacon->sent_ns[i] != 0 &&
		    (oldest == NULL || beacon->sent_ns[i] < *oldest))
			oldest = &beacon->sent_ns[i];
	return oldest;
}

static bool
sweep_beacon_newest_is_open(struct sweep_beacon *beacon)
{
	return beacon->newest_ns != 0 &&
	       sweep_beacon_find(beacon, beacon->newest_ns) != NULL;
}

static void
sweep_beacon_sample(struct sweep_link *link, uint32_t rtt_us, uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;

	if (rtt_us < beacon->base_us)
		beacon->base_us = rtt_us;
	yield_answer_over(&link->yield, rtt_us, beacon->base_us, now_ns);
	beacon->n_lost = 0;
}

static void
sweep_beacon_lose(struct sweep_link *link, uint64_t now_ns)
{
	yield_lost(&link->yield, now_ns);
	if (++link->beacon.n_lost >= SWEEP_BEACON_LOST)
		yield_quiet(&link->yield);
}

void
sweep_beacon_answer(struct sweep_link *link, const struct addr *addr,
    uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t *oldest = sweep_beacon_oldest(beacon);
	uint64_t sent_ns;

	/* Answers come in order; after a loss they seem late, not early. */
	if (beacon->kind != SWEEP_BEACON_PONGS || oldest == NULL ||
	    !addr_eq(addr, &beacon->addr))
		return;
	sent_ns = *oldest;
	*oldest = 0;
	sweep_beacon_sample(link, (uint32_t)((now_ns - sent_ns) / 1000),
	    now_ns);
}

void
sweep_beacon_end(struct sweep *sweep, const struct transport_tcp *end,
    uint64_t now_ns)
{
	struct sweep_link *link = &sweep->link[end->ticket.link];
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t *asked = sweep_beacon_find(beacon, end->ticket.target);
	bool is_refused = end->fault == FAULT_REFUSED && end->icmp_type == -1;

	if (asked == NULL)
		return; /* It was for the beacon before this one. */
	*asked = 0;
	if (is_refused || end->fault == FAULT_NONE) {
		beacon->kind =
		    is_refused ? SWEEP_BEACON_REFUSES : SWEEP_BEACON_ACCEPTS;
		sweep_beacon_sample(link, end->rtt_us, now_ns);
	} else if (end->fault != FAULT_SLOW_DOWN && end->fault != FAULT_OURS &&
		   !(end->fault == FAULT_TIMEOUT &&
		       sweep_trouble_was_near(sweep, now_ns))) {
		sweep_beacon_lose(link, now_ns);
	}
}

/* What has not come says something, too: at last that it is lost. */
static void
sweep_beacon_wait(struct sweep_link *link, uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t timeout_ns = UINT64_C(1000) * sweep_link_timeout_us(link, 1);
	uint64_t *oldest;

	/* Of connections the transport says so. */
	while (beacon->kind == SWEEP_BEACON_PONGS &&
	       (oldest = sweep_beacon_oldest(beacon)) != NULL &&
	       now_ns - *oldest >= timeout_ns) {
		*oldest = 0;
		sweep_beacon_lose(link, now_ns);
	}
	if (sweep_beacon_newest_is_open(beacon) && !beacon->is_overdue)
		beacon->is_overdue = yield_waiting(&link->yield,
		    (uint32_t)((now_ns - beacon->newest_ns) / 1000),
		    beacon->base_us, now_ns);
}

/* How long to wait between two. */
static uint64_t
sweep_beacon_interval_ns(struct sweep_link *link, uint64_t now_ns)
{
	uint64_t bits =
	    SWEEP_BEACON_PACKETS *
	    ledger_size(&link->ledger, LEDGER_SYN, link->family, 0) * 8;
	double share = yield_share(&link->yield, now_ns);
	double ns = (double)bits * 1e9 / ((double)link->top_bps * share);

	if (yield_is_suspicious(&link->yield) ||
	    ns < (double)SWEEP_BEACON_LEAST_NS)
		return SWEEP_BEACON_LEAST_NS;
	if (share < 0.5 && ns > (double)SWEEP_BEACON_AWAKE_NS)
		return SWEEP_BEACON_AWAKE_NS;
	return ns > (double)SWEEP_BEACON_MOST_NS ? SWEEP_BEACON_MOST_NS
						 : (uint64_t)ns;
}

/* Whether one more may be under way. */
static bool
sweep_beacon_has_room(struct sweep_beacon *beacon)
{
	bool is_full = sweep_beacon_find(beacon, 0) == NULL;

	/*
	 * A pong does not say to which of two pings it is.  It is taken for
	 * the older one's; if that one was lost, all would be taken for too
	 * old from then on, so now and then there has to be none under way.
	 */
	if (beacon->kind == SWEEP_BEACON_PONGS && is_full)
		beacon->is_settling = true;
	else if (sweep_beacon_oldest(beacon) == NULL)
		beacon->is_settling = false;
	return !is_full && !beacon->is_settling;
}

/* Whether nothing has been learned of late, and nothing is about to be. */
static bool
sweep_beacon_is_due(struct sweep_link *link, uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t interval_ns = sweep_beacon_interval_ns(link, now_ns);

	if (!sweep_beacon_has_room(beacon) ||
	    (beacon->newest_ns != 0 &&
		now_ns - beacon->newest_ns < interval_ns) ||
	    (sweep_beacon_newest_is_open(beacon) && !beacon->is_overdue))
		return false;
	return yield_age_ns(&link->yield, now_ns) >= interval_ns ||
	       yield_is_suspicious(&link->yield);
}

bool
sweep_beacon_light(struct sweep *sweep, uint32_t link_no, uint64_t now_ns)
{
	struct sweep_link *link = &sweep->link[link_no];
	struct sweep_beacon *beacon = &link->beacon;

	/* Where all has been asked nothing is left to be paced. */
	if (!link->use_yield || beacon->addr.family == 0 || link->is_done)
		return false;
	sweep_beacon_wait(link, now_ns);
	if (!sweep_beacon_is_due(link, now_ns) ||
	    !sweep_send_beacon(sweep, link_no, now_ns))
		return false;
	*sweep_beacon_find(beacon, 0) = now_ns;
	beacon->newest_ns = now_ns;
	beacon->is_overdue = false;
	return true;
}
