/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/inventory_read_xml and what stands on it: documents that are
 * refused, and why; nothing is fetched, and nothing printed.
 */
#include "output/inventory_read_xml.h"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "test/harness.h"
#include "test/unit/inventorydoc.h"

static const struct {
	const char *name, *document, *why; /* NULL: taken */
} rows[] = {
	{ "least", AROUND(""), NULL },
	{ "a machine", AROUND("<server " SERVER "/>"), NULL },
	{ "empty", "", "doc" },
	{ "a blank", " ", "doc" },
	{ "no XML", "rollcall", "doc:1: " },
	{ "other element", "<inventar " ROOT "/>", "not an inventory" },
	{ "no namespace", "<inventory/>", "not an inventory" },
	{ "other version", "<inventory xmlns='urn:rollcall:inventory:2'/>",
	    "not an inventory" },
	{ "nmap's", "<nmaprun/>", "not an inventory" },
	{ "nothing in it", "<inventory " ROOT "/>", "no element links" },
	{ "nothing in it, long", "<inventory " ROOT "> </inventory>",
	    "no element links" },
	{ "no complete", "<inventory " NS "generator='g' " WRITTEN "/>",
	    "no attribute complete" },
	{ "no generator", "<inventory " NS "complete='true' " WRITTEN "/>",
	    "no attribute generator" },
	{ "no written", "<inventory " NS "complete='true' generator='g'/>",
	    "no attribute written" },
	{ "complete",
	    "<inventory " NS "complete='1' generator='g' " WRITTEN "/>",
	    "complete must be true or false, not '1'" },
	{ "written",
	    "<inventory " NS "complete='true' generator='g' written='now'/>",
	    "written must be a time as in" },
	{ "stale after 0", "<inventory stale-after-s='0' " ROOT "/>",
	    "stale-after-s must be from 1" },
	{ "links last", "<inventory " ROOT "><servers/>" REST,
	    "servers out of place" },
	{ "links twice", OPEN "<links/><servers/>" REST, "links stands twice" },
	{ "no missing",
	    OPEN "<servers/><clients/><unidentified/><alive/></inventory>",
	    "no element missing" },
	{ "part twice", OPEN "<servers/><servers/>" REST,
	    "servers out of place" },
	{ "part left out", OPEN REST, "clients out of place" },
	{ "link without name",
	    "<inventory " ROOT "><links><link/></links><servers/>" REST,
	    "link has no attribute name" },
	{ "link without targets",
	    "<inventory " ROOT
	    "><links><link name='a'/></links><servers/>" REST,
	    "link has no attribute targets" },
	{ "no loss", LOSS("<later/>"), NULL },
	{ "loss", LOSS(LOST("0.25")), NULL },
	{ "loss, whole", LOSS(LOST("1")), NULL },
	{ "loss, more decimals", LOSS(LOST("0.1234567891")), NULL },
	{ "loss, the largest", LOSS(LOST("18446744073709.551615")), NULL },
	{ "loss, too large", LOSS(LOST("18446744073709.551616")),
	    "exchanges must be a number as in 0.25, not '18446744073709.5" },
	{ "loss, much too large", LOSS(LOST("99999999999999999999999999")),
	    "exchanges must be" },
	{ "loss, empty", LOSS(LOST("")), "exchanges must be" },
	{ "loss, a point", LOSS(LOST(".")), "exchanges must be" },
	{ "loss, negative", LOSS(LOST("-0.1")), "exchanges must be" },
	{ "loss, a power", LOSS(LOST("1e-3")), "exchanges must be" },
	{ "loss, two points", LOSS(LOST("0.1.2")), "exchanges must be" },
	{ "loss without tries", LOSS("<loss/>"),
	    "loss has no attribute tries" },
	{ "sweep without counts",
	    "<inventory " ROOT
	    "><sweep id='1' started='2026-01-31T23:59:59.123Z' mode='intense' "
	    "targets='' probes='' seed='0'/><links/><servers/>" REST,
	    "sweep has no element counts" },
	{ "sweep without id",
	    "<inventory " ROOT "><sweep/><links/><servers/>" REST,
	    "sweep has no attribute id" },
	{ "no address", AROUND("<server/>"), "doc:2: server has no attribute" },
	{ "bad address", AROUND("<server address='192.0.2.256'/>"), "doc:2: " },
	{ "zone", AROUND("<server address='fe80::1%eth0'/>"), "fe80::1%eth0" },
	{ "twice", AROUND("<server " SERVER "/><server " SERVER "/>"),
	    "192.0.2.1 after 192.0.2.1: addresses must ascend" },
	{ "IPv6 first",
	    AROUND("<server address='::1'/><server address='10.0.0.1'/>"),
	    "10.0.0.1 after ::1" },
	{ "in two parts",
	    OPEN "<servers><server address='10.0.0.2'/></servers><clients>"
		 "<client address='10.0.0.1'/></clients><unidentified/>"
		 "<alive/><missing/></inventory>",
	    NULL },
	{ "no role among the missing",
	    OPEN "<servers/><clients/><unidentified/><alive/><missing>"
		 "<host " SERVER "/></missing></inventory>",
	    "host has no attribute role" },
	{ "no port", SERVICE(ASKED), "service has no attribute port" },
	{ "port 0", SERVICE(ASKED "port='0'"), "port must be from 1 to 65535" },
	{ "port 1", SERVICE(ASKED "port='1'"), NULL },
	{ "port 65535", SERVICE(ASKED "port='65535'"), NULL },
	{ "port 65536", SERVICE(ASKED "port='65536'"), "port must be" },
	{ "port -1", SERVICE(ASKED "port='-1'"), "port must be" },
	{ "rtt of 32 bits", SERVICE(ASKED "port='1' rtt-us='4294967295'"),
	    NULL },
	{ "rtt of 33 bits", SERVICE(ASKED "port='1' rtt-us='4294967296'"),
	    "rtt-us must be" },
	{ "sweep 0", SERVICE(ASKED "port='1' sweep='0'"), "sweep must be" },
	{ "sweep of 63 bits",
	    SERVICE(ASKED "port='1' sweep='9223372036854775807'"), NULL },
	{ "sweep of 64 bits",
	    SERVICE(ASKED "port='1' sweep='9223372036854775808'"),
	    "sweep must be" },
	{ "no probe",
	    SERVICE("protocol='udp' state='reply' role='none' "
		    "port='1'"),
	    "service has no attribute probe" },
	{ "no state", SERVICE("probe='p' port='1'"), "no attribute state" },
	{ "reply no hex",
	    AROUND("<server " SERVER "><service " ASKED
		   "port='1'><reply encoding='hex'>0g</reply></service>"
		   "</server>"),
	    "a reply must be hex digits" },
	{ "reply odd",
	    AROUND("<server " SERVER "><service " ASKED
		   "port='1'><reply encoding='hex'>000</reply></service>"
		   "</server>"),
	    "a reply must be hex digits" },
	{ "seen without last",
	    AROUND("<server " SERVER
		   "><seen first='2026-01-31T23:59:59.123Z'/></server>"),
	    "seen has no attribute last" },
	{ "attribute twice", AROUND("<server " SERVER " " SERVER "/>"),
	    "redefined" },
	{ "two documents", AROUND("") AROUND(""), "doc:" },
	{ "text behind", AROUND("") "x", "doc:" },
	{ "a comment behind", AROUND("") "<!-- x -->", NULL },
	{ "entity unknown", AROUND("<server " SERVER ">&lol;</server>"),
	    "lol" },
	{ "control character", AROUND("<server " SERVER ">&#1;</server>"),
	    "doc:2: " },
	{ "not UTF-8", AROUND("<server " SERVER " x='\xff'/>"), "doc:" },
	{ "unknown encoding",
	    "<?xml version='1.0' encoding='x-none'?>" AROUND(""), "doc:1: " },
	{ "document type alone", "<!DOCTYPE inventory>" AROUND(""),
	    "doc: a document type" },
	{ "billion laughs",
	    "<!DOCTYPE l [<!ENTITY a 'lolololol'>"
	    "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
	    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
	    "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
	    "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>"
	    "<!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
	    "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]>"
	    "<inventory x='&g;' " ROOT ">&g;</inventory>",
	    "doc:1: " },
	{ "laughs of parameters",
	    "<!DOCTYPE l [<!ENTITY % a '<!-- lol -->'>"
	    "<!ENTITY % b '&#37;a;&#37;a;&#37;a;&#37;a;&#37;a;&#37;a;'>"
	    "<!ENTITY % c '&#37;b;&#37;b;&#37;b;&#37;b;&#37;b;&#37;b;'>"
	    "<!ENTITY % d '&#37;c;&#37;c;&#37;c;&#37;c;&#37;c;&#37;c;'>"
	    "<!ENTITY % e '&#37;d;&#37;d;&#37;d;&#37;d;&#37;d;&#37;d;'>"
	    "%e;]>" AROUND(""),
	    "doc:1: " },
	{ "endless parameters",
	    "<!DOCTYPE l [<!ENTITY % a '&#37;b;'><!ENTITY % b '&#37;a;'>%a;]>",
	    "doc:1: " },
	{ "external entity",
	    "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" AROUND(
		"<server " SERVER ">&x;</server>"),
	    "doc: a document type" },
	{ "external parameter entity",
	    "<!DOCTYPE l [<!ENTITY % x SYSTEM 'file:///etc/passwd'>%x;]>" AROUND(
		""),
	    "doc: a document type" },
	{ "external document type",
	    "<!DOCTYPE inventory SYSTEM 'http://127.0.0.1:9/x.dtd'>" AROUND(""),
	    "doc: a document type" },
	{ "XInclude is nothing",
	    AROUND("<x:include xmlns:x='http://www.w3.org/2001/XInclude' "
		   "href='file:///etc/passwd' parse='text'/>"),
	    NULL },
};

