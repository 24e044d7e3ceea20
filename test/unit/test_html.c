/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/html: the gate, numbers and times as people read them, and the
 * temporary files.
 */
#include "output/html.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

static void
html_assert(struct text *out, const char *name, const char *want)
{
	harness_row(name);
	CU_ASSERT_STRING_EQUAL(text_str(out), want);
	text_clear(out);
}

static void
test_text(void)
{
	static const struct {
		const char *name, *text, *want;
	} rows[] = {
		{ "nothing", NULL, "" },
		{ "empty", "", "" },
		{ "plain", "PC-1", "PC-1" },
		{ "each one", "&<>\"'", "&amp;&lt;&gt;&quot;&#39;" },
		{ "at the ends", "<a>", "&lt;a&gt;" },
		{ "escaped already", "&amp;", "&amp;amp;" },
		{ "control", "a\x01\x7f", "a\357\277\275\357\277\275" },
		{ "broken UTF-8", "\xe9", "\357\277\275" },
		{ "bidi", "\342\200\256x", "\357\277\275x" },
		{ "not a character", "\357\277\277", "\357\277\275" },
		{ "other scripts stay", "\327\251", "\327\251" },
	};
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		html_text(&out, rows[i].text);
		html_assert(&out, rows[i].name, rows[i].want);
	}
	text_fini(&out);
}

static void
test_numbers(void)
{
	static const struct {
		uint64_t n;
		const char *number, *count, *bits;
	} rows[] = {
		{ 0, "0", "0 hosts", "0 bit/s" },
		{ 1, "1", "1 host", "1 bit/s" },
		{ 999, "999", "999 hosts", "999 bit/s" },
		{ 1000, "1,000", "1,000 hosts", "1 kbit/s" },
		{ 5592, "5,592", "5,592 hosts", "5.59 kbit/s" },
		{ 56000, "56,000", "56,000 hosts", "56 kbit/s" },
		{ 999999, "999,999", "999,999 hosts", "1000 kbit/s" },
		{ 1500000, "1,500,000", "1,500,000 hosts", "1.5 Mbit/s" },
		{ UINT64_MAX, "18,446,744,073,709,551,615",
		    "18,446,744,073,709,551,615 hosts",
		    "18446744073.71 Gbit/s" },
	};
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		html_number(&out, rows[i].n);
		html_assert(&out, rows[i].number, rows[i].number);
		html_count(&out, rows[i].n, "host", "hosts");
		html_assert(&out, rows[i].count, rows[i].count);
		html_bits(&out, rows[i].n);
		html_assert(&out, rows[i].bits, rows[i].bits);
	}
	text_fini(&out);
}

static void
test_time(void)
{
	static const struct {
		const char *name;
		int64_t wall_us;
		const char *want;
	} rows[] = {
		{ "never", 0, "" },
		{ "the first", 1, "1970-01-01 00:00:00" },
		{ "before", -1, "1970-01-01 00:00:00" },
		{ "one", INT64_C(1767956404123456), "2026-01-09 11:00:04" },
		{ "beyond", INT64_MAX, "9999-12-31 23:59:59" },
	};
	struct text out = TEXT_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		html_time(&out, rows[i].wall_us);
		html_assert(&out, rows[i].name, rows[i].want);
	}
	text_fini(&out);
}

static void
test_spool(void)
{
	struct html_spool spool = { NULL, 0, 0 };
	struct text text = TEXT_INIT;
	char *copy = NULL, part[4] = "";
	size_t len = 0;
	FILE *out = open_memstream(&copy, &len);

	html_spool_put(&spool, &text);
	CU_ASSERT_PTR_NULL(spool.file);
	CU_ASSERT_FALSE(html_spool_get(&spool, 0, part, 1));
	for (unsigned i = 0; i < 20000; i++) {
		text_add(&text, "0123456789");
		html_spool_put(&spool, &text);
		CU_ASSERT_EQUAL_FATAL(text.len, 0);
	}
	CU_ASSERT_EQUAL(spool.len, 200000);
	CU_ASSERT_TRUE(html_spool_get(&spool, 199997, part, 3));
	CU_ASSERT_STRING_EQUAL(part, "789");
	CU_ASSERT_FALSE(html_spool_get(&spool, 199998, part, 3));
	CU_ASSERT_FALSE(html_spool_get(&spool, UINT64_MAX, part, 3));
	html_spool_copy(&spool, out);
	(void)fclose(out);
	CU_ASSERT_EQUAL(len, 200000);
	CU_ASSERT_STRING_EQUAL(copy + 199990, "0123456789");
	CU_ASSERT_EQUAL(html_spool_check(&spool, NULL), 0);
	html_spool_fini(&spool);
	free(copy);
	text_fini(&text);
}

/* A temporary file that takes nothing. */
static void
test_spool_full(void)
{
	struct html_spool spool = { fopen("/dev/full", "w+e"), 0, 0 };
	struct text text = TEXT_INIT;
	struct err err = ERR_INIT;
	char byte;

	CU_ASSERT_PTR_NOT_NULL_FATAL(spool.file);
	text_add(&text, "a row");
	html_spool_put(&spool, &text);
	CU_ASSERT_FALSE(html_spool_get(&spool, 0, &byte, 1));
	CU_ASSERT_EQUAL(html_spool_check(&spool, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, strerror(ENOSPC)));
	html_spool_fini(&spool);
	text_fini(&text);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "text", test_text },
		{ "numbers", test_numbers },
		{ "time", test_time },
		{ "spool", test_spool },
		{ "spool full", test_spool_full },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "html", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
