/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Probe files: parsed with nothing fetched and nothing expanded, read, and
 * held against RELAX NG, which refuses what the reader passes over: foreign
 * elements and attributes, a wrong order, text where none belongs.
 */
#include "scanner/probe_load.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/xmllib.h"
#include "scanner/probe_embed.h"
#include "scanner/probe_node.h"
#include "scanner/probe_read.h"

#define PROBE_LOAD_OPTIONS                                           \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | \
	    XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)

/* libxml2 2.12 made the argument of error callbacks const. */
#if LIBXML_VERSION >= 21200
#define PROBE_LOAD_ERROR const xmlError
#else
#define PROBE_LOAD_ERROR xmlError
#endif

struct probe_load {
	const char *origin;
	struct err *err;
	int dtd_line;     /* of a document type, where parsing stopped; or 0 */
	bool was_refused; /* by the schema, and *err is set */
};

/* libxml2's message without its newline and anything unsafe in it. */
static void
probe_load_message(struct text *out, const char *message)
{
	if (message == NULL)
		message = "not well-formed XML";
	utf8_clean(out, message, strcspn(message, "\n"));
}

/*
 * A document type is where entities are declared, and no probe needs one:
 * stop before the first declaration is read.
 */
static void
probe_load_on_dtd(void *arg, const xmlChar *name, const xmlChar *external_id,
    const xmlChar *system_id)
{
	xmlParserCtxt *parser = arg;
	struct probe_load *load = parser->_private;

	(void)name;
	(void)external_id;
	(void)system_id;
	load->dtd_line = xmllib()->xmlSAX2GetLineNumber(parser);
	xmllib()->xmlStopParser(parser);
}

static void
probe_load_explain(struct probe_load *load, xmlParserCtxt *parser)
{
	PROBE_LOAD_ERROR *last = xmllib()->xmlCtxtGetLastError(parser);
	struct text message = TEXT_INIT;

	if (load->dtd_line > 0) {
		err_set(load->err, ERR_INPUT,
		    "%s:%d: a document type (<!DOCTYPE ...>) is not allowed; "
		    "leave it out",
		    load->origin, load->dtd_line);
		return;
	}
	probe_load_message(&message, last == NULL ? NULL : last->message);
	err_set(load->err, ERR_INPUT, "%s:%d: %s", load->origin,
	    last == NULL ? 1 : last->line, text_str(&message));
	text_fini(&message);
}

static xmlDoc *
probe_load_parse(struct probe_load *load, const char *xml, size_t len)
{
	xmlParserCtxt *parser;
	xmlDoc *doc = NULL;

	if (len > PROBE_LOAD_XML_MAX) {
		err_set(load->err, ERR_LIMIT,
		    "%s: the file has %zu bytes, at most %d are taken",
		    load->origin, len, PROBE_LOAD_XML_MAX);
		return NULL;
	}
	parser = xmllib()->xmlNewParserCtxt();
	if (parser == NULL) {
		err_set(load->err, ERR_SYSTEM, "out of memory for XML");
		return NULL;
	}
	parser->_private = load;
	parser->sax->internalSubset = probe_load_on_dtd;
	doc = xmllib()->xmlCtxtReadMemory(parser, xml, (int)len, NULL, NULL,
	    PROBE_LOAD_OPTIONS);
	if (doc == NULL || load->dtd_line > 0 || !parser->wellFormed) {
		probe_load_explain(load, parser);
		xmllib()->xmlFreeDoc(doc);
		doc = NULL;
	}
	xmllib()->xmlFreeParserCtxt(parser);
	return doc;
}

/* The first thing that the schema refuses is the one that is reported. */
static void
probe_load_on_refused(void *arg, PROBE_LOAD_ERROR *error)
{
	struct probe_load *load = arg;
	struct text message = TEXT_INIT;
	const xmlNode *node = error->node;
	char *tag = NULL;

	if (load->was_refused)
		return;
	load->was_refused = true;
	if (node != NULL && node->type == XML_ELEMENT_NODE)
		tag = probe_node_tag(node);
	probe_load_message(&message, error->message);
	err_set(load->err, ERR_INPUT,
	    "%s:%ld: %s does not fit the schema probes.rng: %s", load->origin,
	    node == NULL ? 1 : xmllib()->xmlGetLineNo(node),
	    tag == NULL ? "the document" : tag, text_str(&message));
	free(tag);
	text_fini(&message);
}

static int
probe_load_validate(struct probe_load *load, xmlDoc *doc)
{
	xmlRelaxNGParserCtxt *parser = NULL;
	xmlRelaxNG *schema = NULL;
	xmlRelaxNGValidCtxt *valid = NULL;
	int ret = -1;

	parser =
	    xmllib()->xmlRelaxNGNewMemParserCtxt((const char *)probe_embed_rng,
		(int)probe_embed_rng_len);
	if (parser != NULL)
		schema = xmllib()->xmlRelaxNGParse(parser);
	if (schema != NULL)
		valid = xmllib()->xmlRelaxNGNewValidCtxt(schema);
	if (valid == NULL) {
		err_set(load->err, ERR_SYSTEM,
		    "the schema probes.rng in this program cannot be used");
		goto out;
	}
	xmllib()->xmlRelaxNGSetValidStructuredErrors(valid,
	    probe_load_on_refused, load);
	if (xmllib()->xmlRelaxNGValidateDoc(valid, doc) == 0)
		ret = 0;
	else if (!load->was_refused)
		err_set(load->err, ERR_INPUT,
		    "%s: the file does not fit the schema probes.rng",
		    load->origin);
out:
	xmllib()->xmlRelaxNGFreeValidCtxt(valid);
	xmllib()->xmlRelaxNGFree(schema);
	xmllib()->xmlRelaxNGFreeParserCtxt(parser);
	return ret;
}

int
probe_load_xml(struct probe_set *set, const char *xml, size_t len,
    const char *origin, struct err *err)
{
	struct probe_load load = { .origin = origin, .err = err };
	xmlDoc *doc;
	int ret = -1;

	if (xmllib_load(err) == -1)
		return -1;
	doc = probe_load_parse(&load, xml, len);
	if (doc == NULL)
		return -1;
	if (probe_read_root(set, xmllib()->xmlDocGetRootElement(doc), origin,
		err) == -1)
		goto out;
	ret = probe_load_validate(&load, doc);
out:
	xmllib()->xmlFreeDoc(doc);
	return ret;
}
