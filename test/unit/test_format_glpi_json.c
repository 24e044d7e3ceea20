/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_glpi_json: a file for each machine found, and no other.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/folderdump.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

#define FOLDER "test_format_glpi_json.d"

static int
format_glpi_json_write(const struct roster *roster, struct err *err)
{
	static const struct inventory_view view = { 0, false };
	const struct format_request request = { &format_glpi_json, FOLDER };

	return format_write(&request, 1, &roster->inventory, &view, err);
}

static void
format_glpi_json_assert_golden(const struct roster *roster, const char *golden)
{
	char *got;

	harness_row(golden);
	CU_ASSERT_EQUAL(format_glpi_json_write(roster, NULL), 0);
	got = folderdump(FOLDER);
	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	CU_ASSERT_TRUE(golden_is(golden, got));
	free(got);
}

static void
test_golden(void)
{
	struct roster roster;

	folderdump_remove(FOLDER);
	roster_init(&roster);
	roster_add_hostile(&roster);
	format_glpi_json_assert_golden(&roster,
	    "consoles/hostile-glpi_json.txt");
	roster_fini(&roster);

	/* in the same folder: what was there is gone */
	roster_init(&roster);
	roster_add_office(&roster);
	format_glpi_json_assert_golden(&roster,
	    "consoles/office-glpi_json.txt");
	roster_fini(&roster);
	folderdump_remove(FOLDER);
}

/* Only what looks like a file of ours goes; a failure changes nothing. */
static void
test_stale(void)
{
	struct roster roster;
	char *got;

	folderdump_remove(FOLDER);
	roster_init(&roster);
	CU_ASSERT_EQUAL(format_glpi_json_write(&roster, NULL), 0);
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "192.0.2.1.json", "a\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "192.0.2.01.json", "b\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "notes.json", "c\n"));
	roster_add_office(&roster);
	roster.fail_after = 2;
	CU_ASSERT_EQUAL(format_glpi_json_write(&roster, NULL), -1);
	got = folderdump(FOLDER);
	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	CU_ASSERT_STRING_EQUAL(got, "== 192.0.2.01.json\nb\n"
				    "== 192.0.2.1.json\na\n== notes.json\nc\n");
	free(got);
	roster_fini(&roster);

	roster_init(&roster);
	CU_ASSERT_EQUAL(format_glpi_json_write(&roster, NULL), 0);
	got = folderdump(FOLDER);
	CU_ASSERT_PTR_NOT_NULL_FATAL(got);
	CU_ASSERT_STRING_EQUAL(got,
	    "== 192.0.2.01.json\nb\n== notes.json\nc\n");
	free(got);
	roster_fini(&roster);
	folderdump_remove(FOLDER);
}

static void
test_place(void)
{
	struct format_request request;
	struct err err = ERR_INIT;
	char bare[] = "glpi-json", file[] = "glpi-json:a";

	CU_ASSERT_EQUAL(format_request_parse(&request, bare, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	CU_ASSERT_STRING_EQUAL(err.text,
	    "the format glpi-json is a folder of files; write 'glpi-json:FOLDER'");
	CU_ASSERT_EQUAL(format_request_parse(&request, file, &err), 0);
	CU_ASSERT_TRUE(format_request_is_folder(&request));
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "stale", test_stale },
		{ "place", test_place },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_glpi_json", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
