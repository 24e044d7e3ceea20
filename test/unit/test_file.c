/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Files that are whole or absent, in a folder of the test's own.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test/harness.h"

static char folder[64];

static int
set_up(void)
{
	strcpy(folder, "test_file.XXXXXX");
	return mkdtemp(folder) == NULL;
}

/* The path of name in the folder, in one of four buffers. */
static const char *
at(const char *name)
{
	static char buf[4][512];
	static unsigned next;
	char *path = buf[next++ % 4];

	(void)snprintf(path, sizeof(buf[0]), "%s/%s", folder, name);
	return path;
}

/* Remove everything, one level deep; returns how many names were there. */
static unsigned
empty_folder(const char *path)
{
	DIR *dir = opendir(path);
	unsigned n = 0;

	for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
		char name[1024];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		(void)snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (unlink(name) != 0) {
			(void)empty_folder(name);
			(void)rmdir(name);
		}
		n++;
	}
	if (dir != NULL)
		(void)closedir(dir);
	return n;
}

static int
tear_down(void)
{
	(void)empty_folder(folder);
	return rmdir(folder);
}

static void
put(const char *path, const char *content)
{
	FILE *out = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT(fputs(content, out) >= 0);
	CU_ASSERT_EQUAL(fclose(out), 0);
}

static bool
holds(const char *path, const char *content)
{
	struct text got = TEXT_INIT;
	bool is_same = file_read(&got, path, 100000, NULL) == 0 &&
		       strcmp(text_str(&got), content) == 0;

	text_fini(&got);
	return is_same;
}

static void
test_commit(void)
{
	struct file_out out;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("new"), &err), 0);
	CU_ASSERT(fputs("content", out.stream) >= 0);
	CU_ASSERT_EQUAL(fflush(out.stream), 0);
	CU_ASSERT_NOT_EQUAL(access(at("new"), F_OK), 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), 0);
	CU_ASSERT_PTR_NULL(out.stream);
	CU_ASSERT(holds(at("new"), "content"));
	file_out_abort(&out);
	CU_ASSERT(holds(at("new"), "content"));
	CU_ASSERT_EQUAL(empty_folder(folder), 1);
}

static void
test_abort(void)
{
	struct file_out out;
	struct err err = ERR_INIT;

	put(at("old"), "before");
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("old"), &err), 0);
	CU_ASSERT(fputs("half", out.stream) >= 0);
	file_out_abort(&out);
	file_out_abort(&out);
	CU_ASSERT(holds(at("old"), "before"));
	CU_ASSERT_EQUAL(empty_folder(folder), 1);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* What a new file gets is umask's choice, what an old one has stays. */
static void
test_mode(void)
{
	struct file_out out;
	mode_t mask = umask(027);

	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("new"), NULL), 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, NULL), 0);
	CU_ASSERT_EQUAL(mode_of(at("new")), 0640);
	CU_ASSERT_EQUAL(chmod(at("new"), 0600), 0);
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("new"), NULL), 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, NULL), 0);
	CU_ASSERT_EQUAL(mode_of(at("new")), 0600);
	CU_ASSERT_EQUAL(umask(mask), 027);
	(void)empty_folder(folder);
}

static void
test_link(void)
{
	struct file_out out;
	struct stat st;

	put(at("target"), "before");
	CU_ASSERT_EQUAL(symlink("target", at("link")), 0);
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("link"), NULL), 0);
	CU_ASSERT(fputs("after", out.stream) >= 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, NULL), 0);
	CU_ASSERT(holds(at("target"), "after"));
	CU_ASSERT_EQUAL(lstat(at("link"), &st), 0);
	CU_ASSERT(S_ISLNK(st.st_mode));
	(void)empty_folder(folder);
}

/* Written directly: there is nothing to rename over. */
static void
test_not_regular(void)
{
	struct file_out out;
	struct err err = ERR_INIT;
	struct stat st;

	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, "/dev/null", &err), 0);
	CU_ASSERT(fputs("x", out.stream) >= 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), 0);
	CU_ASSERT_EQUAL(stat("/dev/null", &st), 0);
	CU_ASSERT(S_ISCHR(st.st_mode));
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, "-", &err), 0);
	CU_ASSERT_PTR_EQUAL(out.stream, stdout);
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), 0);
	CU_ASSERT_EQUAL(fputs("# still open\n", stdout) < 0, false);
}

static void
test_disk_full(void)
{
	struct file_out out;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, "/dev/full", &err), 0);
	CU_ASSERT(fputs("x", out.stream) >= 0);
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "cannot write '/dev/full': No space left on device");
	CU_ASSERT_PTR_NULL(out.stream);
	/* found out long before the end: the reason must not get lost */
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, "/dev/full", &err), 0);
	CU_ASSERT(fputs("x", out.stream) >= 0);
	CU_ASSERT_NOT_EQUAL(fflush(out.stream), 0);
	errno = 0;
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), -1);
	CU_ASSERT_PTR_NULL(strstr(err.text, "Success"));
}

