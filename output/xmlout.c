/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * XML to a stream through libxml2's writer.
 */
#include "output/xmlout.h"

#include <errno.h>
#include <inttypes.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/piece.h"

struct xmlout {
	FILE *out;
	xmlTextWriterPtr writer;
	struct text clean; /* one text at a time, memory kept */
	bool has_failed, is_finished;
	int sys_errno; /* why the stream refused; 0: the writer did */
};

/*
 * Never an error to libxml2, which would print it: failures are kept here
 * and reported by xmlout_check().
 */
static int
xmlout_on_write(void *context, const char *bytes, int len)
{
	struct xmlout *x = context;

	if (x->has_failed || x->is_finished || len <= 0)
		return len;
	errno = 0;
	if (fwrite(bytes, 1, (size_t)len, x->out) != (size_t)len) {
		x->has_failed = true;
		x->sys_errno = errno;
	}
	return len;
}

/* The writer returns bytes written, or -1. */
static void
xmlout_note(struct xmlout *x, int written)
{
	if (written < 0)
		x->has_failed = true;
}

static const xmlChar *
xmlout_clean(struct xmlout *x, const void *bytes, size_t len)
{
	text_clear(&x->clean);
	utf8_clean(&x->clean, bytes, len);
	return (const xmlChar *)text_str(&x->clean);
}

struct xmlout *
xmlout_new(FILE *out, struct err *err)
{
	struct xmlout *x = mem_new(sizeof(*x));
	xmlOutputBufferPtr buffer;

	x->out = out;
	buffer = xmlOutputBufferCreateIO(xmlout_on_write, NULL, x, NULL);
	if (buffer != NULL) {
		x->writer = xmlNewTextWriter(buffer);
		if (x->writer == NULL)
			(void)xmlOutputBufferClose(buffer);
	}
	if (x->writer == NULL) {
		xmlout_free(x);
		err_set(err, ERR_SYSTEM, "cannot start an XML document");
		return NULL;
	}
	xmlout_note(x, xmlTextWriterSetIndent(x->writer, 1));
	xmlout_note(x,
	    xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL));
	return x;
}

void
xmlout_free(struct xmlout *x)
{
	if (x == NULL)
		return;
	x->is_finished = true; /* the writer flushes when it is freed */
	xmlFreeTextWriter(x->writer);
	text_fini(&x->clean);
	free(x);
}

void
xmlout_doctype(struct xmlout *x, const char *name)
{
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterWriteDTD(x->writer,
				   (const xmlChar *)name, NULL, NULL, NULL));
}

void
xmlout_start(struct xmlout *x, const char *element)
{
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterStartElement(x->writer,
				   (const xmlChar *)element));
}

void
xmlout_end(struct xmlout *x)
{
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterEndElement(x->writer));
}

void
xmlout_attr(struct xmlout *x, const char *name, const char *value)
{
	if (!x->has_failed && value != NULL)
		xmlout_note(x, xmlTextWriterWriteAttribute(x->writer,
				   (const xmlChar *)name,
				   xmlout_clean(x, value, strlen(value))));
}

void
xmlout_attr_u64(struct xmlout *x, const char *name, uint64_t value)
{
	char buf[24];

	(void)snprintf(buf, sizeof(buf), "%" PRIu64, value);
	xmlout_attr(x, name, buf);
}

void
xmlout_attr_time(struct xmlout *x, const char *name, int64_t wall_us)
{
	char buf[CLOCK_TEXT_LEN];

	xmlout_attr(x, name, piece_time(wall_us, buf));
}

void
xmlout_text_len(struct xmlout *x, const void *bytes, size_t len)
{
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterWriteString(x->writer,
				   xmlout_clean(x, bytes, len)));
}

void
xmlout_text(struct xmlout *x, const char *text)
{
	xmlout_text_len(x, text, strlen(text));
}

void
xmlout_hex(struct xmlout *x, const uint8_t *bytes, size_t len)
{
	if (x->has_failed)
		return;
	text_clear(&x->clean);
	hex_add(&x->clean, bytes, len, '\0');
	xmlout_note(x, xmlTextWriterWriteString(x->writer,
			   (const xmlChar *)text_str(&x->clean)));
}

int
xmlout_check(const struct xmlout *x, struct err *err)
{
	if (!x->has_failed)
		return 0;
	if (x->sys_errno != 0)
		return err_set_errno(err, ERR_SYSTEM, x->sys_errno,
		    "cannot write the XML");
	return err_set(err, ERR_SYSTEM, "cannot write the XML");
}

int
xmlout_finish(struct xmlout *x, struct err *err)
{
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterEndDocument(x->writer));
	if (!x->has_failed)
		xmlout_note(x, xmlTextWriterFlush(x->writer));
	x->is_finished = true;
	return xmlout_check(x, err);
}
