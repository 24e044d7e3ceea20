/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whose files are ours.  What is given up: test/net/privilege.sh.
 */
#include "cli/privilege.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "test/harness.h"

static void
test_files(void)
{
	char folder[] = "/tmp/test_privilege.XXXXXX";
	struct text path = TEXT_INIT;
	bool is_root = geteuid() == 0;
	int fd;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	CU_ASSERT_FALSE(privilege_needs_file(folder));
	text_addf(&path, "%s/file", folder);
	CU_ASSERT_FALSE(privilege_needs_file(text_str(&path)));
	fd = open(text_str(&path), O_CREAT | O_WRONLY, 0600);
	CU_ASSERT_NOT_EQUAL(fd, -1);
	close(fd);
	CU_ASSERT_FALSE(privilege_needs_file(text_str(&path)));
	text_add(&path, "-none/x/y");
	CU_ASSERT_FALSE(privilege_needs_file(text_str(&path)));
	/* Root's folder, and one that everybody may write to. */
	CU_ASSERT_EQUAL(privilege_needs_file("/file"), !is_root);
	CU_ASSERT_EQUAL(privilege_needs_file("/no/such/file"), !is_root);
	CU_ASSERT_FALSE(privilege_needs_file("/tmp/no-such-file"));
	if (is_root) {
		CU_ASSERT_EQUAL(chown(folder, 1, 1), 0);
		text_clear(&path);
		text_addf(&path, "%s/new", folder);
		CU_ASSERT_TRUE(privilege_needs_file(text_str(&path)));
		text_clear(&path);
		text_addf(&path, "%s/file", folder);
		CU_ASSERT_EQUAL(chown(folder, 0, 0), 0);
		CU_ASSERT_EQUAL(chown(text_str(&path), 1, 1), 0);
		CU_ASSERT_TRUE(privilege_needs_file(text_str(&path)));
	}
	text_clear(&path);
	text_addf(&path, "%s/file", folder);
	unlink(text_str(&path));
	rmdir(folder);
	text_fini(&path);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "files", test_files },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "privilege", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
