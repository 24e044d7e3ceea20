/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What stands beside the observations of an address: its neighbours, its
 * link, when it was heard before and where its machine went; and what is
 * advised.
 */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "cache/area.h"
#include "cache/verdict.h"
#include "test/harness.h"

#define V4      .addr = { 0, 0x0a000007, 4 }
#define V6      .addr = { UINT64_C(0xfd00) << 48, 7, 6 }
#define PDS     .probe = "pds", .protocol = NET_UDP, .port = 38293
#define NO_ICMP .icmp_type = -1, .icmp_code = -1
#define SILENT  V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 3
#define NETWORK(alive, lost, unreachable) \
	.network = { "10.0.0.0/24", alive, lost, unreachable }
#define LINK(alive, lost, unreachable) \
	.link = { "link north", alive, lost, unreachable }
#define HEARD .last_us = 1000000
#define QUIET "no answer to pds (UDP 38293, 3 tries)"
#define WHEN  "1970-01-01T00:00:01.000Z"

static const struct verdict_move moved = { { 0, 0x0a000009, 4 }, "device-id",
	"G1", 1000000, 2000000 };
static const struct verdict_move imported = { { 0, 0x0a000009, 4 }, "name",
	"PC1", 0, 2000000 };

static const struct {
	const char *name;
	struct observation in[3]; /* probe NULL: no more */
	struct verdict_facts facts;
	enum verdict_code code;
	const char *evidence;
} rows[] = {
	{ "nothing is known", { { SILENT } }, { .last_us = 0 }, VERDICT_SILENT,
	    QUIET "; never heard before" },
	{ "its neighbours answer", { { SILENT } }, { HEARD, NETWORK(2, 1, 0) },
	    VERDICT_SILENT,
	    QUIET "; last heard at " WHEN "; 2 in 10.0.0.0/24 answer: it is "
		  "off, or a firewall on it drops the questions" },
	{ "one neighbour answers", { { SILENT } }, { HEARD, NETWORK(1, 1, 0) },
	    VERDICT_SILENT,
	    QUIET "; last heard at " WHEN "; 1 in 10.0.0.0/24 answers: it is "
		  "off, or a firewall on it drops the questions" },
	{ "a router tells of those that are off", { { SILENT } },
	    { HEARD, NETWORK(2, 1, 3) }, VERDICT_SILENT,
	    QUIET "; last heard at " WHEN "; 2 in 10.0.0.0/24 answer, and a "
		  "router reports who is off there: it is rather filtered "
		  "than off" },
	{ "two are lost: no line is blamed yet", { { SILENT } },
	    { HEARD, NETWORK(0, 2, 0) }, VERDICT_SILENT,
	    QUIET "; last heard at " WHEN "; nobody in 10.0.0.0/24 answers" },
	{ "three are lost, and nobody is left", { { SILENT } },
	    { HEARD, NETWORK(0, 3, 0) }, VERDICT_LINK_DOWN,
	    QUIET "; nobody in 10.0.0.0/24 answers, and 3 who did before are "
		  "lost" },
	{ "three are lost, and one is left", { { SILENT } },
	    { HEARD, NETWORK(1, 3, 0) }, VERDICT_SILENT,
	    QUIET "; last heard at " WHEN "; 1 in 10.0.0.0/24 answers: it is "
		  "off, or a firewall on it drops the questions" },
	{ "the whole link", { { SILENT } },
	    { HEARD, NETWORK(0, 1, 0), LINK(0, 40, 2) }, VERDICT_LINK_DOWN,
	    QUIET "; nobody in link north answers, and 40 who did before are "
		  "lost; of 2 a router says so" },
	{ "one network of a link that lives", { { SILENT } },
	    { HEARD, NETWORK(0, 5, 0), LINK(9, 5, 0) }, VERDICT_LINK_DOWN,
	    QUIET "; nobody in 10.0.0.0/24 answers, and 5 who did before are "
		  "lost" },
	{ "who was never heard is no witness of a line", { { SILENT } },
	    { NETWORK(0, 5, 0) }, VERDICT_SILENT,
	    QUIET "; never heard before; nobody in 10.0.0.0/24 answers" },
	{ "a router's word stays",
	    { { V4, PDS, .kind = OBSERVATION_UNREACHABLE, .icmp_type = 3,
		.icmp_code = 1, .from = { 0, 0x0a000001, 4 } } },
	    { HEARD, NETWORK(0, 5, 5) }, VERDICT_UNREACHABLE,
	    "host unreachable, said 10.0.0.1 (ICMP 3/1), when asked for pds "
	    "(UDP 38293)" },
	{ "ARP shows it",
	    { { SILENT },
		{ V4, NO_ICMP, .probe = "arp", .kind = OBSERVATION_NEIGHBOUR,
		    .match = "02:00" } },
	    { HEARD, NETWORK(2, 1, 0) }, VERDICT_SILENT,
	    "ARP was answered with 02:00; " QUIET ": it is on, and a firewall "
	    "on it drops the questions; last heard at " WHEN
	    "; 2 in 10.0.0.0/24 answer" },
	{ "ARP is not answered",
	    { { SILENT }, { V4, NO_ICMP, .probe = "arp",
			      .kind = OBSERVATION_NEIGHBOUR } },
	    { HEARD, NETWORK(2, 1, 0) }, VERDICT_SILENT,
	    "ARP was not answered; " QUIET ": it is off, or not there; last "
	    "heard at " WHEN "; 2 in 10.0.0.0/24 answer" },
	{ "who answered needs no ARP",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_REPLY,
		  .role = OBSERVATION_ROLE_SERVER, .match = "pong" },
		{ V6, NO_ICMP, .probe = "ndp", .kind = OBSERVATION_NEIGHBOUR,
		    .match = "02:00" } },
	    { HEARD, NETWORK(2, 1, 0) }, VERDICT_ANSWERED,
	    "reply to pds (UDP 38293) that matches \"pong\": a server" },
	{ "moved", { { SILENT } }, { HEARD, NETWORK(0, 5, 0), .move = &moved },
	    VERDICT_MOVED,
	    "moved to 10.0.0.9: the device-id G1 answered there at "
	    "1970-01-01T00:00:02.000Z, and here last at " WHEN "; " QUIET },
	{ "imported, and found elsewhere", { { SILENT } },
	    { NETWORK(1, 0, 0), .move = &imported }, VERDICT_MOVED,
	    "moved to 10.0.0.9: the name PC1 answered there at "
	    "1970-01-01T00:00:02.000Z; " QUIET },
	{ "moved, but it was not asked here",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_NOT_ASKED } },
	    { HEARD, .move = &moved }, VERDICT_NOT_ASKED,
	    "the sweep ended before it asked for pds (UDP 38293)" },
	{ "moved, and another machine answers",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER, .match = "pong" } },
	    { HEARD, .move = &moved }, VERDICT_ANSWERED,
	    "reply to pds (UDP 38293) that matches \"pong\": a server" },
	{ "a name server's word is nothing",
	    { { V4, NO_ICMP, .probe = "ptr", .kind = OBSERVATION_NAMED } },
	    { HEARD, NETWORK(1, 0, 0) }, VERDICT_NOT_ASKED,
	    "not asked in this sweep" },
	{ "a question is named once",
	    { { V4, PDS, .kind = OBSERVATION_UNREACHABLE, .icmp_type = 3,
		  .icmp_code = 1 },
		{ SILENT } },
	    { HEARD, NETWORK(1, 0, 0) }, VERDICT_UNREACHABLE,
	    "host unreachable (ICMP 3/1), when asked for pds (UDP 38293)" },
	{ "no route here",
	    { { V4, PDS, .kind = OBSERVATION_UNREACHABLE,
		.icmp_type = OBSERVATION_OWN_ERRNO,
		.icmp_code = ENETUNREACH } },
	    { HEARD }, VERDICT_UNREACHABLE,
	    "this machine knows no route to it (errno 101), when asked for "
	    "pds (UDP 38293)" },
};

