/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Entries of packed sets in memory: order, sorting, lists.  Private to
 * cache/.
 */
#ifndef CACHE_CACHE_PACK_LIST_H
#define CACHE_CACHE_PACK_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A byte string; tag is the caller's, order is cache_pack_list_order()'s. */
struct cache_pack_entry {
	uint64_t order;
	const uint8_t *bytes;
	uint32_t len;
	uint32_t tag;
};

/* As memcmp() does, a shorter one before its extension. */
int cache_pack_list_cmp(const uint8_t *a, size_t a_len, const uint8_t *b,
    size_t b_len);

/* Sort entries; those that are equal, by their tags. */
void cache_pack_list_order(struct cache_pack_entry *entry, size_t n);

/*
 * Sorted entries lie scattered in memory: have those fetched that a loop
 * over n of them comes to soon.
 */
static inline void
cache_pack_list_ahead(const struct cache_pack_entry *entry, size_t i, size_t n)
{
	if (i + 16 < n)
		__builtin_prefetch(entry[i + 16].bytes);
}

/*
 * Entries in the making.  Append an entry's bytes to the list's, then
 * cache_pack_list_add() them; after cache_pack_list_sort() the entries are
 * sorted, and their bytes are in place until the next change.  All zero is
 * an empty list.
 */
struct cache_pack_list {
	struct text bytes;
	struct cache_pack_entry *entry;
	size_t n, cap;
};

/* The list's bytes from start on are an entry. */
void cache_pack_list_add(struct cache_pack_list *list, size_t start,
    size_t tag);
void cache_pack_list_sort(struct cache_pack_list *list);

/* The same where the entries were added in their order. */
void cache_pack_list_fix(struct cache_pack_list *list);

/* Of a sorted list. */
bool cache_pack_list_has(const struct cache_pack_list *list, const void *bytes,
    size_t len);
void cache_pack_list_clear(struct cache_pack_list *list); /* keeps memory */
void cache_pack_list_fini(struct cache_pack_list *list);

#endif
