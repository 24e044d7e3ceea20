/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Imported names and addresses into the address cache.
 *
 * A record is already there when its name is cached, by whatever source and
 * in whatever case.  What is there stays; with replace the imported name
 * moves to the record's address (names that machines said themselves stay
 * too: they are observations).  A known address under a new name is added.
 *
 * Life cycle: cache_import_begin(), for each file cache_import_file() and
 * cache_import_records() as often as there are some, then
 * cache_import_commit() or cache_import_free() alone, which undoes it all.
 * The whole is one transaction.
 */
#ifndef CACHE_CACHE_IMPORT_H
#define CACHE_CACHE_IMPORT_H

#include "cache/cache.h"

#define CACHE_IMPORT_NAME_MAX 4096 /* bytes */

/*
 * Records that are best given at once: each batch goes once through what the
 * cache holds, so that a file in any order is as quick as a sorted one.
 */
#define CACHE_IMPORT_BATCH 131072

/* All pointers are borrowed for the call. */
struct cache_import_record {
	struct addr addr;
	uint64_t line;    /* less than 2 to the power of 40 */
	const char *name; /* UTF-8, not empty */
};

enum cache_import_result {
	CACHE_IMPORT_ADDED,
	CACHE_IMPORT_KEPT,     /* already there, same address */
	CACHE_IMPORT_CONFLICT, /* already there, other address; that stays */
	CACHE_IMPORT_REPLACED, /* the same, and replace was asked for */
};

struct cache_import_answer {
	size_t record; /* its place in the batch */
	enum cache_import_result result;
	struct addr stored; /* CONFLICT, REPLACED: where the name is, or was */
	/* ADDED, REPLACED: another name that its address has (its beginning,
	   if it is long), or NULL. */
	const char *other;
	const char *other_detail; /* where that is from: "FILE:LINE", "pds" */
};

/* Called for each record of a batch in order; -1 and *err stop it. */
typedef int (*cache_import_fn)(const struct cache_import_answer *answer,
    void *arg, struct err *err);

struct cache_import;

/* NULL and *err when the cache cannot be written. */
struct cache_import *cache_import_begin(struct cache *cache, bool use_replace,
    int64_t now_us, struct err *err);

/* Rolls back unless committed; NULL is harmless. */
void cache_import_free(struct cache_import *import);

/* The file that the next records are from; path is UTF-8 and copied. */
void cache_import_file(struct cache_import *import, const char *path);

int cache_import_records(struct cache_import *import,
    const struct cache_import_record *record, size_t n, cache_import_fn fn,
    void *arg, struct err *err) __attribute__((warn_unused_result));

int cache_import_commit(struct cache_import *import, struct err *err)
    __attribute__((warn_unused_result));

#endif
