/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A set of addresses as sorted, merged ranges.
 */
#include "base/rangeset.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

void
rangeset_add(struct rangeset *set, const struct addr_range *range)
{
	set->range =
	    mem_grow(set->range, &set->cap, set->n + 1, sizeof(*set->range));
	set->range[set->n++] = *range;
	set->is_sealed = false;
}

static int
rangeset_cmp(const void *a, const void *b)
{
	const struct addr_range *x = a, *y = b;

	return addr_cmp(&x->first, &y->first);
}

/* Whether next starts inside range or right behind it. */
static bool
rangeset_touches(const struct addr_range *range, const struct addr *next)
{
	struct addr after;

	if (range->last.family != next->family)
		return false;
	if (addr_cmp(next, &range->last) <= 0)
		return true;
	after = addr_add(&range->last, 1);
	return addr_eq(&after, next);
}

static uint64_t
rangeset_width(const struct addr_range *range)
{
	return addr_distance(&range->first, &range->last) + 1;
}

void
rangeset_seal(struct rangeset *set)
{
	size_t kept = 0;

	if (set->is_sealed)
		return;
	if (set->n > 0)
		qsort(set->range, set->n, sizeof(*set->range), rangeset_cmp);
	for (size_t i = 0; i < set->n; i++) {
		struct addr_range *last =
		    kept == 0 ? NULL : &set->range[kept - 1];

		if (last == NULL ||
		    !rangeset_touches(last, &set->range[i].first))
			set->range[kept++] = set->range[i];
		else if (addr_cmp(&last->last, &set->range[i].last) < 0)
			last->last = set->range[i].last;
	}
	set->n = kept;
	free(set->base);
	set->base = mem_array(kept, sizeof(*set->base));
	set->count = 0;
	for (size_t i = 0; i < kept; i++) {
		set->base[i] = set->count;
		set->count += rangeset_width(&set->range[i]);
	}
	set->is_sealed = true;
}

/* The range that holds addr, or NULL. */
static const struct addr_range *
rangeset_find(const struct rangeset *set, const struct addr *addr)
{
	size_t low = 0, high = set->n;

	assert(set->is_sealed || set->n == 0);
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (addr_cmp(&set->range[mid].last, addr) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == set->n || addr_cmp(&set->range[low].first, addr) > 0)
		return NULL;
	return &set->range[low];
}

bool
rangeset_contains(const struct rangeset *set, const struct addr *addr)
{
	return rangeset_find(set, addr) != NULL;
}

uint64_t
rangeset_index(const struct rangeset *set, const struct addr *addr)
{
	const struct addr_range *range = rangeset_find(set, addr);

	if (range == NULL)
		return UINT64_MAX;
	return set->base[range - set->range] +
	       addr_distance(&range->first, addr);
}

struct addr
rangeset_at(const struct rangeset *set, uint64_t index)
{
	size_t low = 0, high = set->n;

	assert(set->is_sealed && index < set->count);
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (set->base[mid] <= index)
			low = mid;
		else
			high = mid;
	}
	return addr_add(&set->range[low].first, index - set->base[low]);
}

static struct addr
rangeset_before(const struct addr *addr)
{
	struct addr before = *addr;

	if (before.lo-- == 0)
		before.hi--;
	return before;
}

void
rangeset_subtract(struct rangeset *out, const struct rangeset *a,
    const struct rangeset *b)
{
	size_t j = 0;

	for (size_t i = 0; i < a->n; i++) {
		struct addr_range left = a->range[i];
		bool is_empty = false;

		while (j < b->n && addr_cmp(&b->range[j].last, &left.first) < 0)
			j++;
		for (size_t k = j;
		     k < b->n && !is_empty &&
		     addr_cmp(&b->range[k].first, &left.last) <= 0;
		     k++) {
			const struct addr_range *cut = &b->range[k];
			struct addr_range piece = { left.first,
				rangeset_before(&cut->first) };

			if (addr_cmp(&cut->first, &left.first) > 0)
				rangeset_add(out, &piece);
			is_empty = addr_cmp(&cut->last, &left.last) >= 0;
			left.first = addr_add(&cut->last, 1);
		}
		if (!is_empty)
			rangeset_add(out, &left);
	}
	rangeset_seal(out);
}

void
rangeset_intersect(struct rangeset *out, const struct rangeset *a,
    const struct rangeset *b)
{
	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		const struct addr_range *x = &a->range[i], *y = &b->range[j];
		struct addr_range both = *x;

		if (addr_cmp(&y->first, &both.first) > 0)
			both.first = y->first;
		if (addr_cmp(&y->last, &both.last) < 0)
			both.last = y->last;
		if (addr_cmp(&both.first, &both.last) <= 0)
			rangeset_add(out, &both);
		if (addr_cmp(&x->last, &y->last) < 0)
			i++;
		else
			j++;
	}
	rangeset_seal(out);
}

void
rangeset_fini(struct rangeset *set)
{
	free(set->range);
	free(set->base);
	*set = (struct rangeset)RANGESET_INIT;
}
