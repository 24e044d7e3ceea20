/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One sweep over a target set: what to ask, how fast, and what came back.
 * The engine is a library; several sweeps may live in one process and loop.
 *
 * Life cycle: fill a struct sweep_config, sweep_new(), run the event loop
 * until finished() is called, sweep_free().
 */
#ifndef SCANNER_SWEEP_H
#define SCANNER_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rangeset.h"
#include "cache/cache.h"
#include "cache/journal.h"
#include "cache/observation.h"
#include "scanner/link.h"
#include "scanner/probe.h"

struct event_base;
struct sweep;

#define SWEEP_RATE_AUTO       UINT64_MAX
#define SWEEP_RATE_NO_LIMIT   0
#define SWEEP_ASKS_MAX        32
#define SWEEP_RETRIES_DEFAULT 2

/* How questions leave: see transport.h. */
enum sweep_transport {
	SWEEP_TRANSPORT_AUTO, /* packet where it may be and is worth it */
	SWEEP_TRANSPORT_SOCKET,
	SWEEP_TRANSPORT_PACKET,
};

/* From so many questions on frames of our own are worth it. */
#define SWEEP_PACKET_QUESTIONS_MIN 8192

/* One question put to every target: a probe on a port. */
struct sweep_ask {
	const struct probe *probe;
	uint16_t port;
};

/* One question put to many at once, by broadcast or to a group. */
struct sweep_shout {
	struct addr addr; /* whereto */
	struct addr near; /* on the link that it takes its budget from */
	unsigned ifindex; /* of the interface that it leaves by */
	size_t ask;       /* which of the questions; one of UDP */
};

/*
 * Everything is borrowed and must live as long as the sweep.  The sets are
 * sealed.  Zero and NULL are the defaults unless said otherwise.
 */
struct sweep_config {
	const struct rangeset *targets;  /* excludes still in it */
	const struct rangeset *excluded; /* never asked; NULL: none */
	const struct rangeset *expected; /* asked first; NULL: none */
	const struct link_table *links;  /* NULL: all in one default link */
	const struct probe_set *probes;  /* for follow-ups */
	struct sweep_ask ask[SWEEP_ASKS_MAX];
	size_t n_asks;
	uint64_t rate_pps;   /* SWEEP_RATE_AUTO, SWEEP_RATE_NO_LIMIT or a cap */
	uint64_t budget_bps; /* over all links and per direction; 0: none */
	unsigned retries;    /* further tries for the silent */
	unsigned timeout_ms; /* of one try; 0: from the round trips seen */
	uint16_t source_port; /* of UDP; 0: a free one in 1024 to 4999 */
	uint64_t seed;        /* of the order */
	/* Ask part number shard (1 to n_shards) only; n_shards 0 or 1: all. */
	unsigned shard, n_shards;
	const struct rangeset *named; /* what the parts are of */
	enum sweep_transport transport;
	/* Wait for windows that are closed, instead of ending. */
	bool waits_for_windows;
	/* Asked for the names of those who answer; none: no look-ups. */
	const struct addr *name_server;
	size_t n_name_servers; /* at most LOOKUP_SERVERS_MAX */
	/*
	 * Put before everything else, as often as the silent are asked.  Who
	 * answers is asked all other questions, in no target set or not.
	 */
	const struct sweep_shout *shout;
	size_t n_shouts;
	const struct rangeset *at_once; /* whom they ask; NULL: nobody */
	bool may_be_public; /* answers from public space are taken, too */
};

struct sweep_callbacks {
	/* Something was learned; everything in it is borrowed. */
	void (*observed)(const struct observation *observation, void *arg);
	/* The expected ones have been asked, all tries; before the rest. */
	void (*expected_done)(void *arg);
	/* Nothing was to be sent for a while: time for other work.  Or NULL. */
	void (*resting)(void *arg);
	/*
	 * The sweep has ended: err is NULL, or says why it could not go on.
	 * After it no callback comes; the sweep may be freed afterwards, not
	 * in here.
	 */
	void (*finished)(bool is_complete, const struct err *err, void *arg);
};

/* How far it is.  Rates are over the last second. */
struct sweep_progress {
	uint64_t n_asks_total; /* targets times questions, first tries */
	uint64_t n_asks_done;  /* of them: answered, or all tries spent */
	uint64_t n_sent;       /* probes, retries included */
	uint64_t n_hosts;      /* addresses that answered in any way */
	uint64_t n_servers, n_clients;
	double rate_pps;
	uint64_t n_left;  /* a guess: probes still to be sent */
	uint64_t left_us; /* a guess; UINT64_MAX: not known yet */
};

/* The expected ones among the targets; final once expected_done() came. */
struct sweep_expected {
	uint64_t n_known;     /* to be asked */
	uint64_t n_confirmed; /* of them: answered */
	uint64_t n_excluded;  /* expected, and never asked */
	uint64_t n_rest;      /* targets that nobody expects */
};

/* NULL and ERR_SYSTEM or ERR_NETWORK when no socket can be had. */
struct sweep *sweep_new(struct event_base *base,
    const struct sweep_config *config, const struct sweep_callbacks *callbacks,
    void *arg, struct err *err);

/* Begin; callbacks come from the loop only, never from here. */
int sweep_start(struct sweep *sweep, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Send no more, wait for what is under way, then finish incomplete.
 * Harmless when called again or when finished.
 */
void sweep_stop(struct sweep *sweep);

/* Send nothing for so long; answers are taken. */
void sweep_hold(struct sweep *sweep, unsigned ms);

void sweep_progress_get(const struct sweep *sweep,
    struct sweep_progress *progress);

void sweep_expected_get(const struct sweep *sweep,
    struct sweep_expected *expected);

/*
 * The ledger, one entry per link that has targets; the caller frees each
 * link name and the array.
 */
struct cache_ledger *sweep_ledger(const struct sweep *sweep, size_t *n);

/*
 * How far it is, for another run to go on with; what has been told as
 * observed until now belongs to it.  The ledger in it is of this run alone.
 */
void sweep_journal(struct sweep *sweep, struct journal *journal);

/*
 * Before sweep_start(), in a sweep of the same configuration: go on from a
 * journal; then, for each observation that is kept of the sweep,
 * sweep_restore_seen().  -1 and ERR_CACHE when it is not of such a sweep.
 */
int sweep_restore(struct sweep *sweep, const struct journal *journal,
    struct err *err) __attribute__((warn_unused_result));
void sweep_restore_seen(struct sweep *sweep, const struct observation *seen);

/*
 * After the end: an observation of kind SILENT, EXCLUDED or NOT_ASKED for
 * every expected address among the targets that did not answer.
 */
void sweep_report_silent(const struct sweep *sweep,
    void (*observed)(const struct observation *observation, void *arg),
    void *arg);

/*
 * After the end: how many links could not go on because their windows were
 * closed, the name of the one that opens first, and when: INT64_MAX: nobody
 * knows.
 */
size_t sweep_window_n_closed(const struct sweep *sweep, const char **name,
    int64_t *opens_us);

void sweep_free(struct sweep *sweep);

#endif
