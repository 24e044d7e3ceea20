/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Each verdict and its sentence, whatever the order of the observations.
 */
#include <string.h>

#include "base/utf8.h"
#include "cache/verdict.h"
#include "test/harness.h"

#define PDS        .probe = "pds", .protocol = NET_UDP, .port = 38293
#define RTVSCAN    .probe = "rtvscan", .protocol = NET_TCP, .port = 2967
#define NO_ICMP    .icmp_type = -1, .icmp_code = -1
#define ICMP(t, c) .icmp_type = (t), .icmp_code = (c)
#define ROUTER     .from = { 0, 0x0a010001, 4 }
#define V4         .addr = { 0, 0x0a000007, 4 }
#define V6         .addr = { UINT64_C(0xfd00) << 48, 7, 6 }

#define ROW_MAX 6

struct verdict_row {
	const char *name;
	struct observation in[ROW_MAX]; /* probe NULL: no more */
	enum verdict_code code;
	const char *evidence;
};

static const struct verdict_row rows[] = {
	{ "nothing", { { .probe = NULL } }, VERDICT_NOT_ASKED,
	    "not asked in this sweep" },
	{ "server",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_REPLY,
		  .role = OBSERVATION_ROLE_SERVER, .match = "pong",
		  .tries = 1 },
		{ V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_SILENT,
		    .tries = 3 } },
	    VERDICT_ANSWERED,
	    "reply to pds (UDP 38293) that matches \"pong\": a server; "
	    "no answer to rtvscan (TCP 2967, 3 tries)" },
	{ "server by both",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_REPLY,
		  .role = OBSERVATION_ROLE_CLIENT, .match = "hello" },
		{ V4, PDS, NO_ICMP, .kind = OBSERVATION_REPLY,
		    .role = OBSERVATION_ROLE_SERVER, .match = "pong",
		    .tries = 2 } },
	    VERDICT_ANSWERED,
	    "reply to pds (UDP 38293, 2 tries) that matches \"pong\" and "
	    "reply to rtvscan (TCP 2967) that matches \"hello\": a server" },
	{ "client",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_REPLY,
		  .role = OBSERVATION_ROLE_CLIENT, .match = "hello" },
		{ V4, PDS, ICMP(3, 3), .kind = OBSERVATION_REFUSED } },
	    VERDICT_ANSWERED,
	    "reply to rtvscan (TCP 2967) that matches \"hello\": a client, or "
	    "a server whose PDS is blocked; ICMP port unreachable from UDP "
	    "38293 (pds)" },
	{ "open and mute",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_OPEN,
		.role = OBSERVATION_ROLE_UNIDENTIFIED } },
	    VERDICT_ANSWERED,
	    "connection accepted on TCP 2967 (rtvscan): something is there "
	    "that proves no agent" },
	{ "reply that nobody knows",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_UNIDENTIFIED } },
	    VERDICT_ANSWERED,
	    "reply to pds (UDP 38293) that no pattern matches: something is "
	    "there that proves no agent" },
	{ "reply that proves life only",
	    { { V4, .probe = "nbstat", .port = 137, NO_ICMP,
		.kind = OBSERVATION_REPLY, .role = OBSERVATION_ROLE_ALIVE,
		.match = "node" } },
	    VERDICT_ALIVE_NO_AGENT,
	    "reply to nbstat (UDP 137) that matches \"node\": a machine is "
	    "there, but no agent" },
	{ "refused twice",
	    { { V4, PDS, ICMP(3, 3), .kind = OBSERVATION_REFUSED },
		{ V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_REFUSED } },
	    VERDICT_ALIVE_NO_AGENT,
	    "RST from TCP 2967 (rtvscan) and ICMP port unreachable from UDP "
	    "38293 (pds): a machine is there, but no agent" },
	{ "refused by the host itself, said so",
	    { { V4, PDS, ICMP(3, 3), .from = { 0, 0x0a000007, 4 },
		.kind = OBSERVATION_REFUSED } },
	    VERDICT_ALIVE_NO_AGENT,
	    "ICMP port unreachable from UDP 38293 (pds): a machine is there, "
	    "but no agent" },
	{ "refused by a firewall",
	    { { V4, PDS, ICMP(3, 3), ROUTER, .kind = OBSERVATION_REFUSED } },
	    VERDICT_PROHIBITED,
	    "port unreachable, said 10.1.0.1 (ICMP 3/3), when asked for pds "
	    "(UDP 38293)" },
	{ "prohibited beats silent",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 1 },
		{ V4, RTVSCAN, ICMP(3, 13), ROUTER,
		    .kind = OBSERVATION_PROHIBITED, .tries = 1 } },
	    VERDICT_PROHIBITED,
	    "communication administratively prohibited, said 10.1.0.1 (ICMP "
	    "3/13), when asked for rtvscan (TCP 2967); no answer to pds (UDP "
	    "38293, 1 try)" },
	{ "unreachable, both alike",
	    { { V4, RTVSCAN, ICMP(3, 1), ROUTER,
		  .kind = OBSERVATION_UNREACHABLE, .tries = 3 },
		{ V4, PDS, ICMP(3, 1), ROUTER, .kind = OBSERVATION_UNREACHABLE,
		    .tries = 3 } },
	    VERDICT_UNREACHABLE,
	    "host unreachable, said 10.1.0.1 (ICMP 3/1), when asked for pds "
	    "(UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries)" },
	{ "unreachable, IPv6",
	    { { V6, PDS, ICMP(1, 0), .from = { UINT64_C(0xfd00) << 48, 1, 6 },
		.kind = OBSERVATION_UNREACHABLE } },
	    VERDICT_UNREACHABLE,
	    "no route to the address, said fd00::1 (ICMPv6 1/0), when asked "
	    "for pds (UDP 38293)" },
	{ "unreachable, by errno only",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_UNREACHABLE } },
	    VERDICT_UNREACHABLE,
	    "unreachable, when asked for rtvscan (TCP 2967)" },
	{ "unreachable, an unheard-of code",
	    { { V4, PDS, ICMP(3, 255), ROUTER,
		.kind = OBSERVATION_UNREACHABLE } },
	    VERDICT_UNREACHABLE,
	    "unreachable, said 10.1.0.1 (ICMP 3/255), when asked for pds (UDP "
	    "38293)" },
	{ "silent",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 3 },
		{ V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 3 } },
	    VERDICT_SILENT,
	    "no answer to pds (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 "
	    "tries)" },
	{ "the same twice, most tries count",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 1 },
		{ V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 3 } },
	    VERDICT_SILENT, "no answer to pds (UDP 38293, 3 tries)" },
	{ "three, as a list",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT },
		{ V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "cba", .protocol = NET_TCP, .port = 9595,
		    NO_ICMP, .kind = OBSERVATION_SILENT } },
	    VERDICT_SILENT,
	    "no answer to cba (TCP 9595), pds (UDP 38293) and rtvscan (TCP "
	    "2967)" },
	{ "six, the last two counted",
	    { { V4, .probe = "a", .port = 1, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "a", .port = 2, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "a", .port = 3, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "a", .port = 4, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "a", .port = 5, .kind = OBSERVATION_SILENT },
		{ V4, .probe = "a", .port = 6, .kind = OBSERVATION_SILENT } },
	    VERDICT_SILENT,
	    "no answer to a (UDP 1), a (UDP 2), a (UDP 3), a (UDP 4) and 2 "
	    "more" },
	{ "excluded",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_EXCLUDED },
		{ V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_EXCLUDED } },
	    VERDICT_EXCLUDED, "excluded from this sweep" },
	{ "not asked", { { V4, PDS, NO_ICMP, .kind = OBSERVATION_NOT_ASKED } },
	    VERDICT_NOT_ASKED,
	    "the sweep ended before it asked for pds (UDP 38293)" },
	{ "window",
	    { { V4, PDS, NO_ICMP, .kind = OBSERVATION_NOT_ASKED,
		.match = OBSERVATION_NOT_ASKED_WINDOW } },
	    VERDICT_NOT_ASKED,
	    "the link's window closed before the sweep asked for pds (UDP "
	    "38293)" },
	{ "a name is no sign of life",
	    { { V4, .probe = "ptr", .port = 53, .kind = OBSERVATION_NAMED,
		.role = OBSERVATION_ROLE_SERVER } },
	    VERDICT_NOT_ASKED, "not asked in this sweep" },
	{ "a name and silence",
	    { { V4, .probe = "ptr", .port = 53, .kind = OBSERVATION_NAMED },
		{ V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 1 } },
	    VERDICT_SILENT, "no answer to pds (UDP 38293, 1 try)" },
	{ "half asked",
	    { { V4, RTVSCAN, NO_ICMP, .kind = OBSERVATION_NOT_ASKED },
		{ V4, PDS, NO_ICMP, .kind = OBSERVATION_SILENT, .tries = 1 } },
	    VERDICT_SILENT,
	    "no answer to pds (UDP 38293, 1 try); the sweep ended before it "
	    "asked for rtvscan (TCP 2967)" },
};

