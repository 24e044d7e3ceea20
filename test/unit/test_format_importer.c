/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_importer: a line for each name, and only what can be read
 * again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static void
on_line(enum log_level level, const char *subsystem, const char *line,
    void *arg)
{
	(void)level;
	(void)subsystem;
	(void)line;
	++*(unsigned *)arg;
}

static void
format_importer_assert(const struct roster *roster, const char *golden,
    unsigned n_lines_said)
{
	static const struct inventory_view view = { 0, false };
	unsigned n_said = 0;
	char *document;

	harness_row(golden);
	log_set_sink(on_line, &n_said);
	document = roster_write(roster, &format_importer, view);
	log_set_sink(NULL, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(golden_is(golden, document));
	CU_ASSERT_EQUAL(n_said, n_lines_said);
	free(document);
}

static bool
has_no_percent(const char *name)
{
	return strchr(name, '%') == NULL;
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_importer_assert(&roster, "inventory/empty-list.txt", 0);
	roster_add_office(&roster);
	/* four machines without a name, and the number */
	format_importer_assert(&roster, "inventory/office-list.txt", 6);
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	roster.inventory.can_list = has_no_percent;
	format_importer_assert(&roster, "inventory/hostile-list.txt", 17);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_importer", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
