/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_nmap: the document byte for byte, and what its readers look
 * for.  That nmap's DTD and tools take it is for test/all.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"
#include "test/unit/xmlread.h"

static const struct inventory_view format_nmap_view = { 0, false };

static void
format_nmap_assert_golden(const struct roster *roster, const char *golden)
{
	char *document = roster_write(roster, &format_nmap, format_nmap_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(xmlread_is_well_formed(document));
	CU_ASSERT_EQUAL(xmlread_count(document,
			    "//port[state/@state != 'open'"
			    "and state/@state != 'closed']"),
	    0);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_nmap_assert_golden(&roster, "consoles/empty-nmap.xml");
	roster_add_office(&roster);
	format_nmap_assert_golden(&roster, "consoles/office-nmap.xml");
	roster.sweep.state = CACHE_SWEEP_RUNNING;
	roster.sweep.ended_us = 0;
	format_nmap_assert_golden(&roster, "consoles/running-nmap.xml");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	roster.inventory.n_asks = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_nmap_assert_golden(&roster, "consoles/cache-nmap.xml");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_nmap_assert_golden(&roster, "consoles/hostile-nmap.xml");
	roster_fini(&roster);
}

/* One value of the document of one machine. */
static void
format_nmap_assert(const struct roster *roster, const char *xpath,
    const char *want)
{
	char *document = roster_write(roster, &format_nmap, format_nmap_view);
	char *got;

	harness_row(xpath);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	got = xmlread_get(document, xpath);
	if (want == NULL) {
		CU_ASSERT_PTR_NULL(got);
	} else {
		CU_ASSERT_PTR_NOT_NULL_FATAL(got);
		CU_ASSERT_STRING_EQUAL(got, want);
	}
	free(got);
	free(document);
}

static void
test_names(void)
{
	struct roster roster;
	struct host *host;

	roster_init(&roster);
	host = roster_add(&roster, CACHE_CLIENTS, "192.0.2.1");
	format_nmap_assert(&roster, "//hostname", NULL);
	roster_name(host, HOST_SOURCE_NETBIOS, "nbstat", "PC1");
	roster_name(host, HOST_SOURCE_DNS, "dns", "PC1");
	roster_name(host, HOST_SOURCE_IMPORT, "list:1", "PC1");
	roster_name(host, HOST_SOURCE_IMPORT, "list:2", "");
	roster_name(host, HOST_SOURCE_IMPORT, "list:3", "Old");
	format_nmap_assert(&roster, "//hostname[1]/@type", "user");
	format_nmap_assert(&roster, "//hostname[2]/@type", "PTR");
	format_nmap_assert(&roster, "//hostname[3]/@name", "Old");
	format_nmap_assert(&roster, "//hostname[4]", NULL);
	roster_fini(&roster);
}

static void
test_mac(void)
{
	static const struct {
		const char *mac;
		bool is_one;
	} rows[] = {
		{ "00:00:5e:00:53:01", true },
		{ "AA:bb:CC:dd:EE:ff", true },
		{ "", false },
		{ "00:00:5e:00:53:0", false },
		{ "00:00:5e:00:53:011", false },
		{ "00-00-5e-00-53-01", false },
		{ "00:00:5e:00:53:0g", false },
		{ "<:00:5e:00:53:01>", false },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct roster roster;

		roster_init(&roster);
		roster_field(roster_service(roster_add(&roster, CACHE_SERVERS,
						"2001:db8::1"),
				 "pds", NET_UDP, 38293, OBSERVATION_REPLY,
				 OBSERVATION_ROLE_SERVER),
		    "mac", rows[i].mac);
		format_nmap_assert(&roster, "//address[1]/@addrtype", "ipv6");
		format_nmap_assert(&roster, "//address[2]/@addr",
		    rows[i].is_one ? rows[i].mac : NULL);
		roster_fini(&roster);
	}
}

/* What a reader gets back is the cleaned text. */
static void
test_hostile_comes_back(void)
{
	struct roster roster;
	char *document, xpath[128];

	roster_init(&roster);
	roster_add_hostile(&roster);
	document = roster_write(&roster, &format_nmap, format_nmap_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	for (size_t i = 0; i < roster.n; i++) {
		const char *sent = roster.host[i].host.name[0].value;
		struct text want = TEXT_INIT;
		char *got;

		utf8_clean(&want, sent, strlen(sent));
		(void)snprintf(xpath, sizeof(xpath),
		    "//host[%zu]//hostname[1]/@name", i + 1);
		harness_row(xpath);
		got = xmlread_get(document, xpath);
		CU_ASSERT_STRING_EQUAL(got == NULL ? "" : got, text_str(&want));
		free(got);
		text_fini(&want);
	}
	free(document);
	roster_fini(&roster);
}

static void
test_random(void)
{
	for (uint64_t seed = 0; seed < 8; seed++) {
		struct roster roster;
		char *document;

		roster_init(&roster);
		roster_add_random(&roster, seed, 100);
		document =
		    roster_write(&roster, &format_nmap, format_nmap_view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		CU_ASSERT_TRUE(xmlread_is_well_formed(document));
		CU_ASSERT_EQUAL(xmlread_count(document, "/nmaprun/host"), 100);
		free(document);
		roster_fini(&roster);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "names", test_names },
		{ "mac", test_mac },
		{ "hostile comes back", test_hostile_comes_back },
		{ "random", test_random },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_nmap", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
