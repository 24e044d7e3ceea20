/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Lists of hosts, names, expected addresses and verdicts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_import.h"
#include "cache/cache_private.h"
#include "test/harness.h"
#include "test/unit/cachemem.h"

/* IPv4 before IPv6, though 0x20 is less than 0xc0. */
#define V4(n)                          \
	{                              \
		0, 0xc0000200 + (n), 4 \
	}
#define V6(n)                                      \
	{                                          \
		UINT64_C(0x20010db8) << 32, (n), 6 \
	}

static void
observe(struct cache *cache, int64_t sweep, struct addr addr,
    enum observation_kind kind, enum observation_role role, const char *name)
{
	struct observation in = { .addr = addr,
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = kind,
		.role = role,
		.time_us = sweep * 100,
		.rtt_us = 10,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 3,
		.name = name };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_observe(cache, sweep, &in, 1, &err), 0);
}

static void
refuse_by_router(struct cache *cache, int64_t sweep, struct addr addr)
{
	struct observation in = { .addr = addr,
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REFUSED,
		.time_us = sweep * 100,
		.from = V4(254),
		.icmp_type = 3,
		.icmp_code = 3,
		.tries = 1 };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_observe(cache, sweep, &in, 1, &err), 0);
}

/* As an importer would: a host with a name, never seen. */
static void
import(struct cache *cache, struct addr addr, const char *name)
{
	struct cache_import_record record = { addr, 1, name };

	cachemem_import(cache, &record, 1);
}

static int64_t
start_sweep(struct cache *cache)
{
	struct cache_sweep sweep = { .started_us = 1 };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	return sweep.id;
}

/* Verdicts on all that the cache expects, or on a given set. */
static struct cache_sweep
conclude(struct cache *cache, int64_t id, const struct rangeset *given)
{
	struct cache_sweep sweep = { .id = id };
	struct rangeset expected = RANGESET_INIT;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_expected(cache, &expected, &err), 0);
	CU_ASSERT_EQUAL(cache_conclude(cache, &sweep,
			    given == NULL ? &expected : given, &err),
	    0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	rangeset_fini(&expected);
	return sweep;
}

/* "0 192.0.2.1 answered|", one after the other. */
static int
list_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	char buf[ADDR_TEXT_LEN];

	(void)err;
	text_addf(arg, "%d %s%s%s|", (int)section,
	    addr_format(&host->addr, buf),
	    host->verdict.code == VERDICT_NONE ? "" : " ",
	    verdict_name(host->verdict.code));
	return 0;
}

static void
check_list(struct cache *cache, int64_t sweep, const char *want)
{
	struct text out = TEXT_INIT;
	struct err err = ERR_INIT;
	int ret = sweep == 0 ? cache_each(cache, list_host, &out, &err)
			     : cache_each_of_sweep(cache, sweep, list_host,
				   &out, &err);

	CU_ASSERT_EQUAL(ret, 0);
	CU_ASSERT_STRING_EQUAL(text_str(&out), want);
	text_fini(&out);
}

static void
test_empty(void)
{
	struct cache *cache = cachemem_open();
	struct rangeset set = RANGESET_INIT;
	struct addr addr = V4(1);
	struct err err = ERR_INIT;
	struct host host;

	check_list(cache, 0, "");
	check_list(cache, 1, "");
	CU_ASSERT_EQUAL(cache_get(cache, &addr, &host, &err), 0);
	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	CU_ASSERT(set.is_sealed && set.count == 0);
	CU_ASSERT_EQUAL(cache_find_name(cache, "x", &set, &err), 0);
	CU_ASSERT(set.is_sealed && set.count == 0);
	rangeset_fini(&set);
	CU_ASSERT_EQUAL(conclude(cache, 1, NULL).n_expected, 0);
	cache_close(cache);
}

