/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/column: widths, cuts and folds.
 */
#include "output/column.h"

#include <locale.h>

#include "test/harness.h"

#define E        "\xc3\xa9"     /* one column, two bytes */
#define TO       "\xe6\x9d\xb1" /* two columns, three bytes */
#define COMBINED "e\xcc\x81"    /* one column of two characters */
#define ELLIPSIS "\xe2\x80\xa6"

static int
setup(void)
{
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static const struct {
	const char *name, *text;
	size_t width;
} width_rows[] = {
	{ "empty", "", 0 },
	{ "ASCII", "abc", 3 },
	{ "two bytes", "a" E, 2 },
	{ "wide", TO TO, 4 },
	{ "combined", COMBINED, 1 },
};

static void
test_width(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(width_rows); i++) {
		harness_row(width_rows[i].name);
		CU_ASSERT_EQUAL(column_width(width_rows[i].text),
		    width_rows[i].width);
	}
}

static const struct {
	const char *name, *text;
	size_t width;
	const char *cut, *folded;
} rows[] = {
	{ "empty", "", 1, "", "" },
	{ "fits", "abc", 3, "abc", "abc" },
	{ "one too many", "abcd", 3, "ab" ELLIPSIS, "abcd" },
	{ "one column", "ab", 1, ELLIPSIS, "ab" },
	{ "wide in the middle", TO TO, 3, TO ELLIPSIS, TO TO },
	{ "wide does not fit", TO TO, 2, ELLIPSIS, TO TO },
	{ "combined stays whole", COMBINED COMBINED "x", 2, COMBINED ELLIPSIS,
	    COMBINED COMBINED "x" },
	{ "two words", "ab cd", 3, "ab" ELLIPSIS, "ab\ncd" },
	{ "exactly", "ab cd", 5, "ab cd", "ab cd" },
	{ "at the blank", "ab cd", 2, "a" ELLIPSIS, "ab\ncd" },
	{ "a long word first", "abcdef gh ij", 5, "abcd" ELLIPSIS,
	    "abcdef\ngh ij" },
	{ "a long word last", "gh abcdef", 5, "gh a" ELLIPSIS, "gh\nabcdef" },
};

static void
test_cut_and_fold(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text text = TEXT_INIT;

		harness_row(rows[i].name);
		text_add(&text, rows[i].text);
		column_cut(&text, rows[i].width);
		CU_ASSERT_STRING_EQUAL(text_str(&text), rows[i].cut);
		text_clear(&text);
		text_add(&text, rows[i].text);
		column_fold(&text, rows[i].width);
		CU_ASSERT_STRING_EQUAL(text_str(&text), rows[i].folded);
		text_fini(&text);
	}
}

static void
test_lines(void)
{
	struct text text = TEXT_INIT;

	column_fold(&text, 5); /* nothing was ever added */
	CU_ASSERT_EQUAL(text.len, 0);
	text_add(&text, "\nab cd ef\nghi jkl\n");
	column_fold(&text, 5);
	CU_ASSERT_STRING_EQUAL(text_str(&text), "\nab cd\nef\nghi\njkl\n");
	text_fini(&text);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "width", test_width },
		{ "cut and fold", test_cut_and_fold },
		{ "lines", test_lines },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "column", setup, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
