/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Events of sweeps for syslog or the journal, with names that stay:
 * rollcall(1) lists them.
 */
#ifndef CLI_EVENTS_H
#define CLI_EVENTS_H

#include "cache/cache.h"
#include "cli/config.h"

/* "sweep-started" */
void events_started(const struct config *config,
    const struct cache_sweep *sweep);

/* "sweep-ended" or "sweep-incomplete", then "hosts-missing" if any are. */
void events_ended(const struct config *config, const struct cache_sweep *sweep);

/* "change-hook-failed" */
void events_hook_failed(const struct config *config, int64_t sweep, int status);

#endif
