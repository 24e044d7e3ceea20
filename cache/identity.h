/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * By what a machine is known again at another address: its agent's id, then
 * its MAC address, then its name together with its role.  Pure.
 */
#ifndef CACHE_IDENTITY_H
#define CACHE_IDENTITY_H

#include "cache/host.h"

/* Strongest first.  The numbers are stored: append only. */
enum identity_kind {
	IDENTITY_AGENT = 0, /* the field "device-id" of a reply */
	IDENTITY_MAC = 1,   /* the field "mac" */
	IDENTITY_NAME = 2,  /* that the machine said, or that was imported */
};

#define IDENTITY_N_KINDS 3

struct identity_mark {
	const char *value; /* borrowed from the host; NULL: not known */
	int64_t time_us;   /* when it was said last */
	int64_t sweep;     /* in which sweep; 0: not known */
};

struct identity {
	struct identity_mark mark[IDENTITY_N_KINDS];
	enum observation_role role; /* the strongest ever proved */
};

/* The field that holds this kind of mark; NULL for names. */
const char *identity_field(enum identity_kind kind);

/* "device-id", "MAC address", "name". */
const char *identity_kind_name(enum identity_kind kind);

/*
 * The newest of each kind.  A name from reverse DNS is none: it belongs to
 * the address.  An imported one counts where the machine said none.
 */
void identity_of(struct identity *identity, const struct host *host);

/* The same mark of this kind; names without case. */
bool identity_is_equal(const struct identity *a, const struct identity *b,
    enum identity_kind kind);

/* Both have a mark of this kind, and they differ. */
bool identity_differs(const struct identity *a, const struct identity *b,
    enum identity_kind kind);

/*
 * Whether a mark of this kind may join two machines at different addresses.
 * A name may not where roles or stronger marks speak against it; a MAC
 * address may although the agent's id is new: that is a machine that was
 * installed again.
 */
bool identity_may_join(const struct identity *a, const struct identity *b,
    enum identity_kind kind);

/*
 * Whether two machines seen at one address, one after the other, are
 * different ones: marks differ, and none is equal.
 */
bool identity_is_other(const struct identity *a, const struct identity *b);

/* Where a mark was seen, other than at the address that is looked at. */
struct identity_sighting {
	struct addr addr;
	int64_t time_us, sweep; /* last */
	/* Both addresses answered with it in one sweep: a clone. */
	bool was_beside;
};

/*
 * Where the machine went that showed its mark here last at time_us: the
 * newest sighting after that, unless it is a clone's or two were in one
 * sweep.  NULL: nowhere.
 */
const struct identity_sighting *
identity_choose(const struct identity_sighting *sighting, size_t n,
    int64_t time_us);

#endif
