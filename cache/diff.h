/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What changed between two sides: two sweeps, or two inventories.  Pure.
 *
 * Life cycle: fill two sides with diff_side_add(), diff_make(), read the
 * entries, diff_fini(), then diff_side_fini() for both.  An entry borrows
 * from the sides.
 *
 * Only what both sides asked is compared: who was not asked is neither gone
 * nor back, and a service is only missed where its probe was used.
 */
#ifndef CACHE_DIFF_H
#define CACHE_DIFF_H

#include "base/rangeset.h"
#include "cache/host.h"
#include "cache/identity.h"

enum diff_change {
	DIFF_NEW,     /* there, and never seen before */
	DIFF_GONE,    /* was there, was asked, and is missing */
	DIFF_MOVED,   /* the same machine at another address */
	DIFF_CHANGED, /* there both times; or missing for another reason */
	DIFF_BACK,    /* was missing, and is there */
};

#define DIFF_N_CHANGES 5

/* One thing that a side knows of a machine; all in the side's arena. */
struct diff_fact {
	const char *key; /* "name", "pds udp/38293", "pds mac" */
	const char *value;
	const char *probe;          /* NULL: of no probe */
	bool is_service;            /* its absence means something */
	enum observation_role role; /* that a service proves */
};

struct diff_item {
	struct addr addr;
	bool is_there; /* showed life, and its verdict is none of missing */
	enum verdict_code verdict;
	const char *evidence; /* NULL: none */
	const char *name;     /* to show, or NULL */
	int64_t first_us;     /* first seen ever; 0: not known */
	int64_t last_us;      /* by this side; 0: never */
	struct identity identity;
	struct diff_fact *fact; /* by key */
	size_t n_facts;
	struct diff_item *match; /* the same machine on the other side */
	/* Another one that shows its device-id or MAC address too. */
	const struct diff_item *clone;
};

struct diff_side {
	/* To be set before diff_make(). */
	int64_t time_us;         /* when it was begun */
	bool is_complete;        /* all that was to be asked was */
	char *probes;            /* "pds,rtvscan"; owned; NULL: not known */
	struct rangeset targets; /* that were to be asked, sealed, if known */
	bool has_targets;

	/* Filled by diff_side_add(). */
	struct diff_item *item; /* by address, once sealed */
	size_t n, cap;
	struct diff_block *block; /* the arena */
	struct diff_key *key;     /* made of late */
	size_t n_keys;
};

/* clang-format off */
#define DIFF_SIDE_INIT \
	{ 0, false, NULL, RANGESET_INIT, false, NULL, 0, 0, NULL, NULL, 0 }
/* clang-format on */

/*
 * Add a machine with its verdict, each address once, in any order.  Of one
 * that is there the host holds only what this side heard itself, imported
 * names aside; of others what was known of it.  first_us is that of the
 * address, whoever heard it.
 */
void diff_side_add(struct diff_side *side, const struct host *host,
    bool is_there);
void diff_side_fini(struct diff_side *side);

struct diff_detail {
	const char *key;
	const char *was, *is; /* NULL: nothing */
};

struct diff_entry {
	enum diff_change change;
	const struct diff_item *was; /* NULL where change is NEW */
	const struct diff_item *is;  /* NULL where nothing stands for it */
	/* Of GONE: why; evidence may be NULL. */
	enum verdict_code verdict;
	const char *evidence;
	const char *by; /* of MOVED: "device-id" */
	/* Somebody else at the address: before NEW, after GONE. */
	const struct diff_item *other;
	struct diff_detail *detail;
	size_t n_details;
};

struct diff {
	struct diff_entry *entry; /* by change, then by address */
	size_t n, cap;
	size_t count[DIFF_N_CHANGES];
	uint64_t n_compared;  /* machines that both sides asked */
	uint64_t n_not_asked; /* of the old side, and not asked by the new */
};

/* Compare; both sides are sorted and marked by it, and else unchanged. */
void diff_make(struct diff *diff, struct diff_side *was, struct diff_side *is);
void diff_fini(struct diff *diff);

/* "new", "gone", "moved", "changed", "back". */
const char *diff_change_name(enum diff_change change);

#endif