static void
test_rows(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct verdict got;
		size_t n = 0;

		harness_row(rows[i].name);
		while (n < 3 && rows[i].in[n].probe != NULL)
			n++;
		got = verdict_of(rows[i].in, n, &rows[i].facts);
		CU_ASSERT_STRING_EQUAL(verdict_name(got.code),
		    verdict_name(rows[i].code));
		CU_ASSERT_STRING_EQUAL(got.evidence, rows[i].evidence);
	}
}

static void
test_advice(void)
{
	static const struct {
		const char *name;
		enum verdict_code code;
		struct observation in;
		struct verdict_facts facts;
		const char *has, *has_not;
	} advices[] = {
		{ "the ports", VERDICT_SILENT, { SILENT }, { HEARD },
		    "UDP 38293 and 2967 and TCP 2967, on NetWare TCP 2968 too",
		    "list it came from" },
		{ "the old form was not asked", VERDICT_SILENT, { SILENT },
		    { HEARD }, "-p pds,rtvscan,rtvscan-udp", NULL },
		{ "the old form was asked", VERDICT_SILENT,
		    { V4, NO_ICMP, .probe = "rtvscan-udp", .port = 2967,
			.kind = OBSERVATION_SILENT },
		    { HEARD }, "2967", "-p pds" },
		{ "never heard", VERDICT_SILENT, { SILENT }, { .last_us = 0 },
		    "list it came from", NULL },
		{ "no neighbours", VERDICT_SILENT, { SILENT }, { HEARD },
		    "Sweep its whole network", NULL },
		{ "neighbours", VERDICT_SILENT, { SILENT },
		    { HEARD, NETWORK(1, 0, 0) }, "whether it is on",
		    "Sweep its whole network" },
		{ "it is on", VERDICT_SILENT,
		    { V4, NO_ICMP, .probe = "arp", .match = "02:00",
			.kind = OBSERVATION_NEIGHBOUR },
		    { HEARD }, "Let the scanner through", "whether it is on" },
		{ "moved", VERDICT_MOVED, { SILENT }, { .move = &moved },
		    "--replace", NULL },
		{ "a window", VERDICT_NOT_ASKED,
		    { V4, PDS, NO_ICMP, .kind = OBSERVATION_NOT_ASKED,
			.match = OBSERVATION_NOT_ASKED_WINDOW },
		    { HEARD }, "window", NULL },
	};

	for (size_t i = 0; i < HARNESS_ROWS(advices); i++) {
		struct text text = TEXT_INIT;

		harness_row(advices[i].name);
		verdict_advise(&text, advices[i].code, &advices[i].in, 1,
		    &advices[i].facts);
		CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&text), advices[i].has));
		if (advices[i].has_not != NULL)
			CU_ASSERT_PTR_NULL(
			    strstr(text_str(&text), advices[i].has_not));
		text_fini(&text);
	}
	/* None is without advice, with nothing known either. */
	for (int code = 0; code <= VERDICT_NOT_ASKED; code++) {
		struct text text = TEXT_INIT;

		harness_row(verdict_name(code));
		verdict_advise(&text, code, NULL, 0, NULL);
		CU_ASSERT(text.len > 0);
		text_fini(&text);
	}
}

