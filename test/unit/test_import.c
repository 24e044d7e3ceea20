/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whole imports from files: counts, notes, all or nothing.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cache/cache_import.h"
#include "cache/cache_learned.h"
#include "importer/import.h"
#include "test/harness.h"
#include "test/scratch.h"

static const char *
write_file(const char *name, const char *bytes, size_t len)
{
	const char *path = scratch_path(name);
	FILE *out = fopen(path, "we");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, len, out), len);
	CU_ASSERT_EQUAL(fclose(out), 0);
	return path;
}

static struct import_options
options_of(const char *first, const char *second, const char *order)
{
	struct import_options options = { .format = IMPORT_LIST };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(pair_rules_init(&options.rules, first, second,
				  order, &err),
	    0);
	return options;
}

static struct cache *
open_cache(const char *path)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(path, CACHE_WRITE, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

static uint64_t
n_expected(struct cache *cache)
{
	struct rangeset set = RANGESET_INIT;
	struct err err = ERR_INIT;
	uint64_t n;

	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	n = set.count;
	rangeset_fini(&set);
	return n;
}

struct heard {
	struct text notes; /* without the folder's name */
	uint64_t n_progress, last_bytes, last_total, last_records;
};

static void
on_note(enum import_note note, const char *line, void *arg)
{
	static const char *const words[] = { "bad", "conflict", "replaced",
		"duplicate" };
	struct heard *heard = arg;
	const char *slash = strrchr(line, '/');

	text_addf(&heard->notes, "[%s] %s\n", words[note],
	    slash == NULL ? line : slash + 1);
}

static void
on_progress(const struct import_progress *progress, void *arg)
{
	struct heard *heard = arg;

	heard->n_progress++;
	heard->last_bytes = progress->n_bytes;
	heard->last_total = progress->n_bytes_total;
	heard->last_records = progress->n_records;
}

static void
run(struct cache *cache, const char *path, const struct import_options *options,
    struct heard *heard, struct import_report *report)
{
	struct import_hooks hooks = { on_note, on_progress, heard };
	struct err err = ERR_INIT;
	int ret = import_run(cache, &path, 1, options, &hooks, report, &err);

	CU_ASSERT_EQUAL(ret, 0);
	if (ret == -1)
		printf("# %s\n", err.text);
}

static void
test_report(void)
{
	static const char first[] =
	    "a,10.0.0.1\nb,10.0.0.2\nM\xfcller,10.0.0.3\n";
	static const char second[] = "A,10.0.0.1\n"
				     "b,10.0.0.9\n"
				     "bad\n"
				     "; c,10.0.0.4\n"
				     "d,10.0.0.1\n"
				     "\n"
				     "e,10.0.0.5\x01\n"
				     "f,10.0.0.6\n";
	struct import_options options = options_of(NULL, NULL, NULL);
	struct cache *cache = open_cache(CACHE_IN_MEMORY);
	struct import_report report;
	struct heard heard = { .notes = TEXT_INIT };
	struct text summary = TEXT_INIT;

	run(cache, write_file("first", first, sizeof(first) - 1), &options,
	    &heard, &report);
	CU_ASSERT_EQUAL(report.n_added, 3);
	CU_ASSERT_EQUAL(report.n_cp1252, 1);
	CU_ASSERT_EQUAL(heard.notes.len, 0);
	run(cache, write_file("second", second, sizeof(second) - 1), &options,
	    &heard, &report);
	CU_ASSERT_EQUAL(report.n_added, 2);
	CU_ASSERT_EQUAL(report.n_kept, 1);
	CU_ASSERT_EQUAL(report.n_conflicting, 1);
	CU_ASSERT_EQUAL(report.n_commented, 1);
	CU_ASSERT_EQUAL(report.n_bad, 2);
	CU_ASSERT_EQUAL(report.n_duplicates, 1);
	CU_ASSERT_EQUAL(report.n_replaced, 0);
	CU_ASSERT_EQUAL(report.n_cp1252, 0);
	/* in the file's order, whatever kind they are */
	CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&heard.notes),
	    "second:2: conflict: 'b' is cached at 10.0.0.2 and stays there; "
	    "the file says 10.0.0.9\n"
	    "[bad] second:3: no ',' between name and address: 'bad'\n"
	    "[duplicate] "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&heard.notes),
	    "[bad] second:7: not an address: '10.0.0.5\xef\xbf\xbd'\n"));
	CU_ASSERT_EQUAL(n_expected(cache), 4);
	CU_ASSERT_EQUAL(heard.last_bytes, sizeof(second) - 1);
	CU_ASSERT_EQUAL(heard.last_total, sizeof(second) - 1);
	CU_ASSERT_EQUAL(heard.last_records, 7);
	import_summary(&summary, &report, &options);
	CU_ASSERT_STRING_EQUAL(text_str(&summary),
	    "added                          2\n"
	    "kept                           1  already there\n"
	    "conflicting                    1  not changed; --replace takes "
	    "the file's word\n"
	    "duplicate addresses            1  added all the same\n"
	    "commented out                  1\n"
	    "bad                            2  not imported\n"
	    "Next: rollcall sweep --mode cache\n");
	text_fini(&summary);
	text_fini(&heard.notes);
	cache_close(cache);
}

