/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A stranger's XML as a cursor, over libxml2's streaming reader.
 */
#include "output/inventory_read_xml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xmllib.h"
#include "output/inventory_attr.h"
#include "output/inventory_read.h"

/*
 * Without XML_PARSE_HUGE libxml2 bounds names, texts, attributes and what it
 * has to look ahead by 10 MB each; without XML_PARSE_NOENT and
 * XML_PARSE_DTDLOAD it fetches nothing.
 */
#define INVENTORY_READ_XML_OPTIONS \
	(XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)

/* Lines beyond this are not always kept by libxml2's elements. */
#define INVENTORY_READ_XML_LINE_MAX 65535

/* libxml2 2.12 made the argument of error callbacks const. */
#if LIBXML_VERSION >= 21200
#define INVENTORY_READ_XML_ERROR const xmlError
#else
#define INVENTORY_READ_XML_ERROR xmlError
#endif

struct inventory_read_xml {
	xmlTextReader *reader;
	FILE *in;
	char *origin;
	size_t n_bytes;  /* that are kept of the machine at the cursor */
	int sys_errno;   /* why the stream failed, or 0 */
	long error_line; /* of the parser's first complaint, or 0 */
	struct text error;
	/* Who is told of errors while libxml2 does not work for us. */
	xmlStructuredErrorFunc was;
	xmlGenericErrorFunc was_print;
	void *was_arg, *was_print_arg;
};

static int
inventory_read_xml_on_read(void *context, char *buf, int len)
{
	struct inventory_read_xml *x = context;
	size_t n = fread(buf, 1, (size_t)len, x->in);

	if (n == 0 && ferror(x->in)) {
		x->sys_errno = errno;
		return -1;
	}
	return (int)n;
}

/* libxml2's first message, without its newline and anything unsafe in it. */
static void
inventory_read_xml_on_error(void *arg, INVENTORY_READ_XML_ERROR *error)
{
	struct inventory_read_xml *x = arg;
	const char *message = error->message;

	if (x->error_line != 0 || error->level < XML_ERR_ERROR)
		return;
	x->error_line = error->line < 1 ? 1 : error->line;
	if (message == NULL)
		message = "not well-formed XML";
	utf8_clean(&x->error, message, strcspn(message, "\n"));
}

