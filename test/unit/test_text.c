/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A string that grows.
 */
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

static void
test_empty(void)
{
	struct text text = TEXT_INIT;
	char *taken;

	CU_ASSERT_STRING_EQUAL(text_str(&text), "");
	text_clear(&text);
	CU_ASSERT_STRING_EQUAL(text_str(&text), "");
	taken = text_take(&text);
	CU_ASSERT_STRING_EQUAL(taken, "");
	free(taken);
	text_fini(&text);
	text_fini(&text);
	text_add(&text, "");
	CU_ASSERT_EQUAL(text.len, 0);
	CU_ASSERT_PTR_NOT_NULL(text.data);
	text_fini(&text);
}

static void
test_add(void)
{
	struct text text = TEXT_INIT;

	text_add(&text, "ab");
	text_add_char(&text, 'c');
	text_add_len(&text, "defg", 2);
	text_add_len(&text, NULL, 0);
	text_addf(&text, "%d%s", 7, "");
	CU_ASSERT_STRING_EQUAL(text_str(&text), "abcde7");
	CU_ASSERT_EQUAL(text.len, 6);
	text_clear(&text);
	CU_ASSERT_STRING_EQUAL(text_str(&text), "");
	CU_ASSERT_EQUAL(text.len, 0);
	text_add(&text, "x");
	CU_ASSERT_STRING_EQUAL(text_str(&text), "x");
	text_fini(&text);
	CU_ASSERT_PTR_NULL(text.data);
}

/* A number is as printf writes it, wherever the room ends. */
static void
test_numbers(void)
{
	static const uint64_t numbers[] = { 0, 9, 10, 99, 100, 4294967295,
		4294967296, UINT64_MAX - 1, UINT64_MAX };
	struct text text = TEXT_INIT, want = TEXT_INIT;

	for (unsigned turn = 0; turn < 50; turn++)
		for (size_t i = 0; i < HARNESS_ROWS(numbers); i++) {
			text_add_uint(&text, numbers[i]);
			text_addf(&want, "%" PRIu64, numbers[i]);
			CU_ASSERT_EQUAL(want.len, strlen(want.data));
		}
	CU_ASSERT_STRING_EQUAL(text_str(&text), text_str(&want));
	CU_ASSERT_EQUAL(text.len, want.len);
	text_fini(&text);
	text_fini(&want);
}

/* A format that just fits, one byte less, one more, and much more. */
static void
test_room(void)
{
	for (size_t n = 0; n < 300; n++) {
		struct text text = TEXT_INIT;

		text_add(&text, "ab");
		text_addf(&text, "%0*d", (int)n, 0);
		CU_ASSERT_EQUAL(text.len, 2 + (n == 0 ? 1 : n));
		CU_ASSERT_EQUAL(strlen(text.data), text.len);
		CU_ASSERT(text.cap > text.len);
		text_add_char(&text, 'c');
		CU_ASSERT_EQUAL(text.data[text.len - 1], 'c');
		text_fini(&text);
	}
}

static void
test_nul_bytes(void)
{
	struct text text = TEXT_INIT;

	text_add_len(&text, "a\0b", 3);
	text_addf(&text, "%c", 'c');
	CU_ASSERT_EQUAL(text.len, 4);
	CU_ASSERT_EQUAL(memcmp(text.data, "a\0bc", 5), 0);
	text_fini(&text);
}

/* Every length over several growths, one byte at a time and in one piece. */
static void
test_every_length(void)
{
	struct text slow = TEXT_INIT;

	for (size_t n = 1; n <= 600; n++) {
		struct text once = TEXT_INIT;

		text_add_char(&slow, (char)('a' + n % 26));
		text_addf(&once, "%s", text_str(&slow));
		CU_ASSERT_EQUAL(slow.len, n);
		CU_ASSERT(slow.cap > n);
		CU_ASSERT_EQUAL(once.len, n);
		CU_ASSERT_STRING_EQUAL(once.data, slow.data);
		text_fini(&once);
	}
	text_fini(&slow);
}

static void
test_take(void)
{
	struct text text = TEXT_INIT;
	char *taken;

	text_add(&text, "mine");
	taken = text_take(&text);
	CU_ASSERT_PTR_NULL(text.data);
	CU_ASSERT_EQUAL(text.len, 0);
	CU_ASSERT_EQUAL(text.cap, 0);
	text_add(&text, "next");
	CU_ASSERT_STRING_EQUAL(taken, "mine");
	CU_ASSERT_STRING_EQUAL(text_str(&text), "next");
	free(taken);
	text_fini(&text);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "empty", test_empty },
		{ "add", test_add },
		{ "numbers", test_numbers },
		{ "room", test_room },
		{ "NUL bytes", test_nul_bytes },
		{ "every length", test_every_length },
		{ "take", test_take },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "text", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