static void
test_cannot_open(void)
{
	struct file_out out;
	struct err err = ERR_INIT;
	char message[600];

	CU_ASSERT_EQUAL(mkdir(at("d"), 0755), 0);
	CU_ASSERT_EQUAL(file_out_open(&out, at("d"), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	(void)snprintf(message, sizeof(message),
	    "cannot write '%s': it is a folder", at("d"));
	CU_ASSERT_STRING_EQUAL(err.text, message);
	CU_ASSERT_EQUAL(file_out_open(&out, at("none/x"), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	(void)snprintf(message, sizeof(message),
	    "cannot write '%s': No such file or directory", at("none/x"));
	CU_ASSERT_STRING_EQUAL(err.text, message);
	CU_ASSERT_EQUAL(file_out_open(&out, "", &err), -1);
	file_out_abort(&out);
	(void)empty_folder(folder);
}

/* The folder vanishes before the rename: an error, and nothing left open. */
static void
test_cannot_rename(void)
{
	struct file_out out;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(mkdir(at("d"), 0755), 0);
	CU_ASSERT_EQUAL_FATAL(file_out_open(&out, at("d/x"), &err), 0);
	(void)empty_folder(folder);
	CU_ASSERT_EQUAL(file_out_commit(&out, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NULL(out.stream);
	CU_ASSERT_PTR_NULL(out.temporary);
}

static void
test_read(void)
{
	struct text got = TEXT_INIT;
	struct err err = ERR_INIT;

	put(at("f"), "12345");
	CU_ASSERT_EQUAL(file_read(&got, at("f"), 5, &err), 0);
	CU_ASSERT_EQUAL(file_read(&got, at("f"), 100, &err), 0);
	CU_ASSERT_STRING_EQUAL(text_str(&got), "1234512345");
	text_clear(&got);
	CU_ASSERT_EQUAL(file_read(&got, at("f"), 4, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "is larger than 4 bytes"));
	put(at("f"), "");
	CU_ASSERT_EQUAL(file_read(&got, at("f"), 0, &err), 0);
	CU_ASSERT_EQUAL(file_read(&got, at("none"), 9, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_EQUAL(file_read(&got, folder, 9, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "Is a directory"));
	text_fini(&got);
	(void)empty_folder(folder);
}

/* Longer than the reader's buffer, NULs included. */
static void
test_read_long(void)
{
	static char bytes[40000];
	struct text got = TEXT_INIT;
	FILE *out = fopen(at("f"), "w");

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i % 251);
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, sizeof(bytes), out), sizeof(bytes));
	CU_ASSERT_EQUAL(fclose(out), 0);
	CU_ASSERT_EQUAL(file_read(&got, at("f"), sizeof(bytes), NULL), 0);
	CU_ASSERT_EQUAL_FATAL(got.len, sizeof(bytes));
	CU_ASSERT_EQUAL(memcmp(got.data, bytes, sizeof(bytes)), 0);
	text_fini(&got);
	(void)empty_folder(folder);
}

static void
test_make_parents(void)
{
	struct err err = ERR_INIT;
	struct stat st;

	CU_ASSERT_EQUAL(file_make_parents(at("a/b/c"), &err), 0);
	CU_ASSERT_EQUAL(stat(at("a/b"), &st), 0);
	CU_ASSERT(S_ISDIR(st.st_mode));
	CU_ASSERT_NOT_EQUAL(stat(at("a/b/c"), &st), 0);
	CU_ASSERT_EQUAL(file_make_parents(at("a//b/d"), &err), 0);
	CU_ASSERT_EQUAL(file_make_parents("plain", &err), 0);
	CU_ASSERT_EQUAL(file_make_parents("", &err), 0);
	CU_ASSERT_EQUAL(file_make_parents("/", &err), 0);
	put(at("a/f"), "");
	CU_ASSERT_EQUAL(file_make_parents(at("a/f/g/h"), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "Not a directory"));
	CU_ASSERT_EQUAL(unlink(at("a/f")), 0);
	CU_ASSERT_EQUAL(rmdir(at("a/b")), 0);
	(void)empty_folder(folder);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "commit", test_commit },
		{ "abort", test_abort },
		{ "mode", test_mode },
		{ "link", test_link },
		{ "not a regular file", test_not_regular },
		{ "disk full", test_disk_full },
		{ "cannot open", test_cannot_open },
		{ "cannot rename", test_cannot_rename },
		{ "read", test_read },
		{ "read a long one", test_read_long },
		{ "make_parents", test_make_parents },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "file", set_up, tear_down, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
