/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How facts become a host.  Pure, and independent of the order and the
 * repetition of observations: every piece is a register in which time, then
 * strength, then bytes decide, or a set that only grows.  Absence never
 * erases.
 */
#ifndef CACHE_MERGE_H
#define CACHE_MERGE_H

#include "cache/host.h"

/* What one merge changed, so that the store writes only that. */
struct merge_change {
	bool host;      /* role, best role, first or last seen */
	size_t service; /* position + 1 in host->service, 0: none */
	size_t name;    /* position + 1 in host->name, 0: none */
};

/*
 * Merge one observation of sweep into host (same address).  One that does
 * not prove life (observation_proves_life()) changes nothing.  A service is
 * one register, its fields are one register each, names are a set.
 */
struct merge_change merge_observation(struct host *host,
    const struct observation *in, int64_t sweep);

/*
 * Add a name, copied, in its place.  The same name from the same source
 * keeps the newest time, but an imported one keeps the first.  Returns the
 * position + 1 in host->name when something changed, else 0.
 */
size_t merge_name(struct host *host, const struct host_name *in);

/*
 * The time that counts: 0 means "never" in a host, so a clock before 1970
 * counts as 1.
 */
int64_t merge_time(const struct observation *in);

/* What a name in a reply to this probe is worth. */
enum host_source merge_source(const char *probe);

/*
 * The role that the services prove together: the strongest of their current
 * states.  A refused port withdraws what the same probe had proved before.
 */
enum observation_role merge_role(const struct host *host);

#endif