static size_t
row_n(const struct verdict_row *row)
{
	size_t n = 0;

	while (n < ROW_MAX && row->in[n].probe != NULL)
		n++;
	return n;
}

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct observation twice[2 * ROW_MAX];
		size_t n = row_n(&rows[i]);

		harness_row(rows[i].name);
		/* Every rotation, forwards and backwards, once and twice. */
		for (size_t turn = 0; turn < 4 * (n + 1); turn++) {
			size_t times = turn % 4 < 2 ? 1 : 2;
			struct verdict got;

			for (size_t k = 0; k < times * n; k++) {
				size_t at = (k + turn / 4) % n;

				twice[k] =
				    rows[i].in[turn % 2 ? n - 1 - at : at];
			}
			got = verdict_of(twice, times * n, NULL);
			CU_ASSERT_EQUAL(got.code, rows[i].code);
			CU_ASSERT_STRING_EQUAL(got.evidence, rows[i].evidence);
		}
	}
}

/* Long probe names: the sentence is cut at a character, never beyond. */
static void
test_cut(void)
{
	char probe[600];

	for (size_t len = 1; len < sizeof(probe); len++) {
		struct observation in = { V4, .probe = probe, .port = 9,
			NO_ICMP, .kind = OBSERVATION_SILENT };
		struct verdict got;
		size_t got_len;

		memset(probe, 'p', len);
		if (len > 150)
			memcpy(probe + len - 2, "\xc3\xa4", 2);
		probe[len] = '\0';
		if (len > 250) /* two-byte characters around the limit */
			for (size_t i = 100 + len % 2; i + 1 < len; i += 2)
				memcpy(probe + i, "\xc3\xa4", 2);
		probe[len] = '\0';
		got = verdict_of(&in, 1, NULL);
		got_len = strlen(got.evidence);
		CU_ASSERT(got_len < VERDICT_EVIDENCE_CAP);
		if (!utf8_is_valid(probe, len))
			continue;
		CU_ASSERT(utf8_is_valid(got.evidence, got_len));
		CU_ASSERT_EQUAL(strcmp(got.evidence + got_len - 3, "...") == 0,
		    len + strlen("no answer to  (UDP 9)") >=
			VERDICT_EVIDENCE_CAP);
	}
}

static void
test_names(void)
{
	static const struct {
		enum verdict_code code;
		const char *name;
		bool is_missing;
	} names[] = {
		{ VERDICT_NONE, "", false },
		{ VERDICT_ANSWERED, "answered", false },
		{ VERDICT_MOVED, "moved", true },
		{ VERDICT_ALIVE_NO_AGENT, "alive-no-agent", true },
		{ VERDICT_PROHIBITED, "prohibited", true },
		{ VERDICT_UNREACHABLE, "unreachable", true },
		{ VERDICT_LINK_DOWN, "link-down", true },
		{ VERDICT_SILENT, "silent", true },
		{ VERDICT_EXCLUDED, "excluded", true },
		{ VERDICT_NOT_ASKED, "not-asked", true },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		harness_row(names[i].name);
		CU_ASSERT_STRING_EQUAL(verdict_name(names[i].code),
		    names[i].name);
		CU_ASSERT_EQUAL(verdict_is_missing(names[i].code),
		    names[i].is_missing);
	}
	CU_ASSERT_STRING_EQUAL(verdict_name(99), "unknown");
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each verdict", test_rows },
		{ "long sentences are cut", test_cut },
		{ "names", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "verdict", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
