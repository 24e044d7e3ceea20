/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A set of addresses as sorted, merged ranges with a dense index: position 0
 * is the lowest address.  Binary search; a /8 costs as much as one address.
 */
#ifndef BASE_RANGESET_H
#define BASE_RANGESET_H

#include "base/addr.h"

struct rangeset {
	struct addr_range *range;
	uint64_t *base; /* position of range[i].first, valid when sealed */
	size_t n, cap;
	uint64_t count; /* addresses in all, valid when sealed */
	bool is_sealed;
};

/* clang-format off */
#define RANGESET_INIT { NULL, NULL, 0, 0, 0, false }
/* clang-format on */

/* The caller has bounded the range; at most 2^63 addresses in all. */
void rangeset_add(struct rangeset *set, const struct addr_range *range);

/* Sort and merge; call after the last add and before any question. */
void rangeset_seal(struct rangeset *set);

bool rangeset_contains(const struct rangeset *set, const struct addr *addr);

/* The position of addr, or UINT64_MAX when it is not in the set. */
uint64_t rangeset_index(const struct rangeset *set, const struct addr *addr);

/* The address at a position below count. */
struct addr rangeset_at(const struct rangeset *set, uint64_t index);

/* a without b, sealed, into the empty set out. */
void rangeset_subtract(struct rangeset *out, const struct rangeset *a,
    const struct rangeset *b);

/* What is in both, sealed, into the empty set out. */
void rangeset_intersect(struct rangeset *out, const struct rangeset *a,
    const struct rangeset *b);

void rangeset_fini(struct rangeset *set);

#endif
