/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Walks along the tables, and the hosts that are put together from them.
 */
#include "cache/cache_walk.h"

#include <stdlib.h>
#include <string.h>

#include "cache/cache_import.h"
#include "test/harness.h"
#include "test/unit/cachemem.h"
#include "test/unit/hostsame.h"

static void
run_sql(struct cache *cache, const char *sql)
{
	CU_ASSERT_EQUAL_FATAL(sqlite3_exec(cache->db, sql, NULL, NULL, NULL),
	    SQLITE_OK);
}

/* "192.0.2.1=a" for each row of an address in the table of names. */
static void
add_rows(struct cache_walk *walk, const struct addr *addr, struct text *out)
{
	char buf[ADDR_TEXT_LEN];
	int ret = cache_walk_to(walk, addr, NULL);

	for (; ret == 1; ret = cache_walk_more(walk, NULL))
		text_addf(out, "%s=%s ", addr_format(addr, buf),
		    (const char *)sqlite3_column_text(walk->stmt, 2));
	CU_ASSERT_EQUAL(ret, 0);
}

/* IPv4 before IPv6, though 0x20 is less than 0xc0. */
static const char names_sql[] =
    "INSERT INTO name (addr, source, value, detail, time_us, sweep) VALUES"
    " (x'c0000201', 0, 'a', '', 1, 1), (x'c0000203', 0, 'b', '', 1, 1),"
    " (x'c0000203', 0, 'c', '', 1, 1), (x'c0000203', 1, 'd', '', 1, 1),"
    " (x'c0000209', 0, 'e', '', 1, 1),"
    " (x'20010db8000000000000000000000001', 0, 'f', '', 1, 1),"
    " (x'c0000203000000000000000000000001', 0, 'g', '', 1, 1)";

static void
test_to(void)
{
	static const struct {
		const char *row;
		const char *sought[8];
		const char *want;
	} rows[] = {
		{ "nobody", { NULL }, "" },
		{ "the first", { "192.0.2.1" }, "192.0.2.1=a " },
		{ "before the first", { "192.0.2.0" }, "" },
		{ "between", { "192.0.2.2" }, "" },
		{ "several rows", { "192.0.2.3" },
		    "192.0.2.3=b 192.0.2.3=c 192.0.2.3=d " },
		{ "the last", { "192.0.2.9" }, "192.0.2.9=e " },
		{ "behind the last", { "255.255.255.255" }, "" },
		{ "rising",
		    { "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.9" },
		    "192.0.2.1=a 192.0.2.3=b 192.0.2.3=c 192.0.2.3=d "
		    "192.0.2.9=e " },
		{ "falling", { "192.0.2.9", "192.0.2.1" },
		    "192.0.2.9=e 192.0.2.1=a " },
		{ "the same again", { "192.0.2.1", "192.0.2.1" },
		    "192.0.2.1=a 192.0.2.1=a " },
		{ "nobody, twice", { "192.0.2.2", "192.0.2.2", "192.0.2.1" },
		    "192.0.2.1=a " },
		{ "from the end back", { "255.255.255.255", "192.0.2.9" },
		    "192.0.2.9=e " },
		{ "both families",
		    { "192.0.2.1", "2001:db8::1", "192.0.2.9", "c000:203::1" },
		    "192.0.2.1=a 2001:db8::1=f 192.0.2.9=e c000:203::1=g " },
	};
	struct cache *cache = cachemem_open();

	run_sql(cache, names_sql);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text out = TEXT_INIT;
		struct cache_walk walk;

		harness_row(rows[i].row);
		CU_ASSERT_EQUAL_FATAL(cache_walk_open(&walk, cache,
					  CACHE_STMT_WALK_NAME, 0, NULL),
		    0);
		for (size_t k = 0; rows[i].sought[k] != NULL; k++) {
			struct addr addr;

			CU_ASSERT_EQUAL_FATAL(addr_parse(&addr,
						  rows[i].sought[k], NULL),
			    0);
			add_rows(&walk, &addr, &out);
		}
		CU_ASSERT_STRING_EQUAL(text_str(&out), rows[i].want);
		cache_walk_close(&walk);
		text_fini(&out);
	}
	cache_close(cache);
}

