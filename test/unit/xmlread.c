/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * XML documents read back.
 */
#include "test/unit/xmlread.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "test/harness.h"

static xmlDocPtr
xmlread_parse(const char *document)
{
	return xmlReadMemory(document, (int)strlen(document), NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
		XML_PARSE_HUGE);
}

bool
xmlread_is_well_formed(const char *document)
{
	xmlDocPtr doc = xmlread_parse(document);

	xmlFreeDoc(doc);
	return doc != NULL;
}

static xmlXPathObjectPtr
xmlread_find(xmlDocPtr doc, const char *xpath)
{
	xmlXPathContextPtr context = xmlXPathNewContext(doc);
	xmlNodePtr root = xmlDocGetRootElement(doc);
	xmlXPathObjectPtr found;

	if (root != NULL && root->ns != NULL)
		(void)xmlXPathRegisterNs(context, (const xmlChar *)"i",
		    root->ns->href);
	found = xmlXPathEvalExpression((const xmlChar *)xpath, context);
	xmlXPathFreeContext(context);
	return found;
}

static unsigned
xmlread_found(xmlXPathObjectPtr found)
{
	return found == NULL || found->nodesetval == NULL
		   ? 0
		   : (unsigned)found->nodesetval->nodeNr;
}

char *
xmlread_get(const char *document, const char *xpath)
{
	xmlDocPtr doc = xmlread_parse(document);
	xmlXPathObjectPtr found = xmlread_find(doc, xpath);
	xmlChar *content = NULL;
	char *copy;

	if (xmlread_found(found) > 0)
		content = xmlNodeGetContent(found->nodesetval->nodeTab[0]);
	copy = content == NULL ? NULL : mem_dup((const char *)content);
	xmlFree(content);
	xmlXPathFreeObject(found);
	xmlFreeDoc(doc);
	return copy;
}

unsigned
xmlread_count(const char *document, const char *xpath)
{
	xmlDocPtr doc = xmlread_parse(document);
	xmlXPathObjectPtr found = xmlread_find(doc, xpath);
	unsigned n = xmlread_found(found);

	xmlXPathFreeObject(found);
	xmlFreeDoc(doc);
	return n;
}

static void xmlread_on_error(void *arg, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
xmlread_on_error(void *arg, const char *format, ...)
{
	bool *has_said = arg;
	va_list ap;

	if (*has_said)
		return;
	*has_said = true;
	fputs("# ", stdout);
	va_start(ap, format);
	(void)vfprintf(stdout, format, ap);
	va_end(ap);
}

bool
xmlread_is_valid(const char *document, const char *name)
{
	xmlRelaxNGParserCtxtPtr parser =
	    xmlRelaxNGNewParserCtxt(harness_data(name));
	xmlRelaxNGPtr schema = xmlRelaxNGParse(parser);
	xmlDocPtr doc = xmlread_parse(document);
	xmlRelaxNGValidCtxtPtr context = xmlRelaxNGNewValidCtxt(schema);
	bool has_said = false, is_valid;

	xmlRelaxNGSetValidErrors(context, xmlread_on_error, xmlread_on_error,
	    &has_said);
	is_valid = schema != NULL && doc != NULL &&
		   xmlRelaxNGValidateDoc(context, doc) == 0;
	xmlRelaxNGFreeValidCtxt(context);
	xmlFreeDoc(doc);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	xmlRelaxNGCleanupTypes();
	return is_valid;
}
