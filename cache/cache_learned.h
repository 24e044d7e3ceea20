/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What an import taught about the old console's registry, to be written back
 * as learned.
 */
#ifndef CACHE_CACHE_LEARNED_H
#define CACHE_CACHE_LEARNED_H

#include "cache/cache.h"

/* The type of Address_0: "dword", "sz" or "hex". */
#define CACHE_LEARNED_ADDRESS_TYPE "address-type"
/* Protocol as it stands in a .reg file: "dword:00000002". */
#define CACHE_LEARNED_PROTOCOL "protocol"

int cache_learned_put(struct cache *cache, const char *key, const char *value,
    struct err *err) __attribute__((warn_unused_result));

/* *value is for the caller to free; NULL when nothing is known. */
int cache_learned_get(struct cache *cache, const char *key, char **value,
    struct err *err) __attribute__((warn_unused_result));

#endif