/* libxml2 2.12 made the argument of error callbacks const. */
#if LIBXML_VERSION >= 21200
#define READ_ERROR const xmlError
#else
#define READ_ERROR xmlError
#endif

static unsigned read_n_fetched;

static xmlParserInputPtr
read_on_fetch(const char *url, const char *id, xmlParserCtxtPtr context)
{
	(void)url;
	(void)id;
	(void)context;
	read_n_fetched++;
	return NULL;
}

static void
test_rows(void)
{
	xmlExternalEntityLoader loader = xmlGetExternalEntityLoader();

	xmlSetExternalEntityLoader(read_on_fetch);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;
		bool is_taken;

		harness_row(rows[i].name);
		text_add(&document, rows[i].document);
		is_taken = inventorydoc_read(&document, &err);
		CU_ASSERT_EQUAL(is_taken, rows[i].why == NULL);
		if (rows[i].why != NULL &&
		    strstr(err.text, rows[i].why) == NULL) {
			printf("# %s: %s\n", rows[i].name, err.text);
			CU_FAIL("another reason");
		}
		CU_ASSERT_EQUAL(err.code, is_taken ? ERR_NONE : ERR_INPUT);
		text_fini(&document);
	}
	xmlSetExternalEntityLoader(loader);
	CU_ASSERT_EQUAL(read_n_fetched, 0);
}

