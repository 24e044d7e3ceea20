/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What else an import says of a record: other names that its address has.
 */
#include <string.h>

#include "base/mem.h"
#include "cache/cache_import_private.h"
#include "cache/cache_row.h"

#define IMPORT_REMARK_MAX 120 /* bytes of another name, or of its detail */

size_t
cache_import_other_key(const struct cache_pack_entry *entry)
{
	return entry->bytes[0] == 4 ? 5 : 17;
}

struct import_remark *
cache_import_other_remark(struct cache_import *import, size_t record)
{
	struct import_remark *remark;

	import->remark = mem_grow(import->remark, &import->remarks_cap,
	    import->n_remarks + 1, sizeof(*import->remark));
	remark = &import->remark[import->n_remarks++];
	memset(remark, 0, sizeof(*remark));
	remark->record = (uint32_t)record;
	return remark;
}

/*
 * Keep a text of a remark, as much of it as people need; returns its place.
 * Long names that are cached must not fill the memory.
 */
static size_t
import_keep(struct cache_import *import, const char *text, size_t len)
{
	size_t at;

	if (len > IMPORT_REMARK_MAX) {
		len = IMPORT_REMARK_MAX;
		while (len > 0 && ((uint8_t)text[len] & 0xc0) == 0x80)
			len--; /* not within a character */
	}
	if (import->remark_text.len == 0)
		text_add_char(&import->remark_text, '\0');
	at = import->remark_text.len;
	text_add_len(&import->remark_text, text, len);
	text_add_char(&import->remark_text, '\0');
	return at;
}

/* Another name of the record's address, as the machine said it. */
static int
import_say_said(struct cache_import *import, size_t record, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(import->cache, CACHE_STMT_NAME_GET, err);
	struct import_remark *remark;
	int ret;

	if (stmt == NULL)
		return -1;
	cache_row_bind_addr(stmt, 1, &import->record[record].addr);
	ret = cache_step(import->cache, stmt, err);
	if (ret == 1) {
		const char *name = (const char *)sqlite3_column_text(stmt, 1);
		const char *from = (const char *)sqlite3_column_text(stmt, 2);

		remark = cache_import_other_remark(import, record);
		remark->other = import_keep(import, name ? name : "",
		    name ? strlen(name) : 0);
		remark->other_detail = import_keep(import, from ? from : "",
		    from ? strlen(from) : 0);
		(void)sqlite3_reset(stmt);
	}
	return ret == -1 ? -1 : 0;
}

/* Another name of the record's address, as it was imported. */
static int
import_say_imported(struct cache_import *import, size_t record,
    const struct cache_pack_entry *entry, struct err *err)
{
	struct cache_imported other;
	struct import_remark *remark;
	struct text detail = TEXT_INIT;
	int64_t time_us;
	int ret = -1;

	if (cache_imported_parse(import->cache, &other, entry, err) == 0 &&
	    cache_imported_detail(import->cache, &other, &detail, &time_us,
		err) == 0) {
		remark = cache_import_other_remark(import, record);
		remark->other = import_keep(import, other.name, other.name_len);
		remark->other_detail =
		    import_keep(import, detail.data, detail.len);
		ret = 0;
	}
	text_fini(&detail);
	return ret;
}

/*
 * The newest imported entry of the address of list.entry[i], which is later
 * than all of them: from the batch, the runs or the set.  Returns 1, 0 or -1.
 */
static int
import_before(struct cache_import *import, struct cache_pack_cursor *cursor,
    size_t i, struct text *copy, struct cache_pack_entry *before,
    struct err *err)
{
	const struct cache_pack_entry *entry = &import->list.entry[i];
	size_t len = cache_import_other_key(entry);
	int ret;

	if (i > 0 && memcmp(entry[-1].bytes, entry->bytes, len) == 0) {
		*before = entry[-1];
		return 1;
	}
	ret = cache_run_find(import->by_addr, entry->bytes, len, before, err);
	if (ret != 0)
		return ret;
	text_clear(copy);
	for (ret = cache_pack_seek(cursor, entry->bytes, len, err);
	     ret == 1 && cursor->entry.len >= len &&
	     memcmp(cursor->entry.bytes, entry->bytes, len) == 0;
	     ret = cache_pack_next(cursor, err)) {
		text_clear(copy);
		text_add_len(copy, cursor->entry.bytes, cursor->entry.len);
	}
	before->bytes = (const uint8_t *)text_str(copy);
	before->len = (uint32_t)copy->len;
	return ret == -1 ? -1 : copy->len > 0;
}

int
cache_import_other_say(struct cache_import *import, struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_pack_entry before;
	struct text copy = TEXT_INIT;
	int ret = 0;

	cache_pack_open(&cursor, import->cache, CACHE_PACK_BY_ADDR);
	for (size_t i = 0; i < import->list.n && ret != -1; i++) {
		const struct cache_pack_entry *entry = &import->list.entry[i];

		import_ahead(import, i);
		ret = import_before(import, &cursor, i, &copy, &before, err);
		if (ret == 1)
			ret = import_say_imported(import, entry->tag, &before,
			    err);
		else if (ret == 0 &&
			 cache_seen_has(&import->addrs, entry->bytes,
			     cache_import_other_key(entry)))
			ret = import_say_said(import, entry->tag, err);
	}
	cache_pack_close(&cursor);
	text_fini(&copy);
	return ret;
}
