/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What has been imported, as it lies in the store.
 */
#include "cache/cache_imported.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/wire.h"
#include "cache/cache_row.h"

void
cache_imported_add_addr(struct text *key, const struct addr *addr)
{
	uint8_t bytes[16];
	size_t len = addr_to_bytes(addr, bytes);

	text_add_char(key, (char)addr->family);
	text_add_len(key, bytes, len);
}

void
cache_imported_add_entry(struct text *key,
    const struct cache_imported *imported)
{
	uint8_t place[9];

	for (unsigned i = 0; i < 4; i++)
		place[i] = (uint8_t)(imported->file >> (24 - 8 * i));
	for (unsigned i = 0; i < 5; i++)
		place[4 + i] = (uint8_t)(imported->line >> (32 - 8 * i));
	cache_imported_add_addr(key, &imported->addr);
	text_add_len(key, place, sizeof(place));
	text_add_len(key, imported->name, imported->name_len);
}

void
cache_imported_add_name(struct text *key, const char *name)
{
	char *folded = cache_fold(name);

	if (folded != NULL) {
		text_add(key, folded);
	} else {
		size_t len = strlen(name), start = key->len;

		text_add_len(key, name, len);
		for (size_t i = start; i < key->len; i++)
			if (key->data[i] >= 'A' && key->data[i] <= 'Z')
				key->data[i] =
				    (char)(key->data[i] + ('a' - 'A'));
	}
	text_add_char(key, '\0');
	free(folded);
}

static bool
imported_wire_addr(struct addr *addr, struct wire *in)
{
	uint8_t family = wire_u8(in);
	size_t len = family == 4 ? 4 : 16;
	const uint8_t *bytes = wire_bytes(in, len);

	return bytes != NULL && (family == 4 || family == 6) &&
	       addr_from_bytes(addr, bytes, len);
}

static int
imported_damaged(struct cache *cache, struct err *err)
{
	return err_set(err, ERR_CACHE,
	    "address cache '%s' is damaged: an imported entry is cut short",
	    cache_path_of(cache));
}

int
cache_imported_parse(struct cache *cache, struct cache_imported *imported,
    const struct cache_pack_entry *entry, struct err *err)
{
	struct wire in = wire_reader(entry->bytes, entry->len);

	if (!imported_wire_addr(&imported->addr, &in))
		return imported_damaged(cache, err);
	imported->file = wire_be32(&in);
	imported->line = (uint64_t)wire_u8(&in) << 32;
	imported->line |= wire_be32(&in);
	imported->name_len = wire_left(&in);
	imported->name = (const char *)wire_bytes(&in, imported->name_len);
	return wire_ok(&in) ? 0 : imported_damaged(cache, err);
}

int
cache_imported_addr_of(struct cache *cache, struct addr *addr,
    const struct cache_pack_entry *entry, struct err *err)
{
	const uint8_t *nul = memchr(entry->bytes, '\0', entry->len);
	struct wire in = wire_reader(entry->bytes, entry->len);

	if (nul == NULL)
		return imported_damaged(cache, err);
	wire_skip(&in, (size_t)(nul - entry->bytes) + 1);
	return imported_wire_addr(addr, &in) && wire_left(&in) == 0
		   ? 0
		   : imported_damaged(cache, err);
}

/* Path and time of a file into cache->file_path and file_time_us. */
static int
imported_file(struct cache *cache, uint32_t file, struct err *err)
{
	sqlite3_stmt *stmt =
	    cache_prepare(cache, CACHE_STMT_IMPORT_FILE_GET, err);
	const char *path;
	int ret;

	if (stmt == NULL)
		return -1;
	cache->file = 0;
	(void)sqlite3_bind_int64(stmt, 1, file);
	ret = cache_step(cache, stmt, err);
	if (ret != 1)
		return ret == -1 ? -1 : imported_damaged(cache, err);
	path = (const char *)sqlite3_column_text(stmt, 0);
	text_clear(&cache->file_path);
	text_add(&cache->file_path, path == NULL ? "" : path);
	cache->file_time_us = sqlite3_column_int64(stmt, 1);
	cache->file = file;
	(void)sqlite3_reset(stmt);
	return 0;
}