static unsigned read_n_said;

static void read_on_print(void *arg, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
read_on_print(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
	read_n_said++;
}

static void
read_on_error(void *arg, READ_ERROR *error)
{
	(void)arg;
	(void)error;
	read_n_said++;
}

/* Broken UTF-16 makes libxml2 complain to everybody; only *err is told. */
static void
test_silent(void)
{
	static const char *const head[] = { "\xff\xfe<\0i\0",
		"\xfe\xff\0<\0i" };

	xmlSetGenericErrorFunc(NULL, read_on_print);
	xmlSetStructuredErrorFunc(NULL, read_on_error);
	for (size_t i = 0; i < HARNESS_ROWS(head); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		text_add_len(&document, head[i], 6);
		for (size_t k = 0; k < 4000; k++)
			text_add_len(&document, "\xd8\xd8\0\0", 4);
		CU_ASSERT_FALSE(inventorydoc_read(&document, &err));
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		CU_ASSERT_EQUAL(strncmp(err.text, "doc:1: ", 7), 0);
		text_fini(&document);
	}
	CU_ASSERT_EQUAL(read_n_said, 0);
	/* Both are as they were. */
	CU_ASSERT_PTR_NULL(xmlReadMemory("<", 1, NULL, NULL, 0));
	CU_ASSERT_NOT_EQUAL(read_n_said, 0);
	CU_ASSERT_PTR_EQUAL((void *)xmlGenericError, (void *)read_on_print);
	xmlSetGenericErrorFunc(NULL, NULL);
	xmlSetStructuredErrorFunc(NULL, NULL);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "silent", test_silent },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "inventory_read_xml", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
