/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Other programs: missing, failing, talkative, and with much to read.  They
 * run in a user namespace of their own, as they do in the responder.
 */
#include "responder/netns_tool.h"

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "test/harness.h"

static bool has_namespace;

static int
shell(const char *command, const char *script, struct err *err)
{
	const char *const argv[] = { "sh", "-c", command, NULL };

	return netns_tool_run(argv, "dash", script, err);
}

static void
test_missing(void)
{
	static const char *const argv[] = { "no-such-program", NULL };
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(netns_tool_run(argv, "a-package", "", &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_NETWORK);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "no-such-program is missing"));
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "apt install a-package"));
}

static const struct {
	const char *name, *command, *script, *says; /* NULL: succeeds */
} rows[] = {
	{ "succeeds", "exit 0", "", NULL },
	{ "its output goes nowhere", "echo hello", "", NULL },
	{ "reads the script", "read x && test \"$x\" = one", "one\n", NULL },
	{ "not to its end", "exit 0", "unread\n", NULL },
	{ "fails silently", "exit 3", "", "sh has failed: it said nothing" },
	{ "says why", "echo this >&2; echo that >&2; exit 1", "",
	    "sh has failed: this" },
	{ "says it with a control character", "printf 'a\\033b' >&2; exit 1",
	    "",
	    "sh has failed: a\xef\xbf\xbd"
	    "b" },
	{ "says very much", "yes | head -c 300000 >&2; exit 1", "",
	    "sh has failed: y" },
	{ "is killed", "kill -KILL $$", "", "sh was ended by signal 9" },
	{ "found without PATH", "exit 0", "", NULL },
};

static void
test_run(void)
{
	if (!has_namespace)
		return;
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;
		int ret;

		harness_row(rows[i].name);
		if (strcmp(rows[i].name, "found without PATH") == 0)
			(void)unsetenv("PATH");
		ret = shell(rows[i].command, rows[i].script, &err);
		CU_ASSERT_EQUAL(ret, rows[i].says == NULL ? 0 : -1);
		CU_ASSERT_STRING_EQUAL(err.text,
		    rows[i].says == NULL ? "" : rows[i].says);
	}
}

/* More than any pipe holds. */
static void
test_long_script(void)
{
	struct text script = TEXT_INIT;
	struct err err = ERR_INIT;

	if (!has_namespace)
		return;
	for (int i = 0; i < 100000; i++)
		text_add(&script, "0123456789\n");
	CU_ASSERT_EQUAL(shell("test $(wc -c) = 1100000", text_str(&script),
			    &err),
	    0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	text_fini(&script);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "missing", test_missing },
		{ "long_script", test_long_script },
		{ "run", test_run },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "netns_tool", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	/* Where the kernel refuses, test/net says so, and fails in CI. */
	has_namespace = unshare(CLONE_NEWUSER) == 0;
	return harness_run(argc, argv, suites);
}
