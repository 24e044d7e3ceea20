/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Where missing machines went, by what several sweeps stored: each case in
 * which an administrator would otherwise be told something wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/cache.h"
#include "cache/cache_import.h"
#include "cache/cache_observed.h"
#include "cache/identity.h"
#include "test/harness.h"

#define MACHINES_MAX 4
#define SWEEPS_MAX   4

/* What a sweep heard at 10.0.0.x, or with is_silent did not. */
struct heard {
	unsigned addr; /* 0: no more */
	const char *id, *mac, *name;
	enum observation_role role; /* 0: server */
	bool is_silent, is_excluded, is_refusing;
};

struct move_row {
	const char *name;
	const char *imported; /* a name at 10.0.0.1 before all sweeps */
	struct heard sweep[SWEEPS_MAX][MACHINES_MAX];
	/* Of 10.0.0.1 in the last sweep. */
	enum verdict_code want;
	unsigned to;    /* 0: nowhere */
	const char *by; /* what the evidence says */
};

#define HEARD  .is_silent = false
#define SILENT .is_silent = true
#define CLIENT .role = OBSERVATION_ROLE_CLIENT

static const struct move_row rows[] = {
	{ "never heard elsewhere", NULL,
	    { { { 1, "G1", "M1", "A", HEARD } }, { { 1, SILENT } } },
	    VERDICT_SILENT, 0, NULL },
	{ "by its device-id", NULL,
	    { { { 1, "G1", "M1", "A", HEARD } },
		{ { 1, SILENT }, { 2, "G1", "M2", "B", HEARD } } },
	    VERDICT_MOVED, 2, "device-id G1" },
	{ "by its MAC address", NULL,
	    { { { 1, NULL, "M1", "A", HEARD } },
		{ { 1, SILENT }, { 2, NULL, "M1", "B", HEARD } } },
	    VERDICT_MOVED, 2, "MAC address M1" },
	{ "by its name", NULL,
	    { { { 1, NULL, NULL, "A", HEARD } },
		{ { 1, SILENT }, { 2, NULL, NULL, "a", HEARD } } },
	    VERDICT_MOVED, 2, "name A" },
	{ "something refuses where it was", NULL,
	    { { { 1, "G1", HEARD } },
		{ { 1, .is_refusing = true }, { 2, "G1", HEARD } } },
	    VERDICT_MOVED, 2, "device-id G1" },
	{ "excluded stays excluded", NULL,
	    { { { 1, "G1", HEARD } },
		{ { 1, .is_excluded = true }, { 2, "G1", HEARD } } },
	    VERDICT_EXCLUDED, 0, NULL },
	{ "moved, and now silent at both", NULL,
	    { { { 1, "G1", HEARD } }, { { 1, SILENT }, { 2, "G1", HEARD } },
		{ { 1, SILENT }, { 2, SILENT } } },
	    VERDICT_MOVED, 2, "device-id G1" },
	{ "moved twice: to the newest", NULL,
	    { { { 1, "G1", HEARD } }, { { 1, SILENT }, { 2, "G1", HEARD } },
		{ { 1, SILENT }, { 2, SILENT }, { 3, "G1", HEARD } } },
	    VERDICT_MOVED, 3, "device-id G1" },
	{ "went and came back, and is silent", NULL,
	    { { { 1, "G1", HEARD } }, { { 1, SILENT }, { 2, "G1", HEARD } },
		{ { 1, "G1", HEARD }, { 2, SILENT } }, { { 1, SILENT } } },
	    VERDICT_SILENT, 0, NULL },
	{ "came from elsewhere, and went back", NULL,
	    { { { 2, "G1", HEARD } }, { { 1, "G1", HEARD }, { 2, SILENT } },
		{ { 1, SILENT }, { 2, "G1", HEARD } } },
	    VERDICT_MOVED, 2, "device-id G1" },
	{ "two swapped: both addresses answer", NULL,
	    { { { 1, "G1", "M1", "A", HEARD }, { 2, "G2", "M2", "B", HEARD } },
		{ { 1, "G2", "M2", "B", HEARD },
		    { 2, "G1", "M1", "A", HEARD } } },
	    VERDICT_ANSWERED, 0, NULL },
	{ "a cloned MAC: both answered at once before", NULL,
	    { { { 1, NULL, "M1", HEARD }, { 2, NULL, "M1", HEARD } },
		{ { 1, SILENT }, { 2, NULL, "M1", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "a cloned MAC: two answer now", NULL,
	    { { { 1, NULL, "M1", HEARD } },
		{ { 1, SILENT }, { 2, NULL, "M1", HEARD },
		    { 3, NULL, "M1", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "a cloned device-id, but a MAC of its own", NULL,
	    { { { 1, "G", "M1", HEARD }, { 2, "G", "M2", HEARD } },
		{ { 1, SILENT }, { 2, "G", "M2", HEARD },
		    { 3, "G", "M1", HEARD } } },
	    VERDICT_MOVED, 3, "MAC address M1" },
	{ "installed again elsewhere: a new device-id, the same MAC", NULL,
	    { { { 1, "G1", "M1", "A", HEARD } },
		{ { 1, SILENT }, { 2, "G2", "M1", "A", HEARD } } },
	    VERDICT_MOVED, 2, "MAC address M1" },
	{ "installed again at its place", NULL,
	    { { { 1, "G1", "M1", "A", HEARD } },
		{ { 1, "G2", "M1", "A", HEARD } } },
	    VERDICT_ANSWERED, 0, NULL },
	{ "a name used twice", NULL,
	    { { { 1, NULL, NULL, "A", HEARD }, { 2, NULL, NULL, "A", HEARD } },
		{ { 1, SILENT }, { 2, NULL, NULL, "A", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "its name at another machine", NULL,
	    { { { 1, "G1", NULL, "A", HEARD } },
		{ { 1, SILENT }, { 2, "G2", NULL, "A", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "its name at another role", NULL,
	    { { { 1, NULL, NULL, "A", HEARD } },
		{ { 1, SILENT }, { 2, NULL, NULL, "A", CLIENT } } },
	    VERDICT_SILENT, 0, NULL },
	{ "another machine took the new address since", NULL,
	    { { { 1, "G1", HEARD } }, { { 1, SILENT }, { 2, "G1", HEARD } },
		{ { 1, SILENT }, { 2, "G2", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "imported, and found under its name elsewhere", "A",
	    { { { 1, SILENT }, { 2, "G1", "M1", "A", HEARD } } }, VERDICT_MOVED,
	    2, "name A" },
	{ "imported, and nobody has the name", "A",
	    { { { 1, SILENT }, { 2, "G1", "M1", "B", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
	{ "imported, and two have the name", "A",
	    { { { 1, SILENT }, { 2, "G1", "M1", "A", HEARD },
		{ 3, "G2", "M2", "A", HEARD } } },
	    VERDICT_SILENT, 0, NULL },
};

static struct observation
observation_of(const struct heard *heard, int64_t time_us)
{
	struct observation in = { .addr = addr_v4(0x0a000000 + heard->addr),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.time_us = time_us,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1 };

	if (heard->is_silent)
		in.kind = OBSERVATION_SILENT;
	else if (heard->is_excluded)
		in.kind = OBSERVATION_EXCLUDED;
	else if (heard->is_refusing)
		in.kind = OBSERVATION_REFUSED;
	if (in.kind != OBSERVATION_REPLY)
		return in;
	in.role = heard->role == 0 ? OBSERVATION_ROLE_SERVER : heard->role;
	in.match = "pong";
	in.name = heard->name;
	if (heard->id != NULL)
		in.field[in.n_fields++] =
		    (struct observation_field){ "device-id", heard->id };
	if (heard->mac != NULL)
		in.field[in.n_fields++] =
		    (struct observation_field){ "mac", heard->mac };
	return in;
}

static int
on_imported(const struct cache_import_answer *answer, void *arg,
    struct err *err)
{
	(void)arg;
	(void)err;
	CU_ASSERT_EQUAL(answer->result, CACHE_IMPORT_ADDED);
	return 0;
}

static void
import(struct cache *cache, const char *name)
{
	struct cache_import_record record = { addr_v4(0x0a000001), 1, name };
	struct cache_import *in = cache_import_begin(cache, false, 1, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(in);
	cache_import_file(in, "list");
	CU_ASSERT_EQUAL(cache_import_records(in, &record, 1, on_imported, NULL,
			    NULL),
	    0);
	CU_ASSERT_EQUAL(cache_import_commit(in, NULL), 0);
	cache_import_free(in);
}

/* One sweep; its number, and the verdict on 10.0.0.1. */
static int64_t
run_sweep(struct cache *cache, const struct heard *heard, int64_t start_us,
    struct verdict *verdict)
{
	struct cache_sweep sweep = { .started_us = start_us,
		.state = CACHE_SWEEP_COMPLETE };
	struct observation in[MACHINES_MAX];
	struct rangeset expected = RANGESET_INIT;
	struct addr first = addr_v4(0x0a000001);
	struct err err = ERR_INIT;
	size_t n = 0;

	CU_ASSERT_EQUAL(cache_expected(cache, &expected, &err), 0);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, &err), 0);
	for (; n < MACHINES_MAX && heard[n].addr != 0; n++)
		in[n] = observation_of(&heard[n], start_us + 1 + (int64_t)n);
	CU_ASSERT_EQUAL(cache_observe(cache, sweep.id, in, n, &err), 0);
	CU_ASSERT_EQUAL(cache_conclude(cache, &sweep, &expected, &err), 0);
	CU_ASSERT_EQUAL(cache_observed_verdict(cache, sweep.id, &first, verdict,
			    &err),
	    0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	rangeset_fini(&expected);
	return sweep.id;
}

static void
test_rows(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct cache *cache =
		    cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
		struct verdict verdict = { VERDICT_NONE, "" };
		char to[32];

		harness_row(rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
		if (rows[i].imported != NULL)
			import(cache, rows[i].imported);
		for (size_t s = 0;
		     s < SWEEPS_MAX && rows[i].sweep[s][0].addr != 0; s++)
			(void)run_sweep(cache, rows[i].sweep[s],
			    (int64_t)(s + 1) * 1000, &verdict);
		CU_ASSERT_STRING_EQUAL(verdict_name(verdict.code),
		    verdict_name(rows[i].want));
		(void)snprintf(to, sizeof(to),
		    "moved to 10.0.0.%u: ", rows[i].to);
		CU_ASSERT_EQUAL(strncmp(verdict.evidence, to, strlen(to)) == 0,
		    rows[i].to != 0);
		if (rows[i].by != NULL)
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(verdict.evidence, rows[i].by));
		if (verdict.code != rows[i].want)
			printf("# %s\n", verdict.evidence);
		cache_close(cache);
	}
}

/* Both times, and no more than once, in one sentence. */
static void
test_evidence(void)
{
	static const struct heard first[MACHINES_MAX] = { { 1, "G1", HEARD } };
	static const struct heard second[MACHINES_MAX] = { { 1, SILENT },
		{ 2, "G1", HEARD } };
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	struct verdict verdict;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	(void)run_sweep(cache, first, 1000000, &verdict);
	(void)run_sweep(cache, second, 86400000000, &verdict);
	CU_ASSERT_STRING_EQUAL(verdict.evidence,
	    "moved to 10.0.0.2: the device-id G1 answered there at "
	    "1970-01-02T00:00:00.000Z, and here last at "
	    "1970-01-01T00:00:01.000Z; no answer to pds (UDP 38293, 1 try)");
	cache_close(cache);
}

/* So many claim a mark that looking at each would only serve a liar. */
static void
test_crowd(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	static const struct heard last[MACHINES_MAX] = { { 1, SILENT } };
	struct cache_sweep sweep = { .started_us = 1 };
	struct observation in[100];
	struct verdict verdict;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	for (unsigned i = 0; i < 100; i++)
		in[i] = observation_of(&(struct heard){ i + 1, "G", "M", "A",
					   HEARD },
		    10 + i);
	CU_ASSERT_EQUAL(cache_observe(cache, sweep.id, in, 100, NULL), 0);
	(void)run_sweep(cache, last, 1000, &verdict);
	CU_ASSERT_EQUAL(verdict.code, VERDICT_SILENT);
	cache_close(cache);
}

/* A mark that a machine has no more goes with it, and is not found again. */
static void
test_delete(void)
{
	static const struct heard first[MACHINES_MAX] = { { 1, "G1", HEARD },
		{ 2, "G2", HEARD } };
	static const struct heard second[MACHINES_MAX] = { { 1, SILENT },
		{ 2, "G1", HEARD } };
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	struct addr two = addr_v4(0x0a000002);
	struct verdict verdict;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	(void)run_sweep(cache, first, 1000, &verdict);
	(void)run_sweep(cache, second, 2000, &verdict);
	CU_ASSERT_EQUAL(verdict.code, VERDICT_MOVED);
	CU_ASSERT_EQUAL(cache_delete(cache, &two, NULL), 1);
	(void)run_sweep(cache, second, 3000, &verdict);
	CU_ASSERT_EQUAL(verdict.code, VERDICT_MOVED);
	CU_ASSERT_EQUAL(cache_delete(cache, &two, NULL), 1);
	(void)run_sweep(cache, (struct heard[MACHINES_MAX]){ { 1, SILENT } },
	    4000, &verdict);
	CU_ASSERT_EQUAL(verdict.code, VERDICT_SILENT);
	cache_close(cache);
}

static void
test_choose(void)
{
	static const struct {
		const char *name;
		struct identity_sighting seen[3];
		size_t n;
		int want; /* place; -1: none */
	} choices[] = {
		{ "nobody", { { { 0, 0, 0 }, 0, 0, false } }, 0, -1 },
		{ "earlier", { { { 0, 1, 4 }, 9, 1, false } }, 1, -1 },
		{ "at the same time", { { { 0, 1, 4 }, 10, 1, false } }, 1,
		    -1 },
		{ "later", { { { 0, 1, 4 }, 11, 1, false } }, 1, 0 },
		{ "a clone", { { { 0, 1, 4 }, 11, 1, true } }, 1, -1 },
		{ "the later one",
		    { { { 0, 1, 4 }, 12, 2, false },
			{ { 0, 2, 4 }, 11, 1, false } },
		    2, 0 },
		{ "both in one sweep",
		    { { { 0, 1, 4 }, 12, 2, false },
			{ { 0, 2, 4 }, 11, 2, false } },
		    2, -1 },
		{ "sweeps that are not known",
		    { { { 0, 1, 4 }, 12, 0, false },
			{ { 0, 2, 4 }, 13, 0, false } },
		    2, 1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(choices); i++) {
		const struct identity_sighting *got =
		    identity_choose(choices[i].seen, choices[i].n, 10);

		harness_row(choices[i].name);
		CU_ASSERT_EQUAL(got == NULL ? -1 : (int)(got - choices[i].seen),
		    choices[i].want);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each case", test_rows },
		{ "the sentence", test_evidence },
		{ "a crowd", test_crowd },
		{ "after a deletion", test_delete },
		{ "which sighting", test_choose },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_identity", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
