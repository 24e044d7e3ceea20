/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A cache in memory for a test.
 */
#include "test/unit/cachemem.h"

#include "test/harness.h"

struct cache *
cachemem_open(void)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}
