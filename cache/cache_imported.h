/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What has been imported, as it lies in the store.  Private to cache/.
 *
 * Each imported name is in two packed sets: by address, with its file and
 * line, and by name.  The first is the record, the second its index.
 */
#ifndef CACHE_CACHE_IMPORTED_H
#define CACHE_CACHE_IMPORTED_H

#include "cache/cache_pack.h"
#include "cache/cache_seen.h"

/* The parts of an entry by address; name is borrowed and not NUL-ended. */
struct cache_imported {
	struct addr addr;
	uint32_t file;
	uint64_t line;
	const char *name;
	size_t name_len;
};

/* Append a key: 4 or 6 and the address; with file, line and name. */
void cache_imported_add_addr(struct text *key, const struct addr *addr);
void cache_imported_add_entry(struct text *key,
    const struct cache_imported *imported);

/* Append a name's key: folded, NUL. */
void cache_imported_add_name(struct text *key, const char *name);

/* The parts of an entry by address; -1 and *err when it is damaged. */
int cache_imported_parse(struct cache *cache, struct cache_imported *imported,
    const struct cache_pack_entry *entry, struct err *err)
    __attribute__((warn_unused_result));

/* The address in an entry by name. */
int cache_imported_addr_of(struct cache *cache, struct addr *addr,
    const struct cache_pack_entry *entry, struct err *err)
    __attribute__((warn_unused_result));

/* "FILE:LINE" appended, and the time of the import. */
int cache_imported_detail(struct cache *cache,
    const struct cache_imported *imported, struct text *detail,
    int64_t *time_us, struct err *err) __attribute__((warn_unused_result));

/* Add the imported names of its address to the host, with imported_us. */
int cache_imported_load(struct cache *cache, struct host *host, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Pass the cursor's entry and those behind it that are of the same address,
 * and add their names to the host, unless that is NULL.  Returns 1 when the
 * cursor is at another address then, 0 at the end of the set, or -1.
 */
int cache_imported_collect(struct cache *cache,
    struct cache_pack_cursor *cursor, const struct addr *addr,
    struct host *host, struct err *err) __attribute__((warn_unused_result));

/* Where the name was imported, added to found (not sealed). */
int cache_imported_find(struct cache *cache, const char *name,
    struct rangeset *found, struct err *err)
    __attribute__((warn_unused_result));

/* The keys of all names that machines said, and of their addresses. */
int cache_imported_said(struct cache *cache, struct cache_seen *names,
    struct cache_seen *addrs, struct err *err)
    __attribute__((warn_unused_result));

/* A name to be forgotten at an address. */
struct cache_imported_drop {
	struct addr addr;
	const char *name;
};

/* Forget names, in both sets; what is not there does not matter. */
int cache_imported_forget(struct cache *cache,
    const struct cache_imported_drop *drop, size_t n, struct err *err)
    __attribute__((warn_unused_result));

#endif
