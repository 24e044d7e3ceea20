/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Merge rules: named cases, and the property that neither the order nor the
 * repetition of observations can be seen in the host.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/merge.h"
#include "test/harness.h"
#include "test/observations.h"

#define RANDOM_CASES 10000
#define RANDOM_MAX   12 /* observations in one case */

static struct observation
pds_reply(int64_t time_us)
{
	return (struct observation){ .addr = { 0, 1, 4 },
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = time_us,
		.rtt_us = 10,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "pong",
		.name = "PC1",
		.field = { { "os", "NT" }, { "guid", "g1" } },
		.n_fields = 2 };
}

static void
test_reply(void)
{
	struct observation in = pds_reply(100);
	struct merge_change change;
	struct host host;

	host_init(&host, &in.addr);
	change = merge_observation(&host, &in, 7);
	CU_ASSERT(change.host);
	CU_ASSERT_EQUAL(change.service, 1);
	CU_ASSERT_EQUAL(change.name, 1);
	CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_SERVER);
	CU_ASSERT_EQUAL(host.first_us, 100);
	CU_ASSERT_EQUAL(host.last_us, 100);
	CU_ASSERT_STRING_EQUAL(host.name[0].value, "PC1");
	CU_ASSERT_STRING_EQUAL(host.name[0].detail, "pds");
	CU_ASSERT_EQUAL(host.name[0].source, HOST_SOURCE_AGENT);
	CU_ASSERT_STRING_EQUAL(host_field_value(&host, "guid"), "g1");
	/* A second time: nothing changes, and it says so. */
	change = merge_observation(&host, &in, 7);
	CU_ASSERT(!change.host);
	CU_ASSERT_EQUAL(change.service, 0);
	CU_ASSERT_EQUAL(change.name, 0);
	host_fini(&host);
}

/* What a later fact takes away, and what it leaves. */
static void
test_withdrawal(void)
{
	struct observation reply = pds_reply(100), later = pds_reply(200);
	struct host host;

	host_init(&host, &reply.addr);
	(void)merge_observation(&host, &reply, 1);
	later.kind = OBSERVATION_SILENT;
	later.name = NULL;
	later.n_fields = 0;
	later.match = NULL;
	CU_ASSERT(!merge_observation(&host, &later, 2).host);
	CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_SERVER);
	CU_ASSERT_EQUAL(host.last_us, 100);
	later.kind = OBSERVATION_REFUSED;
	later.role = OBSERVATION_ROLE_ALIVE;
	CU_ASSERT(merge_observation(&host, &later, 2).host);
	CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_ALIVE);
	CU_ASSERT_EQUAL(host.best_role, OBSERVATION_ROLE_SERVER);
	CU_ASSERT_EQUAL(host.last_us, 200);
	CU_ASSERT_EQUAL(host.n_services, 1);
	CU_ASSERT_PTR_NULL(host.service[0].match);
	/* Absence erases neither the name nor what was once said. */
	CU_ASSERT_STRING_EQUAL(host_display_name(&host)->value, "PC1");
	CU_ASSERT_STRING_EQUAL(host_field_value(&host, "guid"), "g1");
	CU_ASSERT_EQUAL(host.service[0].field[0].time_us, 100);
	/* Another port of it takes nothing away. */
	(void)merge_observation(&host, &reply, 1);
	CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_ALIVE);
	reply.port = 9595;
	(void)merge_observation(&host, &reply, 1);
	CU_ASSERT_EQUAL(host.role, OBSERVATION_ROLE_SERVER);
	host_fini(&host);
}

static void
test_no_life(void)
{
	for (int kind = OBSERVATION_REPLY; kind <= OBSERVATION_NOT_ASKED;
	     kind++) {
		struct observation in = pds_reply(100);
		struct merge_change change;
		struct host host;
		bool is_life = kind <= OBSERVATION_REFUSED;

		harness_row(observation_kind_name(kind));
		host_init(&host, &in.addr);
		in.kind = kind;
		change = merge_observation(&host, &in, 1);
		CU_ASSERT_EQUAL(change.host, is_life);
		CU_ASSERT_EQUAL(change.service != 0, is_life);
		CU_ASSERT_EQUAL(change.name != 0, is_life);
		CU_ASSERT_EQUAL(host.n_services, is_life ? 1 : 0);
		host_fini(&host);
		/* Said by somebody else, it proves nothing. */
		in.from = addr_v4(99);
		change = merge_observation(&host, &in, 1);
		CU_ASSERT(!change.host);
		CU_ASSERT_EQUAL(host.n_services, 0);
		host_fini(&host);
	}
}

