/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Encodings: what comes out, wherever the chunks are cut.  The quirks that
 * a list shows are in test/data/import/encodings.tests.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "importer/encoding.h"
#include "test/harness.h"

static int
on_bytes(const void *bytes, size_t len, void *arg, struct err *err)
{
	(void)err;
	text_add_len(arg, bytes, len);
	return 0;
}

static int
on_bytes_stop(const void *bytes, size_t len, void *arg, struct err *err)
{
	(void)bytes;
	(void)len;
	++*(unsigned *)arg;
	return err_set(err, ERR_CACHE, "enough");
}

#define BYTES(s) s, sizeof(s) - 1

static const struct encoding_row {
	const char *name, *encoding;
	const char *in;
	size_t in_len;
	const char *out;
	size_t out_len;
	bool is_utf8;
} rows[] = {
	{ "empty", NULL, BYTES(""), BYTES(""), false },
	{ "one byte", NULL, BYTES("a"), BYTES("a"), false },
	{ "two bytes", NULL, BYTES("ab"), BYTES("ab"), false },
	{ "as it is", NULL, BYTES("ab\xff\0c"), BYTES("ab\xff\0c"), false },
	{ "UTF-8 mark", NULL,
	    BYTES("\xef\xbb\xbf"
		  "ab"),
	    BYTES("ab"), false },
	{ "UTF-8 mark only", NULL, BYTES("\xef\xbb\xbf"), BYTES(""), false },
	{ "UTF-8 mark, cut", NULL, BYTES("\xef\xbb"), BYTES("\xef\xbb"),
	    false },
	{ "UTF-16LE", NULL,
	    BYTES("\xff\xfe"
		  "a\0\xfc\0\xac\x20"),
	    BYTES("a\xc3\xbc\xe2\x82\xac"), true },
	{ "UTF-16BE", NULL,
	    BYTES("\xfe\xff"
		  "\0a\0\xfc\x20\xac"),
	    BYTES("a\xc3\xbc\xe2\x82\xac"), true },
	{ "UTF-16LE, no mark", NULL, BYTES("a\0b\0"), BYTES("ab"), true },
	{ "UTF-16BE, no mark", NULL, BYTES("\0a\0b"), BYTES("ab"), true },
	{ "one NUL is no UTF-16", NULL, BYTES("a\0bc"), BYTES("a\0bc"), false },
	{ "NULs are no UTF-16", NULL, BYTES("\0\0\0\0"), BYTES("\0\0\0\0"),
	    false },
	{ "pair", NULL, BYTES("\xff\xfe\x3d\xd8\x00\xde"),
	    BYTES("\xf0\x9f\x98\x80"), true },
	{ "last pair", NULL, BYTES("\xff\xfe\xff\xdb\xff\xdf"),
	    BYTES("\xf4\x8f\xbf\xbf"), true },
	{ "high, then a letter", NULL,
	    BYTES("\xff\xfe\x3d\xd8"
		  "a\0"),
	    BYTES("\xff"
		  "a"),
	    true },
	{ "low alone", NULL,
	    BYTES("\xff\xfe\x00\xde"
		  "a\0"),
	    BYTES("\xff"
		  "a"),
	    true },
	{ "high, high, low", NULL, BYTES("\xff\xfe\x3d\xd8\x3d\xd8\x00\xde"),
	    BYTES("\xff\xf0\x9f\x98\x80"), true },
	{ "high at the end", NULL,
	    BYTES("\xff\xfe"
		  "a\0\x3d\xd8"),
	    BYTES("a\xff"), true },
	{ "high and a half at the end", NULL,
	    BYTES("\xff\xfe"
		  "a\0\x3d\xd8\x00"),
	    BYTES("a\xff"), true },
	{ "ASCII half at the end", NULL,
	    BYTES("\xff\xfe"
		  "a\0\n"),
	    BYTES("a\n"), true },
	{ "other half at the end", NULL,
	    BYTES("\xff\xfe"
		  "a\0\xe4"),
	    BYTES("a\xff"), true },
	{ "named UTF-16, big", "utf-16", BYTES("\xfe\xff\0a"), BYTES("a"),
	    true },
	{ "named UTF-16, no mark", "UTF-16",
	    BYTES("\xac\x20"
		  "a\0"),
	    BYTES("\xe2\x82\xac"
		  "a"),
	    true },
	{ "named UTF-16, a UTF-8 mark is none", "UTF-16",
	    BYTES("\xef\xbb\xbf\0"), BYTES("\xeb\xaf\xaf\xc2\xbf"), true },
	{ "named UTF-8", "UTF-8", BYTES("\xff\xfe"), BYTES("\xff\xfe"), true },
	{ "CP850", "cp850", BYTES("M\x81ller"), BYTES("M\xc3\xbcller"), true },
	{ "ASCII, broken", "ASCII", BYTES("a\x80z"), BYTES("a\xffz"), true },
	{ "EUC-JP, broken within", "EUC-JP",
	    BYTES("\xc6\x0a"
		  "a\xc6\xfc"),
	    BYTES("\xff\na\xe6\x97\xa5"), true },
	{ "EUC-JP, cut", "EUC-JP", BYTES("a\xc6"), BYTES("a\xff"), true },
	{ "UTF-32BE, a surrogate", "UTF-32BE", BYTES("\0\0\xd8\0\0\0\0a"),
	    BYTES("\xff"
		  "a"),
	    true },
};

