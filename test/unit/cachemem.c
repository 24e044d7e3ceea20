/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A cache in memory for a test, and imports into it.
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

static int
cachemem_on_import(const struct cache_import_answer *answer, void *arg,
    struct err *err)
{
	(void)answer;
	(void)arg;
	(void)err;
	return 0;
}

void
cachemem_import(struct cache *cache, const struct cache_import_record *record,
    size_t n)
{
	struct cache_import *import;
	struct err err = ERR_INIT;

	import = cache_import_begin(cache, false, 5, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(import);
	cache_import_file(import, "list.txt");
	CU_ASSERT_EQUAL(cache_import_records(import, record, n,
			    cachemem_on_import, NULL, &err),
	    0);
	CU_ASSERT_EQUAL(cache_import_commit(import, &err), 0);
	cache_import_free(import);
}
