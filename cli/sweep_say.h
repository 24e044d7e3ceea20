/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What is said of a sweep when it is over, on standard error.
 */
#ifndef CLI_SWEEP_SAY_H
#define CLI_SWEEP_SAY_H

#include "cache/cache.h"
#include "cli/sweep_run.h"
#include "scanner/link.h"

/*
 * How many were asked and answered, and what links lost.  n_hosts, by
 * section, is NULL where a table on the screen says it already.
 */
void sweep_say_summary(const struct sweep_run_result *result,
    const uint64_t n_hosts[CACHE_N_SECTIONS]);

/* Why it is not complete, if it is not. */
void sweep_say_incomplete(const struct sweep_run_result *result,
    const struct link_table *links);

#endif
