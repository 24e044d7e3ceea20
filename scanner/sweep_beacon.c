/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The beacon of a link: a host that has answered a ping is pinged again when
 * answers are rare, so that it shows how full the line is.
 */
#include "base/clock.h"
#include "scanner/sweep_private.h"

/* Between two of them: as long as so many packets take, within limits. */
#define SWEEP_BEACON_PACKETS  20
#define SWEEP_BEACON_LEAST_NS UINT64_C(100000000)
#define SWEEP_BEACON_MOST_NS  UINT64_C(2000000000)
#define SWEEP_BEACON_AWAKE_NS UINT64_C(1000000000) /* while we give way */
#define SWEEP_BEACON_LOST     2 /* in a row: answers have stopped */

void
sweep_beacon_choose(struct sweep_link *link, const struct addr *addr,
    size_t stream, uint32_t rtt_us, uint64_t now_ns)
{
	uint32_t queue_us = yield_queue_us(&link->yield, now_ns);
	struct sweep_beacon *beacon = &link->beacon;

	if (rtt_us == UINT32_MAX)
		return;
	/* The nearest one says most about the line; a lost one nothing. */
	if (beacon->addr.family != 0 && beacon->n_lost < SWEEP_BEACON_LOST &&
	    rtt_us >= beacon->rtt_us)
		return;
	*beacon = (struct sweep_beacon){ .addr = *addr,
		.stream = stream,
		.rtt_us = rtt_us,
		.base_us = rtt_us > queue_us ? rtt_us - queue_us : 0 };
}

static uint64_t *
sweep_beacon_slot(struct sweep_beacon *beacon, unsigned n)
{
	return &beacon->sent_ns[n % SWEEP_BEACONS_MAX];
}

void
sweep_beacon_answer(struct sweep_link *link, const struct addr *addr,
    uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint32_t rtt_us;

	/* Answers come in order; after a loss they seem late, not early. */
	if (beacon->n_ended == beacon->n_sent || !addr_eq(addr, &beacon->addr))
		return;
	rtt_us = (uint32_t)((now_ns -
				*sweep_beacon_slot(beacon, beacon->n_ended++)) /
			    1000);
	if (rtt_us < beacon->base_us)
		beacon->base_us = rtt_us;
	yield_answer_over(&link->yield, rtt_us, beacon->base_us, now_ns);
	beacon->n_lost = 0;
}

/* What has not come says something, too: at last that it is lost. */
static void
sweep_beacon_wait(struct sweep_link *link, uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t timeout_ns = UINT64_C(1000) * sweep_link_timeout_us(link, 1);

	while (beacon->n_ended < beacon->n_sent &&
	       now_ns - *sweep_beacon_slot(beacon, beacon->n_ended) >=
		   timeout_ns) {
		beacon->n_ended++;
		yield_lost(&link->yield, now_ns);
		if (++beacon->n_lost >= SWEEP_BEACON_LOST)
			yield_quiet(&link->yield);
	}
	if (beacon->n_ended < beacon->n_sent && !beacon->is_overdue)
		beacon->is_overdue = yield_waiting(&link->yield,
		    (uint32_t)((now_ns - *sweep_beacon_slot(beacon,
					     beacon->n_sent - 1)) /
			       1000),
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

/* Whether nothing has been learned of late, and nothing is about to be. */
static bool
sweep_beacon_is_due(struct sweep_link *link, uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	uint64_t interval_ns = sweep_beacon_interval_ns(link, now_ns);

	/*
	 * An answer does not say to which of two it is.  It is taken for the
	 * older one's; if that one was lost, all would be taken for too old
	 * from then on, so now and then there has to be none under way.
	 */
	if (beacon->n_sent - beacon->n_ended == SWEEP_BEACONS_MAX)
		beacon->is_settling = true;
	else if (beacon->n_sent == beacon->n_ended)
		beacon->is_settling = false;
	if (beacon->is_settling)
		return false;
	if (beacon->n_sent > 0 &&
	    (now_ns - *sweep_beacon_slot(beacon, beacon->n_sent - 1) <
		    interval_ns ||
		(beacon->n_ended < beacon->n_sent && !beacon->is_overdue)))
		return false;
	return yield_age_ns(&link->yield, now_ns) >= interval_ns ||
	       yield_is_suspicious(&link->yield);
}

bool
sweep_beacon_light(struct sweep *sweep, struct sweep_link *link,
    uint64_t now_ns)
{
	struct sweep_beacon *beacon = &link->beacon;
	const struct sweep_ask *ask = &sweep->config.ask[beacon->stream];
	const struct probe *probe = ask->probe;

	if (!link->use_yield || beacon->addr.family == 0)
		return false;
	sweep_beacon_wait(link, now_ns);
	if (!sweep_beacon_is_due(link, now_ns) ||
	    !sweep->transport->ops->send(sweep->transport, &beacon->addr,
		ask->port, probe->request, probe->request_len))
		return false;
	*sweep_beacon_slot(beacon, beacon->n_sent++) = now_ns;
	beacon->is_overdue = false;
	sweep->n_sent++;
	sweep_pace_count(sweep, link, LEDGER_OUT, LEDGER_UDP,
	    beacon->addr.family, probe->request_len, now_ns);
	return true;
}
