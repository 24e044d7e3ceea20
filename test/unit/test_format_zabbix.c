/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_zabbix: the document byte for byte, whatever the names.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"
#include "test/unit/xmlread.h"

static const struct inventory_view format_zabbix_view = { 0, false };

static void
format_zabbix_assert_golden(const struct roster *roster, const char *golden)
{
	char *document =
	    roster_write(roster, &format_zabbix, format_zabbix_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(xmlread_is_well_formed(document));
	CU_ASSERT_EQUAL(xmlread_count(document, "//host/host"), roster->n);
	CU_ASSERT_EQUAL(
	    xmlread_count(document,
		"//host/interfaces/interface[ip and interface_ref]"),
	    roster->n);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_zabbix_assert_golden(&roster, "consoles/empty-zabbix.xml");
	roster_add_office(&roster);
	format_zabbix_assert_golden(&roster, "consoles/office-zabbix.xml");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_zabbix_assert_golden(&roster, "consoles/cache-zabbix.xml");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_zabbix_assert_golden(&roster, "consoles/hostile-zabbix.xml");
	roster_fini(&roster);
}

/* Two machines of one name, and two whose names fold to one. */
static void
test_names(void)
{
	static const struct {
		const char *name, *host, *shown;
	} rows[] = {
		{ "PC 1", "PC 1", "PC 1" },
		{ "pc 1", "pc 1-192.0.2.2", "pc 1-192.0.2.2" },
		{ "PC/1", "PC_1", "PC/1" },
		{ "PC\xc3\xa9"
		  "1",
		    "PC_1-192.0.2.4",
		    "PC\xc3\xa9"
		    "1" },
		{ "", "192.0.2.5", "192.0.2.5" },
		{ "192.0.2.7", "192.0.2.7", "192.0.2.7" },
		{ "", "192.0.2.7.2", "192.0.2.7.2" },
		{ " x", "_x", " x" },
	};
	struct roster roster;
	char *document, text[64];

	roster_init(&roster);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		(void)snprintf(text, sizeof(text), "192.0.2.%zu", i + 1);
		roster_name(roster_add(&roster, CACHE_CLIENTS, text),
		    HOST_SOURCE_AGENT, "pds", rows[i].name);
	}
	document = roster_write(&roster, &format_zabbix, format_zabbix_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		char *got;

		harness_row(rows[i].name);
		(void)snprintf(text, sizeof(text), "//hosts/host[%zu]/host",
		    i + 1);
		got = xmlread_get(document, text);
		CU_ASSERT_STRING_EQUAL(got, rows[i].host);
		free(got);
		(void)snprintf(text, sizeof(text), "//hosts/host[%zu]/name",
		    i + 1);
		got = xmlread_get(document, text);
		CU_ASSERT_STRING_EQUAL(got, rows[i].shown);
		free(got);
	}
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "names", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_zabbix", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
