/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Entries of packed sets in memory: order, sorting, lists.
 */
#include "cache/cache_pack_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

int
cache_pack_list_cmp(const uint8_t *a, size_t a_len, const uint8_t *b,
    size_t b_len)
{
	int diff = memcmp(a, b, a_len < b_len ? a_len : b_len);

	if (diff != 0)
		return diff;
	return a_len < b_len ? -1 : a_len > b_len;
}

static int
pack_sort_cmp(const void *a, const void *b)
{
	const struct cache_pack_entry *x = a, *y = b;
	int diff;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	diff = cache_pack_list_cmp(x->bytes, x->len, y->bytes, y->len);
	if (diff != 0)
		return diff;
	return x->tag < y->tag ? -1 : x->tag > y->tag;
}

/* How many bytes all entries begin with. */
static uint32_t
pack_n_common(const struct cache_pack_entry *entry, size_t n)
{
	uint32_t n_common = n == 0 ? 0 : entry[0].len, at;

	for (size_t i = 1; i < n; i++) {
		if (entry[i].len < n_common)
			n_common = entry[i].len;
		for (at = 0; at < n_common; at++)
			if (entry[i].bytes[at] != entry[0].bytes[at])
				break;
		n_common = at;
	}
	return n_common;
}

/* With fewer entries a comparing sort is quicker. */
#define PACK_RADIX_MIN 512

/* Sort by order, a byte at a time; what is equal keeps its sequence. */
static void
pack_radix(struct cache_pack_entry *entry, size_t n)
{
	struct cache_pack_entry *other = mem_array(n, sizeof(*other));
	struct cache_pack_entry *from = entry, *to = other, *swap;

	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t end[257] = { 0 }; /* of the digit before */

		for (size_t i = 0; i < n; i++)
			end[(from[i].order >> shift & 255) + 1]++;
		if (end[(from[0].order >> shift & 255) + 1] == n)
			continue;
		for (unsigned k = 1; k < 257; k++)
			end[k] += end[k - 1];
		for (size_t i = 0; i < n; i++)
			to[end[from[i].order >> shift & 255]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
	if (from != entry)
		memcpy(entry, from, n * sizeof(*entry));
	free(other);
}

/*
 * Eight bytes behind what all have in common, as one number, decide nearly
 * always, and without a look at the bytes themselves.
 */
void
cache_pack_list_order(struct cache_pack_entry *entry, size_t n)
{
	uint32_t n_common = pack_n_common(entry, n);
	size_t first = 0;

	for (size_t i = 0; i < n; i++) {
		entry[i].order = 0;
		for (uint32_t k = n_common; k < n_common + 8; k++)
			entry[i].order =
			    entry[i].order << 8 |
			    (k < entry[i].len ? entry[i].bytes[k] : 0);
	}
	if (n >= PACK_RADIX_MIN)
		pack_radix(entry, n);
	else if (n > 0)
		qsort(entry, n, sizeof(*entry), pack_sort_cmp);
	/* the rest is for those that are equal so far */
	for (size_t i = 1; n >= PACK_RADIX_MIN && i <= n; i++) {
		if (i < n && entry[i].order == entry[first].order)
			continue;
		if (i - first > 1)
			qsort(entry + first, i - first, sizeof(*entry),
			    pack_sort_cmp);
		first = i;
	}
}

void
cache_pack_list_add(struct cache_pack_list *list, size_t start, size_t tag)
{
	list->entry = mem_grow(list->entry, &list->cap, list->n + 1,
	    sizeof(*list->entry));
	/* until the bytes stay where they are, order is their place */
	list->entry[list->n++] = (struct cache_pack_entry){
		.order = start,
		.len = (uint32_t)(list->bytes.len - start),
		.tag = (uint32_t)tag,
	};
}

void
cache_pack_list_fix(struct cache_pack_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		list->entry[i].bytes =
		    (const uint8_t *)list->bytes.data + list->entry[i].order;
}

void
cache_pack_list_sort(struct cache_pack_list *list)
{
	cache_pack_list_fix(list);
	cache_pack_list_order(list->entry, list->n);
}

bool
cache_pack_list_has(const struct cache_pack_list *list, const void *bytes,
    size_t len)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int diff = cache_pack_list_cmp(list->entry[mid].bytes,
		    list->entry[mid].len, bytes, len);

		if (diff == 0)
			return true;
		if (diff < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

void
cache_pack_list_clear(struct cache_pack_list *list)
{
	text_clear(&list->bytes);
	list->n = 0;
}

void
cache_pack_list_fini(struct cache_pack_list *list)
{
	text_fini(&list->bytes);
	free(list->entry);
	*list = (struct cache_pack_list){ .n = 0 };
}
