/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One ordered statement that goes along with rising addresses, instead of a
 * look-up for each.  Private to cache/.
 *
 * The statement's column 0 is the address, in whose order its rows come;
 * its parameter ?1 is the least address, ?2 what the caller gives.  Several
 * of them walked side by side are a merge join.
 */
#ifndef CACHE_CACHE_WALK_H
#define CACHE_CACHE_WALK_H

#include "cache/cache_private.h"

struct cache_walk_key {
	uint8_t bytes[16];
	int len;
};

/* Only good while nobody changes the table. */
struct cache_walk {
	struct cache *cache;
	sqlite3_stmt *stmt; /* stands on a row, if has_row */
	bool has_row;
	const void *row; /* its address, borrowed until the next step */
	int row_len;
	bool was_far;    /* the last way on was too long for steps */
	bool is_placed;  /* sought means something */
	bool was_passed; /* a row of the sought address has been left */
	struct cache_walk_key sought; /* the rows before are below it */
	/* cache_walk_listed() */
	struct addr addr;
	unsigned family; /* under way: 4, 6; 0: not begun */
	bool has_other;  /* family 6 begins at other */
	struct cache_walk_key other;
};

/* -1 when the statement cannot be prepared.  Close it in any case. */
int cache_walk_open(struct cache_walk *walk, struct cache *cache,
    enum cache_stmt which, int64_t value, struct err *err)
    __attribute__((warn_unused_result));
void cache_walk_close(struct cache_walk *walk);

/*
 * Go to the first row of an address.  Returns 1 when there is one, 0, or -1.
 * Any address may be sought; rising ones are cheap, by bytes.
 */
int cache_walk_to(struct cache_walk *walk, const struct addr *addr,
    struct err *err) __attribute__((warn_unused_result));

/* Then to the next row of the same address: 1, 0, or -1. */
int cache_walk_more(struct cache_walk *walk, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Instead: the next row of all, in the order of lists, IPv4 first, with its
 * address in walk->addr.  Returns 1, 0 at the end, or -1.
 */
int cache_walk_listed(struct cache_walk *walk, struct err *err)
    __attribute__((warn_unused_result));

#endif
