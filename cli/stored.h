/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The address cache for commands that need what is stored already.
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

/* The same, to be changed: one of an older version becomes a newer one. */
int stored_open_to_change(struct cache **cache, const char *given,
    struct err *err) __attribute__((warn_unused_result));

/* The same, where an absent file is ERR_CACHE, which says how to get one. */
int stored_need(struct cache **cache, const char *given, struct err *err)
    __attribute__((warn_unused_result));

/* The same, to be changed; the file is not made. */
int stored_need_writable(struct cache **cache, const char *given,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Add the addresses that text means: itself, or those of that name.  None is
 * ERR_INPUT.  Sealed.
 */
int stored_find(struct cache *cache, const char *text, struct rangeset *found,
    struct err *err) __attribute__((warn_unused_result));

/* cache_get(), where a host that is not cached is ERR_INPUT. */
int stored_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err) __attribute__((warn_unused_result));

#endif
