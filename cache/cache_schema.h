/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The tables of the cache file, and how an older file becomes a newer one.
 * Private to cache/.
 */
#ifndef CACHE_CACHE_SCHEMA_H
#define CACHE_CACHE_SCHEMA_H

#include <sqlite3.h>

#include "base/err.h"

/* "rcac": says that an SQLite file is an address cache. */
#define CACHE_SCHEMA_APPLICATION_ID 0x72636163

/* The version that this program writes: the number of steps. */
int cache_schema_version(void);

/*
 * Refuse, before anything is read or locked by SQLite, a file that is no
 * address cache; an empty one is taken.  The file is not changed.
 */
int cache_schema_recognize(sqlite3 *db, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Bring the file to cache_schema_version(); a newer one is refused.  With
 * may_write 0 an older or empty one is refused too.
 */
int cache_schema_update(sqlite3 *db, const char *path, int may_write,
    struct err *err) __attribute__((warn_unused_result));

#endif
