/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Imports into a cache: who stays, who is added, what is said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "cache/cache_import.h"
#include "cache/cache_imported.h"
#include "test/harness.h"

static struct addr
addr_of(const char *text)
{
	struct addr addr;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, text, &err), 0);
	return addr;
}

static int
on_answer(const struct cache_import_answer *answer, void *arg, struct err *err)
{
	static const char *const words[] = { "added", "kept", "conflict",
		"replaced" };
	struct text *got = arg;
	char buf[ADDR_TEXT_LEN];

	(void)err;
	text_addf(got, "%zu %s", answer->record + 1, words[answer->result]);
	if (answer->stored.family != 0)
		text_addf(got, " at %s", addr_format(&answer->stored, buf));
	if (answer->other != NULL)
		text_addf(got, " as well as %s (%s)", answer->other,
		    answer->other_detail);
	text_add(got, "; ");
	return 0;
}

/* "name=address name=address ..." as lines 1, 2, ... of a file. */
static void
do_import(struct cache *cache, const char *file, const char *list,
    bool use_replace, size_t batch, struct text *got)
{
	struct cache_import_record record[64];
	struct cache_import *import;
	struct err err = ERR_INIT;
	char *copy = mem_dup(list), *save = NULL, *equals;
	size_t n = 0;

	for (char *word = strtok_r(copy, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		equals = strchr(word, '=');
		*equals = '\0';
		record[n] = (struct cache_import_record){
			.addr = addr_of(equals + 1),
			.line = n + 1,
			.name = word,
		};
		n++;
	}
	import = cache_import_begin(cache, use_replace, 1000, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(import);
	cache_import_file(import, file);
	for (size_t at = 0; at < n; at += batch) {
		size_t here = n - at < batch ? n - at : batch;

		CU_ASSERT_EQUAL(cache_import_records(import, record + at, here,
				    on_answer, got, &err),
		    0);
	}
	CU_ASSERT_EQUAL(cache_import_commit(import, &err), 0);
	cache_import_free(import);
	free(copy);
}

static int
on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	struct text *got = arg;
	char buf[ADDR_TEXT_LEN];

	(void)err;
	text_addf(got, "%s%s", section == CACHE_MISSING ? "" : "seen ",
	    addr_format(&host->addr, buf));
	for (size_t i = 0; i < host->n_names; i++)
		text_addf(got, " %s(%s)", host->name[i].value,
		    host->name[i].detail);
	text_add(got, "; ");
	return 0;
}

static struct cache *
open_cache(void)
{
	struct err err = ERR_INIT;
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	return cache;
}

/* A machine that answered under a name. */
static void
observe(struct cache *cache, const char *address, const char *name)
{
	struct cache_sweep sweep = { .started_us = 10,
		.mode = (char *)(uintptr_t) "local",
		.targets = (char *)(uintptr_t) "",
		.probes = (char *)(uintptr_t) "pds" };
	struct observation observation = {
		.addr = addr_of(address),
		.probe = "pds",
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = 20,
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "pong",
		.name = name,
	};
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(cache_sweep_start(cache, &sweep, &err), 0);
	CU_ASSERT_EQUAL_FATAL(cache_observe(cache, sweep.id, &observation, 1,
				  &err),
	    0);
}

static const struct import_row {
	const char *name;
	const char *said; /* "name=address" of a machine, or NULL */
	const char *first, *second;
	bool use_replace; /* for the second */
	const char *want; /* answers of the second */
	const char *want_cache;
} rows[] = {
	{ "into an empty cache", NULL, "", "a=10.0.0.2 b=10.0.0.1", false,
	    "1 added; 2 added; ", "10.0.0.1 b(2:2); 10.0.0.2 a(2:1); " },
	{ "the same again", NULL, "a=10.0.0.1", "a=10.0.0.1", false, "1 kept; ",
	    "10.0.0.1 a(1:1); " },
	{ "another case is the same name", NULL,
	    "Server=10.0.0.1 M\xc3\x9cLLER=10.0.0.2",
	    "sERVER=10.0.0.1 m\xc3\xbcller=10.0.0.2", false, "1 kept; 2 kept; ",
	    "10.0.0.1 Server(1:1); 10.0.0.2 M\xc3\x9cLLER(1:2); " },
	{ "another address: what is stored stays", NULL, "a=10.0.0.1",
	    "A=10.0.0.2", false, "1 conflict at 10.0.0.1; ",
	    "10.0.0.1 a(1:1); " },
	{ "another address, replace", NULL, "a=10.0.0.1 b=10.0.0.3",
	    "A=10.0.0.2", true, "1 replaced at 10.0.0.1; ",
	    "10.0.0.2 A(2:1); 10.0.0.3 b(1:2); " },
	{ "replace leaves other names of the address", NULL,
	    "a=10.0.0.1 b=10.0.0.1", "a=10.0.0.2", true,
	    "1 replaced at 10.0.0.1; ", "10.0.0.1 b(1:2); 10.0.0.2 a(2:1); " },
	{ "replace with the same is nothing new", NULL, "a=10.0.0.1",
	    "a=10.0.0.1", true, "1 kept; ", "10.0.0.1 a(1:1); " },
	{ "a known address under a new name", NULL, "a=10.0.0.1", "b=10.0.0.1",
	    false, "1 added as well as a (1:1); ", "10.0.0.1 a(1:1) b(2:1); " },
	{ "two names of an address in one file", NULL, "",
	    "b=10.0.0.1 a=10.0.0.1 c=10.0.0.2", false,
	    "1 added; 2 added as well as b (2:1); 3 added; ",
	    "10.0.0.1 b(2:1) a(2:2); 10.0.0.2 c(2:3); " },
	{ "a name twice in one file", NULL, "",
	    "a=10.0.0.1 A=10.0.0.1 a=10.0.0.2", false,
	    "1 added; 2 kept; 3 conflict at 10.0.0.1; ", "10.0.0.1 a(2:1); " },
	{ "a name twice in one file, replace: the last stays", NULL, "",
	    "a=10.0.0.1 a=10.0.0.2 a=10.0.0.3", true,
	    "1 added; 2 replaced at 10.0.0.1; 3 replaced at 10.0.0.2; ",
	    "10.0.0.3 a(2:3); " },
	{ "replace among many names of an address", NULL,
	    "a=10.0.0.1 B=10.0.0.1 c=10.0.0.1 d=10.0.0.1 B2=10.0.0.2",
	    "b=10.0.0.3 D=10.0.0.2 a=10.0.0.2", true,
	    "1 replaced at 10.0.0.1; 2 replaced at 10.0.0.1 as well as B2 "
	    "(1:5); 3 replaced at 10.0.0.1 as well as D (2:2); ",
	    "10.0.0.1 c(1:3); 10.0.0.2 B2(1:5) D(2:2) a(2:3); "
	    "10.0.0.3 b(2:1); " },
	{ "there and back again, replace", NULL, "a=10.0.0.1",
	    "a=10.0.0.2 a=10.0.0.1", true,
	    "1 replaced at 10.0.0.1; 2 replaced at 10.0.0.2; ",
	    "10.0.0.1 a(2:2); " },
	{ "a name that the machine said", "SRV=10.0.0.1", "", "srv=10.0.0.1",
	    false, "1 kept; ", "seen 10.0.0.1 SRV(pds); " },
	{ "the machine says another address", "SRV=10.0.0.1", "",
	    "srv=10.0.0.2", false, "1 conflict at 10.0.0.1; ",
	    "seen 10.0.0.1 SRV(pds); " },
	{ "the same, replace: both are kept", "SRV=10.0.0.1", "",
	    "srv=10.0.0.2", true, "1 replaced at 10.0.0.1; ",
	    "seen 10.0.0.1 SRV(pds); 10.0.0.2 srv(2:1); " },
	{ "another name than the machine says", "SRV=10.0.0.1", "",
	    "Server=10.0.0.1", false, "1 added as well as SRV (pds); ",
	    "seen 10.0.0.1 SRV(pds) Server(2:1); " },
	{ "another name, and the machine's is not ASCII",
	    "M\xc3\x9cLLER=10.0.0.1", "", "m\xc3\xbcller=10.0.0.1", false,
	    "1 kept; ", "seen 10.0.0.1 M\xc3\x9cLLER(pds); " },
	{ "IPv6 behind IPv4", NULL, "b=2001:db8::1",
	    "a=255.255.255.255 b=2001:db8::1 c=::", false,
	    "1 added; 2 kept; 3 added; ",
	    "255.255.255.255 a(2:1); :: c(2:3); 2001:db8::1 b(1:1); " },
	{ "a name that another one begins with", NULL, "ab=10.0.0.1",
	    "a=10.0.0.2 abc=10.0.0.3 ab=10.0.0.4", false,
	    "1 added; 2 added; 3 conflict at 10.0.0.1; ",
	    "10.0.0.1 ab(1:1); 10.0.0.2 a(2:1); 10.0.0.3 abc(2:2); " },
};

/* Every row, with batches of every size: the same answers, the same cache. */
static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t batch = 1; batch < 4; batch++) {
			const struct import_row *row = &rows[i];
			struct cache *cache = open_cache();
			struct text got = TEXT_INIT, list = TEXT_INIT;
			struct err err = ERR_INIT;

			harness_row(row->name);
			if (row->said != NULL) {
				char *said = mem_dup(row->said);
				char *equals = strchr(said, '=');

				*equals = '\0';
				observe(cache, equals + 1, said);
				free(said);
			}
			do_import(cache, "1", row->first, false, batch, &got);
			text_clear(&got);
			do_import(cache, "2", row->second, row->use_replace,
			    batch, &got);
			if (batch == 3) {
				CU_ASSERT_STRING_EQUAL(text_str(&got),
				    row->want);
			}
			CU_ASSERT_EQUAL(cache_each(cache, on_host, &list, &err),
			    0);
			CU_ASSERT_STRING_EQUAL(text_str(&list),
			    row->want_cache);
			text_fini(&got);
			text_fini(&list);
			cache_close(cache);
		}
}