int
cache_imported_detail(struct cache *cache,
    const struct cache_imported *imported, struct text *detail,
    int64_t *time_us, struct err *err)
{
	/* within a list nothing changes */
	if ((cache->imported == NULL || cache->file != imported->file) &&
	    imported_file(cache, imported->file, err) == -1)
		return -1;
	text_add_len(detail, text_str(&cache->file_path), cache->file_path.len);
	text_addf(detail, ":%" PRIu64, imported->line);
	*time_us = cache->file_time_us;
	return 0;
}

/* Is this entry of that address?  -1 when it is damaged. */
static int
imported_is_at(struct cache *cache, const struct cache_pack_entry *entry,
    const struct addr *addr, struct cache_imported *imported, struct err *err)
{
	if (cache_imported_parse(cache, imported, entry, err) == -1)
		return -1;
	return addr_eq(&imported->addr, addr);
}

/* Takes the detail and empties it. */
static void
imported_add_to_host(struct host *host, const struct cache_imported *imported,
    struct text *detail, int64_t time_us)
{
	struct host_name *name = host_add_name(host);

	name->value =
	    arena_dup_len(host->arena, imported->name, imported->name_len);
	name->source = HOST_SOURCE_IMPORT;
	name->detail = arena_dup(host->arena, text_str(detail));
	text_clear(detail);
	name->time_us = time_us;
	name->sweep = 0;
	if (host->imported_us == 0 || time_us < host->imported_us)
		host->imported_us = time_us;
}

int
cache_imported_collect(struct cache *cache, struct cache_pack_cursor *cursor,
    const struct addr *addr, struct host *host, struct err *err)
{
	struct cache_imported imported;
	struct text detail = TEXT_INIT;
	int64_t time_us = 0;
	int ret = 1, is_here;

	while (ret == 1) {
		is_here =
		    imported_is_at(cache, &cursor->entry, addr, &imported, err);
		if (is_here == 0)
			break;
		if (is_here == -1 ||
		    (host != NULL && cache_imported_detail(cache, &imported,
					 &detail, &time_us, err) == -1)) {
			ret = -1;
			break;
		}
		if (host != NULL)
			imported_add_to_host(host, &imported, &detail, time_us);
		ret = cache_pack_next(cursor, err);
	}
	text_fini(&detail);
	return ret;
}

int
cache_imported_load(struct cache *cache, struct host *host, struct err *err)
{
	struct cache_pack_cursor own, *cursor = cache->imported;
	uint8_t key[17] = { host->addr.family };
	size_t len = 1 + addr_to_bytes(&host->addr, key + 1);
	int ret;

	cache_pack_open(&own, cache, CACHE_PACK_BY_ADDR);
	if (cursor == NULL)
		cursor = &own;
	ret = cache_pack_seek(cursor, key, len, err);
	if (ret == 1)
		ret = cache_imported_collect(cache, cursor, &host->addr, host,
		    err);
	cache_pack_close(&own);
	return ret == -1 ? -1 : 0;
}

int
cache_imported_find(struct cache *cache, const char *name,
    struct rangeset *found, struct err *err)
{
	struct cache_pack_cursor cursor;
	struct text key = TEXT_INIT;
	struct addr_range range;
	int ret;

	cache_pack_open(&cursor, cache, CACHE_PACK_BY_NAME);
	cache_imported_add_name(&key, name);
	for (ret = cache_pack_seek(&cursor, key.data, key.len, err);
	     ret == 1 && cursor.entry.len >= key.len &&
	     memcmp(cursor.entry.bytes, key.data, key.len) == 0;
	     ret = cache_pack_next(&cursor, err)) {
		ret = cache_imported_addr_of(cache, &range.first, &cursor.entry,
		    err);
		if (ret == -1)
			break;
		range.last = range.first;
		rangeset_add(found, &range);
	}
	cache_pack_close(&cursor);
	text_fini(&key);
	return ret == -1 ? -1 : 0;
}

