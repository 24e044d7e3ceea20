/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/glpi_item: which names a machine and its file have.
 */
#include "output/glpi_item.h"

#include <string.h>

#include "test/harness.h"
#include "test/unit/roster.h"

static void
test_files(void)
{
	static const struct {
		const char *name;
		bool is_file;
	} rows[] = {
		{ "192.0.2.1.xml", true },
		{ "2001-db8--17.xml", true },
		{ "0--1.xml", true },
		{ "0--.xml", true },
		{ "", false },
		{ ".xml", false },
		{ "192.0.2.1", false },
		{ "192.0.2.1.json", false },
		{ "192.0.2.256.xml", false },
		{ "192.0.2.1.xml.xml", false },
		{ "192.0.2.1.xml ", false },
		{ "--1.xml", false },
		{ "2001-DB8--17.xml", false },
		{ "2001-0db8--17.xml", false },
		{ "inventory.xml", false },
		{ "..xml", false },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.xml",
		    false },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(glpi_item_is_file(rows[i].name, ".xml"),
		    rows[i].is_file);
	}
}

static void
test_names(void)
{
	struct glpi_item item = GLPI_ITEM_INIT;
	struct roster roster;
	struct host *host;
	char name[600];

	roster_init(&roster);
	host = roster_add(&roster, CACHE_CLIENTS, "192.0.2.1");
	glpi_item_set(&item, CACHE_CLIENTS, host);
	CU_ASSERT_STRING_EQUAL(text_str(&item.name), "");
	CU_ASSERT_STRING_EQUAL(text_str(&item.dns_name), "");
	CU_ASSERT_FALSE(item.is_computer);
	CU_ASSERT_STRING_EQUAL(item.mac, "");
	roster_name(host, HOST_SOURCE_DNS, "dns", "pc1.example.org");
	glpi_item_set(&item, CACHE_CLIENTS, host);
	CU_ASSERT_STRING_EQUAL(text_str(&item.name), "");
	CU_ASSERT_STRING_EQUAL(text_str(&item.dns_name), "pc1.example.org");
	/* 255 characters, not bytes, and none of them cut */
	for (size_t i = 0; i + 2 < sizeof(name); i += 2)
		memcpy(name + i, "\xc3\xa9", 3);
	roster_name(host, HOST_SOURCE_IMPORT, "list:1", name);
	host->role = OBSERVATION_ROLE_CLIENT;
	glpi_item_set(&item, CACHE_CLIENTS, host);
	CU_ASSERT_EQUAL(item.name.len, 510);
	CU_ASSERT_STRING_EQUAL(text_str(&item.dns_name), "pc1.example.org");
	CU_ASSERT_TRUE(item.is_computer);
	CU_ASSERT_STRING_EQUAL(text_str(&item.description), "role=client");
	glpi_item_fini(&item);
	roster_fini(&roster);
}

static void
test_told(void)
{
	struct roster roster;
	struct host *host;

	roster_init(&roster);
	host = roster_add(&roster, CACHE_MISSING, "192.0.2.1");
	CU_ASSERT_TRUE(glpi_item_is_told(CACHE_ALIVE, host));
	CU_ASSERT_FALSE(glpi_item_is_told(CACHE_MISSING, host));
	host->verdict.code = VERDICT_SILENT;
	CU_ASSERT_FALSE(glpi_item_is_told(CACHE_MISSING, host));
	host->verdict.code = VERDICT_ALIVE_NO_AGENT;
	CU_ASSERT_TRUE(glpi_item_is_told(CACHE_MISSING, host));
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "files", test_files },
		{ "names", test_names },
		{ "told", test_told },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "glpi_item", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
