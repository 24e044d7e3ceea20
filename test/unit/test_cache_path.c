/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Where the cache is: each rule, and which one comes first.
 */
#include "cache/cache_path.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/harness.h"

#define NOBODY 65534

static void
set(const char *name, const char *value)
{
	int ret = value == NULL ? unsetenv(name) : setenv(name, value, 1);

	CU_ASSERT_EQUAL(ret, 0);
}

struct path_row {
	const char *name;
	const char *given, *cache, *state, *xdg, *home;
	const char *want;      /* of an ordinary user */
	const char *want_root; /* NULL: the same */
};

static const struct path_row rows[] = {
	{ "given", "x.db", "env.db", "/state", "/xdg", "/home/u", "x.db",
	    NULL },
	{ "given, though empty", "", "env.db", "/state", "/xdg", "/home/u", "",
	    NULL },
	{ "ROLLCALL_CACHE", NULL, "env.db", "/state", "/xdg", "/home/u",
	    "env.db", NULL },
	{ "STATE_DIRECTORY", NULL, NULL, "/state", "/xdg", "/home/u",
	    "/state/cache.db", NULL },
	{ "STATE_DIRECTORY, two", NULL, "", "/state:/other", "/xdg", "/home/u",
	    "/state/cache.db", NULL },
	{ "XDG_STATE_HOME", NULL, "", "", "/xdg", "/home/u",
	    "/xdg/rollcall/cache.db", "/var/lib/rollcall/cache.db" },
	{ "XDG_STATE_HOME, relative", NULL, "", "", "xdg", "/home/u",
	    "/home/u/.local/state/rollcall/cache.db",
	    "/var/lib/rollcall/cache.db" },
	{ "XDG_STATE_HOME, empty", NULL, NULL, NULL, "", "/home/u",
	    "/home/u/.local/state/rollcall/cache.db",
	    "/var/lib/rollcall/cache.db" },
	{ "HOME", NULL, NULL, NULL, NULL, "/home/u",
	    "/home/u/.local/state/rollcall/cache.db",
	    "/var/lib/rollcall/cache.db" },
};

/* The number of rows that went wrong. */
static int
check_rows(void)
{
	int n_bad = 0;

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const struct path_row *row = &rows[i];
		const char *want = geteuid() == 0 && row->want_root != NULL
				       ? row->want_root
				       : row->want;
		char *got;

		harness_row(row->name);
		set("ROLLCALL_CACHE", row->cache);
		set("STATE_DIRECTORY", row->state);
		set("XDG_STATE_HOME", row->xdg);
		set("HOME", row->home);
		got = cache_path(row->given);
		CU_ASSERT_STRING_EQUAL(got, want);
		n_bad += strcmp(got, want) != 0;
		free(got);
	}
	return n_bad;
}

static void
test_rows(void)
{
	CU_ASSERT_EQUAL(check_rows(), 0);
}

/* As root, once more as somebody else. */
static void
test_user(void)
{
	int status = -1;
	pid_t pid;

	if (geteuid() != 0)
		return; /* test_rows() was it */
	pid = fork();
	CU_ASSERT_NOT_EQUAL_FATAL(pid, -1);
	if (pid == 0)
		_exit(setuid(NOBODY) != 0 || check_rows() != 0);
	CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
	CU_ASSERT_EQUAL(status, 0);
}

/* Without HOME the user database knows. */
static void
test_no_home(void)
{
	const struct passwd *entry = getpwuid(geteuid());
	char want[512], *got;

	set("ROLLCALL_CACHE", NULL);
	set("STATE_DIRECTORY", NULL);
	set("XDG_STATE_HOME", NULL);
	set("HOME", NULL);
	got = cache_path(NULL);
	if (geteuid() == 0)
		(void)snprintf(want, sizeof(want),
		    "/var/lib/rollcall/cache.db");
	else
		(void)snprintf(want, sizeof(want),
		    "%s/.local/state/rollcall/cache.db",
		    entry == NULL ? "" : entry->pw_dir);
	CU_ASSERT_STRING_EQUAL(got, want);
	free(got);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "each rule", test_rows },
		{ "each rule as an ordinary user", test_user },
		{ "no HOME", test_no_home },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_path", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