static void
feed(const struct encoding_row *row, size_t chunk, struct text *out)
{
	struct err err = ERR_INIT;
	struct encoding *encoding = encoding_new(row->encoding, &err);
	int ret = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(encoding);
	for (size_t at = 0; at < row->in_len; at += chunk) {
		size_t n = row->in_len - at < chunk ? row->in_len - at : chunk;
		char *copy = malloc(n);

		if (copy == NULL)
			abort();
		memcpy(copy, row->in + at, n);
		ret |= encoding_feed(encoding, copy, n, on_bytes, out, &err);
		free(copy);
	}
	ret |= encoding_finish(encoding, on_bytes, out, &err);
	CU_ASSERT_EQUAL(ret, 0);
	CU_ASSERT_EQUAL(encoding_is_utf8(encoding), row->is_utf8);
	encoding_free(encoding);
}

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t chunk = 1; chunk <= 6; chunk++) {
			struct text out = TEXT_INIT;

			harness_row(rows[i].name);
			feed(&rows[i], chunk == 6 ? SIZE_MAX : chunk, &out);
			CU_ASSERT_EQUAL(out.len, rows[i].out_len);
			CU_ASSERT(
			    out.len == rows[i].out_len &&
			    memcmp(text_str(&out), rows[i].out, out.len) == 0);
			text_fini(&out);
		}
}

/* More than one buffer of output, in and out of step with it. */
static void
test_long(void)
{
	static const char *const names[] = { NULL, "UTF-16BE", "CP1252" };

	for (size_t i = 0; i < 3; i++)
		for (size_t n = 8190; n < 8195; n++) {
			struct err err = ERR_INIT;
			struct encoding *e = encoding_new(names[i], &err);
			size_t len = i == 1 ? 2 * n : n;
			char *in = calloc(1, len);
			struct text out = TEXT_INIT;
			bool is_right;

			CU_ASSERT_PTR_NOT_NULL_FATAL(e);
			if (in == NULL)
				abort();
			for (size_t k = 0; k < n; k++)
				in[i == 1 ? 2 * k + 1 : k] =
				    (char)('a' + k % 23);
			CU_ASSERT_EQUAL(encoding_feed(e, in, len, on_bytes,
					    &out, &err),
			    0);
			CU_ASSERT_EQUAL(encoding_finish(e, on_bytes, &out,
					    &err),
			    0);
			is_right = out.len == n;
			for (size_t k = 0; k < n && is_right; k++)
				is_right = out.data[k] == (char)('a' + k % 23);
			CU_ASSERT_TRUE(is_right);
			encoding_free(e);
			text_fini(&out);
			free(in);
		}
}

static void
test_stop(void)
{
	static const struct {
		const char *name, *encoding;
		const char *in;
		size_t in_len;
	} stops[] = {
		{ "as it is", NULL, BYTES("abcdefgh") },
		{ "head only", NULL, BYTES("ab") },
		{ "UTF-16", NULL,
		    BYTES("\xff\xfe"
			  "a\0b\0") },
		{ "half a character", NULL,
		    BYTES("\xff\xfe"
			  "\x3d\xd8") },
		{ "iconv", "CP850", BYTES("ab") },
		{ "iconv, broken", "ASCII", BYTES("\x80") },
	};

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		struct err err = ERR_INIT;
		struct encoding *e = encoding_new(stops[i].encoding, &err);
		unsigned calls = 0;
		int ret;

		harness_row(stops[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(e);
		ret = encoding_feed(e, stops[i].in, stops[i].in_len,
		    on_bytes_stop, &calls, &err);
		if (ret == 0)
			ret = encoding_finish(e, on_bytes_stop, &calls, &err);
		CU_ASSERT_EQUAL(ret, -1);
		CU_ASSERT_EQUAL(calls, 1);
		CU_ASSERT_STRING_EQUAL(err.text, "enough");
		encoding_free(e);
	}
}

static void
test_unknown(void)
{
	static const char *const names[] = { "", "klingon", "UTF-17" };

	for (size_t i = 0; i < 3; i++) {
		struct err err = ERR_INIT;

		harness_row(names[i]);
		CU_ASSERT_PTR_NULL(encoding_new(names[i], &err));
		CU_ASSERT_EQUAL(err.code, ERR_USAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, names[i]));
	}
	encoding_free(NULL);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "more than a buffer", test_long },
		{ "the receiver stops", test_stop },
		{ "unknown names", test_unknown },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "encoding", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
