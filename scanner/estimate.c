/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep will put on each link.
 */
#include "scanner/estimate.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/ledger.h"
#include "scanner/ramp.h"
#include "scanner/rtt.h"
#include "scanner/shard.h"

/* A rate that has stood still this often stays as it is. */
#define ESTIMATE_STEADY 3

static void
estimate_side_add(struct estimate_side *side, uint64_t times, uint64_t packets,
    uint64_t bytes)
{
	side->packets += times * packets;
	side->bytes += times * bytes;
}

/* A probe on n targets of one family. */
static void
estimate_add_probe(struct estimate_link *link, const struct ledger *ledger,
    const struct probe *probe, unsigned family, uint64_t n)
{
	bool is_udp = probe->protocol == NET_UDP;
	struct ledger_bytes rest = ledger_rest(ledger, probe->protocol, family,
	    probe->request_len, probe->reply_len);
	size_t question =
	    is_udp ? ledger_size(ledger, LEDGER_UDP, family, probe->request_len)
		   : ledger_size(ledger, LEDGER_SYN, family, 0);
	/* The segments that ledger_rest() sums up. */
	bool has_words = probe->request_len > 0;
	unsigned rest_out = is_udp ? 0 : has_words ? 4 : 2;
	unsigned rest_in = is_udp ? 1 : has_words ? 3 : 1;

	estimate_side_add(&link->first.out, n, 1 + rest_out,
	    question + rest.out);
	estimate_side_add(&link->first.in, n, rest_in, rest.in);
	estimate_side_add(&link->most.out, n, link->n_tries + rest_out,
	    link->n_tries * question + rest.out);
	estimate_side_add(&link->most.in, n, rest_in, rest.in);
}

/* How many addresses of a sealed set are of that family, and in the shard. */
static uint64_t
estimate_count(const struct shard *shard, const struct rangeset *set,
    uint8_t family)
{
	struct rangeset of_family = RANGESET_INIT;
	uint64_t n;

	for (size_t i = 0; i < set->n; i++)
		if (set->range[i].first.family == family)
			rangeset_add(&of_family, &set->range[i]);
	rangeset_seal(&of_family);
	n = shard_count(shard, &of_family);
	rangeset_fini(&of_family);
	return n;
}

static uint64_t
estimate_us(uint64_t units, uint64_t rate_per_s)
{
	return rate_per_s == 0
		   ? 0
		   : (uint64_t)((double)units * 1e6 / (double)rate_per_s);
}

static uint64_t
estimate_later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* How long bits take in the direction that has more of them. */
static uint64_t
estimate_bits_us(const struct estimate_work *work, uint64_t budget_bps)
{
	return estimate_us(8 * estimate_later(work->out.bytes, work->in.bytes),
	    budget_bps);
}

/* How long n questions take when the pace starts slowly, and nobody answers. */
static uint64_t
estimate_ramp_us(uint64_t n, bool is_fast)
{
	struct ramp ramp;
	uint64_t now_ns = CLOCK_NS_PER_S;
	unsigned n_steady = 0;

	ramp_init(&ramp, is_fast, 0);
	(void)ramp_tick(&ramp, now_ns);
	while (n_steady < ESTIMATE_STEADY) {
		uint64_t sent = (uint64_t)((double)ramp.rate_pps *
					   (double)ramp.interval_ns / 1e9);

		if (sent >= n)
			break;
		n -= sent;
		for (uint64_t i = 0; i < sent; i++)
			ramp_sent(&ramp);
		now_ns += ramp.interval_ns;
		n_steady = ramp_tick(&ramp, now_ns) ? 0 : n_steady + 1;
	}
	return (now_ns - CLOCK_NS_PER_S) / 1000 + estimate_us(n, ramp.rate_pps);
}

/* What n questions need by the rules on packets alone. */
static uint64_t
estimate_packets_us(const struct sweep_config *config,
    const struct estimate_link *link, uint64_t n)
{
	if (config->rate_pps != SWEEP_RATE_AUTO &&
	    config->rate_pps != SWEEP_RATE_NO_LIMIT)
		return estimate_us(n, config->rate_pps);
	if (link->budget_bps != 0 || config->budget_bps != 0)
		return 0;
	return estimate_ramp_us(n, config->rate_pps == SWEEP_RATE_NO_LIMIT);
}

/* The end of a walk waits for the answers to its last question. */
static uint64_t
estimate_wait_us(const struct sweep_config *config,
    const struct estimate_link *link, unsigned n_tries)
{
	unsigned timeout_ms = link->config->timeout_ms != 0
				  ? link->config->timeout_ms
				  : config->timeout_ms;
	uint64_t wait_us = 0;
	struct rtt rtt;

	rtt_init(&rtt);
	for (unsigned try = 0; try < n_tries; try++)
		wait_us += timeout_ms != 0 ? timeout_ms * UINT64_C(1000)
					   : rtt_timeout_us(&rtt, try);
	return wait_us;
}

static void
estimate_time(const struct sweep_config *config, struct estimate_link *link,
    struct estimate_work *work, unsigned n_tries)
{
	uint64_t n = link->n_targets * config->n_asks * n_tries;
	uint64_t send_us;