static void
test_replace(void)
{
	struct import_options options = options_of("/", NULL, "2");
	struct cache *cache = open_cache(CACHE_IN_MEMORY);
	struct import_report report;
	struct heard heard = { .notes = TEXT_INIT };
	struct text summary = TEXT_INIT;

	run(cache, write_file("f", "10.0.0.1/a", 10), &options, &heard,
	    &report);
	options.use_replace = true;
	options.is_dry_run = true;
	for (int i = 0; i < 3; i++) {
		/* dry, then in earnest, then again */
		text_clear(&heard.notes);
		run(cache, write_file("f", "10.0.0.2/A", 10), &options, &heard,
		    &report);
		CU_ASSERT_EQUAL(report.n_replaced, i < 2);
		CU_ASSERT_EQUAL(report.n_kept, i == 2);
		CU_ASSERT_STRING_EQUAL(text_str(&heard.notes),
		    i == 2 ? ""
			   : "[replaced] f:1: replaced: 'A' was at 10.0.0.1 "
			     "and is now at 10.0.0.2\n");
		text_clear(&summary);
		import_summary(&summary, &report, &options);
		CU_ASSERT_EQUAL(strstr(text_str(&summary),
				    "Dry run: nothing was stored.\n") != NULL,
		    i == 0);
		CU_ASSERT_EQUAL(strstr(text_str(&summary), "Next: ") != NULL,
		    i > 0);
		options.is_dry_run = false;
	}
	text_fini(&summary);
	text_fini(&heard.notes);
	cache_close(cache);
}

/* Several files are one transaction. */
static void
test_all_or_nothing(void)
{
	struct import_options options = options_of(NULL, NULL, NULL);
	struct cache *cache = open_cache(CACHE_IN_MEMORY);
	struct import_report report;
	struct err err = ERR_INIT;
	const char *path[3];

	path[0] = write_file("1", "a,10.0.0.1", 10);
	path[1] = write_file("2", "b,10.0.0.1\nx", 12);
	path[2] = scratch_path("missing");
	CU_ASSERT_EQUAL(import_run(cache, path, 3, &options, NULL, &report,
			    &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "missing"));
	CU_ASSERT_EQUAL(n_expected(cache), 0);
	CU_ASSERT_EQUAL(import_check(path, 2, &options, &err), 0);
	CU_ASSERT_EQUAL(import_check(path, 3, &options, &err), -1);
	path[2] = scratch_path("");
	CU_ASSERT_EQUAL(import_check(path, 3, &options, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "folder"));
	CU_ASSERT_EQUAL(import_run(cache, path, 3, &options, NULL, &report,
			    &err),
	    -1);
	CU_ASSERT_EQUAL(n_expected(cache), 0);
	CU_ASSERT_EQUAL(import_run(cache, path, 2, &options, NULL, &report,
			    &err),
	    0);
	CU_ASSERT_EQUAL(report.n_added, 2);
	CU_ASSERT_EQUAL(report.n_duplicates, 1);
	CU_ASSERT_EQUAL(report.n_bad, 1);
	options.encoding = "klingon";
	CU_ASSERT_EQUAL(import_run(cache, path, 1, &options, NULL, &report,
			    &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	CU_ASSERT_EQUAL(import_check(path, 1, &options, &err), -1);
	options.encoding = NULL;
	CU_ASSERT_EQUAL(import_run(cache, path, 0, &options, NULL, &report,
			    &err),
	    0);
	cache_close(cache);
}

/*
 * More than a batch, of records and of text, with something to say of each
 * hundredth; and the same again.
 */
static void
test_batches(void)
{
	static const struct {
		const char *name;
		unsigned n, pad;
	} rows[] = {
		{ "records", CACHE_IMPORT_BATCH + 2, 1 },
		{ "text", 3000, 3000 },
	};

	for (size_t i = 0; i < 2; i++) {
		struct import_options options = options_of(NULL, NULL, NULL);
		struct cache *cache = open_cache(CACHE_IN_MEMORY);
		struct import_report report;
		struct heard heard = { .notes = TEXT_INIT };
		struct text list = TEXT_INIT;
		unsigned n_bad = 0, line = 0;
		const char *path;

		harness_row(rows[i].name);
		for (unsigned k = 0; k < rows[i].n; k++) {
			if (k % 100 == 50) {
				text_addf(&list, "bad %u\n", k);
				n_bad++;
			}
			text_addf(&list, "%0*u,10.%u.%u.%u\n", (int)rows[i].pad,
			    k, k >> 16, k >> 8 & 255, k & 255);
		}
		path = write_file("many", list.data, list.len);
		run(cache, path, &options, &heard, &report);
		CU_ASSERT_EQUAL(report.n_added, rows[i].n);
		CU_ASSERT_EQUAL(report.n_bad, n_bad);
		CU_ASSERT_EQUAL(n_expected(cache), rows[i].n);
		CU_ASSERT_EQUAL(heard.last_bytes, list.len);
		CU_ASSERT_EQUAL(heard.last_records, rows[i].n + n_bad);
		/* each note once and in order */
		for (char *at = heard.notes.data; at != NULL && *at != '\0';
		     at = strchr(at, '\n') + 1) {
			CU_ASSERT_EQUAL(strtoul(strchr(at, ':') + 1, NULL, 10),
			    101 * (line + 1) - 50);
			line++;
		}
		CU_ASSERT_EQUAL(line, n_bad);
		run(cache, path, &options, &heard, &report);
		CU_ASSERT_EQUAL(report.n_added, 0);
		CU_ASSERT_EQUAL(report.n_kept, rows[i].n);
		text_fini(&list);
		text_fini(&heard.notes);
		cache_close(cache);
	}
}

static void
test_registry(void)
{
	static const char reg[] =
	    "\xef\xbb\xbfWindows Registry Editor Version 5.00\r\n"
	    "[HKLM\\X\\AddressCache\\A]\r\n\"Address_0\"=\"10.0.0.1\"\r\n"
	    "\"Protocol\"=dword:00000002\r\n"
	    "[HKLM\\X\\AddressCache\\B]\r\n";
	struct import_options options = { .format = IMPORT_REG };
	struct cache *cache = open_cache(CACHE_IN_MEMORY);
	struct import_report report;
	struct heard heard = { .notes = TEXT_INIT };
	struct err err = ERR_INIT;
	char *value;

	run(cache, write_file("x.reg", reg, sizeof(reg) - 1), &options, &heard,
	    &report);
	CU_ASSERT_EQUAL(report.n_added, 1);
	CU_ASSERT_EQUAL(report.n_bad, 1);
	CU_ASSERT_STRING_EQUAL(text_str(&heard.notes),
	    "[bad] x.reg:5: no Address_0: 'B'\n");
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_ADDRESS_TYPE,
			    &value, &err),
	    0);
	CU_ASSERT_STRING_EQUAL(value, "sz");
	free(value);
	CU_ASSERT_EQUAL(cache_learned_get(cache, CACHE_LEARNED_PROTOCOL, &value,
			    &err),
	    0);
	CU_ASSERT_STRING_EQUAL(value, "dword:00000002");
	free(value);
	text_fini(&heard.notes);
	cache_close(cache);
}