/* A name server's word: a name, and nothing else. */
static void
test_named(void)
{
	struct observation in = pds_reply(100);
	struct merge_change change;
	struct host host;

	in.kind = OBSERVATION_NAMED;
	in.probe = "ptr";
	in.name = "pc1.example";
	in.from = addr_v4(99);
	host_init(&host, &in.addr);
	change = merge_observation(&host, &in, 1);
	CU_ASSERT(!change.host);
	CU_ASSERT_EQUAL(change.service, 0);
	CU_ASSERT_EQUAL_FATAL(change.name, 1);
	CU_ASSERT_EQUAL(host.n_services, 0);
	CU_ASSERT_EQUAL(host.first_us, 0);
	CU_ASSERT_EQUAL(host.last_us, 0);
	CU_ASSERT_EQUAL(host.best_role, OBSERVATION_ROLE_NONE);
	CU_ASSERT_STRING_EQUAL(host.name[0].value, "pc1.example");
	CU_ASSERT_EQUAL(host.name[0].source, HOST_SOURCE_DNS);
	in.name = NULL;
	change = merge_observation(&host, &in, 1);
	CU_ASSERT_EQUAL(change.name, 0);
	host_fini(&host);
}

static void
test_raw(void)
{
	static const uint8_t raw[] = { 0, 1, 2, 0xff };
	struct observation in = pds_reply(100);
	struct host host;

	host_init(&host, &in.addr);
	in.raw = raw;
	in.raw_len = sizeof(raw);
	(void)merge_observation(&host, &in, 1);
	CU_ASSERT_EQUAL(host.service[0].raw_len, 0);
	CU_ASSERT_PTR_NULL(host.service[0].raw);
	in.match = NULL;
	in.time_us++;
	(void)merge_observation(&host, &in, 1);
	CU_ASSERT_EQUAL_FATAL(host.service[0].raw_len, sizeof(raw));
	CU_ASSERT_EQUAL(memcmp(host.service[0].raw, raw, sizeof(raw)), 0);
	host_fini(&host);
}

static void
test_equal_times(void)
{
	static const struct {
		const char *name;
		enum observation_kind weak, strong;
		enum observation_role weak_role, strong_role;
	} rows[] = {
		{ "reply beats open", OBSERVATION_OPEN, OBSERVATION_REPLY, 2,
		    2 },
		{ "open beats refused", OBSERVATION_REFUSED, OBSERVATION_OPEN,
		    1, 2 },
		{ "server beats client", OBSERVATION_REPLY, OBSERVATION_REPLY,
		    3, 4 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct observation weak = pds_reply(5), strong = pds_reply(5);
		struct host host;

		harness_row(rows[i].name);
		weak.kind = rows[i].weak;
		weak.role = rows[i].weak_role;
		strong.kind = rows[i].strong;
		strong.role = rows[i].strong_role;
		host_init(&host, &weak.addr);
		(void)merge_observation(&host, &strong, 1);
		CU_ASSERT_EQUAL(merge_observation(&host, &weak, 1).service, 0);
		CU_ASSERT_EQUAL(host.service[0].kind, rows[i].strong);
		CU_ASSERT_EQUAL(host.service[0].role, rows[i].strong_role);
		host_fini(&host);
	}
}

static void
test_name(void)
{
	struct addr addr = addr_v4(1);
	struct host_name in = { (char[]){ "B" }, HOST_SOURCE_IMPORT,
		(char[]){ "f:2" }, 50, 0 };
	struct host host;

	host_init(&host, &addr);
	CU_ASSERT_EQUAL(merge_name(&host, &in), 1);
	CU_ASSERT_EQUAL(merge_name(&host, &in), 0);
	/* An imported name keeps where it was first seen. */
	in.time_us = 60;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 0);
	in.time_us = 40;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 1);
	CU_ASSERT_EQUAL(host.name[0].time_us, 40);
	/* The others keep where they were last seen. */
	in.source = HOST_SOURCE_DNS;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 1);
	in.time_us = 30;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 0);
	in.time_us = 70;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 1);
	in.value[0] = 'A';
	in.detail = NULL;
	CU_ASSERT_EQUAL(merge_name(&host, &in), 1);
	CU_ASSERT_EQUAL(merge_name(&host, &in), 0);
	in.value[0] = 'C';
	CU_ASSERT_EQUAL(merge_name(&host, &in), 3);
	CU_ASSERT_EQUAL(host.n_names, 4);
	CU_ASSERT_STRING_EQUAL(host.name[0].value, "A");
	CU_ASSERT_STRING_EQUAL(host.name[1].value, "B");
	CU_ASSERT_EQUAL(host.name[3].source, HOST_SOURCE_IMPORT);
	host_fini(&host);
}