int
cache_imported_said(struct cache *cache, struct cache_seen *names,
    struct cache_seen *addrs, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_IMPORT_SAID, err);
	struct text key = TEXT_INIT;
	int ret;

	if (stmt == NULL)
		return -1;
	while ((ret = cache_step(cache, stmt, err)) == 1) {
		struct addr addr = cache_row_addr(stmt, 0);
		const unsigned char *name = sqlite3_column_text(stmt, 1);

		text_clear(&key);
		cache_imported_add_name(&key,
		    name == NULL ? "" : (const char *)name);
		cache_seen_add(names, key.data, key.len);
		text_clear(&key);
		cache_imported_add_addr(&key, &addr);
		cache_seen_add(addrs, key.data, key.len);
	}
	cache_seen_seal(names);
	cache_seen_seal(addrs);
	text_fini(&key);
	return ret;
}

/*
 * The entries by address that are meant: wanted has keys of address and
 * folded name, sorted; the entries of an address are gone through once.
 */
static int
imported_meant(struct cache *cache, const struct cache_pack_list *wanted,
    struct cache_pack_list *meant, struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_imported imported;
	struct text key = TEXT_INIT, name = TEXT_INIT;
	size_t i = 0, addr_len, start;
	int ret = 0;

	cache_pack_open(&cursor, cache, CACHE_PACK_BY_ADDR);
	while (i < wanted->n && ret != -1) {
		const struct cache_pack_entry *first = &wanted->entry[i];

		addr_len = first->bytes[0] == 4 ? 5 : 17;
		for (ret =
			 cache_pack_seek(&cursor, first->bytes, addr_len, err);
		     ret == 1 &&
		     memcmp(cursor.entry.bytes, first->bytes, addr_len) == 0;
		     ret = cache_pack_next(&cursor, err)) {
			ret = cache_imported_parse(cache, &imported,
			    &cursor.entry, err);
			if (ret == -1)
				break;
			text_clear(&name);
			text_add_len(&name, imported.name, imported.name_len);
			text_clear(&key);
			text_add_len(&key, first->bytes, addr_len);
			cache_imported_add_name(&key, text_str(&name));
			if (!cache_pack_list_has(wanted, key.data, key.len))
				continue;
			start = meant->bytes.len;
			text_add_len(&meant->bytes, cursor.entry.bytes,
			    cursor.entry.len);
			cache_pack_list_add(meant, start, 0);
		}
		while (i < wanted->n && memcmp(wanted->entry[i].bytes,
					    first->bytes, addr_len) == 0)
			i++;
	}
	cache_pack_close(&cursor);
	text_fini(&key);
	text_fini(&name);
	return ret == -1 ? -1 : 0;
}

int
cache_imported_forget(struct cache *cache,
    const struct cache_imported_drop *drop, size_t n, struct err *err)
{
	struct cache_pack_list wanted = { .n = 0 }, meant = { .n = 0 };
	size_t start;
	int ret;

	for (size_t i = 0; i < n; i++) {
		start = wanted.bytes.len;
		cache_imported_add_addr(&wanted.bytes, &drop[i].addr);
		cache_imported_add_name(&wanted.bytes, drop[i].name);
		cache_pack_list_add(&wanted, start, i);
	}
	cache_pack_list_sort(&wanted);
	ret = imported_meant(cache, &wanted, &meant, err);
	cache_pack_list_sort(&meant);
	if (ret == 0)
		ret = cache_pack_remove(cache, CACHE_PACK_BY_ADDR, meant.entry,
		    meant.n, err);
	cache_pack_list_clear(&wanted);
	for (size_t i = 0; i < n; i++) {
		start = wanted.bytes.len;
		cache_imported_add_name(&wanted.bytes, drop[i].name);
		cache_imported_add_addr(&wanted.bytes, &drop[i].addr);
		cache_pack_list_add(&wanted, start, i);
	}
	cache_pack_list_sort(&wanted);
	if (ret == 0)
		ret = cache_pack_remove(cache, CACHE_PACK_BY_NAME, wanted.entry,
		    wanted.n, err);
	cache_pack_list_fini(&wanted);
	cache_pack_list_fini(&meant);
	return ret;
}
