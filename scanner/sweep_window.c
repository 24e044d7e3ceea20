/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Windows of a sweep's links: a link is asked only while its window is open.
 * When it closes, answers under way still count; a sweep ends when no link
 * can go on, unless it waits.
 */
#include "base/clock.h"
#include "base/log.h"
#include "scanner/sweep_private.h"

/* The wall clock may be set; so often it is looked at all the same. */
#define SWEEP_WINDOW_LOOK_NS UINT64_C(30000000000)

void
sweep_window_init(struct sweep *sweep)
{
	sweep->window_ns = UINT64_MAX;
	for (size_t i = 0; i < sweep->n_links; i++)
		if (sweep->link[i].schedule != NULL)
			sweep->window_ns = 0;
}

/* How long answers to what was asked last are waited for. */
static uint64_t
sweep_window_drain_ns(const struct sweep_link *link)
{
	if (link->ledger.side[LEDGER_OUT].packets == 0)
		return 0;
	return UINT64_C(1000) * sweep_link_timeout_us(link, link->n_tries - 1);
}

static void
sweep_window_turn(struct sweep_link *link, bool is_open, uint64_t now_ns)
{
	if (link->is_closed != is_open)
		return; /* as it was */
	link->is_closed = !is_open;
	if (!is_open)
		link->drain_ns = now_ns + sweep_window_drain_ns(link);
	log_info("sweep", "the window of link '%s' is %s", link->name,
	    is_open ? "open" : "closed");
}

void
sweep_window_look(struct sweep *sweep, uint64_t now_ns)
{
	int64_t wall_us;

	if (now_ns < sweep->window_ns)
		return;
	wall_us = clock_now_wall_us();
	sweep->window_ns = now_ns + SWEEP_WINDOW_LOOK_NS;
	for (size_t i = 0; i < sweep->n_links; i++) {
		struct sweep_link *link = &sweep->link[i];
		uint64_t change_ns = UINT64_MAX;
		bool is_open;

		if (link->schedule == NULL)
			continue;
		is_open = window_schedule_is_open(link->schedule, wall_us,
		    &link->change_us);
		if (link->change_us != INT64_MAX)
			change_ns =
			    now_ns +
			    (uint64_t)(link->change_us - wall_us) * 1000;
		sweep_window_turn(link, is_open, now_ns);
		link->opens_ns = is_open ? 0 : change_ns;
		if (change_ns < sweep->window_ns)
			sweep->window_ns = change_ns;
	}
}

bool
sweep_window_is_over(const struct sweep *sweep, uint64_t now_ns,
    uint64_t *wake_ns)
{
	uint64_t last_ns = 0;
	size_t n_cut = 0;

	if (sweep->window_ns < *wake_ns)
		*wake_ns = sweep->window_ns;
	for (size_t i = 0; i < sweep->n_links; i++) {
		const struct sweep_link *link = &sweep->link[i];

		if (link->is_done)
			continue;
		if (!link->is_closed)
			return false;
		n_cut++;
		if (link->drain_ns > last_ns)
			last_ns = link->drain_ns;
	}
	if (n_cut == 0 || sweep->config.waits_for_windows)
		return false;
	if (now_ns < last_ns) {
		if (last_ns < *wake_ns)
			*wake_ns = last_ns;
		return false;
	}
	/* Connections end by themselves, and bring us back here. */
	return sweep->transport->ops->n_connecting(sweep->transport) == 0;
}

bool
sweep_window_has_cut(const struct sweep_link *link)
{
	return link->is_closed && !link->is_done;
}

size_t
sweep_window_n_closed(const struct sweep *sweep, const char **name,
    int64_t *opens_us)
{
	size_t n = 0;

	*opens_us = INT64_MAX;
	for (size_t i = 0; i < sweep->n_links; i++) {
		const struct sweep_link *link = &sweep->link[i];

		if (!sweep_window_has_cut(link))
			continue;
		if (n++ == 0 || link->change_us < *opens_us) {
			*opens_us = link->change_us;
			*name = link->name;
		}
	}
	return n;
}
