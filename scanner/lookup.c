/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which addresses are looked up next, and where.
 */
#include "scanner/lookup.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct lookup_item {
	struct addr addr;
	unsigned tries;
};

struct lookup_flight {
	struct lookup_item item;
	uint64_t sent_ns;
	uint16_t id;
};

struct lookup {
	struct lookup_item *queue; /* a ring */
	size_t head, n, cap;
	/* In the order in which they were sent. */
	struct lookup_flight flight[LOOKUP_IN_FLIGHT_MAX];
	size_t n_flights;
	size_t server, n_servers; /* the one in use; all of them */
	unsigned n_silent;        /* in a row */
	bool has_answered;
};

struct lookup *
lookup_new(size_t n_servers)
{
	struct lookup *lookup = mem_new(sizeof(*lookup));

	lookup->n_servers = n_servers;
	return lookup;
}

void
lookup_free(struct lookup *lookup)
{
	if (lookup == NULL)
		return;
	free(lookup->queue);
	free(lookup);
}

static void
lookup_push(struct lookup *lookup, const struct lookup_item *item)
{
	if (lookup->n == lookup->cap) {
		size_t cap = lookup->cap == 0 ? 64 : lookup->cap * 2;
		struct lookup_item *queue = mem_array(cap, sizeof(*queue));

		for (size_t i = 0; i < lookup->n; i++)
			queue[i] =
			    lookup->queue[(lookup->head + i) % lookup->cap];
		free(lookup->queue);
		lookup->queue = queue;
		lookup->cap = cap;
		lookup->head = 0;
	}
	lookup->queue[(lookup->head + lookup->n++) % lookup->cap] = *item;
}

void
lookup_add(struct lookup *lookup, const struct addr *addr)
{
	const struct lookup_item item = { *addr, 0 };

	if (lookup->server < lookup->n_servers)
		lookup_push(lookup, &item);
}

size_t
lookup_next(const struct lookup *lookup, struct addr *addr, uint64_t *wake_ns)
{
	/* A dead server gets no more than it takes to know that it is dead. */
	size_t most = lookup->has_answered
			  ? LOOKUP_IN_FLIGHT_MAX
			  : LOOKUP_SILENT_MAX - lookup->n_silent;

	*wake_ns = lookup->n_flights == 0
		       ? LOOKUP_NEVER
		       : lookup->flight[0].sent_ns + LOOKUP_TIMEOUT_NS;
	if (lookup->n == 0 || lookup->n_flights >= most)
		return LOOKUP_NONE;
	*addr = lookup->queue[lookup->head].addr;
	return lookup->server;
}

void
lookup_sent(struct lookup *lookup, uint16_t id, uint64_t now_ns)
{
	struct lookup_flight *flight;

	assert(lookup->n > 0 && lookup->n_flights < LOOKUP_IN_FLIGHT_MAX);
	flight = &lookup->flight[lookup->n_flights++];
	flight->item = lookup->queue[lookup->head];
	flight->item.tries++;
	flight->sent_ns = now_ns;
	flight->id = id;
	lookup->head = (lookup->head + 1) % lookup->cap;
	lookup->n--;
}

static size_t
lookup_flight_of(const struct lookup *lookup, uint16_t id)
{
	for (size_t i = 0; i < lookup->n_flights; i++)
		if (lookup->flight[i].id == id)
			return i;
	return LOOKUP_NONE;
}

bool
lookup_find(const struct lookup *lookup, size_t server, uint16_t id,
    struct addr *addr)
{
	size_t at = lookup_flight_of(lookup, id);

	if (at == LOOKUP_NONE || server != lookup->server)
		return false;
	*addr = lookup->flight[at].item.addr;
	return true;
}

static struct lookup_item
lookup_land(struct lookup *lookup, size_t at)
{
	struct lookup_item item = lookup->flight[at].item;

	lookup->n_flights--;
	memmove(&lookup->flight[at], &lookup->flight[at + 1],
	    (lookup->n_flights - at) * sizeof(lookup->flight[0]));
	return item;
}

/* The next server asks everything that this one has not answered. */
static void
lookup_give_up(struct lookup *lookup)
{
	while (lookup->n_flights > 0) {
		struct lookup_item item = lookup_land(lookup, 0);

		lookup_push(lookup, &item);
	}
	for (size_t i = 0; i < lookup->n; i++)
		lookup->queue[(lookup->head + i) % lookup->cap].tries = 0;
	lookup->n_silent = 0;
	lookup->has_answered = false;
	if (++lookup->server == lookup->n_servers)
		lookup->n = 0;
}

/* One question got nothing; whether that was once too often. */
static bool
lookup_was_useless(struct lookup *lookup, const struct lookup_item *item)
{
	bool is_last = ++lookup->n_silent >= LOOKUP_SILENT_MAX;

	if (is_last || item->tries < LOOKUP_TRIES)
		lookup_push(lookup, item);
	if (is_last)
		lookup_give_up(lookup);
	return is_last;
}

bool
lookup_answered(struct lookup *lookup, uint16_t id, bool is_refusal)
{
	size_t at = lookup_flight_of(lookup, id);
	struct lookup_item item;

	if (at == LOOKUP_NONE)
		return false;
	item = lookup_land(lookup, at);
	if (is_refusal)
		return lookup_was_useless(lookup, &item);
	lookup->n_silent = 0;
	lookup->has_answered = true;
	return false;
}

size_t
lookup_expire(struct lookup *lookup, uint64_t now_ns)
{
	while (lookup->n_flights > 0 &&
	       now_ns >= lookup->flight[0].sent_ns + LOOKUP_TIMEOUT_NS) {
		struct lookup_item item = lookup_land(lookup, 0);
		size_t server = lookup->server;

		if (lookup_was_useless(lookup, &item))
			return server;
	}
	return LOOKUP_NONE;
}

bool
lookup_is_busy(const struct lookup *lookup)
{
	return lookup->n > 0 || lookup->n_flights > 0;
}
