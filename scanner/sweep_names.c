/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The names that name servers know for those who answered: asked beside the
 * sweep and inside its budget, counted on the server's link, and never
 * awaited for long.
 */
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/log.h"
#include "scanner/ptr.h"
#include "scanner/sweep_private.h"

#define SWEEP_NAMES_PROBE "ptr"
/* Not more a second, whatever the budget allows: the server has users. */
#define SWEEP_NAMES_PPS 200
/* How much longer than without them a sweep may take. */
#define SWEEP_NAMES_LINGER_NS UINT64_C(2000000000)

/* The link that a server is behind, or NULL: none that this sweep counts. */
static struct sweep_link *
sweep_names_link(const struct sweep *sweep, const struct addr *server)
{
	const struct link_table none = LINK_TABLE_INIT;
	const char *name =
	    link_of(sweep->config.links == NULL ? &none : sweep->config.links,
		server);

	for (size_t i = 0; i < sweep->n_links; i++)
		if (strcmp(sweep->link[i].name, name) == 0)
			return &sweep->link[i];
	return NULL;
}

/* Of this machine or of one interface's wire: no server knows a name. */
static bool
sweep_names_is_own(const struct addr *addr)
{
	if (addr->family == 4)
		return addr->lo >> 24 == 127 || addr->lo >> 16 == 0xa9fe;
	return (addr->hi == 0 && addr->lo == 1) || addr->hi >> 54 == 0x3fa;
}

static void
sweep_names_given_up(const struct sweep *sweep, size_t server)
{
	char text[ADDR_TEXT_LEN];

	log_warn("names",
	    "the name server %s left %d look-ups in a row without an answer; "
	    "it is not asked again in this sweep",
	    addr_format(&sweep->config.name_server[server], text),
	    LOOKUP_SILENT_MAX);
}

static void
sweep_names_observed(struct sweep *sweep, size_t server,
    const struct addr *addr, const char *name)
{
	struct observation seen = {
		.addr = *addr,
		.probe = SWEEP_NAMES_PROBE,
		.protocol = NET_UDP,
		.port = PTR_PORT,
		.kind = OBSERVATION_NAMED,
		.time_us = clock_now_wall_us(),
		.rtt_us = OBSERVATION_NO_RTT,
		.from = sweep->config.name_server[server],
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.name = name,
	};

	sweep->callbacks.observed(&seen, sweep->arg);
}

/* Its bytes count on the server's link, else in the budget over all links. */
static void
sweep_names_count(struct sweep *sweep, struct sweep_link *link,
    enum ledger_direction direction, const struct addr *server, size_t len,
    uint64_t now_ns)
{
	if (link != NULL)
		sweep_pace_count(sweep, link, direction, LEDGER_UDP,
		    server->family, len, now_ns);
	else
		pace_charge(&sweep->bits[direction],
		    8 * ledger_size(&sweep->link[0].ledger, LEDGER_UDP,
			    server->family, len),
		    now_ns);
}

static void
sweep_names_charge(struct sweep *sweep, struct sweep_link *link,
    const struct addr *server, size_t len, uint64_t now_ns)
{
	pace_charge(&sweep->names_pace, 1, now_ns);
	if (sweep_names_is_own(server))
		return;
	pace_charge(&sweep->packets, 1, now_ns);
	if (link != NULL)
		pace_charge(&link->packets, 1, now_ns);
	sweep_names_count(sweep, link, LEDGER_OUT, server, len, now_ns);
}

static void
on_sweep_names_datagram(size_t server, const uint8_t *data, size_t len,
    size_t wire_len, void *arg)
{
	struct sweep *sweep = arg;
	const struct addr *from = &sweep->config.name_server[server];
	struct sweep_link *link = sweep_names_link(sweep, from);
	struct text name = TEXT_INIT;
	enum ptr_answer answer = PTR_FOREIGN;
	struct addr addr;
	uint16_t id = 0;

	if (!sweep_names_is_own(from))
		sweep_names_count(sweep, link, LEDGER_IN, from, wire_len,
		    clock_now_ns());
	if (len >= 2)
		id = (uint16_t)(data[0] << 8 | data[1]);
	if (len >= 2 && lookup_find(sweep->lookup, server, id, &addr))
		answer = ptr_read(data, len, id, &addr, &name);
	if (answer == PTR_FOREIGN)
		goto out;
	if (lookup_answered(sweep->lookup, id, answer == PTR_REFUSED))
		sweep_names_given_up(sweep, server);
	if (answer == PTR_NAMED)
		sweep_names_observed(sweep, server, &addr, text_str(&name));
	sweep_send_schedule(sweep, 0);
out:
	text_fini(&name);
}