static void
test_source(void)
{
	CU_ASSERT_EQUAL(merge_source("pds"), HOST_SOURCE_AGENT);
	CU_ASSERT_EQUAL(merge_source("nbstat"), HOST_SOURCE_NETBIOS);
	CU_ASSERT_EQUAL(merge_source("ptr"), HOST_SOURCE_DNS);
	CU_ASSERT_EQUAL(merge_source(""), HOST_SOURCE_AGENT);
}

struct random_case {
	struct observation in[3 * RANDOM_MAX];
	int64_t sweep[3 * RANDOM_MAX];
	size_t n;
};

static char *
random_merge(const struct random_case *c)
{
	struct host host;
	char *dump;

	host_init(&host, &c->in[0].addr);
	for (size_t i = 0; i < c->n; i++)
		(void)merge_observation(&host, &c->in[i], c->sweep[i]);
	CU_ASSERT_EQUAL(host.role, merge_role(&host));
	dump = observations_dump_host(&host);
	host_fini(&host);
	return dump;
}

/* Repeat some, then put all in another order (Fisher and Yates). */
static void
random_shuffle(struct random_case *c, struct observations_dice *dice)
{
	size_t n = c->n;

	for (size_t i = 0; i < n; i++)
		for (unsigned again = observations_roll(dice, 3); again > 0;
		     again--) {
			c->in[c->n] = c->in[i];
			c->sweep[c->n++] = c->sweep[i];
		}
	for (size_t i = c->n; i > 1; i--) {
		size_t j = observations_roll(dice, (unsigned)i);
		struct observation in = c->in[i - 1];
		int64_t sweep = c->sweep[i - 1];

		c->in[i - 1] = c->in[j];
		c->sweep[i - 1] = c->sweep[j];
		c->in[j] = in;
		c->sweep[j] = sweep;
	}
}

static void
test_random(void)
{
	char name[32];

	for (unsigned seed = 0; seed < RANDOM_CASES; seed++) {
		struct observations_dice dice = { seed, 0 };
		struct random_case c;
		char *first, *second;

		(void)snprintf(name, sizeof(name), "seed %u", seed);
		harness_row(name);
		memset(&c, 0, sizeof(c));
		c.n = 1 + observations_roll(&dice, RANDOM_MAX);
		for (size_t i = 0; i < c.n; i++) {
			c.in[i] = observations_random(&dice);
			c.sweep[i] = 1 + observations_roll(&dice, 2);
		}
		first = random_merge(&c);
		random_shuffle(&c, &dice);
		second = random_merge(&c);
		CU_ASSERT_STRING_EQUAL_FATAL(first, second);
		free(first);
		free(second);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "a reply", test_reply },
		{ "what a later fact withdraws", test_withdrawal },
		{ "what proves no life", test_no_life },
		{ "named", test_named },
		{ "raw bytes", test_raw },
		{ "equal times", test_equal_times },
		{ "names", test_name },
		{ "sources of names", test_source },
		{ "random sets, shuffled and repeated", test_random },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "merge", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
