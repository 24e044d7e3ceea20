/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One ordered statement that goes along with rising addresses.
 */
#include "cache/cache_walk.h"

#include <string.h>

/* A look-up costs as much as so many steps. */
#define WALK_STEPS_MAX 6

int
cache_walk_open(struct cache_walk *walk, struct cache *cache,
    enum cache_stmt which, int64_t value, struct err *err)
{
	memset(walk, 0, sizeof(*walk));
	walk->cache = cache;
	walk->stmt = cache_prepare(cache, which, err);
	if (walk->stmt == NULL)
		return -1;
	if (sqlite3_bind_parameter_count(walk->stmt) > 1)
		(void)sqlite3_bind_int64(walk->stmt, 2, value);
	return 0;
}

void
cache_walk_close(struct cache_walk *walk)
{
	if (walk->stmt != NULL)
		(void)sqlite3_reset(walk->stmt);
	walk->has_row = walk->is_placed = false;
	walk->family = 0;
}

/* As the table's key orders them: a shorter one before its extension. */
static int
walk_cmp(const void *a, int a_len, const struct cache_walk_key *b)
{
	int len = a_len < b->len ? a_len : b->len;
	int diff = len == 0 ? 0 : memcmp(a, b->bytes, (size_t)len);

	return diff != 0 ? diff : a_len - b->len;
}

/* The row's address against a key; at the end above all. */
static int
walk_cmp_row(const struct cache_walk *walk, const struct cache_walk_key *key)
{
	return walk->has_row ? walk_cmp(walk->row, walk->row_len, key) : 1;
}

static int
walk_step(struct cache_walk *walk, struct err *err)
{
	int ret = cache_step(walk->cache, walk->stmt, err);

	walk->has_row = ret == 1;
	if (ret == 1) {
		walk->row = sqlite3_column_blob(walk->stmt, 0);
		walk->row_len = sqlite3_column_bytes(walk->stmt, 0);
	}
	return ret;
}

/* A new look-up: the first row that is not below the key. */
static int
walk_seek(struct cache_walk *walk, const struct cache_walk_key *key,
    struct err *err)
{
	(void)sqlite3_reset(walk->stmt);
	/* not NULL: the least key is an empty blob */
	(void)sqlite3_bind_blob(walk->stmt, 1, key->bytes, key->len,
	    SQLITE_TRANSIENT);
	return walk_step(walk, err);
}

/*
 * On to a key above the last one: step by step, or by a look-up where the way
 * is long, as it is likely to be where it was so the last time.
 */
static int
walk_forward(struct cache_walk *walk, const struct cache_walk_key *key,
    struct err *err)
{
	int n_left = walk->was_far ? 1 : WALK_STEPS_MAX;
	int ret = 0;

	walk->was_far = false;
	while (ret != -1 && walk_cmp_row(walk, key) < 0) {
		walk->was_far = n_left-- == 0;
		ret = walk->was_far ? walk_seek(walk, key, err)
				    : walk_step(walk, err);
	}
	return ret;
}

int
cache_walk_to(struct cache_walk *walk, const struct addr *addr, struct err *err)
{
	struct cache_walk_key key;
	int past = 1, ret = 0;

	key.len = (int)addr_to_bytes(addr, key.bytes);
	if (walk->is_placed)
		past = walk_cmp(walk->sought.bytes, walk->sought.len, &key);
	if (past < 0)
		ret = walk_forward(walk, &key, err);
	else if (past > 0 || walk->was_passed)
		ret = walk_seek(walk, &key, err);
	walk->is_placed = ret != -1;
	walk->was_passed = false;
	walk->sought = key;
	return ret == -1 ? -1 : walk_cmp_row(walk, &key) == 0;
}

int
cache_walk_more(struct cache_walk *walk, struct err *err)
{
	walk->was_passed = true;
	if (!walk->has_row)
		return 0;
	if (walk_step(walk, err) == -1) {
		walk->is_placed = false;
		return -1;
	}
	return walk_cmp_row(walk, &walk->sought) == 0;
}

/* The first row of the list, of its second part, or the next one. */
static int
walk_on(struct cache_walk *walk, struct err *err)
{
	static const struct cache_walk_key least = { { 0 }, 0 };
	int ret;

	if (walk->family == 0) {
		walk->family = 4;
		return walk_seek(walk, &least, err);
	}
	ret = walk->has_row ? walk_step(walk, err) : 0;
	if (ret == 0 && walk->family == 4 && walk->has_other) {
		walk->family = 6;
		return walk_seek(walk, &walk->other, err);
	}
	return ret;
}

int
cache_walk_listed(struct cache_walk *walk, struct err *err)
{
	int ret;

	while ((ret = walk_on(walk, err)) == 1) {
		(void)addr_from_bytes(&walk->addr, walk->row,
		    (size_t)walk->row_len);
		if (walk->addr.family == walk->family)
			break;
		if (walk->addr.family == 6 && !walk->has_other) {
			walk->has_other = true;
			walk->other.len =
			    (int)addr_to_bytes(&walk->addr, walk->other.bytes);
		}
	}
	return ret;
}