static void
test_questions(void)
{
	struct cache *cache = open_cache();
	struct text got = TEXT_INIT;
	struct rangeset set = RANGESET_INIT;
	struct err err = ERR_INIT;
	struct addr addr = addr_of("10.0.0.1"), other = addr_of("10.0.0.9");
	struct host host;

	observe(cache, "10.0.0.7", "srv");
	do_import(cache, "list.txt",
	    "Srv=10.0.0.7 b=10.0.0.1 a=10.0.0.1 c=10.0.0.2", false, 10, &got);
	CU_ASSERT_EQUAL(cache_get(cache, &addr, &host, &err), 1);
	CU_ASSERT_EQUAL(host.imported_us, 1000);
	CU_ASSERT_EQUAL(host.n_names, 2);
	CU_ASSERT_STRING_EQUAL(host.name[0].detail, "list.txt:2");
	CU_ASSERT_EQUAL(host.name[0].source, HOST_SOURCE_IMPORT);
	CU_ASSERT_EQUAL(host.name[0].time_us, 1000);
	CU_ASSERT_EQUAL(host_state_at(&host, 2000, 0), HOST_IMPORTED);
	host_fini(&host);
	CU_ASSERT_EQUAL(cache_get(cache, &other, &host, &err), 0);
	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 3);
	CU_ASSERT_TRUE(rangeset_contains(&set, &addr));
	rangeset_fini(&set);
	set = (struct rangeset)RANGESET_INIT;
	CU_ASSERT_EQUAL(cache_find_name(cache, "B", &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 1);
	CU_ASSERT_TRUE(rangeset_contains(&set, &addr));
	rangeset_fini(&set);
	set = (struct rangeset)RANGESET_INIT;
	CU_ASSERT_EQUAL(cache_find_name(cache, "bb", &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 0);
	rangeset_fini(&set);
	cache_close(cache);
	text_fini(&got);
}

static int
on_answer_stop(const struct cache_import_answer *answer, void *arg,
    struct err *err)
{
	(void)answer;
	(void)arg;
	return err_set(err, ERR_INPUT, "stop");
}

/* All or nothing. */
static void
test_rollback(void)
{
	struct cache_import_record record = { .addr = addr_of("10.0.0.1"),
		.line = 1,
		.name = "a" };
	struct cache *cache = open_cache();
	struct rangeset set = RANGESET_INIT;
	struct cache_import *import;
	struct err err = ERR_INIT;

	import = cache_import_begin(cache, false, 1, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(import);
	/* one at a time on one cache */
	CU_ASSERT_PTR_NULL(cache_import_begin(cache, false, 1, &err));
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	cache_import_free(import);
	import = cache_import_begin(cache, false, 1, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(import);
	cache_import_file(import, "f");
	CU_ASSERT_EQUAL(cache_import_records(import, &record, 1, on_answer_stop,
			    NULL, &err),
	    -1);
	CU_ASSERT_STRING_EQUAL(err.text, "stop");
	cache_import_free(import);
	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 0);
	rangeset_fini(&set);
	cache_import_free(NULL);
	cache_close(cache);
}

/* Entries that no import wrote are refused by everything that reads them. */
static void
test_damaged(void)
{
	static const struct {
		const char *name, *sql;
	} damages[] = {
		{ "family", "UPDATE import_by_addr SET entries = x'0f00"
			    "05aabbccdd000000010000000001"
			    "61'" },
		{ "cut in the address",
		    "UPDATE import_by_addr SET entries = x'0300040a00'" },
		{ "cut in the line", "UPDATE import_by_addr SET entries = "
				     "x'0900040a0000010000000"
				     "1'" },
		{ "no such file", "DELETE FROM import_file" },
	};

	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct cache *cache = open_cache();
		struct text got = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(damages[i].name);
		do_import(cache, "f", "a=10.0.0.1", false, 1, &got);
		CU_ASSERT_EQUAL(sqlite3_exec(cache->db, damages[i].sql, NULL,
				    NULL, NULL),
		    SQLITE_OK);
		CU_ASSERT_EQUAL(cache_each(cache, on_host, &got, &err), -1);
		CU_ASSERT_EQUAL(err.code, ERR_CACHE);
		text_fini(&got);
		cache_close(cache);
	}
	for (int i = 0; i < 2; i++) {
		struct cache *cache = open_cache();
		struct rangeset set = RANGESET_INIT;
		struct text got = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(i == 0 ? "no address" : "half an address");
		do_import(cache, "f", "a=10.0.0.1", false, 1, &got);
		CU_ASSERT_EQUAL(
		    sqlite3_exec(cache->db,
			i == 0
			    ? "UPDATE import_by_name SET entries = x'02006100'"
			    : "UPDATE import_by_name SET entries ="
			      " x'06006100040a0000'",
			NULL, NULL, NULL),
		    SQLITE_OK);
		CU_ASSERT_EQUAL(cache_find_name(cache, "a", &set, &err), -1);
		CU_ASSERT_EQUAL(err.code, ERR_CACHE);
		rangeset_fini(&set);
		text_fini(&got);
		cache_close(cache);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "questions", test_questions },
		{ "all or nothing", test_rollback },
		{ "damaged entries", test_damaged },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_import", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
