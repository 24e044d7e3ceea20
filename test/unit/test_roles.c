/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What proves which role, rule by rule: from the bytes of a reply through
 * the shipped probes to the host.  Bytes are written out here.
 */
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "cache/merge.h"
#include "scanner/probe.h"
#include "scanner/probe_load.h"
#include "test/harness.h"

#define REPLY_MAX 256
#define ASKS_MAX  2

/* BDCVPING, a stated length of 56 and 4, OS 5.2.3790, "PC", a MAC, a GUID. */
#define PONG                       \
	"020a56004244435650494e47" \
	"000000000000"             \
	"3800"                     \
	"00000000"                 \
	"ce0e0205"                 \
	"00000000"                 \
	"500043000000"             \
	"020000000007"             \
	"00112233445566778899aabbccddeeff"
#define PONG_BARE "020a0c004244435650494e47"
#define HELLO     "01100000140101000000000000000000"
#define HTTP      "485454502f312e31203430340d0a"
#define UDP_AGENT "00060101001000000000000000000000"
#define DNS_REPLY "00068180000100000000000000000000"

/* What one question brought. */
struct role_answer {
	const char *probe; /* NULL: no more */
	const char *hex;   /* the reply; NULL: none */
	enum observation_kind kind;
};

static const struct {
	const char *name;
	struct role_answer answer[ASKS_MAX];
	enum observation_role role;
	const char *match; /* of the first; NULL: none */
	const char *machine;
	bool is_raw; /* the first is kept as hex */
	enum verdict_code verdict;
} rows[] = {
	{ "1: a name needs a matched reply",
	    { { "pds",
		"020a56005858585850494e47"
		"50004300",
		0 } },
	    OBSERVATION_ROLE_UNIDENTIFIED, NULL, NULL, true, VERDICT_ANSWERED },
	{ "1: a pong without a name", { { "pds", PONG_BARE, 0 } },
	    OBSERVATION_ROLE_SERVER, "bdcv-pong", NULL, false,
	    VERDICT_ANSWERED },
	{ "1: an open port alone is reported as such",
	    { { "rtvscan", NULL, OBSERVATION_OPEN } },
	    OBSERVATION_ROLE_UNIDENTIFIED, NULL, NULL, false,
	    VERDICT_ANSWERED },
	{ "1: a silent port proves nothing",
	    { { "rtvscan", NULL, OBSERVATION_SILENT } }, OBSERVATION_ROLE_NONE,
	    NULL, NULL, false, VERDICT_SILENT },
	{ "2: BDCVPING is PDS, and so a server", { { "pds", PONG, 0 } },
	    OBSERVATION_ROLE_SERVER, "bdcv-pong", "PC", false,
	    VERDICT_ANSWERED },
	{ "2: a server whatever 2967 does",
	    { { "pds", PONG, 0 }, { "rtvscan", NULL, OBSERVATION_REFUSED } },
	    OBSERVATION_ROLE_SERVER, "bdcv-pong", "PC", false,
	    VERDICT_ANSWERED },
	{ "2: Rtvscan's answer without a pong: a client",
	    { { "rtvscan", HELLO, 0 }, { "pds", NULL, OBSERVATION_SILENT } },
	    OBSERVATION_ROLE_CLIENT, "hello", NULL, false, VERDICT_ANSWERED },
	{ "2: and by UDP", { { "rtvscan-udp", UDP_AGENT, 0 } },
	    OBSERVATION_ROLE_CLIENT, "udp-answer", NULL, false,
	    VERDICT_ANSWERED },
	{ "2: both: a server", { { "rtvscan", HELLO, 0 }, { "pds", PONG, 0 } },
	    OBSERVATION_ROLE_SERVER, "hello", "PC", false, VERDICT_ANSWERED },
	{ "2: a DNS server on 2967 is no Rtvscan",
	    { { "rtvscan-udp", DNS_REPLY, 0 } }, OBSERVATION_ROLE_UNIDENTIFIED,
	    NULL, NULL, true, VERDICT_ANSWERED },
	{ "3: HTTP/ on 2967 is SEP GUP", { { "rtvscan", HTTP, 0 } },
	    OBSERVATION_ROLE_UNIDENTIFIED, "sep-gup", NULL, false,
	    VERDICT_ANSWERED },
	{ "3: SEP GUP beside a pong is a server",
	    { { "rtvscan", HTTP, 0 }, { "pds", PONG, 0 } },
	    OBSERVATION_ROLE_SERVER, "sep-gup", "PC", false, VERDICT_ANSWERED },
	{ "3: any other reply is hex",
	    { { "rtvscan", "5353482d322e300d0a", 0 } },
	    OBSERVATION_ROLE_UNIDENTIFIED, NULL, NULL, true, VERDICT_ANSWERED },
	{ "3: a hello that is cut is no hello",
	    { { "rtvscan", "011000001401010000000000000000", 0 } },
	    OBSERVATION_ROLE_UNIDENTIFIED, NULL, NULL, true, VERDICT_ANSWERED },
	{ "4: silence on UDP", { { "pds", NULL, OBSERVATION_SILENT } },
	    OBSERVATION_ROLE_NONE, NULL, NULL, false, VERDICT_SILENT },
	{ "4: port unreachable shows a machine, and no agent",
	    { { "pds", NULL, OBSERVATION_REFUSED } }, OBSERVATION_ROLE_ALIVE,
	    NULL, NULL, false, VERDICT_ALIVE_NO_AGENT },
};

