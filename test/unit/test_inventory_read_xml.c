/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/inventory_read_xml and what stands on it: documents that are
 * refused, and why; nothing is fetched, and every bound holds.
 */
#include "output/inventory_read_xml.h"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/inventory_read.h"
#include "test/harness.h"

#define NS         "xmlns='urn:rollcall:inventory:1' "
#define WRITTEN    "written='2026-01-31T23:59:59.123Z'"
#define ROOT       NS "complete='true' generator='g' " WRITTEN
#define OPEN       "<inventory " ROOT ">\n<links/>"
#define REST       "<clients/><unidentified/><alive/><missing/></inventory>"
#define SERVER     "address='192.0.2.1' state='imported'"
#define AROUND(x)  OPEN "<servers>" x "</servers>" REST
#define SERVICE(x) AROUND("<server " SERVER "><service " x "/></server>")
#define ASKED      "probe='p' protocol='udp' state='reply' role='none' "

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

/* To the end: whether the document was taken. */
static bool
read_all(const struct text *document, struct err *err)
{
	struct inventory_read *read =
	    inventory_read_memory(document->data, document->len, "doc", err);
	enum cache_section section;
	struct host host;
	int got = -1;

	while (read != NULL) {
		got = inventory_read_next(read, &section, &host, err);
		if (got != 1)
			break;
		host_fini(&host);
	}
	if (read != NULL)
		CU_ASSERT_EQUAL(inventory_read_next(read, &section, &host,
				    NULL),
		    got);
	inventory_read_close(read);
	return got == 0;
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
		is_taken = read_all(&document, &err);
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

static void
read_repeat(struct text *out, const char *what, size_t n)
{
	for (size_t i = 0; i < n; i++)
		text_add(out, what);
}

/* Each bound: the last that is taken, and the first that is not. */
static void
read_bound(const char *name, void (*fill)(struct text *, size_t), size_t last)
{
	for (size_t more = 0; more < 2; more++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(name);
		fill(&document, last + more);
		CU_ASSERT_EQUAL(read_all(&document, &err), more == 0);
		CU_ASSERT_EQUAL(err.code, more == 0 ? ERR_NONE : ERR_LIMIT);
		text_fini(&document);
	}
}

/* n elements within each other. */
static void
fill_deep(struct text *out, size_t n)
{
	text_add(out, OPEN);
	read_repeat(out, "<a>", n - 1);
	read_repeat(out, "</a>", n - 1);
	text_add(out, "<servers/>" REST);
}

static void
fill_text(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns'>");
	read_repeat(out, "n", n);
	text_add(out, "</name></server></servers>" REST);
}

static void
fill_attr(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns' "
			   "detail='");
	read_repeat(out, "n", n);
	text_add(out, "'/></server></servers>" REST);
}

/* Each line feed becomes three bytes. */
static void
fill_grown(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns'>");
	read_repeat(out, "\n", n);
	text_add(out, "</name></server></servers>" REST);
}

static void
fill_links(struct text *out, size_t n)
{
	text_add(out, "<inventory " ROOT "><links>");
	read_repeat(out,
	    "<link name='' targets='0' out-packets='0' out-bytes='0' "
	    "in-packets='0' in-bytes='0' peak-out-bps='0' peak-in-bps='0'/>",
	    n);
	text_add(out, "</links><servers/>" REST);
}

static void
fill_reply(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><service " ASKED
			   "port='1'><reply encoding='hex'>");
	read_repeat(out, "5a", n);
	text_add(out, "</reply></service></server></servers>" REST);
}

static void
test_bounds(void)
{
	read_bound("depth", fill_deep, INVENTORY_READ_DEPTH_MAX);
	read_bound("text", fill_text, INVENTORY_READ_TEXT_MAX);
	read_bound("attribute", fill_attr, INVENTORY_READ_TEXT_MAX);
	read_bound("cleaned", fill_grown, INVENTORY_READ_TEXT_MAX / 3);
	read_bound("links", fill_links, INVENTORY_READ_LINKS_MAX);
}

static void
test_reply(void)
{
	for (size_t more = 0; more < 2; more++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		fill_reply(&document, OBSERVATION_RAW_MAX + more);
		CU_ASSERT_EQUAL(read_all(&document, &err), more == 0);
		text_fini(&document);
	}
}

/* Much in one machine is refused, however it is cut up. */
static void
test_large_machine(void)
{
	static const struct {
		const char *name, *piece;
	} pieces[] = {
		{ "names", "<name source='dns'/>" },
		{ "long names",
		    "<name source='dns'>0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdef</name>" },
		{ "services", "<service " ASKED "port='1'/>" },
		{ "fields", "<service " ASKED "port='1'><field name=''/><field "
			    "name=''/></service>" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(pieces); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(pieces[i].name);
		text_add(&document, OPEN "<servers><server " SERVER ">");
		read_repeat(&document, pieces[i].piece,
		    INVENTORY_READ_HOST_MAX / sizeof(struct host_field));
		text_add(&document, "</server></servers>" REST);
		CU_ASSERT_FALSE(read_all(&document, &err));
		CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
		text_fini(&document);
	}
	/* The bound is one machine's, not the document's. */
	harness_row("many machines");
	{
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		text_add(&document, OPEN "<servers>");
		for (unsigned n = 0; n < 40; n++) {
			text_addf(&document,
			    "<server address='10.0.0.%u'><name source='dns'>",
			    n);
			read_repeat(&document, "0123456789abcdef",
			    INVENTORY_READ_TEXT_MAX / 16);
			text_add(&document, "</name></server>");
		}
		text_add(&document, "</servers>" REST);
		CU_ASSERT_TRUE(read_all(&document, &err));
		text_fini(&document);
	}
}

/* What libxml2 itself would take too much of: it is refused in time. */
static void
test_huge(void)
{
	static const char *const open[] = { "<x a='", "<x>", "<!--", "<?x ",
		"<![CDATA[", "<x" };

	for (size_t i = 0; i < HARNESS_ROWS(open); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(open[i]);
		text_add(&document, OPEN);
		text_add(&document, open[i]);
		read_repeat(&document, "0123456789abcdef", (12 << 20) / 16);
		CU_ASSERT_FALSE(read_all(&document, &err));
		text_fini(&document);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "bounds", test_bounds },
		{ "reply", test_reply },
		{ "large machine", test_large_machine },
		{ "huge", test_huge },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "inventory_read_xml", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
