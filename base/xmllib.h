/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Libxml2, loaded when the first XML is read and not when the program
 * starts: with what it needs in turn it is larger than all the rest.
 */
#ifndef BASE_XMLLIB_H
#define BASE_XMLLIB_H

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

#include "base/err.h"

/* What is used of it.  Two underlines: where a handler is kept. */
#define XMLLIB_EACH(X)                        \
	X(__xmlGenericError)                  \
	X(__xmlGenericErrorContext)           \
	X(__xmlStructuredError)               \
	X(__xmlStructuredErrorContext)        \
	X(xmlCtxtGetLastError)                \
	X(xmlCtxtReadMemory)                  \
	X(xmlDocGetRootElement)               \
	X(xmlFree)                            \
	X(xmlFreeDoc)                         \
	X(xmlFreeParserCtxt)                  \
	X(xmlFreeTextReader)                  \
	X(xmlGetLineNo)                       \
	X(xmlGetNoNsProp)                     \
	X(xmlNewParserCtxt)                   \
	X(xmlNodeGetContent)                  \
	X(xmlReaderForIO)                     \
	X(xmlRelaxNGFree)                     \
	X(xmlRelaxNGFreeParserCtxt)           \
	X(xmlRelaxNGFreeValidCtxt)            \
	X(xmlRelaxNGNewMemParserCtxt)         \
	X(xmlRelaxNGNewValidCtxt)             \
	X(xmlRelaxNGParse)                    \
	X(xmlRelaxNGSetValidStructuredErrors) \
	X(xmlRelaxNGValidateDoc)              \
	X(xmlSAX2GetLineNumber)               \
	X(xmlSetGenericErrorFunc)             \
	X(xmlSetStructuredErrorFunc)          \
	X(xmlStopParser)                      \
	X(xmlTextReaderConstLocalName)        \
	X(xmlTextReaderConstNamespaceUri)     \
	X(xmlTextReaderConstValue)            \
	X(xmlTextReaderCurrentNode)           \
	X(xmlTextReaderDepth)                 \
	X(xmlTextReaderGetAttributeNs)        \
	X(xmlTextReaderGetParserLineNumber)   \
	X(xmlTextReaderIsEmptyElement)        \
	X(xmlTextReaderNodeType)              \
	X(xmlTextReaderRead)                  \
	X(xmlTextReaderSetStructuredErrorHandler)

/*
 * A pointer of the same name to each, typed by libxml2's own headers.
 * xmlFree is a variable there: (*xmllib()->xmlFree)(memory).
 */
struct xmllib {
#define XMLLIB_MEMBER(name) __typeof__(name) *name;
	XMLLIB_EACH(XMLLIB_MEMBER)
#undef XMLLIB_MEMBER
};

/*
 * Load it, unless that has been done; nobody unloads it.  By one thread.
 * ERR_SYSTEM names the library.
 */
int xmllib_load(struct err *err) __attribute__((warn_unused_result));

/* What has been loaded; only after xmllib_load() has returned 0. */
const struct xmllib *xmllib(void);

/* Its version as it says it ("20914" for 2.9.14); also only then. */
const char *xmllib_version(void);

#endif
