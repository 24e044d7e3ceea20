/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The links of a sweep: who belongs to them, their pace, and what went over
 * them.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "scanner/sweep_private.h"

static void
sweep_link_init(struct sweep *sweep, struct sweep_link *link,
    const struct link_config *config, const struct rangeset *targets)
{
	const struct sweep_config *all = &sweep->config;

	link->name = config->name == NULL ? LINK_DEFAULT_NAME : config->name;
	link->capacity_bps = config->capacity_bps;
	link->budget_bps = link_budget_bps(config);
	link->n_questions = (unsigned)all->n_asks;
	link->n_tries = link->n_full_tries = link->n_told_tries =
	    1 + (config->retries == LINK_RETRIES_OF_SWEEP ? all->retries
							  : config->retries);
	link->timeout_ms =
	    config->timeout_ms == 0 ? all->timeout_ms : config->timeout_ms;
	link->max_missed_ppm = config->max_missed_ppm;
	link->max_clients = config->max_clients;
	link->schedule = config->schedule;
	/* ranges are in order, IPv4 before IPv6 */
	link->family = targets->range[targets->n - 1].first.family;
	rtt_init(&link->rtt);
	ledger_init(&link->ledger, config->overhead);
	sweep_pace_init(sweep, link, config);
	link->extra = extra_new(link->n_tries);
}

static void
sweep_link_make_trackers(struct sweep *sweep, struct sweep_link *link,
    uint64_t seed)
{
	bool is_timed[SWEEP_ASKS_MAX];
	struct tracker_config config = {
		.n_streams = sweep->config.n_asks,
		.is_timed = is_timed,
		.n_tries = link->n_tries,
	};

	for (size_t i = 0; i < sweep->config.n_asks; i++)
		is_timed[i] = sweep_transport_is_timed(sweep,
		    sweep->config.ask[i].probe->protocol);
	for (int phase = 0; phase < SWEEP_N_PHASES; phase++) {
		if (link->set[phase].count == 0)
			continue;
		config.targets = &link->set[phase];
		config.seed = hash_u64(seed, (uint64_t)phase);
		link->tracker[phase] = tracker_new(&config);
	}
}

/*
 * Divide what belongs to a link into expected hosts and the rest.  Excluded
 * ones stay in both, so that a verdict can say so: nothing is sent to them.
 */
static void
sweep_link_split(const struct sweep *sweep, struct sweep_link *link,
    const struct rangeset *all)
{
	const struct rangeset nothing = RANGESET_INIT;
	const struct rangeset *expected =
	    sweep->config.expected == NULL ? &nothing : sweep->config.expected;
	const struct rangeset *excluded =
	    sweep->config.excluded == NULL ? &nothing : sweep->config.excluded;
	struct rangeset asked = RANGESET_INIT;

	rangeset_subtract(&asked, all, excluded);
	link->n_targets = asked.count;
	rangeset_fini(&asked);
	rangeset_intersect(&link->set[SWEEP_EXPECTED], all, expected);
	/* Who is asked at once is in no tracker. */
	rangeset_intersect(&asked, all, sweep->config.targets);
	rangeset_subtract(&link->set[SWEEP_REST], &asked, expected);
	rangeset_fini(&asked);
}

/* Whoever is asked, one by one or at once; sealed. */
static void
sweep_link_all(const struct sweep *sweep, struct rangeset *all)
{
	const struct rangeset *part[] = { sweep->config.targets,
		sweep->config.at_once };

	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		for (size_t k = 0; part[i] != NULL && k < part[i]->n; k++)
			rangeset_add(all, &part[i]->range[k]);
	/* A group is asked on a link even where no subnet is. */
	for (size_t i = 0; i < sweep->config.n_shouts; i++)
		rangeset_add(all,
		    &(struct addr_range){ sweep->config.shout[i].near,
			sweep->config.shout[i].near });
	rangeset_seal(all);
}

static int
sweep_owner_cmp(const void *a, const void *b)
{
	const struct sweep_owner *x = a, *y = b;

	return addr_cmp(&x->range.first, &y->range.first);
}

static void
sweep_link_make_owners(struct sweep *sweep)
{
	size_t cap = 0;

	for (uint32_t i = 0; i < sweep->n_links; i++)
		for (uint8_t phase = 0; phase < SWEEP_N_PHASES; phase++) {
			const struct rangeset *set = &sweep->link[i].set[phase];

			sweep->owner = mem_grow(sweep->owner, &cap,
			    sweep->n_owners + set->n, sizeof(*sweep->owner));
			for (size_t j = 0; j < set->n; j++)
				sweep->owner[sweep->n_owners++] =
				    (struct sweep_owner){ set->range[j], i,
					    phase };
		}
	if (sweep->n_owners > 0)
		qsort(sweep->owner, sweep->n_owners, sizeof(*sweep->owner),
		    sweep_owner_cmp);
}

