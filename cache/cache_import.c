/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Imported names and addresses into the address cache.
 *
 * A batch is looked up in the order of names, then in that of addresses, so
 * that a row of the packed sets is read once per batch.  What is new waits
 * in sorted runs (cache_run.h) and goes into the sets together.
 */
#include "cache/cache_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_import_private.h"
#include "cache/cache_row.h"

/* An import of millions may be under way, and nobody else waits for us. */
#define IMPORT_BUSY_MS 600000

static size_t
import_name_key(const struct cache_pack_entry *entry)
{
	const uint8_t *nul = memchr(entry->bytes, '\0', entry->len);

	return nul == NULL ? entry->len : (size_t)(nul - entry->bytes) + 1;
}

struct cache_import *
cache_import_begin(struct cache *cache, bool use_replace, int64_t now_us,
    struct err *err)
{
	struct cache_import *import = mem_new(sizeof(*import));
	int ret;

	import->cache = cache;
	import->use_replace = use_replace;
	import->now_us = now_us;
	import->by_name =
	    cache_run_new(cache, CACHE_PACK_BY_NAME, import_name_key);
	import->by_addr =
	    cache_run_new(cache, CACHE_PACK_BY_ADDR, cache_import_other_key);
	sqlite3_busy_timeout(cache->db, IMPORT_BUSY_MS);
	ret = cache_begin(cache, err);
	sqlite3_busy_timeout(cache->db, CACHE_BUSY_MS);
	if (ret == -1 || cache_imported_said(cache, &import->names,
			     &import->addrs, err) == -1) {
		cache_import_free(import);
		return NULL;
	}
	return import;
}

void
cache_import_free(struct cache_import *import)
{
	if (import == NULL)
		return;
	if (!import->is_committed)
		cache_rollback(import->cache);
	cache_seen_fini(&import->names);
	cache_seen_fini(&import->addrs);
	cache_run_free(import->by_name);
	cache_run_free(import->by_addr);
	free(import->path);
	free(import->result);
	free(import->is_new);
	free(import->remark);
	free(import->drop);
	cache_pack_list_fini(&import->list);
	text_fini(&import->remark_text);
	free(import);
}

/* Insert what waits into the sets. */
static int
import_settle(struct cache_import *import, struct err *err)
{
	if (cache_run_settle(import->by_name, err) == -1)
		return -1;
	return cache_run_settle(import->by_addr, err);
}

int
cache_import_commit(struct cache_import *import, struct err *err)
{
	if (import_settle(import, err) == -1 ||
	    cache_commit(import->cache, err) == -1)
		return -1;
	import->is_committed = true;
	return 0;
}

void
cache_import_file(struct cache_import *import, const char *path)
{
	free(import->path);
	import->path = mem_dup(path);
	import->file = 0;
}

/* The file gets its row with its first record that is added. */
static int
import_need_file(struct cache_import *import, struct err *err)
{
	sqlite3_stmt *stmt;

	if (import->file != 0)
		return 0;
	stmt = cache_prepare(import->cache, CACHE_STMT_IMPORT_FILE_ADD, err);
	if (stmt == NULL)
		return -1;
	cache_row_bind_text(stmt, 1, import->path == NULL ? "" : import->path);
	(void)sqlite3_bind_int64(stmt, 2, import->now_us);
	if (cache_run(import->cache, stmt, err) == -1)
		return -1;
	import->file = (uint32_t)sqlite3_last_insert_rowid(import->cache->db);
	return 0;
}

/* One name of the batch, its records in the file's order. */
struct import_name {
	const struct cache_pack_entry *entry;
	struct rangeset said; /* where machines said it */
	bool is_imported;
	struct addr at;   /* where it is imported, as far as known */
	bool is_of_batch; /* by an earlier record of this batch */
	uint32_t record;  /* that one */
};

static int
import_find(struct cache_import *import, struct cache_pack_cursor *cursor,
    struct import_name *name, struct err *err)
{
	const struct cache_pack_entry *key = name->entry;
	struct cache_pack_entry found;
	int ret =
	    cache_run_find(import->by_name, key->bytes, key->len, &found, err);

	if (ret == 0) {
		ret = cache_pack_seek(cursor, key->bytes, key->len, err);
		found = cursor->entry;
	}
	if (ret == -1)
		return -1;
	name->is_imported = ret == 1 && found.len >= key->len &&
			    memcmp(found.bytes, key->bytes, key->len) == 0;
	if (name->is_imported &&
	    cache_imported_addr_of(import->cache, &name->at, &found, err) == -1)
		return -1;
	if (!cache_seen_has(&import->names, key->bytes, key->len))
		return 0;
	return cache_find_said(import->cache, import->record[key->tag].name,
	    &name->said, err);
}

/* The record moves its name to its address. */
static void
import_move(struct cache_import *import, struct import_name *name,
    uint32_t record)
{
	if (name->is_imported && name->is_of_batch) {
		import->is_new[name->record] = false;
	} else if (name->is_imported) {
		import->drop = mem_grow(import->drop, &import->drops_cap,
		    import->n_drops + 1, sizeof(*import->drop));
		import->drop[import->n_drops++] =
		    (struct cache_imported_drop){ name->at,
			    import->record[record].name };
	}
}

static void
import_judge(struct cache_import *import, struct import_name *name,
    uint32_t record)
{
	const struct addr *addr = &import->record[record].addr;
	uint8_t result = CACHE_IMPORT_ADDED;

	if ((name->is_imported && addr_eq(&name->at, addr)) ||
	    (name->said.n > 0 && rangeset_contains(&name->said, addr))) {
		import->result[record] = CACHE_IMPORT_KEPT;
		return;
	}
	if (name->is_imported || name->said.n > 0) {
		cache_import_other_remark(import, record)->stored =
		    name->is_imported ? name->at : name->said.range[0].first;
		result = import->use_replace ? CACHE_IMPORT_REPLACED
					     : CACHE_IMPORT_CONFLICT;
	}
	import->result[record] = result;
	if (result == CACHE_IMPORT_CONFLICT)
		return;
	import_move(import, name, record);
	import->is_new[record] = true;
	name->is_imported = name->is_of_batch = true;
	name->at = *addr;
	name->record = record;
}

