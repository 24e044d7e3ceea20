/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_grep: two lines for each machine, whatever its name.
 */
#include <stdlib.h>
#include <string.h>

#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static const struct inventory_view format_grep_view = { 0, false };

static unsigned
format_grep_lines(const char *document)
{
	unsigned n = 0;

	for (const char *c = document; *c != '\0'; c++)
		n += *c == '\n';
	return n;
}

static void
format_grep_assert_golden(const struct roster *roster, const char *golden)
{
	char *document = roster_write(roster, &format_grep, format_grep_view);

	harness_row(golden);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_EQUAL(format_grep_lines(document), 2 + 2 * roster->n);
	CU_ASSERT_TRUE(golden_is(golden, document));
	free(document);
}

static void
test_golden(void)
{
	struct roster roster;

	roster_init(&roster);
	format_grep_assert_golden(&roster, "consoles/empty.gnmap");
	roster_add_office(&roster);
	format_grep_assert_golden(&roster, "consoles/office.gnmap");
	roster.sweep.state = CACHE_SWEEP_INCOMPLETE;
	roster.inventory.sweep = &roster.sweep;
	format_grep_assert_golden(&roster, "consoles/interrupted.gnmap");
	roster_fini(&roster);

	roster_init(&roster);
	roster_add_hostile(&roster);
	format_grep_assert_golden(&roster, "consoles/hostile.gnmap");
	roster_fini(&roster);
}

/* Nothing in a text can look like the end of its part. */
static void
test_dividers(void)
{
	struct roster roster;
	struct host *host;
	char *document;

	roster_init(&roster);
	host = roster_add(&roster, CACHE_SERVERS, "192.0.2.1");
	roster_name(host, HOST_SOURCE_AGENT, "pds", "a)\tStatus: Down\n(b");
	roster_service(host, "x/y,z", NET_UDP, 1, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER)
	    ->match = strdup("m/n, 2");
	document = roster_write(&roster, &format_grep, format_grep_view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_EQUAL(format_grep_lines(document), 4);
	CU_ASSERT_PTR_NOT_NULL(strstr(document,
	    "\nHost: 192.0.2.1 (a]\xef\xbf\xbdStatus: Down\xef\xbf\xbd[b)\t"
	    "Status: Up\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(document,
	    "\tPorts: 1/open/udp////x|y;z m|n; 2/\tRole: server\n"));
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "dividers", test_dividers },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_grep", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
