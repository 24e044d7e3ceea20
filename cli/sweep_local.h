/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What --mode local asks.
 */
#ifndef CLI_SWEEP_LOCAL_H
#define CLI_SWEEP_LOCAL_H

#include "scanner/attached.h"
#include "scanner/local.h"
#include "scanner/sweep.h"

struct sweep_local {
	struct local_plan plan;
	struct sweep_shout *shout;
	size_t n_shouts;
};

/*
 * Fill from the questions that sweep holds already and from these subnets;
 * targets is NULL where none were given.  ERR_USAGE when no question can be
 * put to many at once.  Release with sweep_local_fini() in either case.
 */
int sweep_local_make(struct sweep_local *local,
    const struct sweep_config *sweep, const struct attached_net *net, size_t n,
    const struct rangeset *targets, const struct rangeset *excluded,
    struct err *err) __attribute__((warn_unused_result));

void sweep_local_fini(struct sweep_local *local);

#endif
