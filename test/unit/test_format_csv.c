/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_csv: rows, quotes and guarded cells.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static void
format_csv_assert_golden(const struct roster *roster, const char *golden)
{
	static const struct inventory_view view = { 0, false };
	char *document = roster_write(roster, &format_csv, view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_csv_assert_golden(&roster, "inventory/empty.csv");
	roster_add_office(&roster);
	format_csv_assert_golden(&roster, "inventory/office.csv");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_csv_assert_golden(&roster, "inventory/cache.csv");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_csv_assert_golden(&roster, "inventory/hostile.csv");
	roster_fini(&roster);
}

/* The second cell of a machine of this name, as it stands in the file. */
static void
test_cells(void)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "PC1", "192.0.2.1,PC1,none,imported," },
		{ "", "192.0.2.1,,none,imported," },
		{ "=1+1", "192.0.2.1,'=1+1,none," },
		{ "+1", "192.0.2.1,'+1,none," },
		{ "-1", "192.0.2.1,'-1,none," },
		{ "@SUM(A1)", "192.0.2.1,'@SUM(A1),none," },
		{ "=\"a\",b", "192.0.2.1,\"'=\"\"a\"\",b\",none," },
		/* tabs and line ends have been cleaned away */
		{ "\t=1", "192.0.2.1,\xef\xbf\xbd=1,none," },
		{ "\r=1", "192.0.2.1,\xef\xbf\xbd=1,none," },
		{ "a\nb", "192.0.2.1,a\xef\xbf\xbd"
			  "b,none," },
		{ "a,b", "192.0.2.1,\"a,b\",none," },
		{ "\"", "192.0.2.1,\"\"\"\",none," },
		{ "a=1", "192.0.2.1,a=1,none," },
		{ "'", "192.0.2.1,',none," },
	};
	static const struct inventory_view view = { 0, false };

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct roster roster;
		char *document, *row;

		harness_row(rows[i].name);
		roster_init(&roster);
		roster_name(roster_add(&roster, CACHE_MISSING, "192.0.2.1"),
		    HOST_SOURCE_IMPORT, "list:1", rows[i].name);
		document = roster_write(&roster, &format_csv, view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		row = strstr(document, "\r\n");
		CU_ASSERT_PTR_NOT_NULL_FATAL(row);
		CU_ASSERT_NSTRING_EQUAL(row + 2, rows[i].want,
		    strlen(rows[i].want));
		free(document);
		roster_fini(&roster);
	}
}

/* Several names of one source are one cell, and guarded as one. */
static void
test_several(void)
{
	static const struct inventory_view view = { 0, false };
	struct roster roster;
	struct host *host;
	char *document;

	roster_init(&roster);
	host = roster_add(&roster, CACHE_MISSING, "192.0.2.1");
	roster_name(host, HOST_SOURCE_IMPORT, "list:1", "=a");
	roster_name(host, HOST_SOURCE_IMPORT, "list:2", "b,c");
	document = roster_write(&roster, &format_csv, view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_PTR_NOT_NULL(strstr(document, ",,,,,\"'=a; b,c\",,\r\n"));
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "cells", test_cells },
		{ "several", test_several },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_csv", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
