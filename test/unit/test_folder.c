/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * base/folder: files that appear together, and those that go.
 */
#include "base/folder.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
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
	CU_ASSERT_EQUAL(mkdir(FOLDER, 0755), 0);
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "taken.ours");
	CU_ASSERT_EQUAL(mkdir(FOLDER "/taken.ours", 0755), 0);
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'taken.ours'"));
	CU_ASSERT_EQUAL(rmdir(FOLDER "/taken.ours"), 0);
	check("");

	/* the folder is gone: nothing can be written */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	CU_ASSERT_EQUAL(rmdir(FOLDER), 0);
	CU_ASSERT_PTR_NOT_NULL(folder_begin(folder, "a.ours", &err));
	CU_ASSERT_EQUAL(folder_end(folder, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	folder_abort(folder);
}

/* How many things stand in the current folder under names like FOLDER's. */
static size_t
count(void)
{
	glob_t found = { 0 };
	size_t n;

	CU_ASSERT_EQUAL_FATAL(glob(FOLDER, 0, NULL, &found) & ~GLOB_NOMATCH, 0);
	n = found.gl_pathc;
	globfree(&found);
	CU_ASSERT_EQUAL_FATAL(glob("." FOLDER ".*", 0, NULL, &found) &
				  ~GLOB_NOMATCH,
	    0);
	n += found.gl_pathc;
	globfree(&found);
	return n;
}

/* A folder that was absent is seen when it is whole, or never. */
static void
test_appears(void)
{
	struct err err = ERR_INIT;
	struct folder *folder;
	struct stat st;

	folderdump_remove(FOLDER);
	folder = folder_open("./" FOLDER "//", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "a.ours");
	CU_ASSERT_EQUAL(stat(FOLDER, &st), -1);
	folder_abort(folder);
	CU_ASSERT_EQUAL(count(), 0);

	folder = folder_open("./" FOLDER "//", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "a.ours");
	put(folder, "b.ours");
	CU_ASSERT_EQUAL(stat(FOLDER, &st), -1);
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, NULL), 0);
	check("== a.ours\nnew a.ours\n== b.ours\nnew b.ours\n");
	CU_ASSERT_EQUAL(count(), 1);
	folderdump_remove(FOLDER);

	/* somebody else was quicker: theirs stays */
	folder = folder_open(FOLDER, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	put(folder, "a.ours");
	CU_ASSERT_EQUAL(mkdir(FOLDER, 0755), 0);
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "theirs", "old\n"));
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, FOLDER));
	check("== theirs\nold\n");
	CU_ASSERT_EQUAL(count(), 1);
	folderdump_remove(FOLDER);
}

static ino_t
inode(const char *name)
{
	struct stat st;

	CU_ASSERT_EQUAL_FATAL(lstat(name, &st), 0);
	CU_ASSERT_TRUE(S_ISREG(st.st_mode));
	return st.st_ino;
}

/* What would be the same is not touched; all else is written anew. */
static void
test_same(void)
{
	static const struct {
		const char *name, *was; /* the content of the file before */
		bool is_same;
	} rows[] = {
		{ "same.ours", "new same.ours\n", true },
		{ "other.ours", "new OTHER.ours\n", false },
		{ "shorter.ours", "new shorter.ours", false },
		{ "longer.ours", "new longer.ours\n\n", false },
		{ "empty.ours", "", false },
	};
	ino_t was[HARNESS_ROWS(rows)];
	struct folder *folder;
	struct text want = TEXT_INIT;

	folderdump_remove(FOLDER);
	CU_ASSERT_EQUAL(mkdir(FOLDER, 0755), 0);
	CU_ASSERT_EQUAL(chdir(FOLDER), 0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		CU_ASSERT_TRUE(folderdump_put(".", rows[i].name, rows[i].was));
		was[i] = inode(rows[i].name);
	}
	/* A link is replaced, not followed, even to the same content. */
	CU_ASSERT_EQUAL(symlink("link.target", "link.ours"), 0);
	CU_ASSERT_TRUE(folderdump_put(".", "link.target", "new link.ours\n"));
	folder = folder_open(".", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++)
		put(folder, rows[i].name);
	put(folder, "link.ours");
	CU_ASSERT_EQUAL(folder_commit(folder, is_ours, NULL), 0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(inode(rows[i].name) == was[i], rows[i].is_same);
		text_clear(&want);
		CU_ASSERT_EQUAL(file_read(&want, rows[i].name, 100, NULL), 0);
		CU_ASSERT_EQUAL(strncmp(text_str(&want), "new ", 4), 0);
		CU_ASSERT_EQUAL(want.len, strlen(rows[i].name) + 5);
	}
	(void)inode("link.ours");
	CU_ASSERT_EQUAL(chdir(".."), 0);
	folderdump_remove(FOLDER);
	text_fini(&want);
}

/* More than one read() takes. */
static void
test_large(void)
{
	ino_t was = 0;

	folderdump_remove(FOLDER);
	for (unsigned round = 0; round < 3; round++) {
		struct folder *folder = folder_open(FOLDER, NULL);
		FILE *out;

		CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
		out = folder_begin(folder, "a.ours", NULL);
		CU_ASSERT_PTR_NOT_NULL_FATAL(out);
		for (unsigned i = 0; i < 100000; i++)
			(void)putc('a' + (int)(i % 7), out);
		(void)putc(round < 2 ? '.' : '!', out);
		CU_ASSERT_EQUAL(folder_end(folder, NULL), 0);
		CU_ASSERT_EQUAL(folder_commit(folder, is_ours, NULL), 0);
		if (round > 0)
			CU_ASSERT_EQUAL(inode(FOLDER "/a.ours") == was,
			    round == 1);
		was = inode(FOLDER "/a.ours");
	}
	folderdump_remove(FOLDER);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "life", test_life },
		{ "obstacles", test_obstacles },
		{ "appears", test_appears },
		{ "same", test_same },
		{ "large", test_large },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "folder", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
