/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_prometheus: the document byte for byte, whatever the names.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static const struct inventory_view format_prometheus_view = { 0, false };

static void
format_prometheus_assert_golden(const struct roster *roster, const char *golden)
{
	char *document =
	    roster_write(roster, &format_prometheus, format_prometheus_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(document, "# TYPE rollcall_hosts gauge\n"));
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_prometheus_assert_golden(&roster, "consoles/empty.prom");
	roster_add_office(&roster);
	format_prometheus_assert_golden(&roster, "consoles/office.prom");
	roster.inventory.sweep = NULL;
	roster.inventory.n_links = 0;
	for (size_t i = 0; i < roster.n; i++)
		roster.host[i].host.verdict.code = VERDICT_NONE;
	format_prometheus_assert_golden(&roster, "consoles/cache.prom");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_prometheus_assert_golden(&roster, "consoles/hostile.prom");
	roster_fini(&roster);
}

/* Quotes and backslashes of a label are escaped. */
static const char *
format_prometheus_link_of(const void *links, const struct addr *addr)
{
	(void)links;
	(void)addr;
	return "a\"b\\c\nd";
}

static void
test_labels(void)
{
	struct roster roster;
	char *document;

	roster_init(&roster);
	roster.inventory.link_of = format_prometheus_link_of;
	(void)roster_add(&roster, CACHE_MISSING, "192.0.2.1");
	document =
	    roster_write(&roster, &format_prometheus, format_prometheus_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(document, "\nrollcall_hosts{link=\"a\\\"b\\\\c\xef\xbf\xbd"
			     "d\",role=\"none\",verdict=\"none\"} 1\n"));
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "labels", test_labels },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_prometheus", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
