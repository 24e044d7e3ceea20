/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Allocation that ends the program when memory is exhausted.
 */
#include "base/mem.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/harness.h"

static void
test_new(void)
{
	unsigned char *one = mem_new(1), *none = mem_new(0);
	uint32_t *array = mem_array(5, sizeof(*array));
	void *empty = mem_array(0, 8);

	CU_ASSERT_PTR_NOT_NULL_FATAL(one);
	CU_ASSERT_EQUAL(one[0], 0);
	CU_ASSERT_PTR_NOT_NULL(none);
	CU_ASSERT_PTR_NOT_NULL(empty);
	for (int i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(array[i], 0);
	free(one);
	free(none);
	free(array);
	free(empty);
}

static const struct {
	const char *name;
	size_t cap, want, got;
} grow_rows[] = {
	{ "first, none wanted", 0, 0, 8 },
	{ "first, one", 0, 1, 8 },
	{ "first, eight", 0, 8, 8 },
	{ "first, nine", 0, 9, 9 },
	{ "enough", 8, 8, 8 },
	{ "one more", 8, 9, 12 },
	{ "by half", 12, 13, 18 },
	{ "more than half", 12, 19, 19 },
};

static void
test_grow(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(grow_rows); i++) {
		size_t cap = grow_rows[i].cap;
		uint16_t *array =
		    cap == 0 ? NULL : mem_array(cap, sizeof(*array));

		harness_row(grow_rows[i].name);
		if (cap > 0)
			array[cap - 1] = 0xabcd;
		array =
		    mem_grow(array, &cap, grow_rows[i].want, sizeof(*array));
		CU_ASSERT_EQUAL(cap, grow_rows[i].got);
		if (grow_rows[i].cap > 0)
			CU_ASSERT_EQUAL(array[grow_rows[i].cap - 1], 0xabcd);
		array[cap - 1] = 1; /* a sanitizer sees if it is too short */
		free(array);
	}
}

static void
test_dup(void)
{
	char *copy = mem_dup("name"), *empty = mem_dup("");
	char *bytes = mem_dup_len("a\0b!", 3), *nothing = mem_dup_len(NULL, 0);

	CU_ASSERT_STRING_EQUAL(copy, "name");
	CU_ASSERT_STRING_EQUAL(empty, "");
	CU_ASSERT_EQUAL(memcmp(bytes, "a\0b", 4), 0);
	CU_ASSERT_STRING_EQUAL(nothing, "");
	free(copy);
	free(empty);
	free(bytes);
	free(nothing);
}

/* Run one allocation in a child; true when it ended by abort(). */
static bool
aborts(void (*allocate)(void))
{
	struct rlimit no_core = { 0, 0 };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		(void)setrlimit(RLIMIT_CORE, &no_core);
		(void)close(STDERR_FILENO);
		allocate();
		_exit(0);
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return false;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
grow_beyond_size(void)
{
	size_t cap = 0;

	free(mem_grow(NULL, &cap, SIZE_MAX / 4, 8));
}

static void
grow_a_little(void)
{
	size_t cap = 0;

	free(mem_grow(NULL, &cap, 4, 8));
}

static void
test_exhausted(void)
{
	CU_ASSERT(aborts(grow_beyond_size));
	CU_ASSERT_FALSE(aborts(grow_a_little));
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "new and array", test_new },
		{ "grow", test_grow },
		{ "copies", test_dup },
		{ "exhausted", test_exhausted },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "mem", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
