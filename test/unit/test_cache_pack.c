/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Packed sets against a plain sorted array.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "cache/cache_pack.h"
#include "test/harness.h"

#define MODEL_MAX 6000

/* What the set should hold. */
struct model {
	struct cache_pack_entry entry[MODEL_MAX];
	size_t n;
};

static void
model_add(struct model *model, const struct cache_pack_entry *entry)
{
	struct cache_pack_entry copy = *entry;

	copy.bytes = (const uint8_t *)mem_dup_len(entry->bytes, entry->len);
	model->entry[model->n++] = copy;
	cache_pack_list_order(model->entry, model->n);
}

static size_t
model_at_least(const struct model *model, const void *key, size_t len)
{
	size_t i = 0;

	while (i < model->n && cache_pack_list_cmp(model->entry[i].bytes,
				   model->entry[i].len, key, len) < 0)
		i++;
	return i;
}

static bool
model_has(const struct model *model, const struct cache_pack_entry *entry)
{
	size_t i = model_at_least(model, entry->bytes, entry->len);

	return i < model->n &&
	       cache_pack_list_cmp(model->entry[i].bytes, model->entry[i].len,
		   entry->bytes, entry->len) == 0;
}

static void
model_fini(struct model *model)
{
	for (size_t i = 0; i < model->n; i++)
		free((void *)(uintptr_t)model->entry[i].bytes);
	free(model);
}

static struct cache *
open_cache(void)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

/* The set is the model, entry by entry. */
static void
check_all(struct cache *cache, enum cache_pack_set set,
    const struct model *model)
{
	struct cache_pack_cursor cursor;
	struct err err = ERR_INIT;
	size_t i = 0;
	int ret;

	cache_pack_open(&cursor, cache, set);
	for (ret = cache_pack_seek(&cursor, "", 0, &err); ret == 1;
	     ret = cache_pack_next(&cursor, &err)) {
		if (i == model->n ||
		    cache_pack_list_cmp(cursor.entry.bytes, cursor.entry.len,
			model->entry[i].bytes, model->entry[i].len) != 0)
			break;
		i++;
	}
	CU_ASSERT_EQUAL(ret, 0);
	CU_ASSERT_EQUAL(i, model->n);
	cache_pack_close(&cursor);
}

/* Each seek, up and down through the set, goes where the model says. */
static void
check_seeks(struct cache *cache, enum cache_pack_set set,
    const struct model *model, uint64_t seed)
{
	struct cache_pack_cursor cursor;
	struct err err = ERR_INIT;
	unsigned n_wrong = 0;

	cache_pack_open(&cursor, cache, set);
	for (uint64_t i = 0; i < 500; i++) {
		uint64_t random = hash_u64(seed, i);
		char key[16];
		int len =
		    snprintf(key, sizeof(key), "%u", (unsigned)(random >> 40));
		size_t want = model_at_least(model, key, (size_t)len);
		int ret = cache_pack_seek(&cursor, key, (size_t)len, &err);

		if (ret == 1 && random % 3 == 0) {
			want++;
			ret = cache_pack_next(&cursor, &err);
		}
		if (ret != (want < model->n))
			n_wrong++;
		else if (ret == 1 &&
			 cache_pack_list_cmp(cursor.entry.bytes,
			     cursor.entry.len, model->entry[want].bytes,
			     model->entry[want].len) != 0)
			n_wrong++;
	}
	CU_ASSERT_EQUAL(n_wrong, 0);
	cache_pack_close(&cursor);
}

struct insert_row {
	const char *name;
	size_t batch, n_batches;
	unsigned stretch; /* longer entries fill more rows */
	bool is_rising;
};

/* Entry number next of a row: digits and a tail of zeros. */
static struct cache_pack_entry
make_entry(const struct insert_row *row, uint64_t next)
{
	uint64_t random = hash_u64(row->batch, next);
	char *text = mem_new(row->stretch + 32);

	(void)snprintf(text, row->stretch + 32, "%u%0*u",
	    row->is_rising ? 100000 + (unsigned)next : (unsigned)(random >> 40),
	    (int)(random % row->stretch) + 1, 0u);
	return (struct cache_pack_entry){ .bytes = (const uint8_t *)text,
		.len = (uint32_t)strlen(text) };
}

static void
insert_batch(struct cache *cache, struct model *model,
    const struct insert_row *row, uint64_t first)
{
	struct cache_pack_entry *entry = mem_array(row->batch, sizeof(*entry));
	size_t n = 0;
	struct err err = ERR_INIT;

	for (size_t k = 0; k < row->batch; k++) {
		entry[n] = make_entry(row, first + k);
		if (model_has(model, &entry[n]))
			free((void *)(uintptr_t)entry[n].bytes);
		else
			model_add(model, &entry[n++]);
	}
	cache_pack_list_order(entry, n);
	CU_ASSERT_EQUAL(cache_pack_insert(cache, CACHE_PACK_BY_NAME, entry, n,
			    &err),
	    0);
	for (size_t k = 0; k < n; k++)
		free((void *)(uintptr_t)entry[k].bytes);
	free(entry);
}

