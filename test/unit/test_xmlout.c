/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/xmlout: what is written can be read again, whatever went in.
 */
#include <errno.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "output/xmlout.h"
#include "test/harness.h"

/* Write <a n="TEXT">TEXT</a>; the caller frees the document. */
static char *
xmlout_of(const char *text, size_t len)
{
	char *document = NULL, *attribute = strndup(text, len);
	size_t document_len = 0;
	FILE *out = open_memstream(&document, &document_len);
	struct xmlout *x = xmlout_new(out, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(x);
	xmlout_start(x, "a");
	xmlout_attr(x, "n", attribute);
	xmlout_text_len(x, text, len);
	xmlout_end(x);
	CU_ASSERT_EQUAL(xmlout_check(x, NULL), 0);
	CU_ASSERT_EQUAL(xmlout_finish(x, NULL), 0);
	xmlout_free(x);
	(void)fclose(out);
	free(attribute);
	return document;
}

static void
test_documents(void)
{
	static const struct {
		const char *name, *text;
		size_t len;
		const char *want;
	} rows[] = {
		{ "empty", "", 0, "<a n=\"\"></a>" },
		{ "plain", "abc", 3, "<a n=\"abc\">abc</a>" },
		{ "markup", "<&>\"'", 5,
		    "<a n=\"&lt;&amp;&gt;&quot;'\">&lt;&amp;&gt;&quot;'</a>" },
		{ "end of CDATA", "]]>", 3, "<a n=\"]]&gt;\">]]&gt;</a>" },
		{ "NUL ends an attribute only", "a\0b", 3,
		    "<a n=\"a\">a\xef\xbf\xbd"
		    "b</a>" },
		{ "control", "\x01", 1,
		    "<a n=\"\xef\xbf\xbd\">\xef\xbf\xbd</a>" },
		{ "line end", "\n", 1,
		    "<a n=\"\xef\xbf\xbd\">\xef\xbf\xbd</a>" },
		{ "Latin-1", "\xe9", 1,
		    "<a n=\"\xef\xbf\xbd\">\xef\xbf\xbd</a>" },
		{ "bidi", "\xe2\x80\xae", 3,
		    "<a n=\"\xef\xbf\xbd\">\xef\xbf\xbd</a>" },
		{ "UTF-8", "\xc3\xa9\xf0\x9f\x92\xbb", 6,
		    "<a n=\"\xc3\xa9\xf0\x9f\x92\xbb\">\xc3\xa9\xf0\x9f\x92\xbb</a>" },
		{ "blanks", " a ", 3, "<a n=\" a\"> a</a>" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *document, want[256];

		harness_row(rows[i].name);
		document = xmlout_of(rows[i].text, rows[i].len);
		(void)snprintf(want, sizeof(want),
		    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s\n",
		    rows[i].want);
		CU_ASSERT_STRING_EQUAL(document, want);
		free(document);
	}
}

/* Every byte alone, and every pair of bytes: the parser must agree. */
static void
test_every_byte(void)
{
	for (unsigned i = 0; i < 0x10000; i += i < 0x100 ? 1 : 0x101) {
		char bytes[2] = { (char)(i & 0xff), (char)(i >> 8) };
		char *document = xmlout_of(bytes, i < 0x100 ? 1 : 2);
		xmlDocPtr doc = xmlReadMemory(document, (int)strlen(document),
		    NULL, NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

		CU_ASSERT_PTR_NOT_NULL(doc);
		xmlFreeDoc(doc);
		free(document);
	}
	xmlCleanupParser();
}

static void
test_structure(void)
{
	static const uint8_t bytes[] = { 0x00, 0x7f, 0xff };
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out, NULL);

	xmlout_start(x, "a");
	xmlout_attr_u64(x, "least", 0);
	xmlout_attr_u64(x, "most", UINT64_MAX);
	xmlout_attr(x, "absent", NULL);
	xmlout_start(x, "b");
	xmlout_end(x);
	xmlout_start(x, "c");
	xmlout_hex(x, bytes, sizeof(bytes));
	xmlout_end(x);
	xmlout_start(x, "d");
	xmlout_hex(x, bytes, 0);
	CU_ASSERT_EQUAL(xmlout_finish(x, NULL), 0); /* ends d and a */
	xmlout_free(x);
	(void)fclose(out);
	CU_ASSERT_STRING_EQUAL(document,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<a least=\"0\" most=\"18446744073709551615\">\n"
	    " <b/>\n <c>007fff</c>\n <d></d>\n</a>\n");
	free(document);
}

static void
test_times(void)
{
	static const struct {
		const char *name;
		int64_t wall_us;
		const char *want;
	} rows[] = {
		{ "first", 0, "1970-01-01T00:00:00.000Z" },
		{ "before", -1, "1970-01-01T00:00:00.000Z" },
		{ "least", INT64_MIN, "1970-01-01T00:00:00.000Z" },
		{ "usual", INT64_C(1767956400123456),
		    "2026-01-09T11:00:00.123Z" },
		{ "last", INT64_C(253402300799999999),
		    "9999-12-31T23:59:59.999Z" },
		{ "after", INT64_C(253402300800000000),
		    "9999-12-31T23:59:59.999Z" },
		{ "most", INT64_MAX, "9999-12-31T23:59:59.999Z" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *document = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&document, &len);
		struct xmlout *x = xmlout_new(out, NULL);

		harness_row(rows[i].name);
		xmlout_start(x, "a");
		xmlout_attr_time(x, "t", rows[i].wall_us);
		CU_ASSERT_EQUAL(xmlout_finish(x, NULL), 0);
		xmlout_free(x);
		(void)fclose(out);
		CU_ASSERT_PTR_NOT_NULL(strstr(document, rows[i].want));
		free(document);
	}
}

/* A full disk shows at the latest when the document ends, and stays. */
static void
test_full_disk(void)
{
	FILE *out = fopen("/dev/full", "we");
	struct xmlout *x;
	struct err err = ERR_INIT;

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	(void)setvbuf(out, NULL, _IONBF, 0);
	x = xmlout_new(out, &err);
	for (int i = 0; i < 10000; i++) {
		xmlout_start(x, "a");
		xmlout_attr(x, "n", "v");
	}
	CU_ASSERT_EQUAL(xmlout_check(x, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "cannot write the XML: No space left on device");
	CU_ASSERT_EQUAL(xmlout_finish(x, NULL), -1);
	xmlout_free(x);
	(void)fclose(out);
}

/* What the writer itself refuses is an error too. */
static void
test_misuse(void)
{
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out, NULL);

	xmlout_attr(x, "n", "no element is open");
	CU_ASSERT_EQUAL(xmlout_check(x, NULL), -1);
	xmlout_start(x, "a"); /* harmless after a failure */
	CU_ASSERT_EQUAL(xmlout_finish(x, NULL), -1);
	xmlout_free(x);
	xmlout_free(NULL);
	(void)fclose(out);
	free(document);
}

/* What is freed before its end leaves no more bytes behind. */
static void
test_given_up(void)
{
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out, NULL);

	xmlout_start(x, "a");
	xmlout_free(x);
	(void)fclose(out);
	CU_ASSERT_EQUAL(len, 0);
	free(document);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "documents", test_documents },
		{ "every byte", test_every_byte },
		{ "structure", test_structure },
		{ "times", test_times },
		{ "full disk", test_full_disk },
		{ "misuse", test_misuse },
		{ "given up", test_given_up },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "xmlout", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
