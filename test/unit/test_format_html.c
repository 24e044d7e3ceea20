/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_html: the report byte for byte, and a document that an XML
 * parser takes whatever the hosts hold.
 */
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static const struct inventory_view format_html_view = { 0, false };

static xmlDocPtr
format_html_parse(const char *document)
{
	return xmlReadMemory(document, (int)strlen(document), NULL, NULL,
	    XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
		XML_PARSE_HUGE);
}

/* What an XPath that gives a number comes to. */
static double
format_html_number(xmlDocPtr doc, const char *xpath)
{
	xmlXPathContextPtr context = xmlXPathNewContext(doc);
	xmlXPathObjectPtr found =
	    xmlXPathEvalExpression((const xmlChar *)xpath, context);
	double number = found == NULL ? -1 : xmlXPathCastToNumber(found);

	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	return number;
}

/* How many nodes the XPath finds. */
static unsigned
format_html_count(xmlDocPtr doc, const char *path)
{
	char xpath[1024];

	(void)snprintf(xpath, sizeof(xpath), "count(%s)", path);
	return (unsigned)format_html_number(doc, xpath);
}

#define EL(name) "//*[local-name()='" name "']"

/* What every report must be, whatever is in it. */
static void
format_html_assert_sound(const char *document)
{
	static const struct {
		const char *name, *path;
	} never[] = {
		{ "a source that is loaded", "//@src" },
		{ "a reference to elsewhere",
		    "//@href[not(starts-with(., '#'))]" },
		{ "a style that loads",
		    EL("style") "[contains(., 'url(') or contains(., '@import')]" },
		{ "an element that loads",
		    EL("link") "|" EL("img") "|" EL("iframe") "|" EL(
			"object") "|" EL("base") },
		{ "an event handler", "//@*[starts-with(local-name(), 'on')]" },
		{ "a table without caption",
		    EL("table") "[not(*[local-name()='caption'])]" },
		{ "a head cell without scope", EL("th") "[not(@scope)]" },
		{ "a map without title",
		    EL("svg") "[@role='img' and not(*[local-name()='title'])]" },
		{ "a map's cell without title",
		    EL("svg") "[contains(@class, 'grid')]/*[local-name()='path' and not(*[local-name()='title'])]" },
		{ "an id twice", "//@id[. = preceding::*/@id]" },
		{ "a reference to nothing",
		    "//@href[not(substring(., 2) = //@id)]" },
		{ "a row with too few or many cells",
		    EL("table") "/*/*[count(*) != count(../../*[local-name()='thead']/*/*)]" },
	};
	xmlDocPtr doc = format_html_parse(document);

	CU_ASSERT_TRUE(utf8_is_valid(document, strlen(document)));
	CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++) {
		unsigned n = format_html_count(doc, never[i].path);

		if (n != 0)
			printf("# %s: %u\n", never[i].name, n);
		CU_ASSERT_EQUAL(n, 0);
	}
	CU_ASSERT_EQUAL(format_html_count(doc,
			    "/*[local-name()='html' and @lang='en']"),
	    1);
	CU_ASSERT_EQUAL(format_html_count(doc, EL("h1")), 1);
	CU_ASSERT_EQUAL(format_html_count(doc, EL("main")), 1);
	CU_ASSERT_EQUAL(format_html_count(doc, EL("script")), 1);
	xmlFreeDoc(doc);
}

