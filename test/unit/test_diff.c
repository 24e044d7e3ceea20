/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What changed: each kind of change, and each case in which an administrator
 * would be told something wrong if the rules were simpler.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "cache/diff.h"
#include "cache/merge.h"
#include "test/harness.h"

#define MACHINES_MAX 5
#define OLD_US       INT64_C(1000)
#define NEW_US       INT64_C(2000)

/* A machine as a side knows it; address 0: no more of them. */
struct machine_row {
	unsigned addr; /* 10.0.0.x */
	const char *id, *mac, *name;
	enum verdict_code verdict;  /* NONE: there, and nobody expected it */
	enum observation_role role; /* 0: server */
	const char *match;
	int64_t first_us;
	bool is_imported; /* the name is */
};

struct diff_row {
	const char *name;
	struct machine_row was[MACHINES_MAX], is[MACHINES_MAX];
	const char *want; /* lines; "": nothing */
};

#define HERE    .verdict = VERDICT_ANSWERED
#define GONE(v) .verdict = VERDICT_##v
#define CLIENT  .role = OBSERVATION_ROLE_CLIENT

static const struct diff_row rows[] = {
	{ "nobody", { { 0 } }, { { 0 } }, "" },
	{ "nothing changed", { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G1", "M1", "PC1", HERE } }, "" },
	{ "new", { { 1, "G1", HERE } },
	    { { 1, "G1", HERE }, { 2, "G2", HERE, .first_us = 2001 } },
	    "new 2\n" },
	{ "new, and the first of all", { { 0 } }, { { 1, "G1", HERE } },
	    "new 1\n" },
	{ "gone: silent", { { 1, "G1", HERE } }, { { 1, "G1", GONE(SILENT) } },
	    "gone 1 silent\n" },
	{ "gone: it refuses", { { 1, "G1", HERE } },
	    { { 1, "G1", GONE(ALIVE_NO_AGENT) } }, "gone 1 alive-no-agent\n" },
	{ "gone: a firewall says so", { { 1, "G1", HERE } },
	    { { 1, "G1", GONE(PROHIBITED) } }, "gone 1 prohibited\n" },
	{ "gone: the link", { { 1, "G1", HERE }, { 2, "G2", HERE } },
	    { { 1, "G1", GONE(LINK_DOWN) }, { 2, "G2", GONE(LINK_DOWN) } },
	    "gone 1 link-down\ngone 2 link-down\n" },
	{ "who was not expected is gone where it was asked",
	    { { 1, NULL, .role = OBSERVATION_ROLE_ALIVE } }, { { 0 } },
	    "gone 1 silent\n" },
	{ "who was not asked is not gone", { { 200, "G1", HERE } }, { { 0 } },
	    "" },
	{ "nor who was excluded", { { 1, "G1", HERE } },
	    { { 1, "G1", GONE(EXCLUDED) } }, "" },
	{ "nor whom the sweep did not come to", { { 1, "G1", HERE } },
	    { { 1, "G1", GONE(NOT_ASKED) } }, "" },
	{ "who was not asked before is not back",
	    { { 1, "G1", GONE(EXCLUDED) } },
	    { { 1, "G1", HERE, .first_us = 1 } }, "" },
	{ "who was known long before the old sweep, and not asked by it",
	    { { 0 } }, { { 200, "G1", HERE, .first_us = 1 } }, "" },
	{ "back", { { 1, "G1", GONE(SILENT) } },
	    { { 1, "G1", HERE, .first_us = 1 } }, "back 1\n" },
	{ "back, and never expected", { { 0 } },
	    { { 1, NULL, .role = OBSERVATION_ROLE_ALIVE, .first_us = 1 } },
	    "back 1\n" },
	{ "imported, and there for the first time",
	    { { 1, NULL, NULL, "PC1", GONE(SILENT), .is_imported = true } },
	    { { 1, "G1", "M1", "PC1", HERE, .first_us = 2001 } }, "back 1\n" },
	{ "moved by its device-id", { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G1", "M1", "PC1", GONE(MOVED) },
		{ 2, "G1", "M2", "PC1", HERE } },
	    "moved 1>2 device-id; pds mac: M1>M2\n" },
	{ "moved by its MAC address", { { 1, NULL, "M1", "PC1", HERE } },
	    { { 1, NULL, "M1", "PC1", GONE(MOVED) },
		{ 2, NULL, "M1", "PC1", HERE } },
	    "moved 1>2 MAC address\n" },
	{ "moved by its name", { { 1, NULL, NULL, "PC1", HERE } },
	    { { 1, NULL, NULL, "PC1", GONE(SILENT) },
		{ 2, NULL, NULL, "pc1", HERE } },
	    "moved 1>2 name; name: PC1>pc1\n" },
	{ "moved out of what is asked", { { 1, "G1", HERE } },
	    { { 1, "G1", GONE(MOVED) } }, "gone 1 moved\n" },
	{ "a name at another role is another machine",
	    { { 1, NULL, NULL, "PC1", HERE } },
	    { { 1, NULL, NULL, "PC1", GONE(SILENT) },
		{ 2, NULL, NULL, "PC1", HERE, CLIENT, .first_us = 2001 } },
	    "new 2\ngone 1 silent\n" },
	{ "a name with another device-id is another machine",
	    { { 1, "G1", NULL, "PC1", HERE } },
	    { { 1, "G1", NULL, "PC1", GONE(SILENT) },
		{ 2, "G2", NULL, "PC1", HERE, .first_us = 2001 } },
	    "new 2\ngone 1 silent\n" },
	{ "two machines swap addresses",
	    { { 1, "G1", "M1", "PC1", HERE }, { 2, "G2", "M2", "PC2", HERE } },
	    { { 1, "G2", "M2", "PC2", HERE }, { 2, "G1", "M1", "PC1", HERE } },
	    "moved 2>1 device-id\nmoved 1>2 device-id\n" },
	{ "three in a ring, by name alone",
	    { { 1, NULL, NULL, "A", HERE }, { 2, NULL, NULL, "B", HERE },
		{ 3, NULL, NULL, "C", HERE } },
	    { { 1, NULL, NULL, "C", HERE }, { 2, NULL, NULL, "A", HERE },
		{ 3, NULL, NULL, "B", HERE } },
	    "moved 3>1 name\nmoved 1>2 name\nmoved 2>3 name\n" },
	{ "a cloned MAC address: the first stays, the other is new",
	    { { 1, NULL, "M1", NULL, HERE } },
	    { { 1, NULL, "M1", NULL, HERE },
		{ 2, NULL, "M1", NULL, HERE, .first_us = 2001 } },
	    "new 2 clone of 1\n" },
	{ "a cloned MAC address of one that left: nobody can say which",
	    { { 1, NULL, "M1", NULL, HERE } },
	    { { 1, NULL, "M1", NULL, GONE(SILENT) },
		{ 2, NULL, "M1", NULL, HERE, .first_us = 2001 },
		{ 3, NULL, "M1", NULL, HERE, .first_us = 2001 } },
	    "new 2 clone of 3\nnew 3 clone of 2\ngone 1 silent\n" },
	{ "of two clones one leaves: it did not move onto the other",
	    { { 1, NULL, "M1", NULL, HERE }, { 2, NULL, "M1", NULL, HERE } },
	    { { 1, NULL, "M1", NULL, GONE(SILENT) },
		{ 2, NULL, "M1", NULL, HERE } },
	    "gone 1 silent\n" },
	{ "a cloned device-id: the MAC address decides",
	    { { 1, "G", "M1", NULL, HERE }, { 2, "G", "M2", NULL, HERE } },
	    { { 2, "G", "M2", NULL, HERE }, { 1, "G", "M1", GONE(MOVED) },
		{ 3, "G", "M1", NULL, HERE, .first_us = 2001 } },
	    "moved 1>3 device-id\n" },
	{ "installed again: a new device-id at the same MAC address",
	    { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G2", "M1", "PC1", HERE } },
	    "changed 1; pds device-id: G1>G2\n" },
	{ "installed again and moved", { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G1", "M1", "PC1", GONE(MOVED) },
		{ 2, "G2", "M1", "PC1", HERE } },
	    "moved 1>2 MAC address; pds device-id: G1>G2\n" },
	{ "another name, the same machine", { { 1, "G1", "M1", "A", HERE } },
	    { { 1, "G1", "M1", "B", HERE } }, "changed 1; name: A>B\n" },
	{ "a name used twice: the one that left did not move",
	    { { 1, NULL, NULL, "PC", HERE }, { 2, NULL, NULL, "PC", HERE } },
	    { { 1, NULL, NULL, "PC", GONE(SILENT) },
		{ 2, NULL, NULL, "PC", HERE } },
	    "gone 1 silent\n" },
	{ "a name used twice: neither arrival is the one that left",
	    { { 1, NULL, NULL, "PC", HERE } },
	    { { 1, NULL, NULL, "PC", GONE(SILENT) },
		{ 2, NULL, NULL, "PC", HERE, .first_us = 2001 },
		{ 3, NULL, NULL, "PC", HERE, .first_us = 2001 } },
	    "new 2\nnew 3\ngone 1 silent\n" },
	{ "another machine at the address", { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G2", "M2", "PC2", HERE } },
	    "new 1 where 1 was\ngone 1 answered, 1 is there\n" },
	{ "another machine where one moved away",
	    { { 1, "G1", "M1", "PC1", HERE } },
	    { { 1, "G2", "M2", "PC2", HERE }, { 2, "G1", "M1", "PC1", HERE } },
	    "new 1 where 1 was\nmoved 1>2 device-id\n" },
	{ "back, elsewhere", { { 1, "G1", GONE(SILENT) } },
	    { { 1, "G1", GONE(MOVED) }, { 2, "G1", HERE, .first_us = 2001 } },
	    "moved 1>2 device-id\n" },
	{ "another machine where one was missing",
	    { { 1, "G1", "M1", "PC1", GONE(SILENT) } },
	    { { 1, "G2", "M2", "PC2", HERE, .first_us = 1 } },
	    "new 1 where 1 was\n" },
	{ "moved long ago, and once more",
	    { { 1, "G1", GONE(MOVED) }, { 2, "G1", HERE } },
	    { { 1, "G1", GONE(MOVED) }, { 2, "G1", GONE(MOVED) },
		{ 3, "G1", HERE } },
	    "moved 2>3 device-id\n" },
	{ "a field that is not said any more", { { 1, "G1", "M1", HERE } },
	    { { 1, "G1", NULL, HERE } }, "" },
	{ "another answer", { { 1, NULL, NULL, NULL, HERE } },
	    { { 1, NULL, NULL, NULL, HERE, .match = "gup" } },
	    "changed 1; pds udp/38293: pong>gup\n" },
	{ "another role", { { 1, NULL, NULL, NULL, HERE } },
	    { { 1, NULL, NULL, NULL, HERE, CLIENT } },
	    "changed 1; role: server>client\n" },
	{ "missing for another reason", { { 1, "G1", GONE(SILENT) } },
	    { { 1, "G1", GONE(ALIVE_NO_AGENT) } },
	    "changed 1; verdict: silent>alive-no-agent\n" },
	{ "still missing", { { 1, "G1", GONE(SILENT) } },
	    { { 1, "G1", GONE(SILENT) } }, "" },
};

static struct observation
reply_of(const struct machine_row *row, int64_t time_us)
{
	struct observation in = { .addr = addr_v4(0x0a000000 + row->addr),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.role = row->role == 0 ? OBSERVATION_ROLE_SERVER : row->role,
		.time_us = time_us,
		.icmp_type = -1,
		.icmp_code = -1,
		.match = row->match == NULL ? "pong" : row->match,
		.name = row->name };

	if (row->id != NULL)
		in.field[in.n_fields++] =
		    (struct observation_field){ "device-id", row->id };
	if (row->mac != NULL)
		in.field[in.n_fields++] =
		    (struct observation_field){ "mac", row->mac };
	return in;
}

static void
add_machine(struct diff_side *side, const struct machine_row *row,
    int64_t time_us)
{
	struct observation in = reply_of(row, time_us);
	struct host host;

	host_init(&host, &in.addr);
	if (row->is_imported) {
		struct host_name name = { (char *)(uintptr_t)row->name,
			HOST_SOURCE_IMPORT, NULL, 1, 0 };

		(void)merge_name(&host, &name);
	} else {
		(void)merge_observation(&host, &in, 1);
	}
	host.first_us = row->first_us == 0 ? OLD_US : row->first_us;
	host.verdict.code = row->verdict;
	diff_side_add(side, &host, !verdict_is_missing(row->verdict));
	host_fini(&host);
}

/* 10.0.0.0 to 10.0.0.99 were asked. */
static void
side_init(struct diff_side *side, int64_t time_us)
{
	struct addr_range asked = { addr_v4(0x0a000000), addr_v4(0x0a000063) };

	*side = (struct diff_side)DIFF_SIDE_INIT;
	side->time_us = time_us;
	side->is_complete = side->has_targets = true;
	side->probes = mem_dup("pds,rtvscan");
	rangeset_add(&side->targets, &asked);
	rangeset_seal(&side->targets);
}

static unsigned
last_of(const struct diff_item *item)
{
	return (unsigned)(item->addr.lo & 0xff);
}

static char *
dump(const struct diff *diff)
{
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < diff->n; i++) {
		const struct diff_entry *e = &diff->entry[i];

		text_addf(&out, "%s ", diff_change_name(e->change));
		if (e->change == DIFF_MOVED)
			text_addf(&out, "%u>", last_of(e->was));
		text_addf(&out, "%u", last_of(e->is != NULL ? e->is : e->was));
		if (e->change == DIFF_GONE)
			text_addf(&out, " %s", verdict_name(e->verdict));
		if (e->change == DIFF_MOVED)
			text_addf(&out, " %s", e->by);
		if (e->change == DIFF_NEW && e->is->clone != NULL)
			text_addf(&out, " clone of %u", last_of(e->is->clone));
		if (e->other != NULL)
			text_addf(&out,
			    e->change == DIFF_GONE ? ", %u is there"
						   : " where %u was",
			    last_of(e->other));
		for (size_t k = 0; k < e->n_details; k++)
			text_addf(&out, "; %s: %s>%s", e->detail[k].key,
			    e->detail[k].was == NULL ? "" : e->detail[k].was,
			    e->detail[k].is == NULL ? "" : e->detail[k].is);
		text_add(&out, "\n");
	}
	return text_take(&out);
}

/* The rows of a side from another start and in either direction. */
static void
add_turned(struct diff_side *side, const struct machine_row *row,
    int64_t time_us, size_t turn)
{
	size_t n = 0;

	while (n < MACHINES_MAX && row[n].addr != 0)
		n++;
	for (size_t i = 0; i < n; i++) {
		size_t at = (i + turn / 2) % n;

		add_machine(side, &row[turn % 2 ? n - 1 - at : at], time_us);
	}
}

static void
test_rows(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		for (size_t turn = 0; turn < 2 * MACHINES_MAX; turn++) {
			struct diff_side was, is;
			struct diff diff;
			char *got;

			side_init(&was, OLD_US);
			side_init(&is, NEW_US);
			add_turned(&was, rows[i].was, OLD_US + 1, turn);
			add_turned(&is, rows[i].is, NEW_US + 1, turn);
			diff_make(&diff, &was, &is);
			got = dump(&diff);
			CU_ASSERT_STRING_EQUAL(got, rows[i].want);
			if (strcmp(got, rows[i].want) != 0)
				printf("# got: %s", got);
			free(got);
			diff_fini(&diff);
			diff_side_fini(&was);
			diff_side_fini(&is);
		}
	}
}

/* What only one of the sides asked is not compared. */
static void
test_probes(void)
{
	static const struct {
		const char *name, *was, *is, *want;
	} probes[] = {
		{ "both asked", "pds,rtvscan", "rtvscan,pds",
		    "changed 1; role: server>client; pds udp/38293: pong>; "
		    "rtvscan tcp/2967: >hello\n" },
		{ "the new one did not ask for pds", "pds,rtvscan", "rtvscan",
		    "changed 1; role: alive>client; rtvscan tcp/2967: "
		    ">hello\n" },
		{ "the old one did not ask for rtvscan", "pds", "pds,rtvscan",
		    "changed 1; role: server>alive; pds udp/38293: pong>\n" },
		{ "nothing in common", "pds", "rtvscan", "" },
		{ "not known", NULL, NULL,
		    "changed 1; role: server>client; pds udp/38293: pong>; "
		    "rtvscan tcp/2967: >hello\n" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(probes); i++) {
		struct machine_row one = { 1, HERE };
		struct observation in = reply_of(&one, NEW_US);
		struct diff_side was, is;
		struct host host;
		struct diff diff;
		char *got;

		harness_row(probes[i].name);
		side_init(&was, OLD_US);
		side_init(&is, NEW_US);
		free(was.probes);
		free(is.probes);
		was.probes =
		    probes[i].was == NULL ? NULL : mem_dup(probes[i].was);
		is.probes = probes[i].is == NULL ? NULL : mem_dup(probes[i].is);
		add_machine(&was, &one, OLD_US);
		host_init(&host, &in.addr);
		in.probe = "rtvscan";
		in.protocol = NET_TCP;
		in.port = 2967;
		in.role = OBSERVATION_ROLE_CLIENT;
		in.match = "hello";
		(void)merge_observation(&host, &in, 1);
		/* A refusal is no more than silence. */
		in.probe = "pds";
		in.protocol = NET_UDP;
		in.port = 38293;
		in.kind = OBSERVATION_REFUSED;
		in.match = NULL;
		(void)merge_observation(&host, &in, 1);
		diff_side_add(&is, &host, true);
		host_fini(&host);
		diff_make(&diff, &was, &is);
		got = dump(&diff);
		CU_ASSERT_STRING_EQUAL(got, probes[i].want);
		if (strcmp(got, probes[i].want) != 0)
			printf("# got: %s", got);
		free(got);
		diff_fini(&diff);
		diff_side_fini(&was);
		diff_side_fini(&is);
	}
}

/* An old sweep that did not end says nothing of whom it does not name. */
static void
test_incomplete(void)
{
	struct machine_row alive = { .addr = 1,
		.role = OBSERVATION_ROLE_ALIVE,
		.first_us = 1 };
	struct diff_side was, is;
	struct diff diff;

	for (int turn = 0; turn < 2; turn++) {
		side_init(&was, OLD_US);
		side_init(&is, NEW_US);
		was.is_complete = is.is_complete = false;
		add_machine(turn == 0 ? &was : &is, &alive, OLD_US + 1);
		diff_make(&diff, &was, &is);
		CU_ASSERT_EQUAL(diff.n, 0);
		CU_ASSERT_EQUAL(diff.n_not_asked, turn == 0 ? 1 : 0);
		diff_fini(&diff);
		diff_side_fini(&was);
		diff_side_fini(&is);
	}
}

/* A side against itself shows nothing, whatever it holds. */
static void
test_itself(void)
{
	static const char *const ids[] = { NULL, "G1", "G2", "G3" };
	static const char *const macs[] = { NULL, "M1", "M2", "M3" };
	static const char *const names[] = { NULL, "a", "A", "\xc3\xa4" };

	for (uint64_t seed = 0; seed < 2000; seed++) {
		struct diff_side side[2];
		struct diff diff;

		for (int s = 0; s < 2; s++) {
			side_init(&side[s], OLD_US);
			for (unsigned i = 1; i <= 8; i++) {
				uint64_t dice = hash_u64(seed, i);
				struct machine_row row = { i, ids[dice & 3],
					macs[dice >> 2 & 3],
					names[dice >> 4 & 3],
					.verdict = (dice >> 6) % 10,
					.role = 2 + (dice >> 10) % 3,
					.first_us = 1 };

				add_machine(&side[s], &row, OLD_US + 1);
			}
		}
		diff_make(&diff, &side[0], &side[1]);
		CU_ASSERT_EQUAL(diff.n, 0);
		if (diff.n > 0)
			printf("# seed %" PRIu64 "\n", seed);
		diff_fini(&diff);
		diff_side_fini(&side[0]);
		diff_side_fini(&side[1]);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each case", test_rows },
		{ "what both asked", test_probes },
		{ "sweeps that did not end", test_incomplete },
		{ "a side and itself", test_itself },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "diff", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
