/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A cache in memory for a test, and imports into it.
 */
#ifndef TEST_UNIT_CACHEMEM_H
#define TEST_UNIT_CACHEMEM_H

#include "cache/cache_import.h"

/* Empty, and to be closed; the test ends where there is none. */
struct cache *cachemem_open(void);

/* Import them from "list.txt", as at time 5, and commit. */
void cachemem_import(struct cache *cache,
    const struct cache_import_record *record, size_t n);

#endif