static void
format_html_assert_golden(const struct roster *roster, const char *golden)
{
	char *document = roster_write(roster, &format_html, format_html_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	format_html_assert_sound(document);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_html_assert_golden(&roster, "inventory/empty.html");
	roster_add_office(&roster);
	format_html_assert_golden(&roster, "inventory/office.html");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_html_assert_golden(&roster, "inventory/hostile.html");
	roster_fini(&roster);
}

/* What is changed in the office before its report is written. */
enum says_change {
	SAYS_AS_IT_IS,
	SAYS_RUNNING,
	SAYS_INCOMPLETE,
	SAYS_CACHE,
	SAYS_OVER_OUT,
	SAYS_OVER_IN,
	SAYS_AT_BUDGET,
	SAYS_NOTHING_BACK,
	SAYS_MANY_CLIENTS,
	SAYS_MOST_CLIENTS,
	SAYS_ELSEWHERE,
	SAYS_ALL_ANSWERED,
};

/* The text stands in the report, or does not. */
static const struct {
	const char *name;
	enum says_change change;
	bool is_there;
	const char *text;
} says_rows[] = {
	{ "headline", SAYS_AS_IT_IS, true,
	    "<h1>3 of 5 expected machines are missing</h1>" },
	{ "no warning", SAYS_AS_IT_IS, false, "id=\"warnings\"" },
	{ "why", SAYS_AS_IT_IS, true, "open UDP 38293, UDP 2967 and TCP 2967" },
	{ "why not", SAYS_AS_IT_IS, false, "id=\"why-moved\"" },
	{ "running", SAYS_RUNNING, true, "no: it had not ended" },
	{ "running warns", SAYS_RUNNING, true, "did not come to its end" },
	{ "cut short", SAYS_INCOMPLETE, true, "no: it was cut short" },
	{ "cut short warns", SAYS_INCOMPLETE, true, "did not come to its end" },
	{ "cache", SAYS_CACHE, true,
	    "<h1>The address cache: 9 machines, 3 not confirmed yet</h1>" },
	{ "cache has no sweep", SAYS_CACHE, false, "<dt>Targets</dt>" },
	{ "over budget", SAYS_OVER_OUT, true,
	    "<bdi>berlin</bdi> carried up to 5.6 kbit/s" },
	{ "over budget, in", SAYS_OVER_IN, true,
	    "<bdi>berlin</bdi> carried up to 5.6 kbit/s" },
	{ "at budget", SAYS_AT_BUDGET, false, "carried up to" },
	{ "nothing back", SAYS_NOTHING_BACK, true,
	    "came back on the link <bdi>berlin</bdi>" },
	{ "many clients", SAYS_MANY_CLIENTS, true,
	    "<bdi>berlin</bdi> has 5001 clients; more than 5000" },
	{ "as many as may be", SAYS_MOST_CLIENTS, false, "clients; more" },
	{ "usual ports", SAYS_AS_IT_IS, false, "id=\"elsewhere\"" },
	{ "another port", SAYS_ELSEWHERE, true, "id=\"elsewhere\"" },
	{ "another port warns", SAYS_ELSEWHERE, true,
	    "1 machine answers on another port" },
	{ "all there", SAYS_ALL_ANSWERED, true,
	    "<h1>Nobody is missing: all 5 expected answered</h1>" },
};

static void
says_apply(struct roster *roster, enum says_change change)
{
	struct cache_ledger *link = &roster->link[0];

	switch (change) {
	case SAYS_AS_IT_IS:
		break;
	case SAYS_RUNNING:
		roster->sweep.state = CACHE_SWEEP_RUNNING;
		break;
	case SAYS_INCOMPLETE:
		roster->sweep.state = CACHE_SWEEP_INCOMPLETE;
		break;
	case SAYS_CACHE:
		roster->inventory.sweep = NULL;
		break;
	case SAYS_OVER_OUT:
		link->peak_out_bps = link->budget_bps + 1;
		break;
	case SAYS_OVER_IN:
		link->peak_in_bps = link->budget_bps + 1;
		break;
	case SAYS_AT_BUDGET:
		link->peak_out_bps = link->budget_bps;
		break;
	case SAYS_NOTHING_BACK:
		link->in_packets = 0;
		break;
	case SAYS_MANY_CLIENTS:
	case SAYS_MOST_CLIENTS:
		link->max_clients = 5000;
		link->n_clients = change == SAYS_MANY_CLIENTS ? 5001 : 5000;
		break;
	case SAYS_ELSEWHERE:
		roster->host[0].host.service[0].port = 4711;
		break;
	case SAYS_ALL_ANSWERED:
		roster->n -= 3;
		break;
	}
}

static void
test_says(void)
{
	for (size_t i = 0; i < sizeof(says_rows) / sizeof(*says_rows); i++) {
		struct roster roster;
		char *document;
		size_t n;

		roster_init(&roster);
		roster_add_office(&roster);
		n = roster.n;
		says_apply(&roster, says_rows[i].change);
		document =
		    roster_write(&roster, &format_html, format_html_view);
		roster.n = n; /* for roster_fini() */
		harness_row(says_rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		format_html_assert_sound(document);
		CU_ASSERT_EQUAL(strstr(document, says_rows[i].text) != NULL,
		    says_rows[i].is_there);
		free(document);
		roster_fini(&roster);
	}
}

/* Each hostile text is there cleaned, as a text and nothing else. */
static void
test_hostile(void)
{
	struct roster roster;
	char *document;
	xmlDocPtr doc;

	roster_init(&roster);
	roster_add_hostile(&roster);
	for (size_t i = 0; i < 5; i++) {
		struct host *host =
		    roster_add(&roster, CACHE_MISSING, "192.0.2.200");

		roster_name(host, HOST_SOURCE_IMPORT, "d",
		    "</td><script>alert(1)</script><img src=x onerror=x>");
		(void)strcpy(host->verdict.evidence, "\"><b>");
		host->verdict.code = VERDICT_SILENT;
	}
	free(roster.sweep.targets);
	roster.sweep.targets = mem_dup("</style></title><script>\x01");
	roster.link[0].link = mem_dup("\"'<&>");
	roster.link[0].out_packets = 1;
	roster.inventory.n_links = 1;
	roster.inventory.generator = "</footer><script>";
	document = roster_write(&roster, &format_html, format_html_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	format_html_assert_sound(document);
	doc = format_html_parse(document);
	for (size_t i = 0; i < roster.n - 5; i++) {
		const char *sent = roster.host[i].host.name[0].value;
		struct text want = TEXT_INIT;
		xmlXPathContextPtr context = xmlXPathNewContext(doc);
		xmlXPathObjectPtr found;
		xmlChar *got;

		utf8_clean(&want, sent, strlen(sent));
		harness_row(text_str(&want));
		found = xmlXPathEvalExpression(
		    (const xmlChar
			    *)"//*[@class='hosts']/*[local-name()='tbody']/*/*[2]",
		    context);
		CU_ASSERT_PTR_NOT_NULL_FATAL(found);
		CU_ASSERT_FATAL((size_t)found->nodesetval->nodeNr > i);
		got = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
		CU_ASSERT_STRING_EQUAL((const char *)got, text_str(&want));
		xmlFree(got);
		xmlXPathFreeObject(found);
		xmlXPathFreeContext(context);
		text_fini(&want);
	}
	xmlFreeDoc(doc);
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
		    roster_write(&roster, &format_html, format_html_view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		format_html_assert_sound(document);
		free(document);
		roster_fini(&roster);
	}
}

/* Folds: none is cut, and a network is never in two of them. */
static void
test_folds(void)
{
	static const struct {
		const char *name;
		unsigned n_networks, per_network, n_folds, n_wide, n_grids;
	} rows[] = {
		{ "none", 0, 0, 0, 0, 0 },
		{ "one", 1, 1, 1, 0, 1 },
		{ "a full network", 1, 256, 1, 0, 1 },
		{ "249 do not fill a fold", 2, 249, 1, 1, 2 },
		{ "250 do", 2, 250, 2, 1, 2 },
		{ "thin networks share a fold", 500, 1, 2, 1, 500 },
		{ "every network has a map", 512, 1, 3, 1, 512 },
		{ "too many to draw all", 513, 1, 3, 1, 0 },
		{ "too many, but full enough", 513, 8, 17, 1, 513 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct roster roster;
		char *document, address[ADDR_TEXT_LEN];
		unsigned n = rows[i].n_networks * rows[i].per_network;
		xmlDocPtr doc;

		roster_init(&roster);
		for (unsigned k = 0; k < n; k++) {
			struct addr addr =
			    addr_v4(0x0a000000 | k / rows[i].per_network << 8 |
				    k % rows[i].per_network);

			(void)roster_add(&roster, CACHE_MISSING,
			    addr_format(&addr, address));
		}
		document =
		    roster_write(&roster, &format_html, format_html_view);
		harness_row(rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		doc = format_html_parse(document);
		CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
		CU_ASSERT_EQUAL(
		    format_html_count(doc,
			"//*[@class='hosts missing']/*[local-name()='tbody']/*"),
		    n);
		CU_ASSERT_EQUAL(format_html_count(doc, "//*[@class='fold']"),
		    rows[i].n_folds);
		CU_ASSERT_EQUAL(format_html_count(doc,
				    "//*[contains(@class, 'map wide')]"),
		    rows[i].n_wide);
		CU_ASSERT_EQUAL(format_html_count(doc,
				    "//*[contains(@class, 'map grid')]"),
		    rows[i].n_grids);
		xmlFreeDoc(doc);
		free(document);
		roster_fini(&roster);
	}
}

/* A stream of hosts that breaks off leaves nothing behind. */
static void
test_broken_off(void)
{
	struct roster roster;
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	void *state = NULL;

	roster_init(&roster);
	roster_add_office(&roster);
	CU_ASSERT_EQUAL_FATAL(format_html.begin(&state, out, &roster.inventory,
				  &format_html_view, NULL),
	    0);
	CU_ASSERT_EQUAL(format_html.host(state, CACHE_SERVERS,
			    &roster.host[0].host, NULL),
	    0);
	CU_ASSERT_EQUAL(format_html.end(state, false, NULL), 0);
	(void)fclose(out);
	CU_ASSERT_EQUAL(len, 0);
	free(document);
	roster_fini(&roster);
}

static const char *
odd_and_even(const void *links, const struct addr *addr)
{
	(void)links;
	return (addr->lo >> 8 & 1) != 0 ? "odd <b>" : "default";
}

/* Folds and counts by link: none mixes two of them. */
static void
test_links(void)
{
	static const struct {
		const char *name, *xpath;
		unsigned n;
	} rows[] = {
		{ "folds", "//*[@class='fold']", 8 },
		{ "of one link",
		    "//*[@class='fold']/*[local-name()='summary'][. = 'odd <b>, 10.0.1.0/24: 5 machines']",
		    2 },
		{ "of all others, which need no name",
		    "//*[@class='fold']/*[local-name()='summary'][starts-with(., '10.0.')]",
		    4 },
		{ "known, confirmed, missing, also found",
		    "//*[local-name()='tr'][*[local-name()='th'] = 'odd <b>'][*[2] = '12' and *[3] = '2' and *[4] = '10' and *[5] = '8' and *[6] = '100']",
		    1 },
		{ "not in the ledger",
		    "//*[local-name()='tr'][*[local-name()='th'] = 'default'][*[2] = '10' and *[3] = '0' and *[4] = '10' and *[5] = '10' and *[6] = '0']",
		    1 },
	};
	struct roster roster;
	char *document, address[ADDR_TEXT_LEN];
	xmlDocPtr doc;

	roster_init(&roster);
	roster.link[0].link = mem_dup("odd <b>");
	roster.link[0].n_targets = 100;
	roster.inventory.n_links = 1;
	roster.inventory.link_of = odd_and_even;
	for (unsigned k = 0; k < 40; k++) {
		struct addr addr =
		    addr_v4(0x0a000000 | (k % 20) / 5 << 8 | k % 5);
		struct host *host =
		    roster_add(&roster, k < 20 ? CACHE_CLIENTS : CACHE_MISSING,
			addr_format(&addr, address));

		if (k >= 20)
			host->verdict.code = VERDICT_SILENT;
		else if (k == 5 || k == 15)
			host->verdict.code = VERDICT_ANSWERED;
	}
	document = roster_write(&roster, &format_html, format_html_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	doc = format_html_parse(document);
	CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(format_html_count(doc, rows[i].xpath),
		    rows[i].n);
	}
	xmlFreeDoc(doc);
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "says", test_says },
		{ "hostile", test_hostile },
		{ "random", test_random },
		{ "folds", test_folds },
		{ "links", test_links },
		{ "broken off", test_broken_off },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_html", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