int
sweep_link_make_all(struct sweep *sweep, struct err *err)
{
	const struct link_table none = LINK_TABLE_INIT;
	const struct link_table *table =
	    sweep->config.links == NULL ? &none : sweep->config.links;
	struct rangeset *part = mem_array(table->n + 1, sizeof(*part));
	struct rangeset all = RANGESET_INIT;

	sweep_link_all(sweep, &all);
	/* The last part is what no link claims, unless one is "default". */
	link_assign(table, &all, part, &part[table->n]);
	rangeset_fini(&all);
	sweep->link = mem_array(table->n + 1, sizeof(*sweep->link));
	for (size_t i = 0; i <= table->n; i++) {
		struct sweep_link *link = &sweep->link[sweep->n_links];
		const struct link_config *config =
		    i < table->n ? &table->link[i] : link_table_rest(table);

		if (part[i].count > 0) {
			sweep_link_init(sweep, link, config, &part[i]);
			sweep_link_split(sweep, link, &part[i]);
			sweep_link_make_trackers(sweep, link,
			    hash_u64(sweep->config.seed, i));
			sweep->n_links++;
		}
		rangeset_fini(&part[i]);
	}
	free(part);
	sweep_link_make_owners(sweep);
	if (sweep->n_links == 0)
		return err_set(err, ERR_USAGE, "there is nobody to ask");
	return 0;
}

void
sweep_link_free_all(struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->n_links; i++) {
		struct sweep_link *link = &sweep->link[i];

		for (int phase = 0; phase < SWEEP_N_PHASES; phase++) {
			tracker_free(link->tracker[phase]);
			rangeset_fini(&link->set[phase]);
		}
		extra_free(link->extra);
		free(link->pending);
	}
	free(sweep->link);
	free(sweep->owner);
}

bool
sweep_link_find(const struct sweep *sweep, const struct addr *addr,
    uint32_t *link, uint8_t *phase, uint64_t *target)
{
	size_t low = 0, high = sweep->n_owners;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (addr_cmp(&sweep->owner[mid].range.last, addr) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == sweep->n_owners ||
	    addr_cmp(&sweep->owner[low].range.first, addr) > 0)
		return false;
	*link = sweep->owner[low].link;
	*phase = sweep->owner[low].phase;
	*target = tracker_target(sweep->link[*link].tracker[*phase], addr);
	return *target != TRACKER_NONE;
}

struct addr
sweep_link_addr(const struct sweep *sweep, const struct sweep_link *link,
    uint8_t phase, uint64_t target)
{
	return phase == SWEEP_HEARD
		   ? heard_addr(sweep->heard, (size_t)target)
		   : tracker_addr(link->tracker[phase], target);
}

uint32_t
sweep_link_timeout_us(const struct sweep_link *link, unsigned try)
{
	if (link->timeout_ms != 0)
		return link->timeout_ms * 1000;
	/* Further rounds are slower already, and need no longer time-outs. */
	return rtt_timeout_us(&link->rtt,
	    try < link->n_told_tries ? try : link->n_told_tries - 1);
}

static bool
sweep_link_has_ended(const struct sweep_link *link)
{
	for (int phase = 0; phase < SWEEP_N_PHASES; phase++)
		if (link->tracker[phase] != NULL &&
		    !tracker_all_ended(link->tracker[phase]))
			return false;
	return link->n_pending == 0 && extra_n_open(link->extra) == 0;
}

void
sweep_link_extend(struct sweep_link *link, enum tracker_whom whom)
{
	for (int phase = 0; phase < SWEEP_N_PHASES; phase++)
		if (link->tracker[phase] != NULL)
			tracker_extend(link->tracker[phase], whom);
	extra_extend(link->extra);
	link->n_tries++;
	link->n_full_tries += whom == TRACKER_ALL;
	sweep_pace_slow_down(link, whom);
}

/* Questions without an answer. */
static uint64_t
sweep_link_n_silent(const struct sweep_link *link, enum tracker_whom whom)
{
	uint64_t n = extra_n_silent(link->extra);

	for (int phase = 0; phase < SWEEP_N_PHASES; phase++)
		if (link->tracker[phase] != NULL)
			n += tracker_n_silent(link->tracker[phase], whom);
	return n;
}

struct loss_estimate
sweep_link_loss(const struct sweep_link *link)
{
	return loss_estimate(&link->loss,
	    &(struct loss_asked){ link->n_questions, link->n_full_tries,
		link->n_tries, sweep_link_n_silent(link, TRACKER_KNOWN) });
}

/* Another round for those of the silent, if there are any. */
static bool
sweep_link_ask_again(struct sweep_link *link, enum tracker_whom whom)
{
	/* Where all have answered nobody can have been missed. */
	if (sweep_link_n_silent(link, whom) == 0)
		return false;
	link->is_lossy = link->n_tries >= LOSS_TRIES_MAX;
	if (!link->is_lossy)
		sweep_link_extend(link, whom);
	return !link->is_lossy;
}

enum sweep_link_state
sweep_link_review(struct sweep_link *link)
{
	struct loss_estimate estimate;
	bool is_blind, was_overrun = link->was_overrun;

	if (link->is_done)
		return SWEEP_LINK_DONE;
	if (!sweep_link_has_ended(link))
		return SWEEP_LINK_OPEN;
	link->was_overrun = false;
	estimate = sweep_link_loss(link);
	is_blind = loss_is_too_high(&link->loss, &estimate, estimate.unseen,
	    link->max_missed_ppm);
	if ((is_blind || was_overrun) &&
	    sweep_link_ask_again(link, TRACKER_ALL))
		return SWEEP_LINK_AGAIN;
	/* Few, known to be there, lack an answer: it is enough to ask them. */
	if (loss_is_too_high(&link->loss, &estimate, estimate.missed,
		link->max_missed_ppm) &&
	    sweep_link_ask_again(link, TRACKER_KNOWN))
		return SWEEP_LINK_AGAIN;
	link->is_done = true;
	return SWEEP_LINK_DONE;
}
