/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The address cache: sweeps, observations and hosts in one SQLite file.
 *
 * Life cycle: cache_open(), calls, cache_close().  Every call that changes
 * the file is one transaction, unless the caller has begun one; a crash at
 * any moment leaves all of it or nothing.  One writer at a time; a reader
 * sees the last commit.  All errors are ERR_CACHE and name the file.
 */
#ifndef CACHE_CACHE_H
#define CACHE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rangeset.h"
#include "cache/host.h"
#include "cache/observation.h"

struct cache;

enum cache_mode {
	CACHE_READ,  /* must exist; nothing is changed */
	CACHE_WRITE, /* made on first use, with its folders */
};

#define CACHE_IN_MEMORY ":memory:"

/* NULL and *err when the file cannot be used; the path is copied. */
struct cache *cache_open(const char *path, enum cache_mode mode,
    struct err *err);

/* NULL is harmless; an open transaction is rolled back. */
void cache_close(struct cache *cache);

const char *cache_path_of(const struct cache *cache);

/*
 * The name of the link that an address is on, or NULL for none: so that a
 * whole link that is silent shows.  Both are borrowed.
 */
typedef const char *(
    *cache_link_fn)(const void *links, const struct addr *addr);
void cache_know_links(struct cache *cache, cache_link_fn link_of,
    const void *links);

/*
 * Outside a transaction: fold the log back into the file now, as far as nobody
 * reads it, which is most of what cache_close() would have to do.  What cannot
 * be folded now stays in the log, and nothing is lost.
 */
void cache_fold_log(struct cache *cache);

/* Several calls as one transaction; rollback is harmless outside one. */
int cache_begin(struct cache *cache, struct err *err)
    __attribute__((warn_unused_result));
int cache_commit(struct cache *cache, struct err *err)
    __attribute__((warn_unused_result));
void cache_rollback(struct cache *cache);

enum cache_sweep_state {
	CACHE_SWEEP_RUNNING = 0, /* or killed: nobody wrote the end */
	CACHE_SWEEP_COMPLETE = 1,
	CACHE_SWEEP_INCOMPLETE = 2, /* interrupted, or a window closed */
};

/* What is kept of one sweep; strings are owned, see cache_sweep_fini(). */
struct cache_sweep {
	int64_t id;                   /* set by cache_sweep_start() */
	int64_t started_us, ended_us; /* ended_us 0: still running */
	enum cache_sweep_state state;
	char *mode;    /* "intense" */
	char *targets; /* as typed, blanks between */
	char *probes;  /* "pds,rtvscan" */
	uint64_t seed;
	uint64_t n_targets;  /* to be asked, excluded ones not counted */
	uint64_t n_excluded; /* taken out of the targets by excludes */
	uint64_t n_expected, n_answered; /* of the expected */
};

/* The ledger of one link in one sweep: as sent and received on the wire. */
struct cache_ledger {
	char *link;
	uint64_t n_targets;    /* to be asked */
	uint64_t capacity_bps; /* 0: not known */
	uint64_t budget_bps;   /* 0: not limited in bits */
	uint64_t out_packets, out_bytes, in_packets, in_bytes;
	uint64_t peak_out_bps, peak_in_bps;     /* over any one second */
	uint32_t srtt_us, rttvar_us;            /* 0: nobody answered */
	uint64_t peak10_out_bps, peak10_in_bps; /* over any ten seconds */
	/* Not among the above: what no socket sees, at most. */
	uint64_t unseen_out_packets, unseen_out_bytes;
	uint64_t unseen_in_packets, unseen_in_bytes;
	/* The lowest round trips, by how they were seen; 0: none. */
	uint64_t least_udp_us, least_tcp_us;
	/*
	 * Exchanges that were lost, in a million, and the hosts that were
	 * therefore not found or lack an answer, in thousandths, with the
	 * bounds of 95%.  n_tries: of those never found; 0: not known.
	 */
	uint64_t n_tries, loss_ppm, missed_milli, missed_low, missed_high;
	uint64_t max_missed_ppm; /* of a million hosts: what was allowed */
	uint64_t is_lossy;       /* 1: more were missed than that */
	uint64_t n_clients;      /* found */
	uint64_t max_clients;    /* more are worth a warning; 0: never */
};

int cache_sweep_start(struct cache *cache, struct cache_sweep *sweep,
    struct err *err) __attribute__((warn_unused_result));
int cache_sweep_finish(struct cache *cache, const struct cache_sweep *sweep,
    const struct cache_ledger *ledger, size_t n, struct err *err)
    __attribute__((warn_unused_result));

