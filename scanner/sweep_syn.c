/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What came back on half-open connections.
 */
#include "scanner/sweep_private.h"

/* One question of a stream was answered by a half-open connection. */
static void
sweep_syn_judge(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const struct transport_syn *in,
    uint64_t now_ns)
{
	if (in->fault != FAULT_NONE) {
		sweep_take_fault(sweep, place, match,
		    &(struct sweep_fault){ in->fault, in->from, in->icmp_type,
			in->icmp_code, 0, UINT32_MAX },
		    now_ns);
		return;
	}
	if (!sweep_take_open(sweep, place, match, UINT32_MAX, now_ns))
		return;
	/* Now a connection in which the hello is said. */
	if (match->probe->request_len > 0 && !sweep->is_stopping)
		sweep_follow_add(sweep, place->link, place->phase,
		    place->target, match->probe, match->port);
}

void
sweep_syn_take(const struct transport_syn *in, uint64_t now_ns, void *arg)
{
	struct sweep *sweep = arg;
	unsigned family = in->addr.family;
	struct sweep_place place;

	/* Who was heard is asked by connections only. */
	if (!sweep_place_of(sweep, &in->addr, &place) ||
	    place.tracker == NULL) {
		sweep->n_strays++;
		return;
	}
	if (in->icmp_type >= 0) {
		sweep_pace_count(sweep, place.link, LEDGER_IN,
		    LEDGER_ICMP_ERROR, family, 0, now_ns);
	} else if (in->fault == FAULT_REFUSED) {
		sweep_pace_count(sweep, place.link, LEDGER_IN, LEDGER_RST,
		    family, 0, now_ns);
	} else if (in->fault == FAULT_NONE) {
		/* This machine's kernel answers it with a RST by itself. */
		sweep_pace_count(sweep, place.link, LEDGER_IN, LEDGER_SYN,
		    family, 0, now_ns);
		sweep_pace_count(sweep, place.link, LEDGER_OUT, LEDGER_RST,
		    family, 0, now_ns);
	}
	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];
		const struct sweep_match match = { ask->probe, ask->port,
			(int)i, 0 };

		if (ask->probe->protocol == NET_TCP && ask->port == in->port &&
		    tracker_tries(place.tracker, i, place.target) > 0)
			sweep_syn_judge(sweep, &place, &match, in, now_ns);
	}
	sweep_tick_schedule(sweep, 0);
}
