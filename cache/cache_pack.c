/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sorted sets of byte strings, some hundred to a row.
 */
#include "cache/cache_pack.h"

#include <string.h>

/*
 * What a row's entries may take.  With this much, and a key, a row fills two
 * overflow pages of 4096 bytes and leaves the least in the tree itself
 * (https://www.sqlite.org/fileformat.html section 1.6).
 */
#define PACK_PAGE_MAX 8600
/* Names differ in length; a row may be so much larger than the average. */
#define PACK_SLACK 64

/* The statements of one set. */
struct pack_sql {
	enum cache_stmt at, after, put, drop;
};

static const struct pack_sql pack_sql[] = {
	[CACHE_PACK_BY_ADDR] = { CACHE_STMT_PACK_ADDR_AT,
	    CACHE_STMT_PACK_ADDR_AFTER, CACHE_STMT_PACK_ADDR_PUT,
	    CACHE_STMT_PACK_ADDR_DROP },
	[CACHE_PACK_BY_NAME] = { CACHE_STMT_PACK_NAME_AT,
	    CACHE_STMT_PACK_NAME_AFTER, CACHE_STMT_PACK_NAME_PUT,
	    CACHE_STMT_PACK_NAME_DROP },
};

static int
pack_cmp_text(const struct text *a, const void *b, size_t b_len)
{
	return cache_pack_list_cmp((const uint8_t *)text_str(a), a->len, b,
	    b_len);
}

/* The entry at an offset of a page; false when the page is damaged. */
static bool
pack_entry_at(const struct text *page, size_t at,
    struct cache_pack_entry *entry)
{
	const uint8_t *b = (const uint8_t *)page->data + at;

	if (page->len - at < 2)
		return false;
	entry->len = (uint32_t)b[0] | (uint32_t)b[1] << 8;
	entry->bytes = b + 2;
	return entry->len <= page->len - at - 2;
}

static void
pack_add_new(struct text *page, const struct cache_pack_entry *entry)
{
	uint8_t len[2] = { (uint8_t)entry->len, (uint8_t)(entry->len >> 8) };

	text_add_len(page, len, sizeof(len));
	text_add_len(page, entry->bytes, entry->len);
}

/* The same for an entry that lies in a page: its length stands before it. */
static void
pack_add_old(struct text *page, const struct cache_pack_entry *entry)
{
	text_add_len(page, entry->bytes - 2, entry->len + 2);
}

static int
pack_damaged(struct cache *cache, struct err *err)
{
	return err_set(err, ERR_CACHE,
	    "address cache '%s' is damaged: a page of imported entries is cut "
	    "short",
	    cache_path_of(cache));
}

static void
pack_column(struct text *text, sqlite3_stmt *stmt, int at)
{
	const void *bytes = sqlite3_column_blob(stmt, at);

	text_clear(text);
	text_add_len(text, bytes == NULL ? "" : bytes,
	    (size_t)sqlite3_column_bytes(stmt, at));
}

/*
 * The row that key belongs to (which = at), or the next row (after), into
 * first and, unless NULL, page.  Returns 1, 0 when there is none, or -1.
 */
static int
pack_row(struct cache *cache, enum cache_stmt which, const void *key,
    size_t len, struct text *first, struct text *page, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, which, err);
	int ret;

	if (stmt == NULL)
		return -1;
	/* not NULL: the lowest row's key is an empty blob */
	(void)sqlite3_bind_blob64(stmt, 1, len == 0 ? "" : key, len,
	    SQLITE_TRANSIENT);
	ret = cache_step(cache, stmt, err);
	if (ret == 1) {
		pack_column(first, stmt, 0);
		if (page != NULL)
			pack_column(page, stmt, 1);
	}
	(void)sqlite3_reset(stmt);
	return ret;
}

void
cache_pack_open(struct cache_pack_cursor *cursor, struct cache *cache,
    enum cache_pack_set set)
{
	memset(cursor, 0, sizeof(*cursor));
	cursor->cache = cache;
	cursor->set = set;
}

void
cache_pack_close(struct cache_pack_cursor *cursor)
{
	text_fini(&cursor->first);
	text_fini(&cursor->next_first);
	text_fini(&cursor->page);
	text_fini(&cursor->sought);
	cursor->is_loaded = false;
}

