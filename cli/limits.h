/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Limits that are worth a warning: clients on one link, and machines without
 * contact.
 */
#ifndef CLI_LIMITS_H
#define CLI_LIMITS_H

#include "cache/cache.h"
#include "cli/config.h"

/* Say on standard error what is passed, if anything is. */
int limits_say(struct cache *cache, const struct config *config, int64_t now_us,
    struct err *err) __attribute__((warn_unused_result));

#endif