/* One of each kind, in both families, given in a bad order. */
static void
fill(struct cache *cache, int64_t sweep)
{
	static const struct addr addrs[] = { V6(0), V4(0) };

	for (size_t i = 0; i < HARNESS_ROWS(addrs); i++) {
		struct addr base = addrs[i];

		observe(cache, sweep, addr_add(&base, 7), OBSERVATION_SILENT, 0,
		    NULL);
		observe(cache, sweep, addr_add(&base, 6), OBSERVATION_REFUSED,
		    1, NULL);
		observe(cache, sweep, addr_add(&base, 5), OBSERVATION_OPEN, 2,
		    NULL);
		observe(cache, sweep, addr_add(&base, 4), OBSERVATION_REPLY, 2,
		    NULL);
		observe(cache, sweep, addr_add(&base, 3), OBSERVATION_REPLY, 3,
		    NULL);
		observe(cache, sweep, addr_add(&base, 2), OBSERVATION_REPLY, 4,
		    NULL);
		observe(cache, sweep, addr_add(&base, 1), OBSERVATION_REPLY, 4,
		    NULL);
		refuse_by_router(cache, sweep, addr_add(&base, 8));
	}
}

static void
test_sections(void)
{
	static const char want[] =
	    "0 192.0.2.1|0 192.0.2.2|0 2001:db8::1|0 2001:db8::2|"
	    "1 192.0.2.3|1 2001:db8::3|"
	    "2 192.0.2.4|2 192.0.2.5|2 2001:db8::4|2 2001:db8::5|"
	    "3 192.0.2.6|3 2001:db8::6|";
	struct cache *cache = cachemem_open();
	int64_t sweep = start_sweep(cache);

	fill(cache, sweep);
	check_list(cache, sweep, want);
	check_list(cache, 0, want);
	check_list(cache, sweep + 1, "");
	cache_close(cache);
}

/* Nobody twice: who is missing is not where the role would put it. */
static void
test_missing(void)
{
	struct cache *cache = cachemem_open();
	int64_t first = start_sweep(cache), second;
	struct cache_sweep sweep;

	fill(cache, first);
	import(cache, (struct addr)V4(20), "listed, silent");
	import(cache, (struct addr)V4(21), "listed, refuses");
	import(cache, (struct addr)V4(22), "listed, not in the sweep");
	import(cache, (struct addr)V6(23), "listed, behind a firewall");
	second = start_sweep(cache);
	observe(cache, second, (struct addr)V4(20), OBSERVATION_SILENT, 0,
	    NULL);
	observe(cache, second, (struct addr)V4(21), OBSERVATION_REFUSED, 1,
	    NULL);
	refuse_by_router(cache, second, (struct addr)V6(23));
	observe(cache, second, (struct addr)V4(1), OBSERVATION_REPLY, 4, NULL);
	observe(cache, second, (struct addr)V4(2), OBSERVATION_SILENT, 0, NULL);
	observe(cache, second, (struct addr)V4(3), OBSERVATION_REFUSED, 1,
	    NULL);
	observe(cache, second, (struct addr)V4(4), OBSERVATION_EXCLUDED, 0,
	    NULL);
	observe(cache, second, (struct addr)V4(5), OBSERVATION_NOT_ASKED, 0,
	    NULL);
	observe(cache, second, (struct addr)V4(6), OBSERVATION_REFUSED, 1,
	    NULL);
	refuse_by_router(cache, second, (struct addr)V6(6)); /* was alive */
	observe(cache, second, (struct addr)V4(30), OBSERVATION_REPLY, 4, NULL);
	/* Without a conclusion nobody is missing yet. */
	check_list(cache, second,
	    "0 192.0.2.1|0 192.0.2.30|3 192.0.2.3|3 192.0.2.6|3 192.0.2.21|");
	for (int again = 0; again < 2; again++) {
		sweep = conclude(cache, second, NULL);
		CU_ASSERT_EQUAL(sweep.n_expected, 9);
		CU_ASSERT_EQUAL(sweep.n_answered, 2);
		check_list(cache, second,
		    "0 192.0.2.1 answered|0 192.0.2.30 answered|"
		    "3 192.0.2.6|"
		    "4 192.0.2.2 silent|4 192.0.2.3 alive-no-agent|"
		    "4 192.0.2.4 excluded|4 192.0.2.5 not-asked|"
		    "4 192.0.2.20 silent|4 192.0.2.21 alive-no-agent|"
		    "4 2001:db8::17 prohibited|");
	}
	cache_close(cache);
}