/*
 * Load the row that key belongs to, and the key of the next one.  Where the
 * lowest row is still to come, it is as good as there and empty.
 */
static int
pack_load(struct cache_pack_cursor *c, const void *key, size_t len,
    struct err *err)
{
	int ret = pack_row(c->cache, pack_sql[c->set].at, key, len, &c->first,
	    &c->page, err);

	c->is_loaded = false;
	c->at = 0;
	if (ret == 0) {
		text_clear(&c->first);
		text_clear(&c->page);
	}
	if (ret != -1)
		ret = pack_row(c->cache, pack_sql[c->set].after,
		    text_str(&c->first), c->first.len, &c->next_first, NULL,
		    err);
	if (ret == -1)
		return -1;
	c->has_next = ret == 1;
	c->is_loaded = true;
	return 0;
}

/* The entry at the cursor's place, or the first one of a later row. */
static int
pack_here(struct cache_pack_cursor *c, struct err *err)
{
	while (c->at >= c->page.len) {
		struct text key = c->next_first;
		int ret;

		if (!c->has_next)
			return 0;
		c->next_first = (struct text)TEXT_INIT;
		ret = pack_load(c, key.data, key.len, err);
		text_fini(&key);
		if (ret == -1)
			return -1;
	}
	return pack_entry_at(&c->page, c->at, &c->entry)
		   ? 1
		   : pack_damaged(c->cache, err);
}

int
cache_pack_next(struct cache_pack_cursor *c, struct err *err)
{
	c->has_sought = c->was_passed = true;
	text_clear(&c->sought);
	text_add_len(&c->sought, c->entry.bytes, c->entry.len);
	c->at += 2 + c->entry.len;
	return pack_here(c, err);
}

int
cache_pack_seek(struct cache_pack_cursor *c, const void *key, size_t len,
    struct err *err)
{
	int past = c->has_sought ? pack_cmp_text(&c->sought, key, len) : 1;
	bool is_same_row =
	    c->is_loaded && pack_cmp_text(&c->first, key, len) <= 0 &&
	    (!c->has_next || pack_cmp_text(&c->next_first, key, len) > 0);

	if (!is_same_row) {
		if (pack_load(c, key, len, err) == -1)
			return -1;
	} else if (past > 0 || (past == 0 && c->was_passed)) {
		c->at = 0;
	}
	c->has_sought = true;
	c->was_passed = false;
	text_clear(&c->sought);
	text_add_len(&c->sought, key, len);
	for (; c->at < c->page.len; c->at += 2 + c->entry.len) {
		if (!pack_entry_at(&c->page, c->at, &c->entry))
			return pack_damaged(c->cache, err);
		if (cache_pack_list_cmp(c->entry.bytes, c->entry.len, key,
			len) >= 0)
			return 1;
	}
	return pack_here(c, err);
}

/* Rows being written: entries come in, rows of about the same size go out. */
struct pack_out {
	struct cache *cache;
	enum cache_pack_set set;
	struct text first; /* the key of the row under way */
	struct text page;
	size_t target; /* bytes at which a row is full */
};

static int
pack_put(struct pack_out *out, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(out->cache, pack_sql[out->set].put, err);
	int ret;

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_blob64(stmt, 1, text_str(&out->first),
	    out->first.len, SQLITE_STATIC);
	(void)sqlite3_bind_blob64(stmt, 2, text_str(&out->page), out->page.len,
	    SQLITE_STATIC);
	ret = cache_run(out->cache, stmt, err);
	text_clear(&out->page);
	return ret;
}

static int
pack_drop(struct cache *cache, enum cache_pack_set set,
    const struct text *first, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, pack_sql[set].drop, err);

	if (stmt == NULL)
		return -1;
	(void)sqlite3_bind_blob64(stmt, 1, text_str(first), first->len,
	    SQLITE_STATIC);
	return cache_run(cache, stmt, err);
}

static int
pack_emit(struct pack_out *out, const struct cache_pack_entry *entry,
    bool is_new, struct err *err)
{
	if (out->page.len > 0 && out->page.len + 2 + entry->len > out->target) {
		if (pack_put(out, err) == -1)
			return -1;
		text_clear(&out->first);
		text_add_len(&out->first, entry->bytes, entry->len);
	}
	if (is_new)
		pack_add_new(&out->page, entry);
	else
		pack_add_old(&out->page, entry);
	return 0;
}