static void
test_listed(void)
{
	static const struct {
		const char *row, *sql, *want;
	} rows[] = {
		{ "empty", "DELETE FROM name", "" },
		{ "one", "DELETE FROM name WHERE value <> 'b'", "192.0.2.3 " },
		{ "one of IPv6", "DELETE FROM name WHERE value <> 'f'",
		    "2001:db8::1 " },
		{ "IPv4 alone", "DELETE FROM name WHERE length(addr) = 16",
		    "192.0.2.1 192.0.2.3 192.0.2.3 192.0.2.3 192.0.2.9 " },
		{ "IPv6 alone", "DELETE FROM name WHERE length(addr) = 4",
		    "2001:db8::1 c000:203::1 " },
		{ "both", "DELETE FROM name WHERE value IN ('c', 'd')",
		    "192.0.2.1 192.0.2.3 192.0.2.9 2001:db8::1 "
		    "c000:203::1 " },
		{ "no address among them",
		    "UPDATE name SET addr = x'c00002' WHERE value = 'a';"
		    "UPDATE name SET addr = x'' WHERE value = 'f'",
		    "192.0.2.3 192.0.2.3 192.0.2.3 192.0.2.9 c000:203::1 " },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache *cache = cachemem_open();
		struct text out = TEXT_INIT;
		struct cache_walk walk;
		char buf[ADDR_TEXT_LEN];
		int ret;

		harness_row(rows[i].row);
		run_sql(cache, names_sql);
		run_sql(cache, rows[i].sql);
		CU_ASSERT_EQUAL_FATAL(cache_walk_open(&walk, cache,
					  CACHE_STMT_WALK_NAME, 0, NULL),
		    0);
		while ((ret = cache_walk_listed(&walk, NULL)) == 1)
			text_addf(&out, "%s ", addr_format(&walk.addr, buf));
		CU_ASSERT_EQUAL(ret, 0);
		CU_ASSERT_EQUAL(cache_walk_listed(&walk, NULL), 0);
		CU_ASSERT_STRING_EQUAL(text_str(&out), rows[i].want);
		cache_walk_close(&walk);
		text_fini(&out);
		cache_close(cache);
	}
}

/* Below max, from a generator that repeats itself in each run. */
static unsigned
next(uint64_t *state, unsigned max)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned)(*state >> 33) % max;
}

static struct addr
any_addr(uint64_t *state)
{
	struct addr v4 = { 0, 0xc0000200, 4 };
	struct addr v6 = { UINT64_C(0xc0000200) << 32, 0, 6 };

	v4.lo += next(state, 64);
	v6.hi += (uint64_t)next(state, 64) << 32;
	return next(state, 3) == 0 ? v6 : v4;
}

static void
put_name(struct cache *cache, const struct addr *addr, unsigned value)
{
	uint8_t bytes[16];
	size_t len = addr_to_bytes(addr, bytes);
	struct text sql = TEXT_INIT;

	text_add(&sql, "INSERT OR IGNORE INTO name (addr, source, value,"
		       " detail, time_us, sweep) VALUES (x'");
	for (size_t i = 0; i < len; i++)
		text_addf(&sql, "%02x", bytes[i]);
	text_addf(&sql, "', 0, '%u', '', 1, 1)", value);
	run_sql(cache, text_str(&sql));
	text_fini(&sql);
}

/* Whatever is sought in whatever order, a walk finds what a look-up does. */
static void
test_random(void)
{
	uint64_t state = 1;

	for (int turn = 0; turn < 20; turn++) {
		struct cache *cache = cachemem_open();
		struct cache_walk walk;
		int n = 0;

		for (unsigned i = next(&state, 100); i > 0; i--) {
			struct addr addr = any_addr(&state);

			put_name(cache, &addr, next(&state, 10));
		}
		CU_ASSERT_EQUAL_FATAL(cache_walk_open(&walk, cache,
					  CACHE_STMT_WALK_NAME, 0, NULL),
		    0);
		for (int i = 0; i < 300; i++) {
			struct addr addr = any_addr(&state);
			struct host host;
			size_t found = 0;
			int ret;

			host_init(&host, &addr);
			CU_ASSERT_EQUAL(cache_load_names(cache, &host, NULL),
			    0);
			/* now and then not to the last of its rows */
			for (ret = cache_walk_to(&walk, &addr, NULL);
			     ret == 1 && next(&state, 5) > 0;
			     ret = cache_walk_more(&walk, NULL))
				n += found < host.n_names &&
				     strcmp(host.name[found++].value,
					 (const char *)
					     sqlite3_column_text(walk.stmt,
						 2)) != 0;
			n += ret == 0 && found != host.n_names;
			n += ret == 1 && found >= host.n_names;
			host_fini(&host);
		}
		CU_ASSERT_EQUAL(n, 0);
		cache_walk_close(&walk);
		cache_close(cache);
	}
}

