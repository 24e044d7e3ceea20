/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * CUnit with an exit status that can fail, and TAP for automake.
 */
#ifndef TEST_HARNESS_H
#define TEST_HARNESS_H

#include <CUnit/CUnit.h>

/*
 * Run the suites, TAP on standard output.  Returns main()'s exit status: 1
 * when any assertion failed.  With "-k WORD" on the command line only tests
 * whose name holds WORD are run.
 */
int harness_run(int argc, char **argv, CU_SuiteInfo *suites);

/* The number of rows in a table. */
#define HARNESS_ROWS(table) (sizeof(table) / sizeof((table)[0]))

/*
 * Say which row of a table is checked next.  A row whose assertions failed
 * is named in a TAP comment above its test's "not ok".
 */
void harness_row(const char *name);

/* The path of a file in test/data, in a buffer of the harness. */
const char *harness_data(const char *name);

#endif
