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

#include "base/text.h"
#include "base/utf8.h"
#include "output/xmlout.h"
#include "test/harness.h"

/* Write <a n="TEXT">TEXT</a>; the caller frees the document. */
static char *
xmlout_of(const char *text, size_t len)
{
	char *document = NULL, *attribute = strndup(text, len);
	size_t document_len = 0;
	FILE *out = open_memstream(&document, &document_len);
	struct xmlout *x = xmlout_new(out);

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

/* What libxml2 reads back is the text as utf8_clean() leaves it. */
static void
xmlout_assert_same(const char *text, size_t len)
{
	char *document = xmlout_of(text, len);
	xmlDocPtr doc = xmlReadMemory(document, (int)strlen(document), NULL,
	    NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	struct text clean = TEXT_INIT;
	xmlNodePtr root;
	xmlChar *got;

	CU_ASSERT_PTR_NOT_NULL_FATAL(doc);
	root = xmlDocGetRootElement(doc);
	utf8_clean(&clean, text, len);
	got = xmlNodeGetContent(root);
	CU_ASSERT_STRING_EQUAL(got, text_str(&clean));
	xmlFree(got);
	text_clear(&clean);
	utf8_clean(&clean, text, strnlen(text, len));
	got = xmlGetProp(root, (const xmlChar *)"n");
	CU_ASSERT_STRING_EQUAL(got, text_str(&clean));
	xmlFree(got);
	text_fini(&clean);
	xmlFreeDoc(doc);
	free(document);
}

/* Every byte alone, and every pair of bytes. */
static void
test_every_byte(void)
{
	for (unsigned i = 0; i < 0x100; i++) {
		char byte = (char)i;

		xmlout_assert_same(&byte, 1);
	}
	for (unsigned i = 0; i < 0x10000; i++) {
		char bytes[2] = { (char)(i & 0xff), (char)(i >> 8) };

		xmlout_assert_same(bytes, 2);
	}
}

static void
test_hostile(void)
{
	static const struct {
		const char *name, *text;
	} rows[] = {
		{ "end of CDATA", "a]]>b" },
		{ "both quotes", "'\"\"'" },
		{ "entities", "&lt;&#0;&#xFFFF;&amp;amp;&x" },
		{ "markup", "</a><!--<?x?><![CDATA[" },
		{ "line ends and tabs", "\t\r\n\r\t a \n" },
		{ "only blanks", "    " },
		{ "blanks and a control", "a  \x1f  " },
		{ "U+FFFD", "\xef\xbf\xbd" },
		{ "U+FFFE", "\xef\xbf\xbe" },
		{ "U+FFFF", "\xef\xbf\xbf" },
		{ "first surrogate", "\xed\xa0\x80" },
		{ "pair of surrogates", "\xed\xa0\xbd\xed\xb2\xbb" },
		{ "U+85 and U+9F", "\xc2\x85\xc2\x9f" },
		{ "U+2028", "\xe2\x80\xa8" },
		{ "byte-order mark", "\xef\xbb\xbf" },
		{ "last of all", "\xf4\x8f\xbf\xbf" },
		{ "beyond it", "\xf4\x90\x80\x80" },
		{ "overlong", "\xc0\xbc\xe0\x80\xbc" },
		{ "cut by ASCII", "\xe2\x80<\xe2&\xf0\x9f\x92>" },
		{ "cut by the end", "a\xf0\x9f\x92" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		harness_row(rows[i].name);
		xmlout_assert_same(rows[i].text, strlen(rows[i].text));
	}
}

/* Text that just fills, or does not fit, the blocks that it goes out in. */
static void
test_long(void)
{
	static const struct {
		const char *name, *unit;
	} rows[] = {
		{ "plain", "a" },
		{ "quotes", "\"" },
		{ "controls", "\x01" },
		{ "two bytes", "\xc3\xa9" },
		{ "four bytes", "\xf0\x9f\x92\xbb" },
		{ "mixed", "ab<c\xc3\xa9\x7f" },
	};
	static const size_t len[] = { 4040, 4095, 4096, 4097, 8192, 1 << 20 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t j = 0; j < sizeof(len) / sizeof(*len); j++) {
			struct text text = TEXT_INIT;

			harness_row(rows[i].name);
			while (text.len < len[j])
				text_add(&text, rows[i].unit);
			xmlout_assert_same(text_str(&text), text.len);
			text_fini(&text);
		}
	harness_row("every place in a block");
	for (size_t n = 4000; n < 4110; n++) {
		struct text text = TEXT_INIT;

		while (text.len < n)
			text_add_char(&text, 'a');
		text_add(&text, "\"\xc3\xa9<");
		xmlout_assert_same(text_str(&text), text.len);
		text_fini(&text);
	}
}

static void
test_structure(void)
{
	static const uint8_t bytes[] = { 0x00, 0x7f, 0xff };
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out);

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
		struct xmlout *x = xmlout_new(out);

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
	x = xmlout_new(out);
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

static void
misuse_nothing(struct xmlout *x)
{
	(void)x;
}

static void
misuse_attr_outside(struct xmlout *x)
{
	xmlout_attr(x, "n", "");
}

static void
misuse_number_outside(struct xmlout *x)
{
	xmlout_attr_u64(x, "n", 0);
}

static void
misuse_time_outside(struct xmlout *x)
{
	xmlout_attr_time(x, "n", 0);
}

static void
misuse_attr_after_text(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_text(x, "");
	xmlout_attr(x, "n", "");
}

static void
misuse_attr_after_child(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_start(x, "b");
	xmlout_end(x);
	xmlout_attr(x, "n", "");
}

static void
misuse_text_outside(struct xmlout *x)
{
	xmlout_text(x, "");
}

static void
misuse_hex_after_root(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_end(x);
	xmlout_hex(x, NULL, 0);
}

static void
misuse_end_twice(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_end(x);
	xmlout_end(x);
}

static void
misuse_two_roots(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_end(x);
	xmlout_start(x, "b");
}

static void
misuse_late_doctype(struct xmlout *x)
{
	xmlout_start(x, "a");
	xmlout_doctype(x, "a");
}

/* What would be no document is a failure, and stays one. */
static void
test_misuse(void)
{
	static const struct {
		const char *name;
		void (*act)(struct xmlout *x);
	} rows[] = {
		{ "no element", misuse_nothing },
		{ "attribute outside", misuse_attr_outside },
		{ "number outside", misuse_number_outside },
		{ "time outside", misuse_time_outside },
		{ "attribute after text", misuse_attr_after_text },
		{ "attribute after a child", misuse_attr_after_child },
		{ "text outside", misuse_text_outside },
		{ "hex after the root", misuse_hex_after_root },
		{ "end twice", misuse_end_twice },
		{ "two roots", misuse_two_roots },
		{ "late document type", misuse_late_doctype },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *document = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&document, &len);
		struct xmlout *x = xmlout_new(out);
		struct err err = ERR_INIT;

		harness_row(rows[i].name);
		rows[i].act(x);
		CU_ASSERT_EQUAL(xmlout_check(x, NULL), i == 0 ? 0 : -1);
		if (i > 0)
			xmlout_start(x, "a"); /* harmless after a failure */
		CU_ASSERT_EQUAL(xmlout_finish(x, &err), -1);
		CU_ASSERT_STRING_EQUAL(err.text, "cannot write the XML");
		xmlout_free(x);
		(void)fclose(out);
		CU_ASSERT_EQUAL(len, 0);
		free(document);
	}
	xmlout_free(NULL);
}

/* Text and children in one element: nothing is lost, the indent stays. */
static void
test_mixed(void)
{
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out);

	xmlout_doctype(x, "a");
	xmlout_start(x, "a");
	xmlout_text(x, "b");
	xmlout_start(x, "c");
	xmlout_end(x);
	xmlout_text(x, "d");
	CU_ASSERT_EQUAL(xmlout_finish(x, NULL), 0);
	xmlout_free(x);
	(void)fclose(out);
	CU_ASSERT_STRING_EQUAL(document,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!DOCTYPE a>\n<a>b <c/>\nd</a>\n");
	free(document);
}

/* What is freed before its end leaves no more bytes behind. */
static void
test_given_up(void)
{
	char *document = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&document, &len);
	struct xmlout *x = xmlout_new(out);

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
		{ "hostile texts", test_hostile },
		{ "long texts", test_long },
		{ "structure", test_structure },
		{ "times", test_times },
		{ "full disk", test_full_disk },
		{ "misuse", test_misuse },
		{ "mixed", test_mixed },
		{ "given up", test_given_up },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "xmlout", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
