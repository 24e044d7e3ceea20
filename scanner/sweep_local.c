/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Asking many at once.  "Only the silent are asked again" cannot be had of a
 * broadcast, so each is repeated as often as the silent would be asked, a
 * second apart; whoever answers more than once is told once.  What is asked
 * address by address begins when the last one has been listened to.
 */
#include <string.h>

#include "base/log.h"
#include "scanner/sweep_private.h"

#define SWEEP_LOCAL_GAP_NS UINT64_C(1000000000)
/* A full queue of an interface: so long and so often until that one is left
 * out. */
#define SWEEP_LOCAL_WAIT_NS  UINT64_C(10000000)
#define SWEEP_LOCAL_WAIT_MAX 100

int
sweep_local_check(const struct sweep *sweep, struct err *err)
{
	struct rangeset both = RANGESET_INIT;
	char text[ADDR_TEXT_LEN];
	int ret = 0;

	if (sweep->config.at_once == NULL || sweep->config.excluded == NULL)
		return 0;
	rangeset_intersect(&both, sweep->config.at_once,
	    sweep->config.excluded);
	if (both.count > 0)
		ret = err_set(err, ERR_USAGE,
		    "%s is excluded, and a broadcast would ask it",
		    addr_format(&both.range[0].first, text));
	rangeset_fini(&both);
	return ret;
}

bool
sweep_local_is_shouting(const struct sweep *sweep)
{
	return sweep->config.n_shouts > 0 && !sweep->has_shouted;
}

unsigned
sweep_local_rounds(const struct sweep *sweep, size_t ask)
{
	unsigned n = 0;

	/* One that is shouted at several subnets is counted for the first. */
	for (size_t i = 0; i < sweep->config.n_shouts && n == 0; i++)
		if (sweep->config.shout[i].ask == ask)
			n = sweep->shout_round + (i < sweep->shout_at);
	return n;
}

/* The link of an address by its name, or the first one. */
static uint32_t
sweep_local_link(const struct sweep *sweep, const struct addr *addr)
{
	const struct link_table none = LINK_TABLE_INIT;
	const char *name =
	    link_of(sweep->config.links == NULL ? &none : sweep->config.links,
		addr);

	for (uint32_t i = 0; i < sweep->n_links; i++)
		if (strcmp(sweep->link[i].name, name) == 0)
			return i;
	return 0;
}

/* False when it must be put again, a little later. */
static bool
sweep_local_shout(struct sweep *sweep, struct sweep_link *link,
    const struct sweep_shout *shout, uint64_t now_ns)
{
	const struct sweep_ask *ask = &sweep->config.ask[shout->ask];
	const struct probe *probe = ask->probe;
	int sys_errno =
	    sweep->transport->ops->announce(sweep->transport, &shout->addr,
		ask->port, shout->ifindex, probe->request, probe->request_len);
	char text[ADDR_TEXT_LEN];

	if (fault_of_errno(sys_errno) == FAULT_SLOW_DOWN &&
	    sweep->n_shout_waits++ < SWEEP_LOCAL_WAIT_MAX)
		return false;
	sweep->n_shout_waits = 0;
	sweep->shout_sent_ns = now_ns;
	if (sys_errno != 0) {
		log_warn("local", "cannot ask %s: %s",
		    addr_format(&shout->addr, text), strerror(sys_errno));
		return true;
	}
	/* Nothing is held for answers: nobody knows how many will come. */
	sweep_pace_count(sweep, link, LEDGER_OUT, LEDGER_UDP,
	    shout->addr.family, probe->request_len, now_ns);
	sweep->n_sent++;
	pace_charge(&link->packets, 1, now_ns);
	pace_charge(&sweep->packets, 1, now_ns);
	return true;
}

uint64_t
sweep_local_tick(struct sweep *sweep, uint64_t now_ns)
{
	while (sweep_local_is_shouting(sweep)) {
		const struct sweep_shout *shout;
		struct sweep_link *link;
		uint64_t ready_ns;

		if (sweep->shout_ns > now_ns)
			return sweep->shout_ns;
		if (sweep->shout_round == sweep->config.retries + 1) {
			sweep->has_shouted = true;
			break;
		}
		shout = &sweep->config.shout[sweep->shout_at];
		link = &sweep->link[sweep_local_link(sweep, &shout->near)];
		ready_ns = sweep_pace_ready_ns(sweep, link);
		if (ready_ns > now_ns)
			return ready_ns;
		if (!sweep_local_shout(sweep, link, shout, now_ns)) {
			sweep->shout_ns = now_ns + SWEEP_LOCAL_WAIT_NS;
			return sweep->shout_ns;
		}
		if (++sweep->shout_at < sweep->config.n_shouts)
			continue;
		sweep->shout_at = 0;
		sweep->shout_round++;
		sweep->shout_ns = now_ns + SWEEP_LOCAL_GAP_NS;
	}
	return UINT64_MAX;
}