/* id 0 is the newest one.  Returns 1 when there is one, 0 when not, or -1. */
int cache_sweep_get(struct cache *cache, int64_t id, struct cache_sweep *sweep,
    struct err *err) __attribute__((warn_unused_result));
void cache_sweep_fini(struct cache_sweep *sweep);

/* The links of a sweep; the caller frees each link name and the array. */
int cache_ledger_get(struct cache *cache, int64_t sweep,
    struct cache_ledger **ledger, size_t *n, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The lowest round trip over a link in its last sweeps, by protocol; 0 where
 * none is known.
 */
int cache_least_rtt(struct cache *cache, const char *link, uint32_t least_us[2],
    struct err *err) __attribute__((warn_unused_result));

/* The addresses that a sweep was to ask, excludes not among them. */
int cache_targets_put(struct cache *cache, int64_t sweep,
    const struct rangeset *targets, struct err *err)
    __attribute__((warn_unused_result));

/* Returns 1, 0 when they were not kept (then nothing is added), or -1. */
int cache_targets_get(struct cache *cache, int64_t sweep,
    struct rangeset *targets, struct err *err)
    __attribute__((warn_unused_result));

/* A question of a sweep: the probe's name is owned. */
struct cache_ask {
	char *probe;
	enum net_protocol protocol;
	uint16_t port;
};

/*
 * What a sweep asked by its own probes, as far as anything was observed:
 * in the order of protocol, port and probe.  Free with cache_asks_free().
 */
int cache_asked(struct cache *cache, int64_t sweep, struct cache_ask **ask,
    size_t *n, struct err *err) __attribute__((warn_unused_result));
void cache_asks_free(struct cache_ask *ask, size_t n);

/*
 * Keep n observations of a sweep and merge them into the hosts, in one
 * transaction.  Giving the same ones twice changes nothing.  A commit waits
 * for the disk, so give many at once: what a second of sweeping brings.
 */
int cache_observe(struct cache *cache, int64_t sweep,
    const struct observation *observation, size_t n, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The addresses where an agent is expected: imported ones, and those that
 * have ever shown one (server, client or unidentified).  Sealed.
 */
int cache_expected(struct cache *cache, struct rangeset *expected,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Conclude and keep a verdict for every expected address that this sweep
 * has an observation of; fills n_expected and n_answered.
 */
int cache_conclude(struct cache *cache, struct cache_sweep *sweep,
    const struct rangeset *expected, struct err *err)
    __attribute__((warn_unused_result));

/* The parts of an inventory, in this order. */
enum cache_section {
	CACHE_SERVERS,
	CACHE_CLIENTS,
	CACHE_UNIDENTIFIED,
	CACHE_ALIVE,
	CACHE_MISSING,
	CACHE_N_SECTIONS,
};

/*
 * Return -1 and fill *err to stop; the host is borrowed for the call.  The
 * cache must not be changed in here.
 */
typedef int (*cache_host_fn)(enum cache_section section,
    const struct host *host, void *arg, struct err *err);

/*
 * Every host of a sweep once, as it is known now, section by section,
 * addresses ascending.  Expected hosts that did not answer are in
 * CACHE_MISSING, others where their role puts them.
 */
int cache_each_of_sweep(struct cache *cache, int64_t sweep, cache_host_fn fn,
    void *arg, struct err *err) __attribute__((warn_unused_result));

/*
 * Every host of the cache once, section by section; those that no sweep has
 * confirmed are in CACHE_MISSING, without a verdict.
 */
int cache_each(struct cache *cache, cache_host_fn fn, void *arg,
    struct err *err) __attribute__((warn_unused_result));

/* Returns 1 and a host to host_fini(), 0 when it is not cached, or -1. */
int cache_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err) __attribute__((warn_unused_result));

/* The addresses that have this name (any source, case ignored). */
int cache_find_name(struct cache *cache, const char *name,
    struct rangeset *found, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Everything that is kept of one address goes: what sweeps saw and concluded
 * there, and what was imported.  Returns 1 when it was cached, 0, or -1.
 */
int cache_delete(struct cache *cache, const struct addr *addr, struct err *err)
    __attribute__((warn_unused_result));

struct cache_counts {
	uint64_t n_hosts;    /* addresses in all */
	uint64_t n_imported; /* of these: imported ones */
	uint64_t n_names;    /* that were imported */
	uint64_t n_sweeps;
};

int cache_count(struct cache *cache, struct cache_counts *counts,
    struct err *err) __attribute__((warn_unused_result));

/*
 * All hosts, imported ones too, and all sweeps go; what imports taught about
 * registry files stays, and no number of a sweep is given again.  counts is
 * what was there.
 */
int cache_clear(struct cache *cache, struct cache_counts *counts,
    struct err *err) __attribute__((warn_unused_result));

#endif
