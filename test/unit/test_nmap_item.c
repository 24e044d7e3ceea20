/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/nmap_item: dates, states, reasons and ports in nmap's words.
 */
#include "output/nmap_item.h"

#include <string.h>

#include "test/harness.h"
#include "test/unit/roster.h"

static void
test_date(void)
{
	static const struct {
		int64_t wall_us;
		const char *want;
	} rows[] = {
		{ INT64_MIN, "Thu Jan  1 00:00:00 1970" },
		{ 0, "Thu Jan  1 00:00:00 1970" },
		{ 999999, "Thu Jan  1 00:00:00 1970" },
		{ INT64_C(1767225603000000), "Thu Jan  1 00:00:03 2026" },
		{ INT64_C(1772236800000000), "Sat Feb 28 00:00:00 2026" },
		{ INT64_C(1798761599000000), "Thu Dec 31 23:59:59 2026" },
		{ INT64_MAX, "Fri Dec 31 23:59:59 9999" },
	};
	char buf[NMAP_ITEM_DATE_LEN];

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].want);
		CU_ASSERT_STRING_EQUAL(nmap_item_date(rows[i].wall_us, buf),
		    rows[i].want);
	}
}

static void
test_states(void)
{
	static const struct {
		enum cache_section section;
		enum verdict_code code;
		const char *state, *reason;
	} rows[] = {
		{ CACHE_SERVERS, VERDICT_ANSWERED, "up", "unknown-response" },
		{ CACHE_ALIVE, VERDICT_NONE, "up", "unknown-response" },
		{ CACHE_MISSING, VERDICT_NONE, "unknown", "not-asked" },
		{ CACHE_MISSING, VERDICT_MOVED, "down", "no-response" },
		{ CACHE_MISSING, VERDICT_ALIVE_NO_AGENT, "up",
		    "unknown-response" },
		{ CACHE_MISSING, VERDICT_PROHIBITED, "down",
		    "admin-prohibited" },
		{ CACHE_MISSING, VERDICT_UNREACHABLE, "down", "host-unreach" },
		{ CACHE_MISSING, VERDICT_LINK_DOWN, "down", "no-response" },
		{ CACHE_MISSING, VERDICT_SILENT, "down", "no-response" },
		{ CACHE_MISSING, VERDICT_EXCLUDED, "skipped", "not-asked" },
		{ CACHE_MISSING, VERDICT_NOT_ASKED, "skipped", "not-asked" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct roster roster;
		struct host *host;

		harness_row(verdict_name(rows[i].code));
		roster_init(&roster);
		host = roster_add(&roster, rows[i].section, "192.0.2.1");
		host->verdict.code = rows[i].code;
		CU_ASSERT_STRING_EQUAL(nmap_item_state(rows[i].section, host),
		    rows[i].state);
		CU_ASSERT_STRING_EQUAL(nmap_item_reason(&roster.inventory,
					   rows[i].section, host),
		    rows[i].reason);
		roster_fini(&roster);
	}
}

static void
test_ports(void)
{
	static const struct {
		enum net_protocol protocol;
		enum observation_kind kind;
		const char *state, *reason;
	} rows[] = {
		{ NET_UDP, OBSERVATION_REPLY, "open", "udp-response" },
		{ NET_UDP, OBSERVATION_REFUSED, "closed", "port-unreach" },
		{ NET_TCP, OBSERVATION_REPLY, "open", "syn-ack" },
		{ NET_TCP, OBSERVATION_OPEN, "open", "syn-ack" },
		{ NET_TCP, OBSERVATION_REFUSED, "closed", "conn-refused" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct host_service service = { .protocol = rows[i].protocol,
			.kind = rows[i].kind };

		harness_row(rows[i].reason);
		CU_ASSERT_STRING_EQUAL(nmap_item_port_state(&service),
		    rows[i].state);
		CU_ASSERT_STRING_EQUAL(nmap_item_port_reason(&service),
		    rows[i].reason);
	}
	CU_ASSERT_STRING_EQUAL(nmap_item_service(NET_TCP, 2967), "symantec-av");
	CU_ASSERT_STRING_EQUAL(nmap_item_service(NET_UDP, 38293),
	    "landesk-cba");
	CU_ASSERT_PTR_NULL(nmap_item_service(NET_TCP, 38293));
	CU_ASSERT_PTR_NULL(nmap_item_service(NET_UDP, 0));
}

/* One port asked by two probes is one port; what is old is none. */
static void
test_walk(void)
{
	const struct host_service *service;
	struct roster roster;
	struct host *host;
	size_t at = 0;

	roster_init(&roster);
	host = roster_add(&roster, CACHE_SERVERS, "192.0.2.1");
	CU_ASSERT_PTR_NULL(nmap_item_port(&roster.inventory, host, &at));
	roster_service(host, "pds", NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER)
	    ->sweep = 6;
	roster_service(host, "a", NET_TCP, 2967, OBSERVATION_OPEN,
	    OBSERVATION_ROLE_UNIDENTIFIED);
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_CLIENT);
	roster_service(host, "z", NET_TCP, 2967, OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE);
	roster_service(host, "cba", NET_TCP, 9595, OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE);
	at = 0;
	service = nmap_item_port(&roster.inventory, host, &at);
	CU_ASSERT_PTR_NOT_NULL_FATAL(service);
	CU_ASSERT_STRING_EQUAL(service->probe, "rtvscan");
	service = nmap_item_port(&roster.inventory, host, &at);
	CU_ASSERT_PTR_NOT_NULL_FATAL(service);
	CU_ASSERT_STRING_EQUAL(service->probe, "cba");
	CU_ASSERT_PTR_NULL(nmap_item_port(&roster.inventory, host, &at));
	CU_ASSERT_TRUE(
	    nmap_item_is_silent(&roster.inventory, host, &roster.ask[0]));
	CU_ASSERT_FALSE(
	    nmap_item_is_silent(&roster.inventory, host, &roster.ask[1]));
	roster.inventory.sweep = NULL; /* the cache: old answers count */
	at = 0;
	service = nmap_item_port(&roster.inventory, host, &at);
	CU_ASSERT_PTR_NOT_NULL_FATAL(service);
	CU_ASSERT_STRING_EQUAL(service->probe, "pds");
	CU_ASSERT_FALSE(
	    nmap_item_is_silent(&roster.inventory, host, &roster.ask[0]));
	roster_fini(&roster);
}

static void
test_document(void)
{
	struct nmap_item_counts counts = { .n_up = 2, .n_all = 3 };
	struct text args = TEXT_INIT;
	struct roster roster;

	roster_init(&roster);
	nmap_item_args(&args, &roster.inventory);
	CU_ASSERT_STRING_EQUAL(text_str(&args),
	    "rollcall sweep --mode intense --probe pds,rtvscan 192.0.2.0/24 2001:db8::/120");
	CU_ASSERT_STRING_EQUAL(nmap_item_version(&roster.inventory), "0.1.0");
	CU_ASSERT_EQUAL(nmap_item_total(&roster.inventory, &counts), 254);
	CU_ASSERT_EQUAL(nmap_item_end_us(&roster.inventory),
	    roster.sweep.ended_us);
	roster.sweep.ended_us = 0;
	CU_ASSERT_EQUAL(nmap_item_end_us(&roster.inventory),
	    roster.inventory.written_us);
	roster.sweep.n_targets = 2;
	CU_ASSERT_EQUAL(nmap_item_total(&roster.inventory, &counts), 3);
	roster.inventory.sweep = NULL;
	roster.inventory.generator = "rollcall";
	CU_ASSERT_STRING_EQUAL(nmap_item_version(&roster.inventory),
	    "rollcall");
	CU_ASSERT_EQUAL(nmap_item_start_us(&roster.inventory),
	    roster.inventory.written_us);
	text_clear(&args);
	nmap_item_args(&args, &roster.inventory);
	CU_ASSERT_STRING_EQUAL(text_str(&args), "rollcall cache list");
	text_fini(&args);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "date", test_date },
		{ "states", test_states },
		{ "ports", test_ports },
		{ "walk", test_walk },
		{ "document", test_document },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "nmap_item", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