void
sweep_names_init(struct sweep *sweep)
{
	size_t n = sweep->config.n_name_servers;

	if (n == 0)
		return;
	sweep->lookup = lookup_new(n);
	sweep->names = names_new(sweep->base, sweep->config.name_server, n,
	    on_sweep_names_datagram, sweep);
	pace_init(&sweep->names_pace, SWEEP_NAMES_PPS);
}

void
sweep_names_fini(struct sweep *sweep)
{
	names_free(sweep->names);
	lookup_free(sweep->lookup);
}

void
sweep_names_add(struct sweep *sweep, const struct addr *addr)
{
	if (sweep->lookup == NULL || sweep_names_is_own(addr))
		return;
	lookup_add(sweep->lookup, addr);
	sweep_send_schedule(sweep, 0);
}

/* An id that nobody can guess and that is not under way. */
static uint16_t
sweep_names_id(const struct sweep *sweep, size_t server)
{
	struct addr ignored;
	uint16_t id = 0;

	do {
		if (getrandom(&id, sizeof(id), 0) != (ssize_t)sizeof(id))
			id++;
	} while (lookup_find(sweep->lookup, server, id, &ignored));
	return id;
}

static uint64_t
sweep_names_ready_ns(const struct sweep *sweep, const struct sweep_link *link,
    const struct addr *server)
{
	uint64_t own = pace_ready_ns(&sweep->names_pace), others;

	if (sweep_names_is_own(server))
		return own;
	if (link != NULL) {
		others = sweep_pace_ready_ns(sweep, link);
	} else {
		others = pace_ready_ns(&sweep->packets);
		for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
			if (pace_ready_ns(&sweep->bits[i]) > others)
				others = pace_ready_ns(&sweep->bits[i]);
	}
	return own > others ? own : others;
}

uint64_t
sweep_names_tick(struct sweep *sweep, uint64_t now_ns)
{
	struct addr addr;
	uint64_t wake_ns;
	size_t server;

	if (sweep->lookup == NULL)
		return UINT64_MAX;
	server = lookup_expire(sweep->lookup, now_ns);
	if (server != LOOKUP_NONE)
		sweep_names_given_up(sweep, server);
	while ((server = lookup_next(sweep->lookup, &addr, &wake_ns)) !=
	       LOOKUP_NONE) {
		const struct addr *at = &sweep->config.name_server[server];
		struct sweep_link *link = sweep_names_link(sweep, at);
		uint8_t query[PTR_QUERY_MAX];
		uint64_t ready_ns = sweep_names_ready_ns(sweep, link, at);
		uint16_t id;
		size_t len;

		if (ready_ns > now_ns)
			return ready_ns < wake_ns ? ready_ns : wake_ns;
		id = sweep_names_id(sweep, server);
		len = ptr_query(query, id, &addr);
		/* What cannot be sent is as good as not answered. */
		if (names_send(sweep->names, server, query, len))
			sweep_names_charge(sweep, link, at, len, now_ns);
		lookup_sent(sweep->lookup, id, now_ns);
	}
	return wake_ns;
}

bool
sweep_names_linger(struct sweep *sweep, uint64_t now_ns)
{
	if (sweep->lookup == NULL || !lookup_is_busy(sweep->lookup))
		return false;
	if (sweep->linger_ns == 0)
		sweep->linger_ns = now_ns + SWEEP_NAMES_LINGER_NS;
	return now_ns < sweep->linger_ns;
}

void
sweep_names_end(struct sweep *sweep)
{
	if (sweep->names != NULL)
		names_close(sweep->names);
}