	if (n == 0)
		return;
	send_us = estimate_packets_us(config, link, n);
	send_us =
	    estimate_later(send_us, estimate_bits_us(work, link->budget_bps));
	send_us =
	    estimate_later(send_us, estimate_bits_us(work, config->budget_bps));
	work->time_us = send_us + estimate_wait_us(config, link, n_tries);
}

static void
estimate_fill(struct estimate_link *link, const struct sweep_config *config,
    const struct shard *shard, const struct rangeset *asked)
{
	uint64_t n_v4 = estimate_count(shard, asked, 4);
	uint64_t n_v6 = estimate_count(shard, asked, 6);
	struct ledger ledger;

	ledger_init(&ledger, link->config->overhead);
	link->budget_bps = link_budget_bps(link->config);
	link->n_tries = 1 + (link->config->retries == LINK_RETRIES_OF_SWEEP
				    ? config->retries
				    : link->config->retries);
	for (size_t i = 0; i < config->n_asks; i++) {
		const struct probe *probe = config->ask[i].probe;

		estimate_add_probe(link, &ledger, probe, 4, n_v4);
		estimate_add_probe(link, &ledger, probe, 6, n_v6);
	}
	estimate_time(config, link, &link->first, 1);
	estimate_time(config, link, &link->most, link->n_tries);
}

/* The targets that are on the link: excluded, expected and others. */
static void
estimate_add_link(struct estimate *estimate, const struct sweep_config *config,
    const struct shard *shard, const struct link_config *of, const char *name,
    const struct rangeset *part)
{
	const struct rangeset nothing = RANGESET_INIT;
	struct rangeset asked = RANGESET_INIT, expected = RANGESET_INIT;
	struct estimate_link *link;

	if (part->count == 0)
		return;
	rangeset_subtract(&asked, part,
	    config->excluded == NULL ? &nothing : config->excluded);
	rangeset_intersect(&expected, &asked,
	    config->expected == NULL ? &nothing : config->expected);
	link = &estimate->link[estimate->n++];
	*link = (struct estimate_link){
		.name = name,
		.config = of,
		.n_targets = shard_count(shard, &asked),
		.n_expected = shard_count(shard, &expected),
	};
	link->n_excluded = shard_count(shard, part) - link->n_targets;
	estimate_fill(link, config, shard, &asked);
	rangeset_fini(&asked);
	rangeset_fini(&expected);
}

static void
estimate_add_work(struct estimate_work *total, const struct estimate_work *work)
{
	total->out.packets += work->out.packets;
	total->out.bytes += work->out.bytes;
	total->in.packets += work->in.packets;
	total->in.bytes += work->in.bytes;
	total->time_us = estimate_later(total->time_us, work->time_us);
}

/* All links side by side: as long as the longest, unless a cap is longer. */
static void
estimate_add_total(struct estimate *estimate, const struct sweep_config *config)
{
	struct estimate_link *total = &estimate->total;
	uint64_t n_first = 0, n_most = 0;

	total->budget_bps = config->budget_bps;
	for (size_t i = 0; i < estimate->n; i++) {
		const struct estimate_link *link = &estimate->link[i];

		total->n_targets += link->n_targets;
		total->n_expected += link->n_expected;
		total->n_excluded += link->n_excluded;
		if (link->n_tries > total->n_tries)
			total->n_tries = link->n_tries;
		estimate_add_work(&total->first, &link->first);
		estimate_add_work(&total->most, &link->most);
		n_first += link->n_targets * config->n_asks;
		n_most += link->n_targets * config->n_asks * link->n_tries;
	}
	total->first.time_us = estimate_later(total->first.time_us,
	    estimate_bits_us(&total->first, config->budget_bps));
	total->most.time_us = estimate_later(total->most.time_us,
	    estimate_bits_us(&total->most, config->budget_bps));
	if (config->rate_pps == SWEEP_RATE_AUTO ||
	    config->rate_pps == SWEEP_RATE_NO_LIMIT)
		return;
	total->first.time_us = estimate_later(total->first.time_us,
	    estimate_us(n_first, config->rate_pps));
	total->most.time_us = estimate_later(total->most.time_us,
	    estimate_us(n_most, config->rate_pps));
}

void
estimate_make(struct estimate *estimate, const struct sweep_config *config)
{
	const struct link_table none = LINK_TABLE_INIT;
	const struct link_table *table =
	    config->links == NULL ? &none : config->links;
	struct rangeset *part = mem_array(table->n + 1, sizeof(*part));
	struct shard shard;

	shard_init(&shard,
	    config->named == NULL ? config->targets : config->named,
	    config->shard, config->n_shards);
	*estimate = (struct estimate){ .total = { .name = "all" } };
	estimate->link = mem_array(table->n + 1, sizeof(*estimate->link));
	link_assign(table, config->targets, part, &part[table->n]);
	for (size_t i = 0; i < table->n; i++)
		estimate_add_link(estimate, config, &shard, &table->link[i],
		    table->link[i].name, &part[i]);
	estimate_add_link(estimate, config, &shard, link_table_rest(table),
	    LINK_DEFAULT_NAME, &part[table->n]);
	for (size_t i = 0; i <= table->n; i++)
		rangeset_fini(&part[i]);
	free(part);
	estimate_add_total(estimate, config);
}

void
estimate_fini(struct estimate *estimate)
{
	free(estimate->link);
	*estimate = (struct estimate){ .link = NULL };
}
