/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sorted sets of byte strings, some hundred to a row.  Private to cache/.
 *
 * An import of a million records must take seconds, and SQLite needs a
 * microsecond and more for a row with its index.  So the imported entries
 * are packed: a row of a set's table holds all entries from its key, "first",
 * up to the next row's key.  The lowest row's key is empty.  Entries are
 * distinct and compare as memcmp() does, a shorter one before its extension.
 *
 * In a row each entry is its length, two bytes, little endian, and its bytes.
 */
#ifndef CACHE_CACHE_PACK_H
#define CACHE_CACHE_PACK_H

#include "cache/cache_pack_list.h"
#include "cache/cache_private.h"

enum cache_pack_set {
	CACHE_PACK_BY_ADDR,
	CACHE_PACK_BY_NAME,
};

#define CACHE_PACK_ENTRY_MAX 8192 /* bytes of one entry */

/* A place in a set.  Only good while nobody changes the set. */
struct cache_pack_cursor {
	struct cache *cache;
	enum cache_pack_set set;
	bool is_loaded, has_next;
	struct text first, next_first, page;
	size_t at; /* of the entry in the page */
	/* All entries before at are below this; or up to it: was_passed. */
	bool has_sought, was_passed;
	struct text sought;
	struct cache_pack_entry entry; /* borrowed from the page */
};

void cache_pack_open(struct cache_pack_cursor *cursor, struct cache *cache,
    enum cache_pack_set set);
void cache_pack_close(struct cache_pack_cursor *cursor);

/*
 * Go to the first entry that is not below key.  Returns 1 with
 * cursor->entry, 0 at the end of the set, or -1.  Rising keys are cheap.
 */
int cache_pack_seek(struct cache_pack_cursor *cursor, const void *key,
    size_t len, struct err *err) __attribute__((warn_unused_result));

/* The same for the entry after cursor->entry. */
int cache_pack_next(struct cache_pack_cursor *cursor, struct err *err)
    __attribute__((warn_unused_result));

/* Insert sorted entries that are not in the set. */
int cache_pack_insert(struct cache *cache, enum cache_pack_set set,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
    __attribute__((warn_unused_result));

/* Remove sorted entries; those that are not in the set do not matter. */
int cache_pack_remove(struct cache *cache, enum cache_pack_set set,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
    __attribute__((warn_unused_result));

#endif