/* Batches of any size into one set; the other one stays empty. */
static void
test_insert(void)
{
	static const struct insert_row rows[] = {
		{ "one by one", 1, 300, 10, false },
		{ "one by one, rising", 1, 300, 10, true },
		{ "small batches", 7, 100, 40, false },
		{ "one large batch", 3000, 1, 40, false },
		{ "large batches, rising", 1000, 4, 40, true },
		{ "long entries", 3, 20, 4000, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct model *model = mem_new(sizeof(*model)),
			     *empty = mem_new(sizeof(*empty));
		struct cache *cache = open_cache();

		harness_row(rows[i].name);
		for (size_t b = 0; b < rows[i].n_batches; b++)
			insert_batch(cache, model, &rows[i], b * rows[i].batch);
		check_all(cache, CACHE_PACK_BY_NAME, model);
		check_all(cache, CACHE_PACK_BY_ADDR, empty);
		check_seeks(cache, CACHE_PACK_BY_NAME, model, i);
		cache_close(cache);
		model_fini(model);
		model_fini(empty);
	}
}

/* Removing in any order and any number, with what is not there among it. */
static void
test_remove(void)
{
	static const size_t batches[] = { 1, 7, 300, 2000 };
	struct cache_pack_entry entry[2000], gone[2000];
	char text[2000][24];
	struct err err = ERR_INIT;

	for (size_t i = 0; i < 2000; i++) {
		int len = snprintf(text[i], sizeof(text[i]), "%020u",
		    (unsigned)(i * 7));

		entry[i] = (struct cache_pack_entry){ 0,
			(const uint8_t *)text[i], (uint32_t)len, 0 };
	}
	for (size_t b = 0; b < 4; b++) {
		struct model *model = mem_new(sizeof(*model));
		struct cache *cache = open_cache();

		harness_row(b == 0 ? "one by one" : "in batches");
		CU_ASSERT_EQUAL(cache_pack_remove(cache, CACHE_PACK_BY_ADDR,
				    entry, 1, &err),
		    0);
		CU_ASSERT_EQUAL(cache_pack_insert(cache, CACHE_PACK_BY_ADDR,
				    entry, 2000, &err),
		    0);
		for (size_t i = 0; i < 2000; i++) {
			size_t at = i * 1237 % 2000; /* each once */

			gone[i] = entry[at];
			if (at % 50 == 3) {
				model_add(model, &entry[at]);
				gone[i].len--; /* is not there */
			}
		}
		for (size_t i = 0; i < 2000; i += batches[b]) {
			size_t n =
			    2000 - i < batches[b] ? 2000 - i : batches[b];

			cache_pack_list_order(gone + i, n);
			CU_ASSERT_EQUAL(cache_pack_remove(cache,
					    CACHE_PACK_BY_ADDR, gone + i, n,
					    &err),
			    0);
		}
		check_all(cache, CACHE_PACK_BY_ADDR, model);
		check_seeks(cache, CACHE_PACK_BY_ADDR, model, 1);
		/* and all of it can come back */
		CU_ASSERT_EQUAL(cache_pack_remove(cache, CACHE_PACK_BY_ADDR,
				    model->entry, model->n, &err),
		    0);
		CU_ASSERT_EQUAL(cache_pack_insert(cache, CACHE_PACK_BY_ADDR,
				    entry, 2000, &err),
		    0);
		model_fini(model);
		model = mem_new(sizeof(*model));
		for (size_t i = 0; i < 2000; i++)
			model_add(model, &entry[i]);
		check_all(cache, CACHE_PACK_BY_ADDR, model);
		cache_close(cache);
		model_fini(model);
	}
}

/* Rows that no insertion wrote are refused, wherever they are cut. */
static void
test_damaged(void)
{
	static const struct {
		const char *name, *sql;
	} rows[] = {
		{ "half a length", "x'05'" },
		{ "no bytes", "x'0100'" },
		{ "a byte short", "x'05004142434445' || x'0200' || x'41'" },
		{ "longer than the row", "x'ffff41'" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cache *cache = open_cache();
		struct cache_pack_entry entry = { 0, (const uint8_t *)"zz", 2,
			0 };
		struct cache_pack_cursor cursor;
		struct err err = ERR_INIT;
		char sql[160];
		int ret;

		harness_row(rows[i].name);
		(void)snprintf(sql, sizeof(sql),
		    "INSERT INTO import_by_addr VALUES (x'', CAST(%s AS BLOB))",
		    rows[i].sql);
		CU_ASSERT_EQUAL(sqlite3_exec(cache->db, sql, NULL, NULL, NULL),
		    SQLITE_OK);
		cache_pack_open(&cursor, cache, CACHE_PACK_BY_ADDR);
		for (ret = cache_pack_seek(&cursor, "", 0, &err); ret == 1;
		     ret = cache_pack_next(&cursor, &err))
			;
		CU_ASSERT_EQUAL(ret, -1);
		CU_ASSERT_EQUAL(err.code, ERR_CACHE);
		CU_ASSERT_EQUAL(cache_pack_seek(&cursor, "zz", 2, &err), -1);
		cache_pack_close(&cursor);
		CU_ASSERT_EQUAL(cache_pack_insert(cache, CACHE_PACK_BY_ADDR,
				    &entry, 1, &err),
		    -1);
		CU_ASSERT_EQUAL(cache_pack_remove(cache, CACHE_PACK_BY_ADDR,
				    &entry, 1, &err),
		    -1);
		cache_close(cache);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "insert", test_insert },
		{ "remove", test_remove },
		{ "damaged rows", test_damaged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_pack", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
