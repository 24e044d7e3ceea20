/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations into the store: what is kept, what is not, and that the store
 * says of a host what the pure merge says, however the batches were cut.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cache/batch.h"
#include "cache/cache_private.h"
#include "cache/merge.h"
#include "test/harness.h"
#include "test/observations.h"
#include "test/unit/cachemem.h"

#define RANDOM_CASES 400
#define RANDOM_MAX   24

/* All rows of all tables that observations go to. */
static char *
dump_tables(struct cache *cache)
{
	static const char *const tables[] = { "observation", "host", "service",
		"name", "identity" };
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < HARNESS_ROWS(tables); i++) {
		sqlite3_stmt *stmt = NULL;
		char sql[64];

		(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s", tables[i]);
		CU_ASSERT_EQUAL(sqlite3_prepare_v2(cache->db, sql, -1, &stmt,
				    NULL),
		    SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			text_add(&out, tables[i]);
			for (int c = 0; c < sqlite3_column_count(stmt); c++) {
				const void *bytes =
				    sqlite3_column_blob(stmt, c);

				text_addf(&out,
				    " %d:", sqlite3_column_type(stmt, c));
				if (bytes != NULL)
					hex_add(&out, bytes,
					    (size_t)sqlite3_column_bytes(stmt,
						c),
					    0);
			}
			text_add(&out, "\n");
		}
		sqlite3_finalize(stmt);
	}
	return text_take(&out);
}

static size_t
count(struct cache *cache, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	char sql[64];
	size_t n = 0;

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);
	CU_ASSERT_EQUAL(sqlite3_prepare_v2(cache->db, sql, -1, &stmt, NULL),
	    SQLITE_OK);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = (size_t)sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static struct observation
reply(void)
{
	return (struct observation){ .addr = addr_v4(1),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = 100,
		.rtt_us = 10,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 2,
		.match = "pong",
		.name = "PC1",
		.field = { { "os", "a=b\n\\" } },
		.n_fields = 1 };
}

static void
test_kinds(void)
{
	for (int kind = OBSERVATION_REPLY; kind <= OBSERVATION_NOT_ASKED;
	     kind++)
		for (int is_relayed = 0; is_relayed < 2; is_relayed++) {
			struct cache *cache = cachemem_open();
			struct observation in = reply();
			struct err err = ERR_INIT;
			size_t n = kind <= OBSERVATION_REFUSED && !is_relayed;

			harness_row(observation_kind_name(kind));
			in.kind = kind;
			if (is_relayed)
				in.from = addr_v4(9);
			CU_ASSERT_EQUAL(cache_observe(cache, 1, &in, 1, &err),
			    0);
			CU_ASSERT_EQUAL(count(cache, "observation"), 1);
			CU_ASSERT_EQUAL(count(cache, "host"), n);
			CU_ASSERT_EQUAL(count(cache, "service"), n);
			CU_ASSERT_EQUAL(count(cache, "name"), n);
			cache_close(cache);
		}
}

static void
test_nothing(void)
{
	struct cache *cache = cachemem_open();
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(cache_observe(cache, 1, NULL, 0, &err), 0);
	CU_ASSERT_EQUAL(count(cache, "observation"), 0);
	cache_close(cache);
}

/* Everything of one reply comes back; raw bytes where nothing explains. */
static void
test_kept(void)
{
	uint8_t raw[OBSERVATION_RAW_MAX];
	struct observation in = reply();
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)i;
	in.raw = raw;
	in.raw_len = sizeof(raw);
	for (int is_matched = 0; is_matched < 2; is_matched++) {
		struct cache *cache = cachemem_open();
		struct host host;

		in.match = is_matched ? "pong" : NULL;
		CU_ASSERT_EQUAL(cache_observe(cache, 7, &in, 1, &err), 0);
		CU_ASSERT_EQUAL_FATAL(cache_get(cache, &in.addr, &host, &err),
		    1);
		CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_SERVER);
		CU_ASSERT_EQUAL(host.best_role, OBSERVATION_ROLE_SERVER);
		CU_ASSERT_EQUAL(host.first_us, 100);
		CU_ASSERT_EQUAL(host.last_us, 100);
		CU_ASSERT_EQUAL(host.imported_us, 0);
		CU_ASSERT_STRING_EQUAL(host_display_name(&host)->value, "PC1");
		CU_ASSERT_STRING_EQUAL(host_field_value(&host, "os"),
		    "a=b\n\\");
		CU_ASSERT_EQUAL_FATAL(host.n_services, 1);
		CU_ASSERT_EQUAL(host.service[0].sweep, 7);
		CU_ASSERT_EQUAL(host.service[0].raw == NULL, is_matched);
		if (!is_matched) {
			CU_ASSERT_EQUAL(host.service[0].raw_len, sizeof(raw));
			CU_ASSERT_EQUAL(memcmp(host.service[0].raw, raw,
					    sizeof(raw)),
			    0);
		}
		host_fini(&host);
		cache_close(cache);
	}
}

