/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A cache in memory for a test.
 */
#ifndef TEST_UNIT_CACHEMEM_H
#define TEST_UNIT_CACHEMEM_H

#include "cache/cache.h"

/* Empty, and to be closed; the test ends where there is none. */
struct cache *cachemem_open(void);

#endif
