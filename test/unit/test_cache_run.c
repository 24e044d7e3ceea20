/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sorted runs that wait: found while they wait, in the set afterwards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "cache/cache_run.h"
#include "test/harness.h"

#define N_MAX 6000

/* "KEY\0" and whatever else. */
static size_t
key_of(const struct cache_pack_entry *entry)
{
	const uint8_t *nul = memchr(entry->bytes, '\0', entry->len);

	return nul == NULL ? entry->len : (size_t)(nul - entry->bytes) + 1;
}

struct run_row {
	const char *name;
	size_t n_runs, n; /* entries in each */
	unsigned n_keys;
	unsigned tail; /* bytes behind the key */
};

/* Entry i of all: its key at random, its number behind it, then zeros. */
static struct cache_pack_entry
make_entry(const struct run_row *row, size_t i)
{
	char *text = mem_new(row->tail + 64);
	int len =
	    snprintf(text, 64, "k%u", (unsigned)(hash_u64(7, i) % row->n_keys));

	(void)snprintf(text + len + 1, row->tail + 40, "%07u%0*u", (unsigned)i,
	    (int)row->tail, 0u);
	return (struct cache_pack_entry){ 0, (const uint8_t *)text,
		(uint32_t)len + 1 + 7 + row->tail, (uint32_t)i };
}

/* The last entry with this key of the newest run that has one, or NULL. */
static const struct cache_pack_entry *
model_find(const struct run_row *row, const struct cache_pack_entry *all,
    size_t n_runs, const char *key, size_t len)
{
	for (size_t run = n_runs; run-- > 0;)
		for (size_t i = (run + 1) * row->n; i-- > run * row->n;)
			if (all[i].len >= len &&
			    memcmp(all[i].bytes, key, len) == 0)
				return &all[i];
	return NULL;
}

static unsigned
check_finds(struct cache_runs *runs, const struct run_row *row,
    const struct cache_pack_entry *all, size_t n_runs)
{
	struct cache_pack_entry found;
	struct err err = ERR_INIT;
	unsigned n_wrong = 0, step = row->n_keys / 100 + 1;

	for (unsigned k = 0; k < row->n_keys + 10; k += step) {
		char key[24];
		size_t len = (size_t)snprintf(key, sizeof(key), "k%u", k) + 1;
		const struct cache_pack_entry *want =
		    model_find(row, all, n_runs, key, len);
		int ret = cache_run_find(runs, key, len, &found, &err);

		if (ret != (want != NULL) ||
		    (want != NULL && cache_pack_list_cmp(found.bytes, found.len,
					 want->bytes, want->len) != 0))
			n_wrong++;
	}
	return n_wrong;
}

/* The set holds these sorted entries and no other. */
static void
check_set(struct cache *cache, const struct cache_pack_entry *all, size_t n)
{
	struct cache_pack_cursor cursor;
	struct err err = ERR_INIT;
	size_t i = 0;
	int ret;

	cache_pack_open(&cursor, cache, CACHE_PACK_BY_NAME);
	for (ret = cache_pack_seek(&cursor, "", 0, &err); ret == 1 && i < n;
	     ret = cache_pack_next(&cursor, &err), i++)
		if (cache_pack_list_cmp(cursor.entry.bytes, cursor.entry.len,
			all[i].bytes, all[i].len) != 0)
			break;
	CU_ASSERT_EQUAL(ret, 0);
	CU_ASSERT_EQUAL(i, n);
	cache_pack_close(&cursor);
}

static void
check_row(const struct run_row *row, const char *path)
{
	static struct cache_pack_entry all[N_MAX];
	struct cache_pack_entry found;
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(path, CACHE_WRITE, &err);
	struct cache_runs *runs =
	    cache_run_new(cache, CACHE_PACK_BY_NAME, key_of);
	size_t n = row->n_runs * row->n;

	for (size_t i = 0; i < n; i++)
		all[i] = make_entry(row, i);
	for (size_t i = 0; i < row->n_runs; i++) {
		struct cache_pack_entry *run = all + i * row->n;

		cache_pack_list_order(run, row->n);
		CU_ASSERT_EQUAL(cache_run_add(runs, run, 0, &err), 0);
		CU_ASSERT_EQUAL(cache_run_n(runs), i);
		CU_ASSERT_EQUAL(cache_run_add(runs, run, row->n, &err), 0);
		CU_ASSERT_EQUAL(check_finds(runs, row, all, i + 1), 0);
	}
	for (unsigned round = 0; round < 2; round++) {
		CU_ASSERT_EQUAL(cache_run_settle(runs, &err), 0);
		CU_ASSERT_EQUAL(cache_run_n(runs), 0);
		CU_ASSERT_EQUAL(cache_run_find(runs, "k0", 3, &found, &err), 0);
	}
	cache_pack_list_order(all, n);
	check_set(cache, all, n);
	/* and the runs can be used again, among what is in the set now */
	if (n > 0) {
		struct cache_pack_entry more = all[n / 2];

		more.len++;
		CU_ASSERT_EQUAL(cache_run_add(runs, &more, 1, &err), 0);
		CU_ASSERT_EQUAL(cache_run_find(runs, more.bytes, key_of(&more),
				    &found, &err),
		    1);
		CU_ASSERT_EQUAL(found.len, more.len);
		CU_ASSERT_EQUAL(cache_run_settle(runs, &err), 0);
	}
	for (size_t i = 0; i < n; i++)
		free((void *)(uintptr_t)all[i].bytes);
	cache_run_free(runs);
	cache_close(cache);
}

static void
test_rows(void)
{
	static const struct run_row rows[] = {
		{ "none", 0, 0, 1, 0 },
		{ "one entry", 1, 1, 1, 0 },
		{ "one run of a page", 1, 40, 1000, 80 },
		{ "one run of many pages", 1, 5000, 100000, 10 },
		{ "as many runs as may wait", CACHE_RUN_MAX, 500, 100000, 10 },
		{ "few keys, over pages and runs", 5, 1200, 3, 30 },
		{ "one key", 3, 2000, 1, 5 },
		{ "entries longer than a page", 4, 20, 40, 7000 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		check_row(&rows[i], CACHE_IN_MEMORY);
	}
}

/* The temporary file is beside a cache that is a file, and has no name. */
static void
test_file(void)
{
	static const struct run_row row = { "file", 3, 1000, 100, 20 };
	char folder[] = "/tmp/rollcall-test-XXXXXX", path[64], line[128];
	struct text found = TEXT_INIT;
	FILE *files;

	CU_ASSERT_PTR_NOT_NULL(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/c.db", folder);
	check_row(&row, path);
	(void)snprintf(line, sizeof(line), "ls -A %s", folder);
	files = popen(line, "r");
	while (fgets(line, sizeof(line), files) != NULL)
		text_add(&found, line);
	(void)pclose(files);
	CU_ASSERT_STRING_EQUAL(text_str(&found), "c.db\nc.db-shm\nc.db-wal\n");
	text_fini(&found);
	(void)snprintf(line, sizeof(line), "rm -r %s", folder);
	CU_ASSERT_EQUAL(system(line), 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "file", test_file },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_run", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
