/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A set of byte strings that may say yes wrongly, but never no.
 */
#include "cache/cache_seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

uint64_t
cache_seen_hash(const void *bytes, size_t len)
{
	const uint8_t *b = bytes;
	uint64_t hash = len, part;

	for (size_t at = 0; at < len; at += 8) {
		part = 0;
		memcpy(&part, b + at, len - at < 8 ? len - at : 8);
		hash = hash_u64(hash, part);
	}
	return hash;
}

void
cache_seen_add(struct cache_seen *seen, const void *bytes, size_t len)
{
	seen->hash =
	    mem_grow(seen->hash, &seen->cap, seen->n + 1, sizeof(*seen->hash));
	seen->hash[seen->n++] = cache_seen_hash(bytes, len);
}

static int
cache_seen_cmp(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

void
cache_seen_seal(struct cache_seen *seen)
{
	if (seen->n > 0)
		qsort(seen->hash, seen->n, sizeof(*seen->hash), cache_seen_cmp);
}

bool
cache_seen_has(const struct cache_seen *seen, const void *bytes, size_t len)
{
	uint64_t hash;

	if (seen->n == 0)
		return false;
	hash = cache_seen_hash(bytes, len);
	return bsearch(&hash, seen->hash, seen->n, sizeof(hash),
		   cache_seen_cmp) != NULL;
}

void
cache_seen_fini(struct cache_seen *seen)
{
	free(seen->hash);
	*seen = (struct cache_seen){ NULL, 0, 0 };
}
