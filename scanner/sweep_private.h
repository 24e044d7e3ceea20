/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the sweep share; nobody else includes this.
 */
#ifndef SCANNER_SWEEP_PRIVATE_H
#define SCANNER_SWEEP_PRIVATE_H

#include "scanner/extra.h"
#include "scanner/heard.h"
#include "scanner/ledger.h"
#include "scanner/loss.h"
#include "scanner/lookup.h"
#include "scanner/names.h"
#include "scanner/pace.h"
#include "scanner/ramp.h"
#include "scanner/rtt.h"
#include "scanner/shard.h"
#include "scanner/sweep.h"
#include "scanner/tracker.h"
#include "scanner/transport.h"
#include "scanner/yield.h"

#define SWEEP_STREAM_EXTRA UINT16_MAX /* in a ticket: target is a place */
/* Likewise: target is when it was asked, phase its enum sweep_beacon_kind. */
#define SWEEP_STREAM_BEACON (UINT16_MAX - 1)
#define SWEEP_BEACONS_MAX   2         /* under way at once */
#define SWEEP_PORT_PROBE    "rtvscan" /* asked on the port that a pong names */

/* Expected hosts first, then everybody else. */
enum sweep_phase {
	SWEEP_EXPECTED,
	SWEEP_REST,
	SWEEP_N_PHASES,
	/* Those who answered a shout and are no targets: without a tracker. */
	SWEEP_HEARD = SWEEP_N_PHASES,
};

/* A follow-up that waits for its condition to be decided. */
struct sweep_pending {
	uint64_t target;
	const struct probe_follow_up *follow_up;
	uint16_t stream;   /* whose answer would make it needless */
	uint16_t tcp_port; /* the port that the pong named, or 0 */
	uint8_t phase;
};

enum sweep_link_state {
	SWEEP_LINK_OPEN,
	SWEEP_LINK_AGAIN,
	SWEEP_LINK_DONE,
};

/* What a host answered with that may be a beacon; the later the better. */
enum sweep_beacon_kind {
	SWEEP_BEACON_ACCEPTS, /* TCP: three packets, and somebody is there */
	SWEEP_BEACON_REFUSES, /* TCP: two, and only the kernel is bothered */
	SWEEP_BEACON_PONGS,   /* UDP */
};

/* A host that has answered, asked again to learn how the line is. */
struct sweep_beacon {
	struct addr addr; /* family 0: none yet */
	enum sweep_beacon_kind kind;
	const struct probe *probe;
	uint16_t port;
	uint32_t rtt_us;  /* when it was chosen */
	uint32_t base_us; /* without what was in the queue then */
	uint64_t sent_ns[SWEEP_BEACONS_MAX]; /* of those under way; or 0 */
	uint64_t newest_ns; /* when one was sent last, to whomever; 0: never */
	bool is_overdue;    /* that has been told of the newest */
	bool is_settling;   /* none is sent until none is under way */
	unsigned n_lost;    /* in a row */
};

struct sweep_link {
	const char *name;
	uint64_t capacity_bps, budget_bps;
	uint64_t top_bps;      /* what the pace may be at most */
	unsigned n_questions;  /* of every target */
	unsigned n_tries;      /* of each question, further rounds included */
	unsigned n_full_tries; /* those of them that are for all the silent */
	unsigned n_told_tries; /* without further rounds */
	unsigned n_slowed;     /* so often the pace was halved for a round */
	unsigned timeout_ms;   /* 0: from the round trips seen */
	unsigned max_missed_ppm, max_clients;
	unsigned family; /* of the larger packets there are: 4 or 6 */
	struct rangeset set[SWEEP_N_PHASES];     /* excluded ones included */
	uint64_t n_targets;                      /* without them */
	struct tracker *tracker[SWEEP_N_PHASES]; /* NULL: empty set */
	struct extra *extra;
	struct sweep_pending *pending;
	size_t n_pending, pending_cap;
	struct pace bits[LEDGER_N_DIRECTIONS], packets;
	uint64_t n_held[SWEEP_ASKS_MAX]; /* pings that answers are held for */
	uint64_t expiry_ns;              /* when the oldest of them times out */
	struct ramp ramp;
	struct yield yield;
	struct sweep_beacon beacon;
	bool use_ramp, use_yield;
	struct rtt rtt;
	struct ledger ledger;
	struct loss loss;
	bool was_overrun; /* in this round answers were lost on this machine */
	bool is_done, is_lossy; /* all rounds are over; too much was missed */
	const struct window_schedule *schedule; /* NULL: always open */
	bool is_closed;
	uint64_t opens_ns; /* 0: it is open; UINT64_MAX: nobody knows */
	uint64_t drain_ns; /* when nothing is under way after it closed */
	int64_t change_us; /* wall clock: when it opens or closes next */
};