/* The entries that belong to the row old, merged with what it holds. */
static int
pack_merge(struct pack_out *out, const struct text *old,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
{
	struct cache_pack_entry was = { 0 };
	size_t at = 0, i = 0;
	bool is_new;

	while (at < old->len || i < n) {
		if (at < old->len && !pack_entry_at(old, at, &was))
			return pack_damaged(out->cache, err);
		is_new = at >= old->len ||
			 (i < n && cache_pack_list_cmp(entry[i].bytes,
				       entry[i].len, was.bytes, was.len) < 0);
		if (pack_emit(out, is_new ? &entry[i] : &was, is_new, err) ==
		    -1)
			return -1;
		if (is_new)
			i++;
		else
			at += 2 + was.len;
	}
	return pack_put(out, err);
}

/* How many of the sorted entries are below the next row's key. */
static size_t
pack_n_of_row(const struct cache_pack_cursor *row,
    const struct cache_pack_entry *entry, size_t n, size_t *n_bytes)
{
	size_t i;

	*n_bytes = 0;
	for (i = 0; i < n; i++) {
		if (row->has_next && pack_cmp_text(&row->next_first,
					 entry[i].bytes, entry[i].len) <= 0)
			break;
		*n_bytes += 2 + entry[i].len;
	}
	return i;
}

int
cache_pack_insert(struct cache *cache, enum cache_pack_set set,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
{
	struct pack_out out = { .cache = cache, .set = set };
	struct cache_pack_cursor row;
	int ret = 0;

	cache_pack_open(&row, cache, set);
	while (n > 0 && ret == 0) {
		size_t n_bytes, n_here;

		ret = pack_load(&row, entry->bytes, entry->len, err);
		if (ret == -1)
			break;
		n_here = pack_n_of_row(&row, entry, n, &n_bytes);
		n_bytes += row.page.len;
		/* rows of equal size, so that none is left nearly empty */
		out.target =
		    n_bytes / ((n_bytes + PACK_PAGE_MAX - 1) / PACK_PAGE_MAX) +
		    PACK_SLACK;
		text_clear(&out.first);
		text_add_len(&out.first, text_str(&row.first), row.first.len);
		ret = pack_merge(&out, &row.page, entry, n_here, err);
		entry += n_here;
		n -= n_here;
	}
	cache_pack_close(&row);
	text_fini(&out.first);
	text_fini(&out.page);
	return ret;
}

/* A row without those of the sorted entries that it holds. */
static int
pack_filter(struct pack_out *out, const struct cache_pack_cursor *row,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
{
	struct cache_pack_entry was = { 0 };
	size_t i = 0;
	int diff;

	for (size_t at = 0; at < row->page.len; at += 2 + was.len) {
		if (!pack_entry_at(&row->page, at, &was))
			return pack_damaged(out->cache, err);
		diff = -1;
		while (i < n && (diff = cache_pack_list_cmp(entry[i].bytes,
				     entry[i].len, was.bytes, was.len)) < 0)
			i++;
		if (i == n || diff != 0)
			pack_add_old(&out->page, &was);
	}
	if (out->page.len == row->page.len) {
		text_clear(&out->page);
		return 0;
	}
	/* the row's key may be that of an entry that is gone: still right */
	text_clear(&out->first);
	text_add_len(&out->first, text_str(&row->first), row->first.len);
	return out->page.len == 0 && row->first.len > 0
		   ? pack_drop(out->cache, out->set, &row->first, err)
		   : pack_put(out, err);
}

int
cache_pack_remove(struct cache *cache, enum cache_pack_set set,
    const struct cache_pack_entry *entry, size_t n, struct err *err)
{
	struct pack_out out = { .cache = cache, .set = set };
	struct cache_pack_cursor row;
	size_t n_here, n_bytes;
	int ret = 0;

	cache_pack_open(&row, cache, set);
	while (n > 0 && ret == 0) {
		ret = pack_load(&row, entry->bytes, entry->len, err);
		if (ret == -1)
			break;
		n_here = pack_n_of_row(&row, entry, n, &n_bytes);
		ret = pack_filter(&out, &row, entry, n_here, err);
		entry += n_here;
		n -= n_here;
	}
	cache_pack_close(&row);
	text_fini(&out.first);
	text_fini(&out.page);
	return ret;
}