/* Somebody who writes a pipe slowly, and another program meanwhile. */
struct slow {
	char *pipe;
	struct cache *other;
	bool could_begin;
};

static void *
write_slowly(void *arg)
{
	struct slow *slow = arg;
	FILE *out = fopen(slow->pipe, "we");

	for (int i = 0; out != NULL && i < 20; i++) {
		fprintf(out, "s%d,10.0.1.%d\n", i, i);
		fflush(out);
		usleep(2000);
		if (i == 10) {
			slow->could_begin = cache_begin(slow->other, NULL) == 0;
			cache_rollback(slow->other);
		}
	}
	if (out != NULL)
		fclose(out);
	return NULL;
}

/* While a pipe keeps an import waiting, others can write the cache. */
static void
test_pipe(void)
{
	struct import_options options = options_of(NULL, NULL, NULL);
	char *path = mem_dup(scratch_path("cache.db"));
	struct cache *cache = open_cache(path);
	struct slow slow = { mem_dup(scratch_path("pipe")), open_cache(path),
		false };
	struct import_report report;
	struct heard heard = { .notes = TEXT_INIT };
	pthread_t writer;

	CU_ASSERT_EQUAL_FATAL(mkfifo(slow.pipe, 0600), 0);
	CU_ASSERT_EQUAL_FATAL(pthread_create(&writer, NULL, write_slowly,
				  &slow),
	    0);
	run(cache, slow.pipe, &options, &heard, &report);
	CU_ASSERT_EQUAL(pthread_join(writer, NULL), 0);
	CU_ASSERT_EQUAL(report.n_added, 20);
	CU_ASSERT_EQUAL(heard.last_total, heard.last_bytes);
	CU_ASSERT_TRUE(slow.could_begin);
	cache_close(cache);
	cache_close(slow.other);
	text_fini(&heard.notes);
	free(path);
	free(slow.pipe);
}

static void
test_open_cache(void)
{
	char *path = mem_dup(scratch_path("folder/new.db"));
	struct err err = ERR_INIT;
	struct cache *cache = import_open_cache(path, true, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_STRING_EQUAL(cache_path_of(cache), CACHE_IN_MEMORY);
	cache_close(cache);
	CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
	for (int is_dry_run = 0; is_dry_run < 2; is_dry_run++) {
		cache = import_open_cache(path, is_dry_run, &err);
		CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
		CU_ASSERT_STRING_EQUAL(cache_path_of(cache), path);
		cache_close(cache);
	}
	free(path);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "report and notes", test_report },
		{ "replace and dry run", test_replace },
		{ "all or nothing", test_all_or_nothing },
		{ "more than a batch", test_batches },
		{ "registry files", test_registry },
		{ "a pipe", test_pipe },
		{ "which cache", test_open_cache },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "import", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