static void
sweep_local_place(struct sweep *sweep, size_t at, struct sweep_place *place)
{
	place->addr = heard_addr(sweep->heard, at);
	place->link_no = heard_link(sweep->heard, at);
	place->link = &sweep->link[place->link_no];
	place->tracker = NULL;
	place->target = at;
	place->phase = SWEEP_HEARD;
}

bool
sweep_local_find(struct sweep *sweep, const struct addr *addr,
    struct sweep_place *place)
{
	size_t at =
	    sweep->heard == NULL ? HEARD_NONE : heard_find(sweep->heard, addr);

	if (at == HEARD_NONE)
		return false;
	sweep_local_place(sweep, at, place);
	return true;
}

static bool
sweep_local_is_near(const struct sweep *sweep, const struct addr *addr)
{
	return sweep->config.at_once != NULL &&
	       rangeset_contains(sweep->config.at_once, addr);
}

/*
 * Whether one who answers from there may be asked in turn.  On a wire there
 * are machines of other subnets, too; but what a stranger names must not
 * send us to public space, or to this machine's own.
 */
static bool
sweep_local_may_ask(const struct sweep *sweep, const struct addr *addr)
{
	bool is_own = addr->family == 4
			  ? addr->lo >> 24 == 127 || addr->lo >> 24 == 0
			  : addr->hi == 0 || addr->hi >> 54 == 0x3fa;

	if (sweep_local_is_near(sweep, addr))
		return true;
	return !is_own &&
	       (sweep->config.may_be_public || !addr_is_global(addr));
}

/* The shouted question that it answers, or -1. */
static int
sweep_local_ask_of(const struct sweep *sweep,
    const struct transport_datagram *in)
{
	int by_port = -1;

	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];
		bool is_matched;

		if (sweep_local_rounds(sweep, i) == 0)
			continue;
		is_matched = probe_is_match(ask->probe, in->data, in->len);
		if (is_matched)
			return (int)i;
		/* A stranger must say something that we understand. */
		if (ask->port == in->port &&
		    sweep_local_is_near(sweep, &in->addr))
			by_port = (int)i;
	}
	return by_port;
}

bool
sweep_local_hear(struct sweep *sweep, const struct transport_datagram *in,
    struct sweep_place *place, struct sweep_match *match)
{
	int i = sweep_local_ask_of(sweep, in);
	struct extra_ask ask;
	size_t at;

	if (i < 0 || !sweep_local_may_ask(sweep, &in->addr))
		return false;
	if (sweep->heard == NULL)
		sweep->heard = heard_new();
	at = heard_add(sweep->heard, &in->addr,
	    sweep_local_link(sweep, &in->addr));
	if (at == HEARD_NONE)
		return false;
	sweep_local_place(sweep, at, place);
	ask = (struct extra_ask){
		.addr = in->addr,
		.probe = sweep->config.ask[i].probe,
		.port = sweep->config.ask[i].port,
		.phase = SWEEP_HEARD,
		.tries = (uint8_t)sweep_local_rounds(sweep, (size_t)i),
		.target = at,
		.sent_ns = sweep->shout_sent_ns,
	};
	(void)extra_note(place->link->extra, &ask);
	match->probe = ask.probe;
	match->port = ask.port;
	match->stream = -1;
	match->extra =
	    extra_find(place->link->extra, &ask.addr, ask.probe, ask.port);
	return true;
}

void
sweep_local_greet(struct sweep *sweep, const struct sweep_place *place)
{
	for (size_t i = 0; i < sweep->config.n_asks; i++)
		if (sweep_local_rounds(sweep, i) == 0)
			sweep_follow_add(sweep, place->link, place->phase,
			    place->target, sweep->config.ask[i].probe,
			    sweep->config.ask[i].port);
}
