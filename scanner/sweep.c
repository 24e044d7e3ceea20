/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The life of a sweep: made, started, stopped, freed; and what can be asked
 * of it meanwhile.
 */
#include "scanner/sweep.h"

#include <assert.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/sweep_private.h"

static void
on_sweep_tick(evutil_socket_t fd, short what, void *arg)
{
	struct sweep *sweep = arg;

	(void)fd;
	(void)what;
	sweep->tick_ns = 0;
	sweep_tick(sweep, clock_now_ns());
}

static void
sweep_init_pace(struct sweep *sweep)
{
	uint64_t rate = sweep->config.rate_pps;

	if (rate == SWEEP_RATE_AUTO || rate == SWEEP_RATE_NO_LIMIT)
		rate = 0;
	pace_init(&sweep->packets, rate);
	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
		pace_init(&sweep->bits[i], sweep->config.budget_bps);
}

struct sweep *
sweep_new(struct event_base *base, const struct sweep_config *config,
    const struct sweep_callbacks *callbacks, void *arg, struct err *err)
{
	struct sweep *sweep = mem_new(sizeof(*sweep));

	assert(config->n_asks > 0 && config->n_asks <= SWEEP_ASKS_MAX);
	sweep->base = base;
	sweep->config = *config;
	sweep->callbacks = *callbacks;
	sweep->arg = arg;
	shard_init(&sweep->shard,
	    config->named == NULL ? config->targets : config->named,
	    config->shard, config->n_shards);
	sweep_init_pace(sweep);
	sweep_names_init(sweep);
	for (size_t i = 0; i < config->n_asks; i++)
		if (probe_check_port(config->ask[i].probe, config->ask[i].port,
			err) == -1)
			goto fail;
	if (sweep_local_check(sweep, err) == -1 ||
	    sweep_transport_open(sweep, err) == -1 ||
	    sweep_link_make_all(sweep, err) == -1)
		goto fail;
	sweep_window_init(sweep);
	sweep->tick = evtimer_new(base, on_sweep_tick, sweep);
	if (sweep->tick == NULL) {
		err_set(err, ERR_SYSTEM, "libevent refuses a timer");
		goto fail;
	}
	return sweep;
fail:
	sweep_free(sweep);
	return NULL;
}

int
sweep_start(struct sweep *sweep, struct err *err)
{
	(void)err;
	sweep_tick_schedule(sweep, 0);
	return 0;
}

void
sweep_stop(struct sweep *sweep)
{
	uint64_t now_ns = clock_now_ns(), wait_us = 0;

	if (sweep->is_stopping || sweep->has_finished)
		return;
	for (size_t i = 0; i < sweep->n_links; i++) {
		uint64_t timeout_us = sweep_link_timeout_us(&sweep->link[i], 0);

		if (timeout_us > wait_us)
			wait_us = timeout_us;
	}
	sweep->is_stopping = true;
	sweep->stop_ns = now_ns + wait_us * 1000;
	sweep_tick_schedule(sweep, 0);
}

void
sweep_hold(struct sweep *sweep, unsigned ms)
{
	uint64_t until_ns = clock_now_ns() + ms * UINT64_C(1000000);

	if (until_ns > sweep->hold_ns)
		sweep->hold_ns = until_ns;
}

void
sweep_free(struct sweep *sweep)
{
	if (sweep == NULL)
		return;
	if (sweep->transport != NULL)
		sweep->transport->ops->free(sweep->transport);
	if (sweep->tick != NULL)
		event_free(sweep->tick);
	sweep_names_fini(sweep);
	heard_free(sweep->heard);
	sweep_link_free_all(sweep);
	free(sweep);
}

static bool
sweep_mark(struct sweep *sweep, const struct sweep_place *place,
    enum tracker_mark mark)
{
	return place->tracker == NULL
		   ? heard_mark(sweep->heard, mark, (size_t)place->target)
		   : tracker_mark(place->tracker, mark, place->target);
}

static bool
sweep_is_marked(const struct sweep *sweep, const struct sweep_place *place,
    enum tracker_mark mark)
{
	return place->tracker == NULL
		   ? heard_is_marked(sweep->heard, mark, (size_t)place->target)
		   : tracker_is_marked(place->tracker, mark, place->target);
}

