/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_json: the document byte for byte.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static void
format_json_assert_golden(const struct roster *roster, const char *golden)
{
	static const struct inventory_view view = { 0, false };
	char *document = roster_write(roster, &format_json, view);

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
	format_json_assert_golden(&roster, "inventory/empty.json");
	roster_add_office(&roster);
	format_json_assert_golden(&roster, "inventory/office.json");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_json_assert_golden(&roster, "inventory/cache.json");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_json_assert_golden(&roster, "inventory/hostile.json");
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
		{ "format_json", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