static struct probe_set shipped = PROBE_SET_INIT;

static int
set_up(void)
{
	probe_set_add_shipped(&shipped);
	return 0;
}

static int
tear_down(void)
{
	probe_set_fini(&shipped);
	return 0;
}

/* An observation as the engine makes it; match holds what it points to. */
static struct observation
observe(const struct role_answer *answer, uint8_t bytes[REPLY_MAX],
    struct probe_match *match)
{
	const struct probe *probe = probe_find(&shipped, answer->probe);
	struct observation seen = { .addr = addr_v4(7),
		.probe = answer->probe,
		.protocol = probe->protocol,
		.port = probe->port[0],
		.kind = answer->kind,
		.time_us = 1,
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1 };
	ptrdiff_t len = 0;

	memset(match, 0, sizeof(*match));
	if (answer->kind == OBSERVATION_OPEN)
		seen.role = OBSERVATION_ROLE_UNIDENTIFIED;
	if (answer->kind == OBSERVATION_REFUSED)
		seen.role = OBSERVATION_ROLE_ALIVE;
	if (answer->hex == NULL)
		return seen;
	len = hex_parse(answer->hex, bytes, REPLY_MAX);
	CU_ASSERT_FATAL(len > 0);
	(void)probe_match(probe, bytes, (size_t)len, match);
	seen.role = match->role;
	seen.match = match->pattern;
	seen.name = match->name;
	seen.raw = bytes;
	seen.raw_len = (size_t)len;
	return seen;
}

static void
test_rules(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		uint8_t bytes[ASKS_MAX][REPLY_MAX];
		struct probe_match match[ASKS_MAX];
		struct observation seen[ASKS_MAX];
		const struct addr addr = addr_v4(7);
		const struct host_name *name;
		struct host host;
		size_t n = 0;

		harness_row(rows[i].name);
		host_init(&host, &addr);
		for (; n < ASKS_MAX && rows[i].answer[n].probe != NULL; n++) {
			seen[n] =
			    observe(&rows[i].answer[n], bytes[n], &match[n]);
			(void)merge_observation(&host, &seen[n], 1);
		}
		CU_ASSERT_EQUAL(host.role, rows[i].role);
		CU_ASSERT_EQUAL(seen[0].match == NULL, rows[i].match == NULL);
		if (seen[0].match != NULL && rows[i].match != NULL)
			CU_ASSERT_STRING_EQUAL(seen[0].match, rows[i].match);
		name = host_display_name(&host);
		CU_ASSERT_EQUAL(name == NULL, rows[i].machine == NULL);
		if (name != NULL && rows[i].machine != NULL)
			CU_ASSERT_STRING_EQUAL(name->value, rows[i].machine);
		CU_ASSERT_EQUAL(host.n_services > 0 &&
				    host.service[0].raw_len > 0,
		    rows[i].is_raw);
		CU_ASSERT_EQUAL(verdict_of(seen, n, NULL).code,
		    rows[i].verdict);
		for (size_t k = 0; k < n; k++)
			if (rows[i].answer[k].hex != NULL)
				probe_match_fini(&match[k]);
		host_fini(&host);
	}
}

