/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How the subnets of this machine are asked: at once by broadcast, address by
 * address, or not at all.  Pure.
 */
#ifndef SCANNER_LOCAL_H
#define SCANNER_LOCAL_H

#include "base/rangeset.h"
#include "scanner/attached.h"

/* A zeroed one is empty. */
struct local_plan {
	struct attached_net *net; /* asked by broadcast */
	size_t n, cap;
	struct attached_net *group_net; /* where a group may be asked */
	size_t n_groups, groups_cap;
	struct rangeset at_once; /* whom a broadcast asks; sealed */
	struct rangeset single;  /* to be asked one by one; sealed */
};

/*
 * Decide.  Without targets (NULL) all subnets are meant but for those on
 * loopback and point-to-point interfaces; with targets those that share
 * addresses with them, on whatever interface.  A subnet that holds an
 * excluded address, or addresses that are no targets, goes one by one.
 * Subnets of one or two addresses are left out, and so is IPv6, which has no
 * broadcast, but for groups.  Both sets are sealed.
 */
void local_plan_make(struct local_plan *plan, const struct attached_net *net,
    size_t n, const struct rangeset *targets, const struct rangeset *excluded);

void local_plan_fini(struct local_plan *plan);

#endif
