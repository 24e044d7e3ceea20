/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Many hosts out of the store, one after the other.  Private to cache/;
 * cache_private.h has the functions for a single one.
 */
#ifndef CACHE_CACHE_LOAD_H
#define CACHE_CACHE_LOAD_H

#include "cache/cache_pack.h"
#include "cache/cache_walk.h"

/* What stands in the row of a host. */
struct cache_head {
	enum observation_role role, best_role;
	int64_t first_us;
};

/* Columns from at on. */
struct cache_head cache_load_head(sqlite3_stmt *stmt, int at);
void cache_load_evidence(struct verdict *verdict, sqlite3_stmt *stmt, int at);

/*
 * The tables that hosts are put together from, gone along side by side, in
 * one snapshot, without a lock on writers.
 */
struct cache_loader {
	struct cache *cache;
	struct cache_walk service, name, verdict;
	struct cache_pack_cursor imported;
	struct arena arena; /* of the host loaded last */
	bool is_own;        /* the snapshot */
};

/* sweep is that of the evidence.  On -1 there is nothing to close. */
int cache_load_open(struct cache_loader *loader, struct cache *cache,
    int64_t sweep, struct err *err) __attribute__((warn_unused_result));

/* ret is what was done between; returns what the caller should. */
int cache_load_close(struct cache_loader *loader, int ret, struct err *err)
    __attribute__((warn_unused_result));

/*
 * host_init(), then all that is known of an address: its services and names
 * if it has a head (else NULL), its imported names, and, where there is a
 * code, the evidence.  Rising addresses are cheap.  The host borrows from the
 * loader, until the next one is loaded.
 */
int cache_load_listed(struct cache_loader *loader, const struct addr *addr,
    const struct cache_head *head, enum verdict_code code, struct host *host,
    struct err *err) __attribute__((warn_unused_result));

#endif