/* One that cannot be kept takes its whole batch back with it. */
static void
test_atomic(void)
{
	struct cache *cache = cachemem_open();
	struct observation in[3] = { reply(), reply(), reply() };
	struct err err = ERR_INIT;

	in[1].addr = addr_v4(2);
	in[2].addr = addr_v4(3);
	in[2].probe = NULL; /* NOT NULL in the table */
	CU_ASSERT_EQUAL(cache_observe(cache, 1, in, 3, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(count(cache, "observation"), 0);
	CU_ASSERT_EQUAL(count(cache, "host"), 0);
	CU_ASSERT_EQUAL(cache_observe(cache, 1, in, 2, &err), 0);
	CU_ASSERT_EQUAL(count(cache, "host"), 2);
	cache_close(cache);
}

static void
test_twice(void)
{
	struct cache *cache = cachemem_open();
	struct observation in[3] = { reply(), reply(), reply() };
	struct err err = ERR_INIT;
	char *first, *second;

	in[1].addr = addr_v4(2);
	in[1].kind = OBSERVATION_SILENT;
	in[2].addr.family = 6;
	CU_ASSERT_EQUAL(cache_observe(cache, 1, in, 3, &err), 0);
	first = dump_tables(cache);
	CU_ASSERT_EQUAL(cache_observe(cache, 1, in, 3, &err), 0);
	second = dump_tables(cache);
	CU_ASSERT_STRING_EQUAL(first, second);
	free(first);
	free(second);
	cache_close(cache);
}

/* The host that the store gives back, as text. */
static char *
dump_stored(struct cache *cache, const struct addr *addr)
{
	struct host host;
	char *dump = NULL;

	if (cache_get(cache, addr, &host, NULL) == 1) {
		dump = observations_dump_host(&host);
		host_fini(&host);
	}
	return dump;
}

/* n observations of three addresses; the sweep goes with the position. */
struct random_set {
	struct observation in[RANDOM_MAX];
	int64_t sweep[RANDOM_MAX];
	size_t n;
};

static void
random_fill(struct random_set *set, struct observations_dice *dice)
{
	set->n = 1 + observations_roll(dice, RANDOM_MAX);
	for (size_t i = 0; i < set->n; i++) {
		set->in[i] = observations_random(dice);
		set->sweep[i] = 1 + observations_roll(dice, 2);
		if (set->in[i].from.family == 0) {
			set->in[i].addr.lo = 1 + observations_roll(dice, 2);
			if (observations_roll(dice, 3) == 0)
				set->in[i].addr.family = 6;
		}
	}
}

/* In batches of one sweep each, from a random place on, some twice. */
static void
random_store(struct cache *cache, const struct random_set *set,
    struct observations_dice *dice)
{
	struct err err = ERR_INIT;
	size_t start = observations_roll(dice, (unsigned)set->n);

	for (size_t i = 0; i < set->n;) {
		size_t at = (start + i) % set->n, len = 1;
		size_t want = 1 + observations_roll(dice, 8);

		while (len < want && i + len < set->n && at + len < set->n &&
		       set->sweep[at + len] == set->sweep[at])
			len++;
		for (unsigned times = 1 + observations_roll(dice, 2); times > 0;
		     times--)
			CU_ASSERT_EQUAL(cache_observe(cache, set->sweep[at],
					    &set->in[at], len, &err),
			    0);
		i += len;
	}
}

static void
test_random(void)
{
	for (unsigned seed = 0; seed < RANDOM_CASES; seed++) {
		struct observations_dice dice = { seed, 0 };
		struct cache *cache = cachemem_open(), *other = cachemem_open();
		struct random_set set;
		char name[32], *a, *b;

		(void)snprintf(name, sizeof(name), "seed %u", seed);
		harness_row(name);
		memset(&set, 0, sizeof(set));
		random_fill(&set, &dice);
		random_store(cache, &set, &dice);
		random_store(other, &set, &dice);
		a = dump_tables(cache);
		b = dump_tables(other);
		CU_ASSERT_STRING_EQUAL_FATAL(a, b);
		free(a);
		free(b);
		for (size_t k = 0; k < set.n; k++) {
			struct addr addr = set.in[k].addr;
			struct host host;

			host_init(&host, &addr);
			for (size_t i = 0; i < set.n; i++)
				if (addr_eq(&set.in[i].addr, &addr))
					(void)merge_observation(&host,
					    &set.in[i], set.sweep[i]);
			a = observations_dump_host(&host);
			b = dump_stored(cache, &addr);
			CU_ASSERT_EQUAL(b == NULL, host.n_services == 0);
			if (b != NULL)
				CU_ASSERT_STRING_EQUAL(a, b);
			free(a);
			free(b);
			host_fini(&host);
		}
		cache_close(cache);
		cache_close(other);
	}
}

/* Observation i of many, two of each address, of which some are IPv6. */
static struct observation
one_of_many(uint32_t i, char text[64])
{
	uint32_t at = i / 2;
	struct observation in = reply();

	(void)snprintf(text, 64, "%08x-aaaa-bbbb-cccc-%012x", at / 3, i);
	in.addr.lo = at * 40503 & 0xffff;
	in.addr.family = at % 5 == 0 ? 6 : 4;
	in.probe = i % 2 == 0 ? "pds" : "nbstat";
	in.kind = i % 7 == 0 ? OBSERVATION_REFUSED : OBSERVATION_REPLY;
	in.time_us = 1 + i % 11;
	in.name = i % 3 == 0 ? text : NULL;
	in.field[0] = (struct observation_field){ "device-id", text };
	in.n_fields = i % 4 == 0;
	return in;
}

/* Many at once or few, in order or not: it is the same store. */
static void
test_batches(void)
{
	static const struct {
		const char *row;
		uint32_t n, step; /* the next one is so far on */
		size_t batch;
	} rows[] = {
		{ "511 addresses", 1022, 1, SIZE_MAX },
		{ "512 addresses", 1024, 1, SIZE_MAX },
		{ "513 addresses", 1026, 1, SIZE_MAX },
		{ "1024 addresses", 2048, 1, SIZE_MAX },
		{ "1025 addresses", 2050, 1, SIZE_MAX },
		{ "one by one", 1026, 5, 1 },
		{ "in sevens", 2050, 7, 7 },
		{ "backwards", 2050, 2049, 512 },
		{ "mixed", 5000, 1999, 1000 },
	};

	for (size_t r = 0; r < HARNESS_ROWS(rows); r++) {
		struct cache *cache = cachemem_open(), *other = cachemem_open();
		struct batch batch = BATCH_INIT;
		char text[64], *a, *b;

		harness_row(rows[r].row);
		for (uint32_t i = 0; i < rows[r].n; i++) {
			struct observation in = one_of_many(i, text);

			CU_ASSERT_EQUAL(cache_observe(cache, 1, &in, 1, NULL),
			    0);
		}
		for (uint32_t i = 0; i < rows[r].n; i++) {
			struct observation in =
			    one_of_many(i * rows[r].step % rows[r].n, text);

			batch_add(&batch, &in);
			if (batch.n == rows[r].batch)
				CU_ASSERT_EQUAL(batch_flush(&batch, other, 1,
						    NULL),
				    0);
		}
		CU_ASSERT_EQUAL(batch_flush(&batch, other, 1, NULL), 0);
		a = dump_tables(cache);
		b = dump_tables(other);
		CU_ASSERT_EQUAL(count(cache, "host"), rows[r].n / 2);
		CU_ASSERT_EQUAL(strcmp(a, b), 0);
		free(a);
		free(b);
		batch_fini(&batch);
		cache_close(cache);
		cache_close(other);
	}
}

/* A name server's word of an address that never answered. */
static void
test_named_only(void)
{
	struct cache *cache = cachemem_open(), *other = cachemem_open();
	struct observation old = reply(), new = reply();
	char *a, *b;

	old.kind = new.kind = OBSERVATION_NAMED;
	old.probe = new.probe = "ptr";
	new.time_us = old.time_us + 1;
	CU_ASSERT_EQUAL(cache_observe(cache, 1, &old, 1, NULL), 0);
	CU_ASSERT_EQUAL(cache_observe(cache, 2, &new, 1, NULL), 0);
	CU_ASSERT_EQUAL(cache_observe(other, 2, &new, 1, NULL), 0);
	CU_ASSERT_EQUAL(cache_observe(other, 1, &old, 1, NULL), 0);
	a = dump_tables(cache);
	b = dump_tables(other);
	CU_ASSERT_EQUAL(count(cache, "host"), 0);
	CU_ASSERT_EQUAL(count(cache, "name"), 1);
	CU_ASSERT_STRING_EQUAL(a, b);
	free(a);
	free(b);
	cache_close(cache);
	cache_close(other);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each kind", test_kinds },
		{ "none at all", test_nothing },
		{ "any batches", test_batches },
		{ "a name alone", test_named_only },
		{ "what is kept", test_kept },
		{ "a batch is whole or absent", test_atomic },
		{ "the same twice", test_twice },
		{ "random batches", test_random },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_observe", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
