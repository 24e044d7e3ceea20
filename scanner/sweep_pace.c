/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * When a link may send, and what went over it: the budget of each direction,
 * what is held back for answers under way, and giving way to others.
 *
 * What a question may take beyond its first packet (ledger_rest()) is held
 * from the budget when it is put.  The hold is released when the question
 * ends, and what really went over the line is charged as it is counted.  So
 * the budget holds even where everybody answers, and silence costs nothing.
 */
#include "base/clock.h"
#include "scanner/sweep_private.h"

/* The rest of the line is for all that no budget knows: ARP, ... */
#define SWEEP_PACE_LINE_PERCENT 99
/*
 * Further rounds are slower, so often twice as slow as the one before; those
 * for a few, who are known to be there, soon are slow enough.
 */
#define SWEEP_PACE_SLOWED_MAX 7
#define SWEEP_PACE_SLOWED_FEW 2

static bool
sweep_pace_has_budget(const struct sweep *sweep, const struct sweep_link *link)
{
	return link->budget_bps != 0 || sweep->config.budget_bps != 0;
}

/* What one question of each kind takes on the line. */
static uint32_t
sweep_pace_probe_us(const struct sweep *sweep, const struct sweep_link *link)
{
	struct ledger_bytes all = { 0, 0 };
	uint64_t bytes;

	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct probe *probe = sweep->config.ask[i].probe;
		bool is_udp = probe->protocol == NET_UDP;

		/* at most: of TCP the handshake */
		all.out +=
		    ledger_size(&link->ledger, is_udp ? LEDGER_UDP : LEDGER_SYN,
			link->family, probe->request_len);
		all.in += is_udp ? ledger_rest(&link->ledger, NET_UDP,
				       link->family, 0, probe->reply_len)
				       .in
				 : ledger_size(&link->ledger, LEDGER_SYN,
				       link->family, 0);
	}
	bytes = all.out > all.in ? all.out : all.in;
	return (uint32_t)(bytes * 8 * CLOCK_US_PER_S / link->capacity_bps);
}

void
sweep_pace_init(struct sweep *sweep, struct sweep_link *link,
    const struct link_config *config)
{
	static const uint32_t none[YIELD_N_PROTOCOLS] = { 0 };
	uint64_t rate = sweep->config.rate_pps, budget = link->budget_bps;

	link->use_yield = link->capacity_bps != 0 && budget != 0 &&
			  config->yield != LINK_YIELD_NO;
	if (link->use_yield &&
	    budget > link->capacity_bps / 100 * SWEEP_PACE_LINE_PERCENT)
		budget = link->capacity_bps / 100 * SWEEP_PACE_LINE_PERCENT;
	link->top_bps = budget;
	yield_init(&link->yield,
	    link->use_yield ? sweep_pace_probe_us(sweep, link) : 0,
	    config == NULL ? none : config->base_rtt_us);
	link->use_ramp =
	    !sweep_pace_has_budget(sweep, link) &&
	    (rate == SWEEP_RATE_AUTO || rate == SWEEP_RATE_NO_LIMIT);
	ramp_init(&link->ramp, rate == SWEEP_RATE_NO_LIMIT,
	    sweep->transport->ops->rate_pps_max);
	ramp_set_silence(&link->ramp,
	    UINT64_C(1000) * sweep_link_timeout_us(link, 0));
	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
		pace_init(&link->bits[i], link->top_bps);
	pace_init(&link->packets, link->use_ramp ? link->ramp.rate_pps : 0);
}

static uint64_t
sweep_pace_later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

uint64_t
sweep_pace_ready_ns(const struct sweep *sweep, const struct sweep_link *link)
{
	uint64_t ready = sweep->hold_ns;

	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++) {
		ready = sweep_pace_later(ready, pace_ready_ns(&sweep->bits[i]));
		ready = sweep_pace_later(ready, pace_ready_ns(&link->bits[i]));
	}
	ready = sweep_pace_later(ready, pace_ready_ns(&sweep->packets));
	ready = sweep_pace_later(ready, link->opens_ns);
	return sweep_pace_later(ready, pace_ready_ns(&link->packets));
}

void
sweep_pace_count(struct sweep *sweep, struct sweep_link *link,
    enum ledger_direction direction, enum ledger_packet packet, unsigned family,
    size_t payload, uint64_t now_ns)
{
	size_t size = ledger_size(&link->ledger, packet, family, payload);

	ledger_count(&link->ledger, direction, 1, size, now_ns);
	pace_charge(&link->bits[direction], size * 8, now_ns);
	pace_charge(&sweep->bits[direction], size * 8, now_ns);
}

static struct ledger_bytes
sweep_pace_rest(const struct sweep_link *link, const struct probe *probe)
{
	return ledger_rest(&link->ledger, probe->protocol, link->family,
	    probe->request_len, probe->reply_len);
}

