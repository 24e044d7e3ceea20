/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Colour and width: who decides when several say something.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/term.h"
#include "test/harness.h"

static void
test_color(void)
{
	static const struct {
		const char *name;
		enum term_color when;
		bool is_terminal;
		const char *no_color, *term;
		bool want;
	} rows[] = {
		{ "terminal", TERM_COLOR_AUTO, true, NULL, "xterm", true },
		{ "pipe", TERM_COLOR_AUTO, false, NULL, "xterm", false },
		{ "NO_COLOR=1", TERM_COLOR_AUTO, true, "1", "xterm", false },
		{ "NO_COLOR=0 is set", TERM_COLOR_AUTO, true, "0", "xterm",
		    false },
		{ "NO_COLOR empty", TERM_COLOR_AUTO, true, "", "xterm", true },
		{ "dumb", TERM_COLOR_AUTO, true, NULL, "dumb", false },
		{ "no TERM", TERM_COLOR_AUTO, true, NULL, NULL, false },
		{ "TERM empty", TERM_COLOR_AUTO, true, NULL, "", false },
		{ "always, pipe", TERM_COLOR_ALWAYS, false, NULL, NULL, true },
		{ "always, NO_COLOR", TERM_COLOR_ALWAYS, false, "1", "dumb",
		    true },
		{ "never, terminal", TERM_COLOR_NEVER, true, NULL, "xterm",
		    false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(term_color_decide(rows[i].when,
				    rows[i].is_terminal, rows[i].no_color,
				    rows[i].term),
		    rows[i].want);
	}
}

static void
test_columns(void)
{
	static const struct {
		const char *name, *columns;
		unsigned of_terminal, want;
	} rows[] = {
		{ "nothing known", NULL, 0, 0 },
		{ "terminal", NULL, 120, 120 },
		{ "COLUMNS first", "60", 120, 60 },
		{ "COLUMNS alone", "60", 0, 60 },
		{ "smallest", "1", 80, 1 },
		{ "zero", "0", 80, 80 },
		{ "empty", "", 80, 80 },
		{ "text", "wide", 80, 80 },
		{ "negative", "-5", 80, 80 },
		{ "largest", "10000", 80, 10000 },
		{ "too large", "10001", 80, 80 },
		{ "far too large", "99999999999999999999", 80, 80 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(term_columns_decide(rows[i].columns,
				    rows[i].of_terminal),
		    rows[i].want);
	}
}

/* A file is no terminal, whatever the environment says. */
static void
test_file(void)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)setenv("TERM", "xterm", 1);
	(void)setenv("COLUMNS", "55", 1);
	(void)unsetenv("NO_COLOR");
	CU_ASSERT_FALSE(term_use_color(TERM_COLOR_AUTO, fd));
	CU_ASSERT_TRUE(term_use_color(TERM_COLOR_ALWAYS, fd));
	CU_ASSERT_EQUAL(term_columns(fd), 0);
	(void)close(fd);
}

/* A real terminal: the other end of a pseudo-terminal. */
static void
test_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), fd;

	CU_ASSERT_NOT_EQUAL_FATAL(master, -1);
	CU_ASSERT_EQUAL(grantpt(master), 0);
	CU_ASSERT_EQUAL(unlockpt(master), 0);
	fd = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	CU_ASSERT_NOT_EQUAL_FATAL(fd, -1);
	(void)unsetenv("COLUMNS");
	(void)unsetenv("NO_COLOR");
	(void)setenv("TERM", "xterm", 1);
	CU_ASSERT_TRUE(term_use_color(TERM_COLOR_AUTO, fd));
	/* A new one has no size: the usual one then. */
	CU_ASSERT_EQUAL(term_columns(fd), TERM_COLUMNS_DEFAULT);
	(void)setenv("TERM", "dumb", 1);
	CU_ASSERT_FALSE(term_use_color(TERM_COLOR_AUTO, fd));
	(void)close(fd);
	(void)close(master);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "color", test_color },
		{ "columns", test_columns },
		{ "file", test_file },
		{ "terminal", test_terminal },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "term", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
