/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The address cache for commands that only read it.
 */
#ifndef CLI_STORED_H
#define CLI_STORED_H

#include "cache/cache.h"

/*
 * Open the cache given (--cache), or the usual one, for reading.  *cache is
 * NULL when the file does not exist, which is no error.
 */
int stored_open(struct cache **cache, const char *given, struct err *err)
    __attribute__((warn_unused_result));

/* The same, where an absent file is ERR_CACHE, which says how to get one. */
int stored_need(struct cache **cache, const char *given, struct err *err)
    __attribute__((warn_unused_result));

#endif