/* What a half-open question may take: its answer, and the RST for that. */
static struct ledger_bytes
sweep_pace_rest_syn(const struct sweep_link *link)
{
	return (struct ledger_bytes){
		.out = ledger_size(&link->ledger, LEDGER_RST, link->family, 0),
		.in = ledger_size(&link->ledger, LEDGER_SYN, link->family, 0),
	};
}

static void
sweep_pace_hold_bytes(struct sweep *sweep, struct sweep_link *link,
    struct ledger_bytes rest, uint64_t now_ns)
{
	const size_t bytes[LEDGER_N_DIRECTIONS] = { [LEDGER_OUT] = rest.out,
		[LEDGER_IN] = rest.in };

	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++) {
		pace_hold(&link->bits[i], bytes[i] * 8, now_ns);
		pace_hold(&sweep->bits[i], bytes[i] * 8, now_ns);
	}
}

static void
sweep_pace_release_bytes(struct sweep *sweep, struct sweep_link *link,
    struct ledger_bytes rest, uint64_t n)
{
	const size_t bytes[LEDGER_N_DIRECTIONS] = { [LEDGER_OUT] = rest.out,
		[LEDGER_IN] = rest.in };

	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++) {
		pace_release(&link->bits[i], n * bytes[i] * 8);
		pace_release(&sweep->bits[i], n * bytes[i] * 8);
	}
}

void
sweep_pace_hold(struct sweep *sweep, struct sweep_link *link,
    const struct probe *probe, uint64_t now_ns)
{
	sweep_pace_hold_bytes(sweep, link, sweep_pace_rest(link, probe),
	    now_ns);
}

void
sweep_pace_hold_syn(struct sweep *sweep, struct sweep_link *link,
    uint64_t now_ns)
{
	sweep_pace_hold_bytes(sweep, link, sweep_pace_rest_syn(link), now_ns);
}

void
sweep_pace_release(struct sweep *sweep, struct sweep_link *link,
    const struct probe *probe, uint64_t n)
{
	sweep_pace_release_bytes(sweep, link, sweep_pace_rest(link, probe), n);
}

/*
 * Release what was held for pings and half-open questions that have been
 * answered or timed out.
 */
static void
sweep_pace_settle(struct sweep *sweep, struct sweep_link *link, uint64_t now_ns)
{
	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct probe *probe = sweep->config.ask[i].probe;
		uint64_t n = 0;

		if (!sweep_transport_is_timed(sweep, probe->protocol))
			continue;
		for (int phase = 0; phase < SWEEP_N_PHASES; phase++) {
			struct tracker *tracker = link->tracker[phase];

			if (tracker == NULL)
				continue;
			n += tracker_n_in_flight(tracker, i, now_ns,
			    sweep_link_timeout_us(link,
				tracker_try(tracker, i)));
		}
		/* Of TCP, some may be connects, which hold for themselves. */
		if (n >= link->n_held[i])
			continue;
		sweep_pace_release_bytes(sweep, link,
		    probe->protocol == NET_UDP ? sweep_pace_rest(link, probe)
					       : sweep_pace_rest_syn(link),
		    link->n_held[i] - n);
		link->n_held[i] = n;
	}
}

/* The budget as far as others leave it to us. */
static void
sweep_pace_give_way(struct sweep_link *link, uint64_t now_ns)
{
	uint64_t rate = (uint64_t)((double)link->top_bps *
				   yield_share(&link->yield, now_ns));

	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
		pace_set_rate(&link->bits[i], rate == 0 ? 1 : rate);
}

void
sweep_pace_tick(struct sweep *sweep, struct sweep_link *link, uint64_t now_ns)
{
	if (link->use_ramp && ramp_tick(&link->ramp, now_ns))
		pace_set_rate(&link->packets, link->ramp.rate_pps);
	if (sweep_pace_has_budget(sweep, link))
		sweep_pace_settle(sweep, link, now_ns);
	if (link->use_yield)
		sweep_pace_give_way(link, now_ns);
}

void
sweep_pace_answer(struct sweep_link *link, enum net_protocol protocol,
    uint32_t rtt_us, uint64_t now_ns)
{
	ramp_answer(&link->ramp, rtt_us);
	if (rtt_us == UINT32_MAX)
		return;
	rtt_sample(&link->rtt, rtt_us);
	yield_answer(&link->yield, protocol, rtt_us, now_ns);
}

void
sweep_pace_slow_down(struct sweep_link *link, enum tracker_whom whom)
{
	if (link->n_slowed >= (whom == TRACKER_ALL ? SWEEP_PACE_SLOWED_MAX
						   : SWEEP_PACE_SLOWED_FEW))
		return;
	link->n_slowed++;
	link->top_bps = link->top_bps / 2 + (link->top_bps % 2);
	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
		pace_set_rate(&link->bits[i], link->top_bps);
	if (link->use_ramp) {
		ramp_cap(&link->ramp, link->ramp.rate_pps / 2);
		pace_set_rate(&link->packets, link->ramp.rate_pps);
	}
}
