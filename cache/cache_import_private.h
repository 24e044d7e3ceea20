/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of an import share; nobody else includes this.
 */
#ifndef CACHE_CACHE_IMPORT_PRIVATE_H
#define CACHE_CACHE_IMPORT_PRIVATE_H

#include "cache/cache_import.h"
#include "cache/cache_imported.h"
#include "cache/cache_run.h"

/* What there is to say of a record beyond its result. */
struct import_remark {
	uint32_t record;
	struct addr stored; /* family 0: none */
	/* Places in remark_text, 0: none. */
	size_t other, other_detail;
};

struct cache_import {
	struct cache *cache;
	bool use_replace, is_committed;
	int64_t now_us;
	char *path;
	uint32_t file; /* 0: no record of the path has been added yet */

	/* Names that machines said, and addresses that have such names. */
	struct cache_seen names, addrs;

	/* What is to be inserted: of earlier batches. */
	struct cache_runs *by_name, *by_addr;

	/* Of the batch under way. */
	const struct cache_import_record *record;
	uint8_t *result; /* enum cache_import_result, per record */
	bool *is_new;    /* to be inserted */
	size_t results_cap, is_new_cap;
	struct cache_pack_list list;
	struct import_remark *remark;
	size_t n_remarks, remarks_cap;
	struct text remark_text;
	struct cache_imported_drop *drop; /* names that move elsewhere */
	size_t n_drops, drops_cap;
};

/* Have what the loop over the sorted list comes to fetched from memory. */
static inline void
import_ahead(const struct cache_import *import, size_t i)
{
	const struct cache_pack_list *list = &import->list;

	cache_pack_list_ahead(list->entry, i, list->n);
	if (i + 16 < list->n)
		__builtin_prefetch(&import->record[list->entry[i + 16].tag]);
}

/* cache_import_other.c: other names of an address. */
/* A new remark on the record, borrowed until the next one. */
struct import_remark *cache_import_other_remark(struct cache_import *import,
    size_t record);
/* Remark which of the new records, by address, give it another name. */
int cache_import_other_say(struct cache_import *import, struct err *err)
    __attribute__((warn_unused_result));
/* How much of an entry by address is the address. */
size_t cache_import_other_key(const struct cache_pack_entry *entry);

#endif
