/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * sweep --check: one line for monitoring, as Nagios and its kin read it.
 */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include <stdio.h>

#include "cache/cache.h"

/*
 * Print state, counts and performance data of a sweep.  Returns 1 when
 * expected hosts are missing, 0 when none is, or -1.  Who moved was found,
 * and who was excluded was not looked for: neither is missing here.
 */
int check_print(FILE *out, struct cache *cache, const struct cache_sweep *sweep,
    struct err *err) __attribute__((warn_unused_result));

#endif