void
sweep_count_host(struct sweep *sweep, const struct sweep_place *place,
    const struct observation *seen)
{
	if (!observation_proves_life(seen))
		return;
	if (sweep_mark(sweep, place, TRACKER_SEEN)) {
		sweep->n_hosts++;
		sweep_names_add(sweep, &seen->addr);
	}
	if (observation_is_answer(seen) &&
	    sweep_mark(sweep, place, TRACKER_ANSWERED) &&
	    place->phase == SWEEP_EXPECTED)
		sweep->n_confirmed++;
	if (seen->role == OBSERVATION_ROLE_SERVER &&
	    sweep_mark(sweep, place, TRACKER_SERVER)) {
		sweep->n_servers++;
		if (sweep_is_marked(sweep, place, TRACKER_CLIENT))
			sweep->n_clients--;
	}
	if (seen->role == OBSERVATION_ROLE_CLIENT &&
	    sweep_mark(sweep, place, TRACKER_CLIENT) &&
	    !sweep_is_marked(sweep, place, TRACKER_SERVER))
		sweep->n_clients++;
}

/* How many of a tracker's questions need no further asking. */
static uint64_t
sweep_n_done(const struct sweep *sweep, const struct tracker *tracker)
{
	uint64_t n = 0;

	for (size_t i = 0; i < sweep->config.n_asks; i++)
		n += tracker_has_ended(tracker, i)
			 ? tracker_n_targets(tracker)
			 : tracker_n_answered(tracker, i);
	return n;
}

/* How long a link will need for what it still has to send. */
static uint64_t
sweep_left_us(const struct sweep *sweep, const struct sweep_link *link,
    uint64_t n_left)
{
	double rate = sweep->rate_pps;

	if (n_left == 0)
		return 0;
	if (rate < 1.0)
		return UINT64_MAX;
	return (uint64_t)((double)n_left * 1e6 / rate) +
	       sweep_link_timeout_us(link, link->n_tries - 1);
}

void
sweep_progress_get(const struct sweep *sweep, struct sweep_progress *progress)
{
	uint64_t n_left = 0;

	memset(progress, 0, sizeof(*progress));
	for (size_t i = 0; i < sweep->n_links; i++)
		for (int phase = 0; phase < SWEEP_N_PHASES; phase++) {
			const struct tracker *tracker =
			    sweep->link[i].tracker[phase];

			if (tracker == NULL)
				continue;
			progress->n_asks_total +=
			    tracker_n_targets(tracker) * sweep->config.n_asks;
			progress->n_asks_done += sweep_n_done(sweep, tracker);
			for (size_t j = 0; j < sweep->config.n_asks; j++)
				n_left += tracker_left(tracker, j);
		}
	progress->n_asks_total += sweep->config.n_shouts;
	if (!sweep_local_is_shouting(sweep))
		progress->n_asks_done += sweep->config.n_shouts;
	progress->n_sent = sweep->n_sent;
	progress->n_hosts = sweep->n_hosts;
	progress->n_servers = sweep->n_servers;
	progress->n_clients = sweep->n_clients;
	progress->rate_pps = sweep->rate_pps;
	progress->n_left = n_left;
	progress->left_us = sweep_left_us(sweep, &sweep->link[0], n_left);
}

void
sweep_expected_get(const struct sweep *sweep, struct sweep_expected *expected)
{
	*expected =
	    (struct sweep_expected){ .n_confirmed = sweep->n_confirmed };
	for (size_t i = 0; i < sweep->n_links; i++) {
		const struct sweep_link *link = &sweep->link[i];

		expected->n_known += link->set[SWEEP_EXPECTED].count;
		expected->n_rest += link->set[SWEEP_REST].count;
		if (sweep->config.excluded != NULL) {
			struct rangeset both = RANGESET_INIT;

			rangeset_intersect(&both, &link->set[SWEEP_EXPECTED],
			    sweep->config.excluded);
			expected->n_excluded += both.count;
			rangeset_fini(&both);
		}
	}
	expected->n_known -= expected->n_excluded;
}

static void
sweep_ledger_loss(const struct sweep_link *link, struct cache_ledger *out)
{
	struct loss_estimate loss = sweep_link_loss(link);

	out->max_missed_ppm = link->max_missed_ppm;
	out->max_clients = link->max_clients;
	out->is_lossy = link->is_lossy;
	if (!loss.is_known)
		return;
	out->n_tries = link->n_full_tries;
	out->loss_ppm = (uint64_t)(loss.exchange * 1e6 + 0.5);
	out->missed_milli = (uint64_t)(loss.missed * 1e3 + 0.5);
	out->missed_low = loss.low;
	out->missed_high = loss.high;
}