/* Addresses as rows come from the store, and out of order. */
static void
test_areas(void)
{
	static const unsigned order[] = { 0, 1, 2, 300, 600, 5, 301 };
	struct area_table table = AREA_TABLE_INIT;
	struct verdict_area network, link;
	struct addr addr = addr_v4(0x0a000000);

	for (size_t i = 0; i < HARNESS_ROWS(order); i++) {
		struct observation in = { .addr =
					      addr_v4(0x0a000000 + order[i]),
			PDS,
			NO_ICMP,
			.kind =
			    i % 2 ? OBSERVATION_SILENT : OBSERVATION_REPLY };

		area_add(&table, i == 3 ? NULL : "north", &in, 1, true);
	}
	area_find(&table, &addr, "north", &network, &link);
	CU_ASSERT_STRING_EQUAL(network.name, "10.0.0.0/24");
	CU_ASSERT_EQUAL(network.n_alive, 2);
	CU_ASSERT_EQUAL(network.n_lost, 2);
	CU_ASSERT_STRING_EQUAL(link.name, "link north");
	CU_ASSERT_EQUAL(link.n_alive, 4);
	CU_ASSERT_EQUAL(link.n_lost, 2);
	addr = addr_v4(0x0a0001ff);
	area_find(&table, &addr, NULL, &network, &link);
	CU_ASSERT_STRING_EQUAL(network.name, "10.0.1.0/24");
	CU_ASSERT_EQUAL(network.n_alive, 1);
	CU_ASSERT_EQUAL(network.n_lost, 1);
	CU_ASSERT_PTR_NULL(link.name);
	addr = addr_v4(0x0b000000);
	area_find(&table, &addr, "south", &network, &link);
	CU_ASSERT_PTR_NULL(network.name);
	CU_ASSERT_PTR_NULL(link.name);
	area_table_fini(&table);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "facts", test_rows },
		{ "advice", test_advice },
		{ "areas", test_areas },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "verdict_facts", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
