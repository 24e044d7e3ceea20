/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the sweep share; nobody else includes this.
 */
#ifndef SCANNER_SWEEP_PRIVATE_H
#define SCANNER_SWEEP_PRIVATE_H

#include "scanner/extra.h"
#include "scanner/ledger.h"
#include "scanner/pace.h"
#include "scanner/ramp.h"
#include "scanner/rtt.h"
#include "scanner/shard.h"
#include "scanner/sweep.h"
#include "scanner/tracker.h"
#include "scanner/transport.h"

#define SWEEP_STREAM_EXTRA UINT16_MAX /* in a ticket: target is a place */
#define SWEEP_PORT_PROBE   "rtvscan"  /* asked on the port that a pong names */

/* Expected hosts first, then everybody else. */
enum sweep_phase {
	SWEEP_EXPECTED,
	SWEEP_REST,
	SWEEP_N_PHASES,
};

/* A follow-up that waits for its condition to be decided. */
struct sweep_pending {
	uint64_t target;
	const struct probe_follow_up *follow_up;
	uint16_t stream;   /* whose answer would make it needless */
	uint16_t tcp_port; /* the port that the pong named, or 0 */
	uint8_t phase;
};

struct sweep_link {
	const char *name;
	uint64_t capacity_bps, budget_bps;
	struct rangeset set[SWEEP_N_PHASES];     /* excluded ones included */
	uint64_t n_targets;                      /* without them */
	struct tracker *tracker[SWEEP_N_PHASES]; /* NULL: empty set */
	struct extra *extra;
	struct sweep_pending *pending;
	size_t n_pending, pending_cap;
	struct pace out_bits, in_bits, packets;
	struct ramp ramp;
	bool use_ramp;
	struct rtt rtt;
	struct ledger ledger;
};

/* Which tracker a range of addresses belongs to. */
struct sweep_owner {
	struct addr_range range;
	uint32_t link;
	uint8_t phase;
};

struct sweep {
	struct event_base *base;
	struct sweep_config config;
	struct sweep_callbacks callbacks;
	void *arg;
	struct transport *transport;
	struct event *tick;
	uint64_t tick_ns; /* when it will fire; 0: it will not */
	struct sweep_link *link;
	size_t n_links;
	struct sweep_owner *owner; /* sorted by address */
	size_t n_owners;
	struct shard shard;
	size_t turn; /* the link that may send next */
	struct pace out_bits, in_bits, packets; /* over all links */
	uint64_t hold_ns;                       /* nothing is sent before */
	unsigned n_tries;
	bool is_stopping, has_finished, is_broken, has_told_expected;
	uint64_t stop_ns;    /* when to stop waiting after sweep_stop() */
	uint64_t pending_ns; /* when to look at the pending ones again */
	struct err broken;
	uint64_t n_sent, n_hosts, n_servers, n_clients, n_strays;
	/* Sent in the second before last and in the last one. */
	uint64_t meter_ns, meter_sent;
	double rate_pps;
};

/* sweep_link.c: what belongs to one link. */
int sweep_link_make_all(struct sweep *sweep, struct err *err);
void sweep_link_free_all(struct sweep *sweep);
/* The tracker's place of an address: false when nobody asks there. */
bool sweep_link_find(const struct sweep *sweep, const struct addr *addr,
    uint32_t *link, uint8_t *phase, uint64_t *target);
uint64_t sweep_link_ready_ns(const struct sweep *sweep,
    const struct sweep_link *link);
/* n packets of that kind go over the link: ledger and pace. */
void sweep_link_count(struct sweep *sweep, struct sweep_link *link,
    enum ledger_direction direction, enum ledger_packet packet, unsigned family,
    size_t payload, uint64_t now_ns);
/* What an answer will take that is expected but not there yet. */
void sweep_link_expect(struct sweep *sweep, struct sweep_link *link,
    enum ledger_packet packet, unsigned family, size_t payload,
    uint64_t now_ns);
uint32_t sweep_link_timeout_us(const struct sweep *sweep,
    const struct sweep_link *link, unsigned try);
void sweep_link_rtt(struct sweep_link *link, uint32_t rtt_us);

/* sweep_send.c: who is asked next, and asking. */
void sweep_send_schedule(struct sweep *sweep, uint64_t at_ns);
void sweep_send_tick(struct sweep *sweep, uint64_t now_ns);

/* sweep_receive.c: what came back. */
extern const struct transport_callbacks sweep_receive_callbacks;
/* For progress: what this says of who is at the target. */
void sweep_count_host(struct sweep *sweep, struct tracker *tracker,
    uint64_t target, const struct observation *seen);

/* sweep_follow.c: follow-ups. */
void sweep_follow_reply(struct sweep *sweep, uint32_t link, uint8_t phase,
    uint64_t target, const struct probe *probe, uint16_t tcp_port);
/* Decide what can be decided; returns whether any are left. */
bool sweep_follow_decide(struct sweep *sweep, struct sweep_link *link);
/* Ask once more, outside the streams. */
void sweep_follow_add(struct sweep *sweep, struct sweep_link *link,
    uint8_t phase, uint64_t target, const struct probe *probe, uint16_t port);

#endif
