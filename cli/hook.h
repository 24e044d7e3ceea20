/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * on-change in rollcall.conf: a command that is told what a sweep changed.
 */
#ifndef CLI_HOOK_H
#define CLI_HOOK_H

#include "cache/cache.h"
#include "cli/config.h"

/*
 * Compare the sweep with the one before it and, if anything changed, run the
 * command once with the diff as JSON on its standard input.  It is ended
 * after ten minutes.  Without a command or anything to compare, nothing
 * happens; a command that fails is a warning.  -1 when the cache cannot be
 * read.
 */
int hook_run(const struct config *config, struct cache *cache,
    const struct cache_sweep *sweep, struct err *err)
    __attribute__((warn_unused_result));

#endif
