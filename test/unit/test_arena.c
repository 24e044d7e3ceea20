/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of an arena: none over another, and room that is used again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "test/harness.h"

static void
test_pieces(void)
{
	static const struct {
		const char *row;
		size_t size, n;
	} rows[] = {
		{ "nothing", 0, 3 },
		{ "one byte", 1, 5000 },
		{ "less than the alignment", 15, 1000 },
		{ "the alignment", 16, 1000 },
		{ "more than it", 17, 1000 },
		{ "a block", 4096, 3 },
		{ "more than a block", 4097, 3 },
		{ "much more than a block", 100000, 3 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct arena arena = ARENA_INIT;
		unsigned char **piece = calloc(rows[i].n, sizeof(*piece));
		bool is_whole = true;

		harness_row(rows[i].row);
		CU_ASSERT_PTR_NOT_NULL_FATAL(piece);
		for (size_t k = 0; k < rows[i].n; k++) {
			piece[k] = arena_take(&arena, rows[i].size);
			CU_ASSERT(
			    (uintptr_t)piece[k] % _Alignof(max_align_t) == 0);
			memset(piece[k], (int)(k & 0xff), rows[i].size);
		}
		for (size_t k = 0; k < rows[i].n; k++)
			for (size_t at = 0; at < rows[i].size; at++)
				is_whole =
				    is_whole && piece[k][at] == (k & 0xff);
		CU_ASSERT(is_whole);
		free(piece);
		arena_fini(&arena);
		arena_fini(&arena);
		CU_ASSERT_PTR_NULL(arena.block);
	}
}

static void
test_copies(void)
{
	struct arena arena = ARENA_INIT;
	char *empty = arena_dup(&arena, "");
	char *word = arena_dup(&arena, "word");
	char *part = arena_dup_len(&arena, "word", 2);
	char *bytes = arena_dup_len(&arena, "a\0b", 3);
	char *none = arena_dup_len(&arena, NULL, 0);

	CU_ASSERT_STRING_EQUAL(empty, "");
	CU_ASSERT_STRING_EQUAL(word, "word");
	CU_ASSERT_STRING_EQUAL(part, "wo");
	CU_ASSERT_EQUAL(memcmp(bytes, "a\0b", 4), 0);
	CU_ASSERT_STRING_EQUAL(none, "");
	arena_fini(&arena);
}

/* What an array held is there in the larger one. */
static void
test_grow(void)
{
	struct arena arena = ARENA_INIT, *each[] = { &arena, NULL };

	for (size_t i = 0; i < HARNESS_ROWS(each); i++) {
		unsigned *array = NULL;
		size_t cap = 0, n_moves = 0;
		bool is_whole = true;

		harness_row(each[i] == NULL ? "the heap" : "an arena");
		for (unsigned n = 0; n < 3000; n++) {
			unsigned *more = arena_grow(each[i], array, &cap, n + 1,
			    sizeof(*array));

			CU_ASSERT(cap > n);
			n_moves += more != array;
			array = more;
			array[n] = n;
		}
		for (unsigned n = 0; n < 3000; n++)
			is_whole = is_whole && array[n] == n;
		CU_ASSERT(is_whole);
		CU_ASSERT(n_moves > 0 && n_moves < 30);
		if (each[i] == NULL)
			free(array);
	}
	arena_fini(&arena);
}

/* What is cleared again and again does not grow. */
static void
test_clear(void)
{
	struct arena arena = ARENA_INIT;
	struct arena_block *block = NULL;

	arena_clear(&arena);
	for (int turn = 0; turn < 100; turn++) {
		for (int i = 0; i < 1000; i++)
			(void)arena_take(&arena, 100);
		arena_clear(&arena);
		CU_ASSERT_EQUAL(arena.used, 0);
		if (turn >= 2)
			CU_ASSERT_PTR_EQUAL(arena.block, block);
		block = arena.block;
	}
	arena_fini(&arena);
}

static void
test_without(void)
{
	char *word = arena_dup(NULL, "word");
	void *piece = arena_take(NULL, 0);

	CU_ASSERT_STRING_EQUAL(word, "word");
	CU_ASSERT_PTR_NOT_NULL(piece);
	free(word);
	free(piece);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "pieces", test_pieces },
		{ "copies", test_copies },
		{ "arrays that grow", test_grow },
		{ "cleared and used again", test_clear },
		{ "no arena: the heap", test_without },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "arena", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
