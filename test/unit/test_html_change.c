/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/html_change: each kind of change in the report, and all of many.
 */
#include "output/html_change.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/changes.h"
#include "test/unit/roster.h"
#include "test/unit/xmlread.h"

static const struct inventory_view view = { 0, false };

/* The report of an empty sweep with these changes. */
static char *
report(const struct diff_document *changes)
{
	struct roster roster;
	char *document;

	roster_init(&roster);
	roster.inventory.changes = changes;
	document = roster_write(&roster, &format_html, view);
	roster_fini(&roster);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(xmlread_is_well_formed(document));
	return document;
}

static const struct {
	const char *name, *address, *want;
} kind_rows[] = {
	{ "new", "10.0.0.1", "client, where there was 10.0.0.9 (<b>)" },
	{ "gone", "10.0.0.2",
	    "silent: no answer to <pds> (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries); last heard at 2026-01-08T11:00:00Z" },
	{ "replaced", "10.0.0.3",
	    "another machine is there now: 10.0.0.9 (<b>)" },
	{ "moved", "10.0.0.4",
	    "from 10.0.0.9, where it was last seen 2026-01-08 11:00:00; known by its device-idname: x \342\206\222 y" },
	{ "changed", "10.0.0.5",
	    "name: x \342\206\222 yos: nothing \342\206\222 ]]>" },
	{ "back", "10.0.0.6", "client, with the marks of 10.0.0.9 (<b>)" },
};

static void
test_kinds(void)
{
	struct changes changes;
	char *document, xpath[256];

	changes_fill(&changes);
	document = report(&changes.document);
	for (size_t i = 0; i < HARNESS_ROWS(kind_rows); i++) {
		char *got;

		harness_row(kind_rows[i].name);
		(void)snprintf(xpath, sizeof(xpath),
		    "//i:table[@class='hosts changes']//i:tr[i:th='%s']/i:td[2]",
		    kind_rows[i].address);
		got = xmlread_get(document, xpath);
		CU_ASSERT_PTR_NOT_NULL_FATAL(got);
		CU_ASSERT_STRING_EQUAL(got, kind_rows[i].want);
		free(got);
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(document,
	    "<p>Since sweep 6 of 2026-01-08 11:00:00 UTC, which did not come to its end: 1 new, 2 gone, 1 moved, 1 changed, 1 back, of 1,234 machines that both asked. 1 was not asked this time.</p>"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(document, "<a href=\"#changes\">Changes</a> 6</li>"));
	free(document);
}

/* Many are in several folds, and none is left out. */
static void
test_many(void)
{
	static const struct {
		size_t n;
		unsigned n_folds, n_open;
	} rows[] = {
		{ 0, 0, 0 },
		{ 1, 1, 1 },
		{ 50, 1, 1 },
		{ 51, 1, 0 },
		{ 250, 1, 0 },
		{ 251, 2, 0 },
		{ 501, 3, 0 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct diff_entry *entry =
		    mem_array(rows[i].n + 1, sizeof(*entry));
		struct diff diff = { .entry = entry, .n = rows[i].n };
		struct changes changes;
		char *document;

		changes_fill(&changes);
		changes.document.diff = &diff;
		diff.count[DIFF_BACK] = rows[i].n;
		for (size_t k = 0; k < rows[i].n; k++)
			entry[k] = (struct diff_entry){ .change = DIFF_BACK,
				.was = changes.item,
				.is = changes.item };
		document = report(&changes.document);
		CU_ASSERT_EQUAL(xmlread_count(document,
				    "//i:table[@class='hosts changes']"),
		    rows[i].n_folds);
		CU_ASSERT_EQUAL(
		    xmlread_count(document,
			"//i:table[@class='hosts changes']/i:tbody/i:tr"),
		    rows[i].n);
		CU_ASSERT_EQUAL(xmlread_count(document, "//i:details[@open]"),
		    rows[i].n_open);
		free(document);
		free(entry);
	}
}

/* Without a sweep before there is no such part. */
static void
test_none(void)
{
	struct roster roster;
	char *document;

	roster_init(&roster);
	document = roster_write(&roster, &format_html, view);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_PTR_NULL(strstr(document, "id=\"changes\""));
	CU_ASSERT_PTR_NULL(strstr(document, "#changes"));
	free(document);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "kinds", test_kinds },
		{ "many", test_many },
		{ "none", test_none },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "html_change", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