/* An expected address of which the cache has never heard. */
static void
test_stranger(void)
{
	struct cache *cache = cachemem_open();
	int64_t id = start_sweep(cache);
	struct rangeset expected = RANGESET_INIT;
	struct addr_range range = { V4(1), V4(9) };
	struct cache_sweep sweep;

	observe(cache, id, (struct addr)V4(5), OBSERVATION_SILENT, 0, NULL);
	observe(cache, id, (struct addr)V4(10), OBSERVATION_SILENT, 0, NULL);
	rangeset_add(&expected, &range);
	rangeset_seal(&expected);
	sweep = conclude(cache, id, &expected);
	CU_ASSERT_EQUAL(sweep.n_expected, 1);
	CU_ASSERT_EQUAL(sweep.n_answered, 0);
	check_list(cache, id, "4 192.0.2.5 silent|");
	check_list(cache, 0, "");
	rangeset_fini(&expected);
	cache_close(cache);
}

/* The observations of one address are judged together. */
static void
test_evidence(void)
{
	struct cache *cache = cachemem_open();
	int64_t id = start_sweep(cache);
	struct observation in[2] = { { .addr = V4(1),
					 .probe = "rtvscan",
					 .protocol = NET_TCP,
					 .port = 2967,
					 .kind = OBSERVATION_UNREACHABLE,
					 .from = V4(254),
					 .icmp_type = 3,
					 .icmp_code = 1,
					 .tries = 3 },
		{ .addr = V4(1),
		    .probe = "pds",
		    .protocol = NET_UDP,
		    .port = 38293,
		    .kind = OBSERVATION_SILENT,
		    .icmp_type = -1,
		    .icmp_code = -1,
		    .tries = 2 } };
	struct verdict want = verdict_of(in, 2, NULL);
	struct err err = ERR_INIT;
	sqlite3_stmt *stmt;

	import(cache, (struct addr)V4(1), "PC");
	/* In two batches, to be found together nevertheless. */
	CU_ASSERT_EQUAL(cache_observe(cache, id, &in[0], 1, &err), 0);
	observe(cache, id, (struct addr)V4(0), OBSERVATION_REPLY, 4, NULL);
	observe(cache, id, (struct addr)V4(2), OBSERVATION_REPLY, 4, NULL);
	CU_ASSERT_EQUAL(cache_observe(cache, id, &in[1], 1, &err), 0);
	CU_ASSERT_EQUAL(conclude(cache, id, NULL).n_expected, 3);
	CU_ASSERT_EQUAL_FATAL(
	    sqlite3_prepare_v2(cache->db,
		"SELECT evidence, code FROM verdict WHERE addr = x'c0000201'",
		-1, &stmt, NULL),
	    SQLITE_OK);
	CU_ASSERT_EQUAL_FATAL(sqlite3_step(stmt), SQLITE_ROW);
	CU_ASSERT_STRING_EQUAL((const char *)sqlite3_column_text(stmt, 0),
	    want.evidence);
	CU_ASSERT_EQUAL(sqlite3_column_int(stmt, 1), VERDICT_UNREACHABLE);
	sqlite3_finalize(stmt);
	cache_close(cache);
}

static int
stop_at_second(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	(void)section;
	(void)host;
	return ++*(int *)arg < 2 ? 0 : err_set(err, ERR_INPUT, "enough");
}

static void
test_stop(void)
{
	struct cache *cache = cachemem_open();
	int64_t sweep = start_sweep(cache);

	fill(cache, sweep);
	for (int turn = 0; turn < 2; turn++) {
		struct err err = ERR_INIT;
		int calls = 0, ret;

		ret = turn == 0
			  ? cache_each(cache, stop_at_second, &calls, &err)
			  : cache_each_of_sweep(cache, sweep, stop_at_second,
				&calls, &err);
		CU_ASSERT_EQUAL(ret, -1);
		CU_ASSERT_EQUAL(calls, 2);
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		CU_ASSERT_STRING_EQUAL(err.text, "enough");
		CU_ASSERT(sqlite3_get_autocommit(cache->db) != 0);
	}
	/* All is well afterwards, in a transaction of the caller, too. */
	CU_ASSERT_EQUAL(cache_begin(cache, NULL), 0);
	observe(cache, sweep, (struct addr)V4(40), OBSERVATION_REPLY, 4, NULL);
	check_list(cache, sweep,
	    "0 192.0.2.1|0 192.0.2.2|0 192.0.2.40|0 2001:db8::1|"
	    "0 2001:db8::2|1 192.0.2.3|1 2001:db8::3|2 192.0.2.4|"
	    "2 192.0.2.5|2 2001:db8::4|2 2001:db8::5|3 192.0.2.6|"
	    "3 2001:db8::6|");
	CU_ASSERT_EQUAL(sqlite3_get_autocommit(cache->db), 0);
	cache_rollback(cache);
	cache_close(cache);
}

