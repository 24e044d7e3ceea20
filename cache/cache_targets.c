/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which addresses a sweep was to ask: who is not among them was not looked
 * for, and cannot be gone.
 */
#include <string.h>

#include "cache/cache_private.h"
#include "cache/cache_row.h"

int
cache_targets_put(struct cache *cache, int64_t sweep,
    const struct rangeset *targets, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_TARGETS_PUT, err);
	struct text ranges = TEXT_INIT;
	uint8_t bytes[16];
	int ret;

	if (stmt == NULL)
		return -1;
	for (size_t i = 0; i < targets->n; i++) {
		const struct addr_range *range = &targets->range[i];
		size_t len = addr_to_bytes(&range->first, bytes);

		text_add_char(&ranges, (char)len);
		text_add_len(&ranges, bytes, len);
		(void)addr_to_bytes(&range->last, bytes);
		text_add_len(&ranges, bytes, len);
	}
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	(void)sqlite3_bind_blob64(stmt, 2, text_str(&ranges), ranges.len,
	    SQLITE_STATIC);
	ret = cache_run(cache, stmt, err);
	text_fini(&ranges);
	return ret;
}

/* A damaged end is left out. */
static void
cache_targets_parse(struct rangeset *targets, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		size_t one = bytes[0];
		struct addr_range range;

		if (len < 1 + 2 * one ||
		    !addr_from_bytes(&range.first, bytes + 1, one) ||
		    !addr_from_bytes(&range.last, bytes + 1 + one, one) ||
		    addr_cmp(&range.first, &range.last) > 0)
			return;
		rangeset_add(targets, &range);
		bytes += 1 + 2 * one;
		len -= 1 + 2 * one;
	}
}

int
cache_targets_get(struct cache *cache, int64_t sweep, struct rangeset *targets,
    struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_TARGETS_GET, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_int64(stmt, 1, sweep);
	ret = cache_step(cache, stmt, err);
	if (ret == 1 && sqlite3_column_bytes(stmt, 0) > 0)
		cache_targets_parse(targets, sqlite3_column_blob(stmt, 0),
		    (size_t)sqlite3_column_bytes(stmt, 0));
	(void)sqlite3_reset(stmt);
	rangeset_seal(targets);
	return ret;
}
