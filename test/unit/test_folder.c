/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * base/folder: files that appear together, and those that go.
 */
#include "base/folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/harness.h"
#include "test/unit/folderdump.h"

#define FOLDER "test_folder.d"

static bool
is_ours(const char *name)
{
	return strstr(name, ".ours") != NULL;
}

static void
put(struct folder *folder, const char *name)
{
	FILE *out = folder_begin(folder, name, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	fprintf(out, "new %s\n", name);
	CU_ASSERT_EQUAL(folder_end(folder, NULL), 0);
}

static void
check(const char *want)
{
	char *got = folderdump(FOLDER);

	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	CU_ASSERT_STRING_EQUAL(got, want);
	free(got);
}

static void
test_life(void)
{
	struct folder *folder;

	folderdump_remove(FOLDER);
	/* made when absent, empty when nothing is written */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, NULL), 0);
	check("");
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "old.ours", "old\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "both.ours", "old\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "theirs", "old\n"));

	/* nothing is changed before the end */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "both.ours");
	put(folder, "a.ours");
	folder_abort(folder);
	check("== both.ours\nold\n== old.ours\nold\n== theirs\nold\n");

	folder = folder_open(FOLDER "/", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "both.ours");
	put(folder, "a.ours");
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, NULL), 0);
	check("== a.ours\nnew a.ours\n== both.ours\nnew both.ours\n"
	      "== theirs\nold\n");

	/* a file under way is no obstacle to giving up */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	CU_ASSERT_PTR_NOT_NULL(folder_begin(folder, "b.ours", NULL));
	folder_abort(folder);
	folder_abort(NULL);
	check("== a.ours\nnew a.ours\n== both.ours\nnew both.ours\n"
	      "== theirs\nold\n");
	folderdump_remove(FOLDER);
}

static void
test_obstacles(void)
{
	struct err err = ERR_INIT;
	struct folder *folder;

	folderdump_remove(FOLDER);
	CU_ASSERT_PTR_NULL(folder_open("/dev/null", &err));
	CU_ASSERT_PTR_NULL(folder_open("/dev/null/sub", &err));
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "/dev/null"));

	/* a folder stands where a file should: the others stay whole */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "taken.ours");
	CU_ASSERT_EQUAL(mkdir(FOLDER "/taken.ours", 0755), 0);
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'taken.ours'"));
	CU_ASSERT_EQUAL(rmdir(FOLDER "/taken.ours"), 0);
	check("");

	/* the folder is gone: nothing can be begun */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	CU_ASSERT_EQUAL(rmdir(FOLDER), 0);
	CU_ASSERT_PTR_NULL(folder_begin(folder, "a.ours", &err));
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	folder_abort(folder);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "life", test_life },
		{ "obstacles", test_obstacles },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "folder", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