/* What becomes of each record, name by name. */
static int
import_decide(struct cache_import *import, struct err *err)
{
	struct cache_pack_cursor cursor;
	int ret = 0;

	cache_pack_open(&cursor, import->cache, CACHE_PACK_BY_NAME);
	for (size_t i = 0; i < import->list.n && ret == 0;) {
		struct import_name name = { .entry = &import->list.entry[i] };

		import_ahead(import, i);
		ret = import_find(import, &cursor, &name, err);
		while (ret == 0 && i < import->list.n &&
		       import->list.entry[i].len == name.entry->len &&
		       memcmp(import->list.entry[i].bytes, name.entry->bytes,
			   name.entry->len) == 0)
			import_judge(import, &name,
			    import->list.entry[i++].tag);
		rangeset_fini(&name.said);
	}
	cache_pack_close(&cursor);
	return ret;
}

/*
 * Names that are imported elsewhere are forgotten there.  They may be in the
 * runs, which only grow: those come first.
 */
static int
import_drop(struct cache_import *import, struct err *err)
{
	if (import->n_drops == 0)
		return 0;
	if (import_settle(import, err) == -1)
		return -1;
	return cache_imported_forget(import->cache, import->drop,
	    import->n_drops, err);
}

/* Look the batch up by name; what is new waits to be inserted. */
static int
import_by_name(struct cache_import *import, size_t n, struct err *err)
{
	struct text *keys = &import->list.bytes;
	size_t n_new = 0;
	int ret;

	cache_pack_list_clear(&import->list);
	for (size_t i = 0; i < n; i++) {
		size_t start = keys->len;

		cache_imported_add_name(keys, import->record[i].name);
		cache_pack_list_add(&import->list, start, i);
		/* behind the name, for the insertion */
		cache_imported_add_addr(keys, &import->record[i].addr);
	}
	cache_pack_list_sort(&import->list);
	ret = import_decide(import, err);
	if (ret == 0)
		ret = import_drop(import, err);
	for (size_t i = 0; i < import->list.n; i++) {
		struct cache_pack_entry *entry = &import->list.entry[i];

		import_ahead(import, i);
		if (!import->is_new[entry->tag])
			continue;
		entry->len +=
		    import->record[entry->tag].addr.family == 4 ? 5 : 17;
		import->list.entry[n_new++] = *entry;
	}
	if (ret == -1)
		return -1;
	return cache_run_add(import->by_name, import->list.entry, n_new, err);
}

/* Look what is new up by address; it waits to be inserted there, too. */
static int
import_by_addr(struct cache_import *import, size_t n, struct err *err)
{
	struct text *keys = &import->list.bytes;

	cache_pack_list_clear(&import->list);
	for (size_t i = 0; i < n; i++) {
		const struct cache_import_record *record = &import->record[i];
		struct cache_imported imported = {
			.addr = record->addr,
			.line = record->line,
			.name = record->name,
			.name_len = strlen(record->name),
		};
		size_t start = keys->len;

		if (!import->is_new[i])
			continue;
		if (import_need_file(import, err) == -1)
			return -1;
		imported.file = import->file;
		cache_imported_add_entry(keys, &imported);
		cache_pack_list_add(&import->list, start, i);
	}
	cache_pack_list_sort(&import->list);
	if (cache_import_other_say(import, err) == -1)
		return -1;
	return cache_run_add(import->by_addr, import->list.entry,
	    import->list.n, err);
}

static int
import_remark_cmp(const void *a, const void *b)
{
	const struct import_remark *x = a, *y = b;

	return x->record < y->record ? -1 : x->record > y->record;
}

static int
import_answer(struct cache_import *import, size_t n, cache_import_fn fn,
    void *arg, struct err *err)
{
	size_t at = 0;

	if (import->n_remarks > 0)
		qsort(import->remark, import->n_remarks,
		    sizeof(*import->remark), import_remark_cmp);
	for (size_t i = 0; i < n; i++) {
		struct cache_import_answer answer = { .record = i,
			.result = import->result[i] };

		for (; at < import->n_remarks && import->remark[at].record == i;
		     at++) {
			const struct import_remark *r = &import->remark[at];

			if (r->stored.family != 0)
				answer.stored = r->stored;
			if (r->other == 0)
				continue;
			answer.other = import->remark_text.data + r->other;
			answer.other_detail =
			    import->remark_text.data + r->other_detail;
		}
		if (fn(&answer, arg, err) == -1)
			return -1;
	}
	return 0;
}

int
cache_import_records(struct cache_import *import,
    const struct cache_import_record *record, size_t n, cache_import_fn fn,
    void *arg, struct err *err)
{
	import->record = record;
	import->result = mem_grow(import->result, &import->results_cap, n, 1);
	import->is_new = mem_grow(import->is_new, &import->is_new_cap, n,
	    sizeof(*import->is_new));
	memset(import->is_new, 0, n * sizeof(*import->is_new));
	import->n_remarks = import->n_drops = 0;
	text_clear(&import->remark_text);
	if (cache_run_n(import->by_name) == CACHE_RUN_MAX &&
	    import_settle(import, err) == -1)
		return -1;
	if (import_by_name(import, n, err) == -1 ||
	    import_by_addr(import, n, err) == -1)
		return -1;
	return import_answer(import, n, fn, arg, err);
}
