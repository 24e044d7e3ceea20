/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * base/xmllib: this program is not linked with libxml2, and reads XML.
 * What happens where it is not there: test/cli/xmllib.sh.
 */
#include "base/xmllib.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

static void
test_load(void)
{
	struct err err = ERR_INIT;
	const struct xmllib *first;

	/* Nobody has brought it here but the test. */
	CU_ASSERT_PTR_NULL(dlopen(LIBXML2_SONAME, RTLD_LAZY | RTLD_NOLOAD));
	CU_ASSERT_EQUAL_FATAL(xmllib_load(&err), 0);
	first = xmllib();
	CU_ASSERT_EQUAL(xmllib_load(NULL), 0);
	CU_ASSERT_PTR_EQUAL(xmllib(), first);
	CU_ASSERT(strtol(xmllib_version(), NULL, 10) >= 20900);
	CU_ASSERT_STRING_EQUAL(err.text, "");
}

/* Each place of the table has what its name says. */
static void
test_symbols(void)
{
	void *library = dlopen(LIBXML2_SONAME, RTLD_LAZY);

	CU_ASSERT_PTR_NOT_NULL_FATAL(library);
#define SAME(name)                                      \
	CU_ASSERT_PTR_NOT_NULL((void *)xmllib()->name); \
	CU_ASSERT_PTR_EQUAL((void *)xmllib()->name, dlsym(library, #name));
	XMLLIB_EACH(SAME)
	(void)dlclose(library);
}

static void
test_use(void)
{
	static const char xml[] = "<a>b&amp;c</a>";
	xmlParserCtxt *parser = xmllib()->xmlNewParserCtxt();
	xmlDoc *doc = xmllib()->xmlCtxtReadMemory(parser, xml, (int)strlen(xml),
	    NULL, NULL, XML_PARSE_NONET);
	xmlChar *text;

	CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
	text = xmllib()->xmlNodeGetContent(xmllib()->xmlDocGetRootElement(doc));
	CU_ASSERT_STRING_EQUAL(text, "b&c");
	(*xmllib()->xmlFree)(text);
	xmllib()->xmlFreeDoc(doc);
	xmllib()->xmlFreeParserCtxt(parser);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "load", test_load },
		{ "symbols", test_symbols },
		{ "use", test_use },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "xmllib", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