/* Tables that do not belong together, as no writer of ours leaves them. */
static const char odd_sql[] =
    "INSERT INTO host (addr, role, best_role, first_us) VALUES"
    " (x'c0000201', 4, 4, 5), (x'c0000202', 3, 4, 5), (x'c0000203', 1, 1, 5),"
    " (x'20010db8000000000000000000000001', 4, 4, 5);"
    "INSERT INTO service (addr, protocol, port, probe, kind, role, time_us,"
    " sweep, fields, raw) VALUES"
    " (x'c0000201', 0, 1, 'p', 0, 4, 9, 1, 'a=b\\\\\nc@3=d\n', x'00ff'),"
    " (x'c0000201', 1, 1, 'p', 2, 1, 7, 1, NULL, NULL),"
    " (x'20010db8000000000000000000000001', 0, 1, 'p', 0, 4, 9, 1, '', NULL),"
    " (x'c0000204', 1, 1, 'p', 2, 1, 7, 1, NULL, NULL);"
    "INSERT INTO name (addr, source, value, detail, time_us, sweep) VALUES"
    " (x'c0000201', 0, 'N', 'p', 1, 1), (x'c0000205', 0, 'M', 'p', 1, 1);"
    "INSERT INTO observation (sweep, addr, protocol, port, probe, kind, role,"
    " time_us, tries) SELECT 1, addr, 0, 1, 'p', 0, 4, 9, 1 FROM host;"
    "INSERT INTO observation (sweep, addr, protocol, port, probe, kind, role,"
    " time_us, tries) VALUES (1, x'c0000204', 0, 1, 'p', 0, 4, 9, 1);"
    "INSERT INTO verdict (sweep, addr, code, evidence) VALUES"
    " (1, x'c0000201', 1, 'here'), (1, x'c0000206', 7, 'silent'),"
    " (1, x'c0000207', 1, 'said to be here'), (2, x'c0000203', 7, 'later');"
    "INSERT INTO sweep (id, started_us, mode, targets, probes, seed)"
    " VALUES (1, 1, '', '', '', 1)";

static void
import(struct cache *cache)
{
	static const struct cache_import_record records[] = {
		{ { 0, 0xc0000201, 4 }, 1, "SEEN" },
		{ { 0, 0xc0000207, 4 }, 2, "JUDGED" },
		{ { 0, 0xc0000208, 4 }, 3, "ONLY" },
		{ { 0, 0xc0000208, 4 }, 4, "TWICE" },
		{ { UINT64_C(0x20010db8) << 32, 9, 6 }, 5, "SIX" },
	};

	cachemem_import(cache, records, HARNESS_ROWS(records));
}

/* In a list a host is what it is alone; while listed it may be asked for. */
struct seen {
	struct cache *cache;
	struct text out;
	int n_left; /* until it is stopped; -1: never */
};

static int
on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	static const struct addr other = { 0, 0xc0000208, 4 };
	struct seen *seen = arg;
	char buf[ADDR_TEXT_LEN];
	struct host alone;

	if (seen->n_left == 0)
		return err_set(err, ERR_INPUT, "enough");
	seen->n_left--;
	text_addf(&seen->out, "%d %s %s|", (int)section,
	    addr_format(&host->addr, buf), host->verdict.evidence);
	if (cache_get(seen->cache, &host->addr, &alone, NULL) == 1) {
		alone.verdict = host->verdict;
		hostsame_check(&alone, host);
		host_fini(&alone);
	} else {
		CU_ASSERT(host->n_names == 0 && host->n_services == 0);
	}
	/* as may any other, which disturbs nothing */
	CU_ASSERT_EQUAL(cache_get(seen->cache, &other, &alone, NULL), 1);
	CU_ASSERT_EQUAL(alone.n_names, 2);
	host_fini(&alone);
	return 0;
}

static void
test_lists(void)
{
	static const struct {
		const char *row;
		int64_t sweep;
		const char *want;
	} rows[] = {
		{ "a sweep", 1,
		    "0 192.0.2.1 here|0 2001:db8::1 |1 192.0.2.2 |"
		    "3 192.0.2.3 |4 192.0.2.6 silent|" },
		{ "verdicts alone", 2, "4 192.0.2.3 later|" },
		{ "no such sweep", 3, "" },
		{ "all", 0,
		    "0 192.0.2.1 |0 2001:db8::1 |1 192.0.2.2 |3 192.0.2.3 |"
		    "4 192.0.2.7 |4 192.0.2.8 |4 2001:db8::9 |" },
	};
	struct cache *cache = cachemem_open();

	run_sql(cache, odd_sql);
	import(cache);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		int n_hosts = 0;

		harness_row(rows[i].row);
		for (const char *at = rows[i].want; *at != '\0'; at++)
			n_hosts += *at == '|';
		/* to the end, and stopped at each of them */
		for (int stop = -1; stop < n_hosts; stop++) {
			struct seen seen = { cache, TEXT_INIT, stop };
			struct err err = ERR_INIT;
			int ret =
			    rows[i].sweep == 0
				? cache_each(cache, on_host, &seen, &err)
				: cache_each_of_sweep(cache, rows[i].sweep,
				      on_host, &seen, &err);

			CU_ASSERT_EQUAL(ret, stop == -1 ? 0 : -1);
			CU_ASSERT_STRING_EQUAL(err.text,
			    stop == -1 ? "" : "enough");
			CU_ASSERT_EQUAL(strncmp(text_str(&seen.out),
					    rows[i].want, seen.out.len),
			    0);
			CU_ASSERT(
			    stop != -1 || seen.out.len == strlen(rows[i].want));
			CU_ASSERT(sqlite3_get_autocommit(cache->db) != 0);
			text_fini(&seen.out);
		}
	}
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "to an address", test_to },
		{ "listed", test_listed },
		{ "random", test_random },
		{ "lists of hosts", test_lists },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_walk", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
