/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions that come up during a sweep.
 */
#include "scanner/extra.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

/* Places in the order of their deadlines, or of their arrival. */
struct extra_fifo {
	size_t *item;
	size_t head, n, cap;
};

struct extra {
	unsigned n_tries;
	struct extra_ask *ask;
	size_t n, n_silent, cap;
	size_t n_open[EXTRA_PHASES_MAX]; /* per phase */
	size_t *table;    /* open addressing; place + 1, 0: empty */
	size_t table_cap; /* a power of two */
	struct extra_fifo todo, waiting, changed;
};

static void
extra_push(struct extra_fifo *fifo, size_t at)
{
	if (fifo->head > 0 && fifo->n == fifo->cap) {
		for (size_t i = fifo->head; i < fifo->n; i++)
			fifo->item[i - fifo->head] = fifo->item[i];
		fifo->n -= fifo->head;
		fifo->head = 0;
	}
	fifo->item =
	    mem_grow(fifo->item, &fifo->cap, fifo->n + 1, sizeof(*fifo->item));
	fifo->item[fifo->n++] = at;
}

struct extra *
extra_new(unsigned n_tries)
{
	struct extra *extra = mem_new(sizeof(*extra));

	extra->n_tries = n_tries;
	return extra;
}

void
extra_free(struct extra *extra)
{
	if (extra == NULL)
		return;
	free(extra->ask);
	free(extra->table);
	free(extra->todo.item);
	free(extra->waiting.item);
	free(extra->changed.item);
	free(extra);
}

/* The probe is left out, so that a UDP answer finds its question too. */
static uint64_t
extra_hash(const struct addr *addr, enum net_protocol protocol, uint16_t port)
{
	return hash_u64(hash_u64(addr->hi, addr->lo),
	    (uint64_t)port << 1 | (protocol == NET_TCP));
}

/* The first place whose address, protocol and port are these. */
static size_t
extra_lookup(const struct extra *extra, const struct addr *addr,
    enum net_protocol protocol, uint16_t port, const struct probe *probe)
{
	uint64_t slot;

	if (extra->table_cap == 0)
		return EXTRA_NONE;
	slot = extra_hash(addr, protocol, port);
	for (;; slot++) {
		size_t at = extra->table[slot & (extra->table_cap - 1)];
		const struct extra_ask *ask;

		if (at == 0)
			return EXTRA_NONE;
		ask = &extra->ask[at - 1];
		if (ask->port == port && ask->probe->protocol == protocol &&
		    addr_eq(&ask->addr, addr) &&
		    (probe == NULL || probe == ask->probe))
			return at - 1;
	}
}

static void
extra_table_put(struct extra *extra, size_t at)
{
	const struct extra_ask *ask = &extra->ask[at];
	uint64_t slot = extra_hash(&ask->addr, ask->probe->protocol, ask->port);

	while (extra->table[slot & (extra->table_cap - 1)] != 0)
		slot++;
	extra->table[slot & (extra->table_cap - 1)] = at + 1;
}

static void
extra_table_grow(struct extra *extra)
{
	free(extra->table);
	extra->table_cap = extra->table_cap == 0 ? 64 : extra->table_cap * 2;
	extra->table = mem_array(extra->table_cap, sizeof(*extra->table));
	for (size_t i = 0; i < extra->n; i++)
		extra_table_put(extra, i);
}

/* It is to be told by extra_changed(). */
static void
extra_change(struct extra *extra, size_t at)
{
	if (!extra->ask[at].has_changed)
		extra_push(&extra->changed, at);
	extra->ask[at].has_changed = true;
}

size_t
extra_changed(struct extra *extra)
{
	struct extra_fifo *changed = &extra->changed;
	size_t at;

	if (changed->head == changed->n) {
		changed->head = changed->n = 0;
		return EXTRA_NONE;
	}
	at = changed->item[changed->head++];
	extra->ask[at].has_changed = false;
	return at;
}

unsigned
extra_tries_over(const struct extra_ask *ask)
{
	/* one in flight may have been taken back already */
	return ask->tries > 0 && ask->is_in_flight && !ask->has_answered
		   ? ask->tries - 1u
		   : ask->tries;
}

/* Into the table, if it is new. */
static bool
extra_keep(struct extra *extra, const struct extra_ask *ask)
{
	if (extra_find(extra, &ask->addr, ask->probe, ask->port) != EXTRA_NONE)
		return false;
	extra->ask = mem_grow(extra->ask, &extra->cap, extra->n + 1,
	    sizeof(*extra->ask));
	extra->ask[extra->n] = *ask;
	extra->ask[extra->n].has_changed = false;
	if ((extra->n + 1) * 2 > extra->table_cap)
		extra_table_grow(extra);
	extra_table_put(extra, extra->n);
	extra_change(extra, extra->n++);
	return true;
}

bool
extra_add(struct extra *extra, const struct extra_ask *ask)
{
	if (!extra_keep(extra, ask))
		return false;
	extra->n_silent += !ask->has_answered;
	if (!ask->has_answered && ask->tries < extra->n_tries) {
		extra_push(&extra->todo, extra->n - 1);
		extra->n_open[ask->phase]++;
	}
	return true;
}

