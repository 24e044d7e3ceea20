/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * CUnit with an exit status that can fail, and TAP for automake.
 */
#include "test/harness.h"

#include <CUnit/TestRun.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned harness_seq;
static const char *harness_row_name;
static unsigned harness_n_failures; /* before the row */

/* Name the row that ends here if one of its assertions failed. */
static void
harness_row_end(void)
{
	unsigned n = CU_get_number_of_failures();

	if (n != harness_n_failures && harness_row_name != NULL)
		printf("# failed in row: %s\n", harness_row_name);
	harness_n_failures = n;
	harness_row_name = NULL;
}

void
harness_row(const char *name)
{
	harness_row_end();
	harness_row_name = name;
}

const char *
harness_data(const char *name)
{
	static char path[4096];
	const char *root = getenv("srcdir");

	(void)snprintf(path, sizeof(path), "%s/test/data/%s",
	    root == NULL ? "." : root, name);
	return path;
}

static void
harness_on_start(const CU_pTest test, const CU_pSuite suite)
{
	(void)test;
	(void)suite;
	harness_row_end();
}

static void
harness_on_done(const CU_pTest test, const CU_pSuite suite,
    const CU_pFailureRecord first)
{
	harness_row_end();
	printf("%sok %u - %s: %s\n", first ? "not " : "", ++harness_seq,
	    suite->pName, test->pName);
	for (CU_pFailureRecord f = first; f != NULL; f = f->pNext)
		printf("# %s:%u: %s\n", f->strFileName, f->uiLineNumber,
		    f->strCondition);
	fflush(stdout); /* a later crash must not eat this */
}

/* Drop the tests whose names do not hold word; returns how many stay. */
static unsigned
harness_filter(CU_SuiteInfo *suites, const char *word)
{
	unsigned kept = 0;

	for (; suites->pName != NULL; suites++) {
		CU_TestInfo *to = suites->pTests;

		for (CU_TestInfo *t = suites->pTests; t->pName != NULL; t++)
			if (word == NULL || strstr(t->pName, word) != NULL) {
				*to++ = *t;
				kept++;
			}
		to->pName = NULL;
	}
	return kept;
}

int
harness_run(int argc, char **argv, CU_SuiteInfo *suites)
{
	const char *word =
	    argc == 3 && strcmp(argv[1], "-k") == 0 ? argv[2] : NULL;
	unsigned bad, n = harness_filter(suites, word);

	if (CU_initialize_registry() != CUE_SUCCESS ||
	    CU_register_suites(suites) != CUE_SUCCESS)
		return 99; /* automake: hard error */
	printf("1..%u\n", n);
	CU_set_test_start_handler(harness_on_start);
	CU_set_test_complete_handler(harness_on_done);
	CU_run_all_tests();
	/* not CU_get_error(): it stays 0 when assertions fail */
	bad = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
	CU_cleanup_registry();
	return bad != 0;
}
