/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Values as columns and back.  Private to cache/.
 */
#ifndef CACHE_CACHE_ROW_H
#define CACHE_CACHE_ROW_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "cache/host.h"

/* The lengths of an address, in the order of lists: IPv4 comes first. */
#define CACHE_ROW_ADDR_LENS 2
extern const int cache_row_addr_len[CACHE_ROW_ADDR_LENS];

/* Family 0 is NULL. */
void cache_row_bind_addr(sqlite3_stmt *stmt, int at, const struct addr *addr);
/* Borrowed until the statement is reset; NULL is NULL. */
void cache_row_bind_text(sqlite3_stmt *stmt, int at, const char *text);
/* Counters beyond the signed range stay what they are, bit by bit. */
void cache_row_bind_u64(sqlite3_stmt *stmt, int at, uint64_t value);

/* A column that holds no address gives family 0. */
struct addr cache_row_addr(sqlite3_stmt *stmt, int at);
/* For the caller to free; NULL stays NULL. */
char *cache_row_text(sqlite3_stmt *stmt, int at);
/* The same in an arena, or with NULL on the heap. */
char *cache_row_text_in(sqlite3_stmt *stmt, int at, struct arena *arena);
uint32_t cache_row_rtt(sqlite3_stmt *stmt, int at);
uint64_t cache_row_u64(sqlite3_stmt *stmt, int at);
/* A number from 0 to max; what is beyond, in a damaged file, becomes max. */
unsigned cache_row_enum(sqlite3_stmt *stmt, int at, unsigned max);

/*
 * Fields as lines "name=value", "name@TIME=value" when the time is another
 * than time_us.  Backslash, line feed, "@" and "=" in names, and the first
 * two in values, are escaped by a backslash.
 */
void cache_row_add_field(struct text *out, const char *name, const char *value,
    int64_t field_us, int64_t time_us);
/*
 * The same lines read into service->field, whose pieces are the arena's, or
 * with NULL the heap's; a broken line is skipped.
 */
void cache_row_parse_fields(struct host_service *service, const char *text,
    struct arena *arena);

#endif
