/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Errors as values: texts, cuts at the buffer's end, exit statuses.
 */
#include "base/err.h"

#include <errno.h>
#include <string.h>

#include "test/harness.h"

/* A text of n bytes: fill, then tail at its end. */
static const char *
text_of(char buf[2 * ERR_TEXT_CAP], size_t n, const char *tail)
{
	memset(buf, 'x', n);
	memcpy(buf + n - strlen(tail), tail, strlen(tail));
	buf[n] = '\0';
	return buf;
}

static void
test_set(void)
{
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(err.code, ERR_NONE);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	CU_ASSERT_EQUAL(err_set(&err, ERR_INPUT, "not a %s: '%d'", "port", 7),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_STRING_EQUAL(err.text, "not a port: '7'");
	CU_ASSERT_EQUAL(err_set(&err, ERR_USAGE, "%s", ""), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	CU_ASSERT_STRING_EQUAL(err.text, "");
}

static void
test_nobody_listens(void)
{
	CU_ASSERT_EQUAL(err_set(NULL, ERR_INPUT, "x"), -1);
	CU_ASSERT_EQUAL(err_set_errno(NULL, ERR_INPUT, ENOENT, "x"), -1);
	CU_ASSERT_EQUAL(err_wrap(NULL, "x"), -1);
}

static void
test_errno(void)
{
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(err_set_errno(&err, ERR_SYSTEM, ENOENT,
			    "cannot read '%s'", "a"),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "cannot read 'a': No such file or directory");
}

static void
test_wrap(void)
{
	struct err err = ERR_INIT;

	err_set(&err, ERR_LIMIT, "too long");
	CU_ASSERT_EQUAL(err_wrap(&err, "%s:%u", "list.txt", 17), -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	CU_ASSERT_STRING_EQUAL(err.text, "list.txt:17: too long");
	err_wrap(&err, "import");
	CU_ASSERT_STRING_EQUAL(err.text, "import: list.txt:17: too long");
}

/* The buffer holds ERR_TEXT_CAP - 1 = 511 bytes. */
static const struct {
	const char *name;
	size_t len;
	const char *tail;
	size_t kept;
} cut_rows[] = {
	{ "one below the buffer", 510, "", 510 },
	{ "fits exactly", 511, "", 511 },
	{ "one too long", 512, "", 511 },
	{ "twice too long", 1022, "", 511 },
	{ "two-byte character fits", 511, "\xc3\xa9", 511 },
	{ "two-byte character cut", 512, "\xc3\xa9", 510 },
	{ "three-byte character fits", 511, "\xe2\x82\xac", 511 },
	{ "three-byte character cut at 2", 512, "\xe2\x82\xac", 509 },
	{ "three-byte character cut at 1", 513, "\xe2\x82\xac", 510 },
	{ "four-byte character fits", 511, "\xf0\x9f\x98\x80", 511 },
	{ "four-byte character cut at 3", 512, "\xf0\x9f\x98\x80", 508 },
	{ "four-byte character cut at 2", 513, "\xf0\x9f\x98\x80", 509 },
	{ "four-byte character cut at 1", 514, "\xf0\x9f\x98\x80", 510 },
	{ "stray continuation byte stays", 511, "\x80", 511 },
};

static void
test_cut(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(cut_rows); i++) {
		char buf[2 * ERR_TEXT_CAP];
		struct err err = ERR_INIT;

		harness_row(cut_rows[i].name);
		text_of(buf, cut_rows[i].len, cut_rows[i].tail);
		err_set(&err, ERR_INPUT, "%s", buf);
		CU_ASSERT_EQUAL(strlen(err.text), cut_rows[i].kept);
		CU_ASSERT_EQUAL(memcmp(err.text, buf, cut_rows[i].kept), 0);
	}
}

static void
test_cut_behind_context(void)
{
	char buf[2 * ERR_TEXT_CAP];
	struct err err = ERR_INIT;

	err_set(&err, ERR_INPUT, "%s", text_of(buf, 511, ""));
	err_wrap(&err, "file");
	CU_ASSERT_EQUAL(strlen(err.text), 511);
	CU_ASSERT_EQUAL(strncmp(err.text, "file: xxx", 9), 0);
	err_wrap(&err, "%s", text_of(buf, 600, ""));
	CU_ASSERT_EQUAL(strlen(err.text), 511);
	err_set_errno(&err, ERR_INPUT, ENOENT, "%s", buf);
	CU_ASSERT_EQUAL(strlen(err.text), 511);
}

static const struct {
	const char *name;
	enum err_code code;
	int status;
} status_rows[] = {
	{ "none", ERR_NONE, 0 },
	{ "usage", ERR_USAGE, 2 },
	{ "input", ERR_INPUT, 3 },
	{ "limit", ERR_LIMIT, 3 },
	{ "system", ERR_SYSTEM, 4 },
	{ "network", ERR_NETWORK, 4 },
	{ "cache", ERR_CACHE, 5 },
};

static void
test_exit_status(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(status_rows); i++) {
		harness_row(status_rows[i].name);
		CU_ASSERT_EQUAL(err_exit_status(status_rows[i].code),
		    status_rows[i].status);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "set", test_set },
		{ "NULL is allowed", test_nobody_listens },
		{ "errno", test_errno },
		{ "wrap", test_wrap },
		{ "cut at a character", test_cut },
		{ "cut behind a context", test_cut_behind_context },
		{ "exit status", test_exit_status },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "err", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
