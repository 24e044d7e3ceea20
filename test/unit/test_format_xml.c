/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_xml: the document byte for byte, and valid whatever the
 * hosts hold.
 */
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"
#include "test/unit/schema.h"

static const struct inventory_view format_xml_view = { 0, false };

static int
format_xml_setup(void)
{
	return !schema_load();
}

static int
format_xml_cleanup(void)
{
	schema_free();
	return 0;
}

static void
format_xml_assert_valid(const char *document)
{
	struct schema_result result = schema_check(document, strlen(document));

	if (result.why[0] != '\0')
		printf("# %s\n", result.why);
	CU_ASSERT_TRUE(result.is_well_formed);
	CU_ASSERT_TRUE(result.is_rng_valid);
	CU_ASSERT_TRUE(result.is_xsd_valid);
}

static void
format_xml_assert_golden(const struct roster *roster, const char *golden)
{
	char *document = roster_write(roster, &format_xml, format_xml_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	format_xml_assert_valid(document);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_xml_assert_golden(&roster, "inventory/empty.xml");
	roster_add_office(&roster);
	format_xml_assert_golden(&roster, "inventory/office.xml");
	/* The document that is installed as an example. */
	format_xml_assert_golden(&roster, "../../output/inventory-example.xml");
	roster.sweep.state = CACHE_SWEEP_INCOMPLETE;
	format_xml_assert_golden(&roster, "inventory/interrupted.xml");
	roster.sweep.state = CACHE_SWEEP_RUNNING;
	roster.sweep.ended_us = 0;
	format_xml_assert_golden(&roster, "inventory/running.xml");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_xml_assert_golden(&roster, "inventory/cache.xml");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_xml_assert_golden(&roster, "inventory/hostile.xml");
	roster_fini(&roster);
}

/* Each section alone: the others are there and empty. */
static void
test_sections(void)
{
	static const struct {
		enum cache_section section;
		const char *want;
	} rows[CACHE_N_SECTIONS] = {
		{ CACHE_SERVERS,
		    " <servers>\n  <server address=\"192.0.2.1\" state=\"imported\"/>\n </servers>\n <clients/>\n <unidentified/>\n <alive/>\n <missing/>\n" },
		{ CACHE_CLIENTS,
		    " <servers/>\n <clients>\n  <client address=\"192.0.2.1\" state=\"imported\"/>\n </clients>\n <unidentified/>\n <alive/>\n <missing/>\n" },
		{ CACHE_UNIDENTIFIED,
		    " <servers/>\n <clients/>\n <unidentified>\n  <host address=\"192.0.2.1\" state=\"imported\"/>\n </unidentified>\n <alive/>\n <missing/>\n" },
		{ CACHE_ALIVE,
		    " <servers/>\n <clients/>\n <unidentified/>\n <alive>\n  <host address=\"192.0.2.1\" state=\"imported\"/>\n </alive>\n <missing/>\n" },
		{ CACHE_MISSING,
		    " <servers/>\n <clients/>\n <unidentified/>\n <alive/>\n <missing>\n  <host address=\"192.0.2.1\" role=\"none\" state=\"imported\"/>\n </missing>\n" },
	};

	for (size_t i = 0; i < CACHE_N_SECTIONS; i++) {
		struct roster roster;
		char *document;

		roster_init(&roster);
		roster_add(&roster, rows[i].section, "192.0.2.1");
		document = roster_write(&roster, &format_xml, format_xml_view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		format_xml_assert_valid(document);
		CU_ASSERT_PTR_NOT_NULL(strstr(document, rows[i].want));
		free(document);
		roster_fini(&roster);
	}
}

/* Every value of every enumeration that reaches the document. */
static void
test_enumerations(void)
{
	struct roster roster;
	struct host *host;
	char *document;

	roster_init(&roster);
	for (int code = VERDICT_NONE; code <= VERDICT_NOT_ASKED; code++) {
		host = roster_add(&roster, CACHE_MISSING, "192.0.2.1");
		host->verdict.code = (enum verdict_code)code;
	}
	for (int role = OBSERVATION_ROLE_NONE; role <= OBSERVATION_ROLE_SERVER;
	     role++)
		for (int kind = OBSERVATION_REPLY; kind <= OBSERVATION_REFUSED;
		     kind++) {
			host = roster_add(&roster, CACHE_MISSING, "192.0.2.1");
			roster_service(host, "p", NET_UDP, 1,
			    (enum observation_kind)kind,
			    (enum observation_role)role);
			roster_service(host, "p", NET_TCP, 65535,
			    (enum observation_kind)kind,
			    (enum observation_role)role);
		}
	for (int source = HOST_SOURCE_AGENT; source <= HOST_SOURCE_IMPORT;
	     source++)
		roster_name(host, (enum host_source)source, "d", "n");
	document = roster_write(&roster, &format_xml, format_xml_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	format_xml_assert_valid(document);
	CU_ASSERT_PTR_NULL(strstr(document, "unknown"));
	free(document);
	roster_fini(&roster);
}

/* The text of the first node that the XPath finds, or NULL. */
static char *
format_xml_get(const char *document, const char *xpath)
{
	xmlDocPtr doc = xmlReadMemory(document, (int)strlen(document), NULL,
	    NULL, XML_PARSE_NOERROR | XML_PARSE_HUGE);
	xmlXPathContextPtr context = xmlXPathNewContext(doc);
	xmlXPathObjectPtr found;
	xmlChar *content;
	char *copy;

	(void)xmlXPathRegisterNs(context, (const xmlChar *)"i",
	    (const xmlChar *)"urn:rollcall:inventory:1");
	found = xmlXPathEvalExpression((const xmlChar *)xpath, context);
	content = found == NULL || found->nodesetval == NULL ||
			  found->nodesetval->nodeNr == 0
		      ? NULL
		      : xmlNodeGetContent(found->nodesetval->nodeTab[0]);
	copy = content == NULL ? NULL : mem_dup((const char *)content);
	xmlFree(content);
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	xmlFreeDoc(doc);
	return copy;
}

/* What a reader gets back is the cleaned text, in every place. */
static void
test_hostile_comes_back(void)
{
	static const char *const place[] = {
		"@name",
		"i:name[1]",
		"i:name[1]/@detail",
		"i:service/@probe",
		"i:service/@match",
		"i:service/i:field",
		"i:service/i:field/@name",
	};
	struct roster roster;
	char *document, xpath[256];

	roster_init(&roster);
	roster_add_hostile(&roster);
	document = roster_write(&roster, &format_xml, format_xml_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	for (size_t i = 0; i < roster.n; i++) {
		const char *sent = roster.host[i].host.name[0].value;
		struct text want = TEXT_INIT;

		utf8_clean(&want, sent, strlen(sent));
		for (size_t p = 0; p < sizeof(place) / sizeof(*place); p++) {
			char *got;

			(void)snprintf(xpath, sizeof(xpath),
			    "//i:unidentified/i:host[%zu]/%s", i + 1, place[p]);
			harness_row(xpath);
			got = format_xml_get(document, xpath);
			CU_ASSERT_PTR_NOT_NULL_FATAL(got);
			CU_ASSERT_STRING_EQUAL(got, text_str(&want));
			free(got);
		}
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
		document = roster_write(&roster, &format_xml, format_xml_view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		format_xml_assert_valid(document);
		free(document);
		roster_fini(&roster);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "sections", test_sections },
		{ "enumerations", test_enumerations },
		{ "hostile comes back", test_hostile_comes_back },
		{ "random", test_random },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_xml", format_xml_setup, format_xml_cleanup, NULL,
		    NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
