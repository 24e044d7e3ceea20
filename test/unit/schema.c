/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Documents against the two schemas, by libxml2.
 */
#include "test/unit/schema.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlschemas.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static xmlRelaxNGPtr schema_rng;
static xmlSchemaPtr schema_xsd;

static const char *
schema_path(const char *name, char buf[4096])
{
	const char *root = getenv("srcdir");

	(void)snprintf(buf, 4096, "%s/output/%s", root == NULL ? "." : root,
	    name);
	return buf;
}

bool
schema_load(void)
{
	char path[4096];
	xmlRelaxNGParserCtxtPtr rng =
	    xmlRelaxNGNewParserCtxt(schema_path("inventory.rng", path));
	xmlSchemaParserCtxtPtr xsd =
	    xmlSchemaNewParserCtxt(schema_path("inventory.xsd", path));

	schema_rng = rng == NULL ? NULL : xmlRelaxNGParse(rng);
	schema_xsd = xsd == NULL ? NULL : xmlSchemaParse(xsd);
	xmlRelaxNGFreeParserCtxt(rng);
	xmlSchemaFreeParserCtxt(xsd);
	return schema_rng != NULL && schema_xsd != NULL;
}

void
schema_free(void)
{
	xmlRelaxNGFree(schema_rng);
	xmlSchemaFree(schema_xsd);
	schema_rng = NULL;
	schema_xsd = NULL;
	xmlRelaxNGCleanupTypes();
	xmlCleanupParser();
}

/* Some libxml2 versions declare the argument const, some do not. */
static void
schema_note(struct schema_result *result, const char *message)
{
	if (result->why[0] == '\0')
		(void)snprintf(result->why, sizeof(result->why), "%s", message);
}

static void schema_on_error(void *arg, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
schema_on_error(void *arg, const char *format, ...)
{
	char message[512];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	schema_note(arg, message);
}

struct schema_result
schema_check(const char *document, size_t len)
{
	struct schema_result result = { false, false, false, "" };
	xmlRelaxNGValidCtxtPtr rng;
	xmlSchemaValidCtxtPtr xsd;
	xmlDocPtr doc = xmlReadMemory(document, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	if (doc == NULL) {
		schema_note(&result, "not well formed");
		return result;
	}
	result.is_well_formed = true;
	rng = xmlRelaxNGNewValidCtxt(schema_rng);
	xmlRelaxNGSetValidErrors(rng, schema_on_error, schema_on_error,
	    &result);
	result.is_rng_valid = xmlRelaxNGValidateDoc(rng, doc) == 0;
	xmlRelaxNGFreeValidCtxt(rng);
	xsd = xmlSchemaNewValidCtxt(schema_xsd);
	xmlSchemaSetValidErrors(xsd, schema_on_error, schema_on_error, &result);
	result.is_xsd_valid = xmlSchemaValidateDoc(xsd, doc) == 0;
	xmlSchemaFreeValidCtxt(xsd);
	xmlFreeDoc(doc);
	return result;
}