/* 5: a captured APP ID is a file, and no new program. */
static void
test_file(void)
{
	static const char xml[] =
	    "<probes xmlns='urn:rollcall:probes:1'>"
	    "<probe name='pds-abcd' protocol='udp'><summary>s</summary>"
	    "<port>38293</port>"
	    "<request>02 0a 10 00 50 49 4e 47 41 42 43 44 00 00 00 00"
	    "</request><pattern name='abcd' role='server'>"
	    "<meaning>m</meaning><regex>.{4}ABCDPING</regex></pattern>"
	    "</probe></probes>";
	struct probe_set set = PROBE_SET_INIT;
	struct probe_match match;

	CU_ASSERT_EQUAL_FATAL(probe_load_xml(&set, xml, sizeof(xml) - 1,
				  "f.xml", NULL),
	    0);
	CU_ASSERT_TRUE(probe_match(set.probe[0],
	    (const uint8_t *)"\x02\x0a\x0c\0ABCDPING", 12, &match));
	CU_ASSERT_EQUAL(match.role, OBSERVATION_ROLE_SERVER);
	probe_match_fini(&match);
	/* 4: what another application answers is not this one's. */
	CU_ASSERT_FALSE(probe_match(set.probe[0],
	    (const uint8_t *)"\x02\x0a\x0c\0BDCVPING", 12, &match));
	CU_ASSERT_EQUAL(match.role, OBSERVATION_ROLE_UNIDENTIFIED);
	probe_match_fini(&match);
	probe_set_fini(&set);
}

/* 2: what is said to people claims no more than is proved. */
static void
test_meanings(void)
{
	const char *pong =
	    probe_meaning(probe_find(&shipped, "pds"), "bdcv-pong");
	const char *gup =
	    probe_meaning(probe_find(&shipped, "rtvscan"), "sep-gup");

	CU_ASSERT_PTR_NOT_NULL_FATAL(pong);
	CU_ASSERT_PTR_NOT_NULL(strstr(pong, "LANDesk's APP ID"));
	CU_ASSERT_PTR_NOT_NULL(strstr(pong, "only Rtvscan's answer can show"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(gup);
	CU_ASSERT_PTR_NOT_NULL(strstr(gup, "not Rtvscan"));
}

/* 6: nothing is written there, whoever names the port. */
static void
test_never(void)
{
	static uint8_t ten[] = { 1, 16, 0, 0, 10, 0 };
	static char name[] = "x";
	const struct probe *tcp = probe_find(&shipped, "rtvscan");
	const struct probe *udp = probe_find(&shipped, "pds");
	const struct probe type_10 = { .name = name,
		.protocol = NET_TCP,
		.request = ten,
		.request_len = sizeof(ten) };

	CU_ASSERT_EQUAL(probe_check_port(tcp, 38292, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(tcp, 12174, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(tcp, 12175, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(udp, 65535, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(&type_10, 2967, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(&type_10, 2968, NULL), -1);
	CU_ASSERT_EQUAL(probe_check_port(tcp, 2968, NULL), 0);
	CU_ASSERT_EQUAL(probe_check_port(udp, 38293, NULL), 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rules", test_rules },
		{ "a file", test_file },
		{ "meanings", test_meanings },
		{ "never", test_never },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "roles",
		    .pInitFunc = set_up,
		    .pCleanupFunc = tear_down,
		    .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