static void
test_expected(void)
{
	struct cache *cache = cachemem_open();
	struct rangeset set = RANGESET_INIT;
	struct err err = ERR_INIT;

	fill(cache, 1);
	import(cache, (struct addr)V4(9), "PC");
	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 11);
	CU_ASSERT_EQUAL(set.n, 3); /* 1 to 5 and 9; 1 to 5 */
	/* Once an agent, always expected: that is what missing means. */
	observe(cache, 2, (struct addr)V4(1), OBSERVATION_REFUSED, 1, NULL);
	rangeset_fini(&set);
	CU_ASSERT_EQUAL(cache_expected(cache, &set, &err), 0);
	CU_ASSERT_EQUAL(set.count, 11);
	check_list(cache, 2, "3 192.0.2.1|");
	rangeset_fini(&set);
	cache_close(cache);
}

/* The cache with imported entries that nobody has confirmed. */
static void
test_imported(void)
{
	struct cache *cache = cachemem_open();

	import(cache, (struct addr)V6(1), "a");
	import(cache, (struct addr)V4(2), "b");
	import(cache, (struct addr)V4(1), "c");
	observe(cache, 1, (struct addr)V4(2), OBSERVATION_REPLY, 3, "b");
	check_list(cache, 0, "1 192.0.2.2|4 192.0.2.1|4 2001:db8::1|");
	cache_close(cache);
}

static void
test_names(void)
{
	static const struct {
		const char *row, *name;
		uint64_t want; /* a bit for each address */
	} rows[] = {
		{ "as it is", "Computer 1", 1 << 1 },
		{ "other case", "COMPUTER 1", 1 << 1 },
		{ "two machines, two sources", "twin", 1 << 2 | 1 << 3 },
		{ "umlaut, as it is", "B\xc3\xbcro-PC", 1 << 4 },
		{ "umlaut, other case", "b\xc3\x9cRO-pc", 1 << 4 },
		{ "empty", "", 0 },
		{ "a part", "Computer", 0 },
		{ "a pattern is none", "comp%", 0 },
		{ "unknown", "nobody", 0 },
		{ "unknown umlaut", "\xc3\xa4", 0 },
	};
	struct cache *cache = cachemem_open();

	import(cache, (struct addr)V4(1), "Computer 1");
	import(cache, (struct addr)V4(2), "TWIN");
	observe(cache, 1, (struct addr)V4(3), OBSERVATION_REPLY, 4, "Twin");
	observe(cache, 1, (struct addr)V4(4), OBSERVATION_REPLY, 4,
	    "B\xc3\x9cRO-PC");
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct rangeset found = RANGESET_INIT;
		struct err err = ERR_INIT;

		harness_row(rows[i].row);
		CU_ASSERT_EQUAL(cache_find_name(cache, rows[i].name, &found,
				    &err),
		    0);
		for (uint32_t n = 0; n < 8; n++) {
			struct addr addr = V4(n);

			CU_ASSERT_EQUAL(rangeset_contains(&found, &addr),
			    rows[i].want >> n & 1);
		}
		rangeset_fini(&found);
	}
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "an empty cache", test_empty },
		{ "sections and order", test_sections },
		{ "missing ones", test_missing },
		{ "expected, but never heard of", test_stranger },
		{ "evidence", test_evidence },
		{ "a list that is stopped", test_stop },
		{ "expected ones", test_expected },
		{ "imported ones", test_imported },
		{ "names", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_query", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
