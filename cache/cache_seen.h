/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A set of byte strings that may say yes wrongly, but never no: 8 bytes for
 * each, to spare a million look-ups of which nearly all would find nothing.
 */
#ifndef CACHE_CACHE_SEEN_H
#define CACHE_CACHE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cache_seen {
	uint64_t *hash; /* sorted when sealed */
	size_t n, cap;
};

void cache_seen_add(struct cache_seen *seen, const void *bytes, size_t len);

/* After the last cache_seen_add() and before the first cache_seen_has(). */
void cache_seen_seal(struct cache_seen *seen);

bool cache_seen_has(const struct cache_seen *seen, const void *bytes,
    size_t len);
void cache_seen_fini(struct cache_seen *seen);

/* What stands for a byte string; not keyed. */
uint64_t cache_seen_hash(const void *bytes, size_t len);

#endif