/* Where an answer belongs. */
struct sweep_place {
	struct addr addr;
	struct sweep_link *link;
	struct tracker *tracker; /* NULL: SWEEP_HEARD */
	uint64_t target;         /* of the tracker, or a place in heard */
	uint32_t link_no;
	uint8_t phase;
};

/* The question that an answer is for: a stream's, or an extra one. */
struct sweep_match {
	const struct probe *probe;
	uint16_t port;
	int stream; /* -1: an extra one, at that place */
	size_t extra;
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
	uint64_t
	    settle_ns; /* when all that came has been told; 0: not yet due */
	struct event *tick;
	uint64_t tick_ns; /* when it will fire; 0: it will not */
	struct sweep_link *link;
	size_t n_links;
	struct sweep_owner *owner; /* sorted by address */
	size_t n_owners;
	struct shard shard;
	size_t turn; /* the link that may send next */
	struct pace bits[LEDGER_N_DIRECTIONS], packets; /* over all links */
	uint64_t hold_ns;            /* nothing is sent before */
	uint64_t rest_ns, rest_sent; /* a rest from then on, if n_sent stays */
	uint64_t pressed_ns; /* when a queue overflowed last; 0: never */
	bool is_stopping, has_finished, is_broken, has_told_expected;
	uint64_t stop_ns;    /* when to stop waiting after sweep_stop() */
	uint64_t pending_ns; /* when to look at the pending ones again */
	uint64_t window_ns;  /* when to look at the windows again */
	struct err broken;
	struct heard *heard; /* who answered a shout and is no target */
	unsigned shout_round;
	size_t shout_at;        /* the next one of this round */
	uint64_t shout_ns;      /* not before */
	unsigned n_shout_waits; /* in a row, for a full queue */
	uint64_t shout_sent_ns; /* the last one */
	bool has_shouted;       /* all of it, and has listened */
	struct names *names;    /* NULL: no look-ups */
	struct lookup *lookup;  /* likewise */
	struct pace names_pace;
	uint64_t linger_ns; /* until then names are awaited; 0: not yet set */
	uint64_t n_sent, n_hosts, n_servers, n_clients, n_strays;
	uint64_t n_confirmed; /* expected ones that answered */
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
/* The address of a target of any phase. */
struct addr sweep_link_addr(const struct sweep *sweep,
    const struct sweep_link *link, uint8_t phase, uint64_t target);
uint32_t sweep_link_timeout_us(const struct sweep_link *link, unsigned try);
/*
 * When all of a link has been asked: one more round if too many hosts were
 * missed (AGAIN), or the end of the link.
 */
enum sweep_link_state sweep_link_review(struct sweep_link *link);
/* One more try for the silent, slower. */
void sweep_link_extend(struct sweep_link *link, enum tracker_whom whom);
/* What it loses, and who was missed therefore. */
struct loss_estimate sweep_link_loss(const struct sweep_link *link);

/* sweep_pace.c: when a link may send, and what went over it. */
void sweep_pace_init(struct sweep *sweep, struct sweep_link *link,
    const struct link_config *config);
/* Let time pass for the link; to be called before each sending. */
void sweep_pace_tick(struct sweep *sweep, struct sweep_link *link,
    uint64_t now_ns);
/* When it may send next, or should be looked at again. */
uint64_t sweep_pace_ready_ns(const struct sweep *sweep,
    const struct sweep_link *link);
/* A packet of that kind went over the link: ledger and pace. */
void sweep_pace_count(struct sweep *sweep, struct sweep_link *link,
    enum ledger_direction direction, enum ledger_packet packet, unsigned family,
    size_t payload, uint64_t now_ns);
/*
 * Hold what the rest of a question may take; release it when n have ended.
 * Pings of the streams are released by sweep_pace_tick().
 */
void sweep_pace_hold(struct sweep *sweep, struct sweep_link *link,
    const struct probe *probe, uint64_t now_ns);
/* The same for one that is half-open; released as pings are. */
void sweep_pace_hold_syn(struct sweep *sweep, struct sweep_link *link,
    uint64_t now_ns);
void sweep_pace_release(struct sweep *sweep, struct sweep_link *link,
    const struct probe *probe, uint64_t n);
/* A round trip was seen; UINT32_MAX: an answer without one. */
void sweep_pace_answer(struct sweep_link *link, enum net_protocol protocol,
    uint32_t rtt_us, uint64_t now_ns);
/* Half as fast from now on, for a round to these, unless that is enough. */
void sweep_pace_slow_down(struct sweep_link *link, enum tracker_whom whom);

/* sweep_beacon.c: a host that shows how full the line is. */
/* What is asked on TCP: a connection in which nothing is said. */
extern const struct probe sweep_beacon_connect;
/* It has answered after rtt_us (UINT32_MAX: not known), with that: it may
 * become the beacon of its link. */
void sweep_beacon_choose(const struct sweep_place *place,
    const struct sweep_match *match, enum sweep_beacon_kind kind,
    uint32_t rtt_us, uint64_t now_ns);
/* Something came from addr on UDP. */
void sweep_beacon_answer(struct sweep_link *link, const struct addr *addr,
    uint64_t now_ns);
/* A connection to a beacon has ended. */
void sweep_beacon_end(struct sweep *sweep, const struct transport_tcp *end,
    uint64_t now_ns);
/* Ask it again if that is due; returns whether it was asked. */
bool sweep_beacon_light(struct sweep *sweep, uint32_t link_no, uint64_t now_ns);

/* sweep_transport.c: which transport is used, said with -v. */
int sweep_transport_open(struct sweep *sweep, struct err *err);
/* Whether the time-outs of that question are the tracker's. */
bool sweep_transport_is_timed(const struct sweep *sweep,
    enum net_protocol protocol);

/* sweep_send.c: who is asked next, and asking. */
/*
 * Put one question of the link, the most urgent first.  False when there is
 * none now; then *wake_ns is when there may be.
 */
bool sweep_send_link(struct sweep *sweep, uint32_t link_no, uint64_t now_ns,
    uint64_t *wake_ns);
/* Ask the link's beacon; false when that is not possible now. */
bool sweep_send_beacon(struct sweep *sweep, uint32_t link_no, uint64_t now_ns);

/* sweep_tick.c: one turn of the sweep. */
void sweep_tick(struct sweep *sweep, uint64_t now_ns);
/* Let the next one come at that time, or at once when it is past. */
void sweep_tick_schedule(struct sweep *sweep, uint64_t at_ns);

/* sweep_window.c: when links may be asked. */
void sweep_window_init(struct sweep *sweep);
void sweep_window_look(struct sweep *sweep, uint64_t now_ns);
/*
 * Must the sweep end because the windows of all links that have not ended
 * are closed, and nothing is under way?  Makes *wake_ns earlier if need be.
 */
bool sweep_window_is_over(const struct sweep *sweep, uint64_t now_ns,
    uint64_t *wake_ns);
/* Is it closed, with something left to ask? */
bool sweep_window_has_cut(const struct sweep_link *link);

/* sweep_receive.c: what came back. */
extern const struct transport_callbacks sweep_receive_callbacks;
/* For progress: what this says of who is at the target. */
void sweep_count_host(struct sweep *sweep, const struct sweep_place *place,
    const struct observation *seen);
bool sweep_place_of(struct sweep *sweep, const struct addr *addr,
    struct sweep_place *place);
/* Bytes came for a question: judge, note, tell, follow up. */
void sweep_take_reply(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const uint8_t *data, size_t len,
    uint32_t rtt_us, uint64_t now_ns);
/* A refusal, word from a router, or this machine's own reason. */
struct sweep_fault {
	enum fault fault;
	struct addr from;         /* who said so; family 0: nobody did */
	int icmp_type, icmp_code; /* -1: none */
	int sys_errno;            /* 0: none */
	uint32_t rtt_us;          /* UINT32_MAX: none */
};
void sweep_take_fault(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, const struct sweep_fault *fault,
    uint64_t now_ns);
/*
 * TCP was accepted and nothing is said yet; rtt_us UINT32_MAX: as the tracker
 * has it.  Returns whether that is news.
 */
bool sweep_take_open(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, uint32_t rtt_us, uint64_t now_ns);
/* The same is observed, and the question is not answered by it. */
void sweep_tell_open(struct sweep *sweep, const struct sweep_place *place,
    const struct sweep_match *match, uint32_t rtt_us);

/* sweep_trouble.c: what the transport says of this machine. */
#define SWEEP_HOLD_NS UINT64_C(5000000) /* after a queue overflowed */
void sweep_trouble_pressure(uint64_t n, void *arg);
/* It may have been any link's: who is silent there is asked once more. */
void sweep_trouble_lost(uint64_t n, void *arg);
void sweep_trouble_room(void *arg);
/* Whether a handshake that has timed out now may have begun while a queue
 * overflowed: nobody says whether its SYN left. */
bool sweep_trouble_was_near(const struct sweep *sweep, uint64_t now_ns);
void sweep_trouble_broken(const struct err *err, void *arg);

/* sweep_syn.c: what came back on half-open connections. */
void sweep_syn_take(const struct transport_syn *in, uint64_t now_ns, void *arg);

/* sweep_tcp.c: what became of connections. */
void sweep_tcp_take(const struct transport_tcp *end, uint64_t now_ns,
    void *arg);

/* sweep_follow.c: follow-ups. */
void sweep_follow_reply(struct sweep *sweep, uint32_t link, uint8_t phase,
    uint64_t target, const struct probe *probe, uint16_t tcp_port);
/* Decide what can be decided; returns whether any are left. */
bool sweep_follow_decide(struct sweep *sweep, struct sweep_link *link);
/* Ask once more, outside the streams. */
void sweep_follow_add(struct sweep *sweep, struct sweep_link *link,
    uint8_t phase, uint64_t target, const struct probe *probe, uint16_t port);
/* The same for one that was put otherwise, so often, without an answer. */
void sweep_follow_go_on(struct sweep *sweep, struct sweep_link *link,
    uint8_t phase, uint64_t target, const struct probe *probe, uint16_t port,
    uint8_t tries);

/* sweep_local.c: asking many at once, and who answers that. */
/* A broadcast has no exceptions: there must be no exclude among them. */
int sweep_local_check(const struct sweep *sweep, struct err *err);
bool sweep_local_is_shouting(const struct sweep *sweep);
/* Shout what is due; returns when to go on. */
uint64_t sweep_local_tick(struct sweep *sweep, uint64_t now_ns);
/* How often a question has been shouted. */
unsigned sweep_local_rounds(const struct sweep *sweep, size_t ask);
/* The place of one who was heard before. */
bool sweep_local_find(struct sweep *sweep, const struct addr *addr,
    struct sweep_place *place);
/* An answer from nobody that was asked: whether it is one to a shout. */
bool sweep_local_hear(struct sweep *sweep, const struct transport_datagram *in,
    struct sweep_place *place, struct sweep_match *match);
/* Ask who was heard what was not shouted. */
void sweep_local_greet(struct sweep *sweep, const struct sweep_place *place);

/* sweep_names.c: the names that name servers know. */
void sweep_names_init(struct sweep *sweep);
void sweep_names_fini(struct sweep *sweep);
/* This one has answered, for the first time. */
void sweep_names_add(struct sweep *sweep, const struct addr *addr);
/* Ask what can be asked now; returns when to go on. */
uint64_t sweep_names_tick(struct sweep *sweep, uint64_t now_ns);
/* All else is done: whether names are worth waiting for. */
bool sweep_names_linger(struct sweep *sweep, uint64_t now_ns);
/* Take no more answers. */
void sweep_names_end(struct sweep *sweep);

#endif