static uint64_t
sweep_ledger_least(const struct sweep_link *link, enum net_protocol protocol)
{
	uint32_t least_us = link->yield.least_us[protocol];

	return least_us == UINT32_MAX ? 0 : least_us;
}

static void
sweep_ledger_link(const struct sweep_link *link, struct cache_ledger *all)
{
	const struct ledger_side *out = &link->ledger.side[LEDGER_OUT];
	const struct ledger_side *in = &link->ledger.side[LEDGER_IN];

	*all = (struct cache_ledger){
		.link = mem_dup(link->name),
		.n_targets = link->n_targets,
		.capacity_bps = link->capacity_bps,
		.budget_bps = link->budget_bps,
		.out_packets = out->packets,
		.out_bytes = out->bytes,
		.in_packets = in->packets,
		.in_bytes = in->bytes,
		.peak_out_bps = out->peak_bps,
		.peak_in_bps = in->peak_bps,
		.srtt_us = link->rtt.srtt_us,
		.rttvar_us = link->rtt.rttvar_us,
		.peak10_out_bps = out->peak10_bps,
		.peak10_in_bps = in->peak10_bps,
		.unseen_out_packets = out->unseen_packets,
		.unseen_out_bytes = out->unseen_bytes,
		.unseen_in_packets = in->unseen_packets,
		.unseen_in_bytes = in->unseen_bytes,
		.least_udp_us = sweep_ledger_least(link, NET_UDP),
		.least_tcp_us = sweep_ledger_least(link, NET_TCP),
	};
	sweep_ledger_loss(link, all);
	for (int i = 0; i < SWEEP_N_PHASES; i++)
		if (link->tracker[i] != NULL)
			all->n_clients += tracker_n_marked(link->tracker[i],
			    TRACKER_CLIENT, TRACKER_SERVER);
}

struct cache_ledger *
sweep_ledger(const struct sweep *sweep, size_t *n)
{
	struct cache_ledger *all = mem_array(sweep->n_links, sizeof(*all));

	for (size_t i = 0; i < sweep->n_links; i++)
		sweep_ledger_link(&sweep->link[i], &all[i]);
	*n = sweep->n_links;
	return all;
}

/* One expected address: what did not answer, and why it was not asked. */
static void
sweep_report_target(const struct sweep *sweep, const struct sweep_link *link,
    uint64_t target,
    void (*observed)(const struct observation *observation, void *arg),
    void *arg)
{
	const struct tracker *tracker = link->tracker[SWEEP_EXPECTED];
	struct observation silent = {
		.addr = tracker_addr(tracker, target),
		.time_us = clock_now_wall_us(),
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
	};
	bool is_excluded =
	    sweep->config.excluded != NULL &&
	    rangeset_contains(sweep->config.excluded, &silent.addr);

	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];

		if (!is_excluded && tracker_has_answered(tracker, i, target))
			continue;
		silent.probe = ask->probe->name;
		silent.protocol = ask->probe->protocol;
		silent.port = ask->port;
		silent.tries =
		    is_excluded ? 0 : tracker_tries(tracker, i, target);
		silent.kind = is_excluded         ? OBSERVATION_EXCLUDED
			      : silent.tries == 0 ? OBSERVATION_NOT_ASKED
						  : OBSERVATION_SILENT;
		silent.match = silent.kind == OBSERVATION_NOT_ASKED &&
				       sweep_window_has_cut(link)
				   ? OBSERVATION_NOT_ASKED_WINDOW
				   : NULL;
		observed(&silent, arg);
	}
}

void
sweep_report_silent(const struct sweep *sweep,
    void (*observed)(const struct observation *observation, void *arg),
    void *arg)
{
	for (size_t i = 0; i < sweep->n_links; i++) {
		const struct sweep_link *link = &sweep->link[i];
		const struct tracker *tracker = link->tracker[SWEEP_EXPECTED];
		uint64_t n = tracker == NULL ? 0 : tracker_n_targets(tracker);

		for (uint64_t target = 0; target < n; target++)
			sweep_report_target(sweep, link, target, observed, arg);
	}
}