/* What libxml2 would print beside an error that it has told properly. */
static void inventory_read_xml_on_print(void *arg, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
inventory_read_xml_on_print(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

/*
 * Errors of the input's encoding have no reader that they belong to: while
 * libxml2 works for us, they come to us too, and it prints nothing.
 */
static void
inventory_read_xml_listen(struct inventory_read_xml *x)
{
	xmllib()->xmlSetStructuredErrorFunc(x, inventory_read_xml_on_error);
	xmllib()->xmlSetGenericErrorFunc(NULL, inventory_read_xml_on_print);
}

static void
inventory_read_xml_unlisten(const struct inventory_read_xml *x)
{
	xmllib()->xmlSetStructuredErrorFunc(x->was_arg, x->was);
	xmllib()->xmlSetGenericErrorFunc(x->was_print_arg, x->was_print);
}

struct inventory_read_xml *
inventory_read_xml_new(FILE *in, const char *origin, struct err *err)
{
	struct inventory_read_xml *x;

	if (xmllib_load(err) == -1) {
		if (in != stdin)
			(void)fclose(in);
		return NULL;
	}
	x = mem_new(sizeof(*x));
	x->in = in;
	x->origin = mem_dup(origin);
	x->was = *xmllib()->__xmlStructuredError();
	x->was_print = *xmllib()->__xmlGenericError();
	x->was_arg = *xmllib()->__xmlStructuredErrorContext();
	x->was_print_arg = *xmllib()->__xmlGenericErrorContext();
	inventory_read_xml_listen(x);
	x->reader = xmllib()->xmlReaderForIO(inventory_read_xml_on_read, NULL,
	    x, NULL, NULL, INVENTORY_READ_XML_OPTIONS);
	inventory_read_xml_unlisten(x);
	if (x->reader == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory for XML");
		inventory_read_xml_free(x);
		return NULL;
	}
	xmllib()->xmlTextReaderSetStructuredErrorHandler(x->reader,
	    inventory_read_xml_on_error, x);
	return x;
}

void
inventory_read_xml_free(struct inventory_read_xml *x)
{
	if (x == NULL)
		return;
	inventory_read_xml_listen(x);
	xmllib()->xmlFreeTextReader(x->reader);
	inventory_read_xml_unlisten(x);
	if (x->in != stdin)
		(void)fclose(x->in);
	free(x->origin);
	text_fini(&x->error);
	free(x);
}

static long
inventory_read_xml_line(const struct inventory_read_xml *x)
{
	xmlNode *node = xmllib()->xmlTextReaderCurrentNode(x->reader);
	long line = node == NULL ? 0 : xmllib()->xmlGetLineNo(node);

	if (line < 1 || line >= INVENTORY_READ_XML_LINE_MAX)
		line = xmllib()->xmlTextReaderGetParserLineNumber(x->reader);
	return line < 1 ? 1 : line;
}

int
inventory_read_xml_refuse(const struct inventory_read_xml *x, struct err *err,
    enum err_code code, const char *format, ...)
{
	char message[ERR_TEXT_CAP];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	return err_set(err, code, "%s:%ld: %s", x->origin,
	    inventory_read_xml_line(x), message);
}

/* The next node of any kind: 1, 0 at the end of the document, or -1. */
static int
inventory_read_xml_step(struct inventory_read_xml *x, struct err *err)
{
	int got, type;

	inventory_read_xml_listen(x);
	got = xmllib()->xmlTextReaderRead(x->reader);
	inventory_read_xml_unlisten(x);
	if (x->sys_errno != 0)
		return err_set_errno(err, ERR_INPUT, x->sys_errno,
		    "%s: cannot be read", x->origin);
	if (x->error_line != 0)
		return err_set(err, ERR_INPUT, "%s:%ld: %s", x->origin,
		    x->error_line, text_str(&x->error));
	if (got < 0)
		return inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "not well-formed XML");
	if (got == 0)
		return 0;
	type = xmllib()->xmlTextReaderNodeType(x->reader);
	/* It is where entities are declared, and no inventory needs one. */
	if (type == XML_READER_TYPE_DOCUMENT_TYPE)
		return err_set(err, ERR_INPUT,
		    "%s: a document type (<!DOCTYPE ...>) is not allowed; "
		    "leave it out",
		    x->origin);
	if (type == XML_READER_TYPE_ELEMENT &&
	    xmllib()->xmlTextReaderDepth(x->reader) >= INVENTORY_READ_DEPTH_MAX)
		return inventory_read_xml_refuse(x, err, ERR_LIMIT,
		    "elements within each other at most %d deep are taken",
		    INVENTORY_READ_DEPTH_MAX);
	return 1;
}

int
inventory_read_xml_root(struct inventory_read_xml *x, struct err *err)
{
	int got;

	while ((got = inventory_read_xml_step(x, err)) == 1)
		if (xmllib()->xmlTextReaderNodeType(x->reader) ==
		    XML_READER_TYPE_ELEMENT)
			return 0;
	if (got == 0)
		err_set(err, ERR_INPUT, "%s: the document is empty", x->origin);
	return -1;
}

int
inventory_read_xml_depth(const struct inventory_read_xml *x)
{
	return xmllib()->xmlTextReaderDepth(x->reader);
}

/* Whether the cursor is where the element at this depth ends. */
static bool
inventory_read_xml_is_end(const struct inventory_read_xml *x, int depth)
{
	int type = xmllib()->xmlTextReaderNodeType(x->reader);

	if (xmllib()->xmlTextReaderDepth(x->reader) != depth)
		return false;
	return type == XML_READER_TYPE_END_ELEMENT ||
	       (type == XML_READER_TYPE_ELEMENT &&
		   xmllib()->xmlTextReaderIsEmptyElement(x->reader));
}

int
inventory_read_xml_child(struct inventory_read_xml *x, int depth,
    struct err *err)
{
	while (!inventory_read_xml_is_end(x, depth)) {
		int got = inventory_read_xml_step(x, err);

		if (got != 1)
			return got == 0 ? inventory_read_xml_refuse(x, err,
					      ERR_INPUT, "the document ends")
					: -1;
		if (xmllib()->xmlTextReaderDepth(x->reader) == depth + 1 &&
		    xmllib()->xmlTextReaderNodeType(x->reader) ==
			XML_READER_TYPE_ELEMENT)
			return 1;
	}
	return 0;
}

int
inventory_read_xml_finish(struct inventory_read_xml *x, struct err *err)
{
	int got;

	while ((got = inventory_read_xml_step(x, err)) == 1)
		;
	return got;
}

bool
inventory_read_xml_is(const struct inventory_read_xml *x, const char *name)
{
	const xmlChar *space =
	    xmllib()->xmlTextReaderConstNamespaceUri(x->reader);

	return space != NULL &&
	       strcmp((const char *)space, INVENTORY_ATTR_NAMESPACE) == 0 &&
	       strcmp((const char *)xmllib()->xmlTextReaderConstLocalName(
			  x->reader),
		   name) == 0;
}

void
inventory_read_xml_forget(struct inventory_read_xml *x)
{
	x->n_bytes = 0;
}

int
inventory_read_xml_charge(struct inventory_read_xml *x, size_t bytes,
    struct err *err)
{
	if (bytes > INVENTORY_READ_HOST_MAX - x->n_bytes)
		return inventory_read_xml_refuse(x, err, ERR_LIMIT,
		    "more than %d bytes for one machine",
		    INVENTORY_READ_HOST_MAX);
	x->n_bytes += bytes;
	return 0;
}

/* Clean, bounded, and counted; cleaning can make a text longer. */
static char *
inventory_read_xml_take(struct inventory_read_xml *x, const void *bytes,
    size_t len, struct err *err)
{
	struct text clean = TEXT_INIT;
	char *taken = NULL;

	if (len <= INVENTORY_READ_TEXT_MAX)
		utf8_clean(&clean, bytes, len);
	if (len > INVENTORY_READ_TEXT_MAX ||
	    clean.len > INVENTORY_READ_TEXT_MAX)
		inventory_read_xml_refuse(x, err, ERR_LIMIT,
		    "a text of more than %d bytes", INVENTORY_READ_TEXT_MAX);
	else if (inventory_read_xml_charge(x, clean.len, err) == 0)
		taken = text_take(&clean);
	text_fini(&clean);
	return taken;
}

static bool
inventory_read_xml_is_text(int type)
{
	return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
	       type == XML_READER_TYPE_WHITESPACE ||
	       type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

char *
inventory_read_xml_text(struct inventory_read_xml *x, struct err *err)
{
	int depth = xmllib()->xmlTextReaderDepth(x->reader);
	struct text text = TEXT_INIT;
	char *taken = NULL;

	while (!inventory_read_xml_is_end(x, depth)) {
		int got = inventory_read_xml_step(x, err);

		if (got == 0)
			inventory_read_xml_refuse(x, err, ERR_INPUT,
			    "the document ends");
		if (got != 1)
			goto out;
		if (xmllib()->xmlTextReaderDepth(x->reader) != depth + 1 ||
		    !inventory_read_xml_is_text(
			xmllib()->xmlTextReaderNodeType(x->reader)))
			continue;
		text_add(&text,
		    (const char *)xmllib()->xmlTextReaderConstValue(x->reader));
		if (text.len > INVENTORY_READ_TEXT_MAX)
			break;
	}
	taken = inventory_read_xml_take(x, text_str(&text), text.len, err);
out:
	text_fini(&text);
	return taken;
}

int
inventory_read_xml_attr(struct inventory_read_xml *x, const char *name,
    bool is_optional, char **value, struct err *err)
{
	xmlChar *got = xmllib()->xmlTextReaderGetAttributeNs(x->reader,
	    (const xmlChar *)name, NULL);

	*value = NULL;
	if (got == NULL && is_optional)
		return 0;
	if (got == NULL)
		return inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "%s has no attribute %s",
		    (const char *)xmllib()->xmlTextReaderConstLocalName(
			x->reader),
		    name);
	*value =
	    inventory_read_xml_take(x, got, strlen((const char *)got), err);
	(*xmllib()->xmlFree)(got);
	return *value == NULL ? -1 : 0;
}

int
inventory_read_xml_u64(struct inventory_read_xml *x, const char *name,
    bool is_optional, uint64_t min, uint64_t max, uint64_t *value,
    struct err *err)
{
	struct err why = ERR_INIT;
	char *text;
	int ret = 0;

	if (inventory_read_xml_attr(x, name, is_optional, &text, err) == -1)
		return -1;
	if (text != NULL && num_parse(value, text, min, max, name, &why) == -1)
		ret = inventory_read_xml_refuse(x, err, ERR_INPUT, "%s",
		    why.text);
	free(text);
	return ret;
}

/* False when it is no such number, or too large. */
static bool
inventory_read_xml_decimal(const char *text, unsigned decimals, uint64_t *value)
{
	size_t whole = strspn(text, "0123456789"), part = 0;
	const char *end = text + whole;
	uint64_t n = 0;

	if (*end == '.') {
		part = strspn(end + 1, "0123456789");
		end += 1 + part;
	}
	if (*end != '\0' || whole + part == 0)
		return false;
	for (size_t i = 0; i < whole + decimals; i++) {
		size_t at = i < whole ? i : i + 1;
		unsigned digit =
		    i < whole + part ? (unsigned)(text[at] - '0') : 0;

		if (n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = n;
	return true;
}

int
inventory_read_xml_share(struct inventory_read_xml *x, const char *name,
    unsigned decimals, uint64_t *value, struct err *err)
{
	char *text;
	int ret = 0;

	if (inventory_read_xml_attr(x, name, false, &text, err) == -1)
		return -1;
	if (!inventory_read_xml_decimal(text, decimals, value))
		ret = inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "%s must be a number as in 0.25, not '%s'", name, text);
	free(text);
	return ret;
}

int
inventory_read_xml_time(struct inventory_read_xml *x, const char *name,
    bool is_optional, int64_t *wall_us, struct err *err)
{
	char *text;
	int ret = 0;

	if (inventory_read_xml_attr(x, name, is_optional, &text, err) == -1)
		return -1;
	if (text != NULL && !clock_parse(wall_us, text))
		ret = inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "%s must be a time as in 2026-01-31T23:59:59.123Z, not "
		    "'%s'",
		    name, text);
	free(text);
	return ret;
}