bool
extra_note(struct extra *extra, const struct extra_ask *ask)
{
	if (!extra_keep(extra, ask))
		return false;
	extra->ask[extra->n - 1].is_noted = true;
	return true;
}

/* Take back what has waited long enough. */
static void
extra_expire(struct extra *extra, uint64_t now_ns)
{
	struct extra_fifo *waiting = &extra->waiting;

	for (; waiting->head < waiting->n; waiting->head++) {
		size_t at = waiting->item[waiting->head];
		struct extra_ask *ask = &extra->ask[at];

		if (ask->deadline_ns > now_ns && !ask->has_answered)
			break;
		ask->is_in_flight = false;
		if (ask->has_answered)
			continue;
		extra_change(extra, at);
		if (ask->tries < extra->n_tries)
			extra_push(&extra->todo, at);
		else
			extra->n_open[ask->phase]--;
	}
}

size_t
extra_next(struct extra *extra, uint64_t now_ns, uint64_t *wake_ns)
{
	struct extra_fifo *todo = &extra->todo;

	extra_expire(extra, now_ns);
	while (todo->head < todo->n &&
	       extra->ask[todo->item[todo->head]].has_answered)
		todo->head++;
	*wake_ns = EXTRA_NEVER;
	if (todo->head < todo->n)
		return todo->item[todo->head];
	if (extra->waiting.head < extra->waiting.n)
		*wake_ns = extra->ask[extra->waiting.item[extra->waiting.head]]
			       .deadline_ns;
	return EXTRA_NONE;
}

const struct extra_ask *
extra_at(const struct extra *extra, size_t at)
{
	return &extra->ask[at];
}

void
extra_sent(struct extra *extra, uint64_t now_ns, uint64_t deadline_ns)
{
	struct extra_ask *ask;
	size_t at;

	assert(extra->todo.head < extra->todo.n);
	at = extra->todo.item[extra->todo.head++];
	ask = &extra->ask[at];
	ask->tries++;
	ask->is_in_flight = true;
	ask->sent_ns = now_ns;
	ask->deadline_ns = deadline_ns;
	extra_push(&extra->waiting, at);
}

size_t
extra_find(const struct extra *extra, const struct addr *addr,
    const struct probe *probe, uint16_t port)
{
	return extra_lookup(extra, addr, probe->protocol, port, probe);
}

size_t
extra_find_udp(const struct extra *extra, const struct addr *addr,
    uint16_t port)
{
	return extra_lookup(extra, addr, NET_UDP, port, NULL);
}

bool
extra_is_settled(const struct extra *extra, size_t at)
{
	const struct extra_ask *ask = &extra->ask[at];

	return ask->has_answered || ask->is_noted ||
	       (!ask->is_in_flight && ask->tries >= extra->n_tries);
}

bool
extra_answer(struct extra *extra, size_t at, bool is_served, uint64_t now_ns,
    uint32_t *rtt_us)
{
	struct extra_ask *ask = &extra->ask[at];

	*rtt_us = UINT32_MAX;
	if (is_served && !ask->was_served)
		extra_change(extra, at);
	ask->was_served |= is_served;
	if (ask->has_answered)
		return false;
	if (ask->tries == 1)
		*rtt_us = (uint32_t)((now_ns - ask->sent_ns) / 1000);
	/* One that had been given up is no longer open: a late answer. */
	if (!ask->is_noted &&
	    (ask->is_in_flight || ask->tries < extra->n_tries))
		extra->n_open[ask->phase]--;
	ask->has_answered = true;
	extra->n_silent -= !ask->is_noted;
	extra_change(extra, at);
	return true;
}

void
extra_again(struct extra *extra, size_t at)
{
	struct extra_ask *ask = &extra->ask[at];
	bool was_given_up = !ask->is_in_flight && ask->tries >= extra->n_tries;

	if (ask->has_answered || ask->is_noted || ask->tries == 0 ||
	    ask->n_again == EXTRA_AGAIN_MAX)
		return;
	ask->n_again++;
	ask->tries--;
	extra_change(extra, at);
	if (!was_given_up)
		return; /* it comes back at its deadline, or waits already */
	extra_push(&extra->todo, at);
	extra->n_open[ask->phase]++;
}

void
extra_extend(struct extra *extra)
{
	for (size_t at = 0; at < extra->n; at++) {
		const struct extra_ask *ask = &extra->ask[at];

		if (extra_is_settled(extra, at) && !ask->has_answered &&
		    !ask->is_noted) {
			extra_push(&extra->todo, at);
			extra->n_open[ask->phase]++;
		}
	}
	extra->n_tries++;
}

size_t
extra_count(const struct extra *extra)
{
	return extra->n;
}

size_t
extra_n_silent(const struct extra *extra)
{
	return extra->n_silent;
}

size_t
extra_n_open(const struct extra *extra)
{
	size_t n = 0;

	for (size_t i = 0; i < EXTRA_PHASES_MAX; i++)
		n += extra->n_open[i];
	return n;
}

size_t
extra_n_open_of(const struct extra *extra, uint8_t phase)
{
	return extra->n_open[phase];
}
