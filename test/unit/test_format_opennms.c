/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_opennms: requisitions, and when none is written.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/folderdump.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"
#include "test/unit/xmlread.h"

#define FOLDER "test_format_opennms.d"
#define FILE_  "test_format_opennms.xml"

static int
format_opennms_write(const struct roster *roster, const char *path,
    struct err *err)
{
	static const struct inventory_view view = { 0, false };
	const struct format_request request = { &format_opennms, path };

	return format_write(&request, 1, &roster->inventory, &view, err);
}

/* The file that was written, checked; the caller frees it. */
static char *
format_opennms_read(const char *path)
{
	struct text text = TEXT_INIT;
	char *document;

	CU_ASSERT_EQUAL_FATAL(file_read(&text, path, 1 << 24, NULL), 0);
	document = text_take(&text);
	CU_ASSERT_TRUE(xmlread_is_valid(document, "consoles/opennms.rng"));
	CU_ASSERT_EQUAL(xmlread_count(document,
			    "//i:node[@foreign-id = "
			    "preceding-sibling::i:node/@foreign-id]"),
	    0);
	return document;
}

static void
test_golden(void)
{
	static const char *const part[] = { "berlin", "default" };
	struct roster roster;
	char *document, name[64];

	folderdump_remove(FOLDER);
	roster_init(&roster);
	roster_add_office(&roster);
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FOLDER "/", NULL), 0);
	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(name, sizeof(name), FOLDER "/%s.xml", part[i]);
		document = format_opennms_read(name);
		(void)snprintf(name, sizeof(name),
		    "consoles/office-opennms-%s.xml", part[i]);
		harness_row(name);
		CU_ASSERT_TRUE(golden_is(name, document));
		free(document);
	}
	roster_fini(&roster);
	folderdump_remove(FOLDER);

	roster_init(&roster);
	roster_add_hostile(&roster);
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FILE_, NULL), 0);
	document = format_opennms_read(FILE_);
	CU_ASSERT_TRUE(golden_is("consoles/hostile-opennms.xml", document));
	CU_ASSERT_EQUAL(xmlread_count(document, "//i:node"), roster.n);
	free(document);
	roster_fini(&roster);
	(void)unlink(FILE_);
}

static void
test_random(void)
{
	for (uint64_t seed = 0; seed < 8; seed++) {
		struct roster roster;

		roster_init(&roster);
		roster_add_random(&roster, seed, 100);
		CU_ASSERT_EQUAL(format_opennms_write(&roster, FILE_, NULL), 0);
		free(format_opennms_read(FILE_));
		roster_fini(&roster);
	}
	(void)unlink(FILE_);
}

static void
test_refused(void)
{
	struct err err = ERR_INIT;
	struct roster roster;
	char *got;

	folderdump_remove(FOLDER);
	roster_init(&roster);
	roster_add_office(&roster);
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FILE_, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "2 links"));
	CU_ASSERT_NOT_EQUAL(access(FILE_, F_OK), 0);

	roster.sweep.state = CACHE_SWEEP_INCOMPLETE;
	err = (struct err)ERR_INIT;
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FOLDER "/", &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "--force"));
	CU_ASSERT_NOT_EQUAL(access(FOLDER, F_OK), 0);
	roster.inventory.is_forced = true;
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FOLDER "/", NULL), 0);
	roster.inventory.is_forced = false;
	roster.sweep.state = CACHE_SWEEP_COMPLETE;

	/* A link that the sweep did not have, and files that stay. */
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "default.xml", "old\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "berlin.xml", "old\n"));
	CU_ASSERT_TRUE(folderdump_put(FOLDER, "paris.xml", "old\n"));
	roster.inventory.n_links = 1;
	err = (struct err)ERR_INIT;
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FOLDER, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'default'"));
	got = folderdump(FOLDER);
	CU_ASSERT_STRING_EQUAL(got,
	    "== berlin.xml\nold\n== default.xml\nold\n== paris.xml\nold\n");
	free(got);
	roster_fini(&roster);
	folderdump_remove(FOLDER);
}

/* Two machines of one name; one that moved; one that nobody expected. */
static void
test_nodes(void)
{
	struct roster roster;
	char *document, *got;

	roster_init(&roster);
	roster_name(roster_add(&roster, CACHE_SERVERS, "192.0.2.1"),
	    HOST_SOURCE_AGENT, "pds", "a/b");
	roster_name(roster_add(&roster, CACHE_CLIENTS, "192.0.2.2"),
	    HOST_SOURCE_AGENT, "pds", "A_B");
	(void)roster_add(&roster, CACHE_ALIVE, "192.0.2.3");
	roster_add(&roster, CACHE_MISSING, "192.0.2.4")->verdict.code =
	    VERDICT_MOVED;
	roster_add(&roster, CACHE_MISSING, "192.0.2.5")->verdict.code =
	    VERDICT_SILENT;
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FILE_, NULL), 0);
	document = format_opennms_read(FILE_);
	CU_ASSERT_EQUAL(xmlread_count(document, "//i:node"), 3);
	got = xmlread_get(document, "//i:node[1]/@foreign-id");
	CU_ASSERT_STRING_EQUAL(got, "a_b");
	free(got);
	got = xmlread_get(document, "//i:node[2]/@foreign-id");
	CU_ASSERT_STRING_EQUAL(got, "A_B-192.0.2.2");
	free(got);
	got = xmlread_get(document, "//i:node[3]/i:category[2]/@name");
	CU_ASSERT_STRING_EQUAL(got, "rollcall-missing");
	free(got);
	free(document);
	roster_fini(&roster);
	(void)unlink(FILE_);
}

/* Only a server of the same requisition is a parent. */
static void
test_parent(void)
{
	static const struct {
		const char *name, *parent, *want;
	} rows[] = {
		{ "none", NULL, NULL },
		{ "empty", "", NULL },
		{ "a server", "srv-1", "SRV-1" },
		{ "folded as the server's id is", "srv/2", "srv_2" },
		{ "not known", "srv-3", NULL },
		{ "a client", "pc-0", NULL },
		{ "a server, spelled alike", "SRV-1", "SRV-1" },
	};
	struct roster roster;
	char *document, *got, name[64];

	roster_init(&roster);
	roster_name(roster_add(&roster, CACHE_SERVERS, "192.0.2.1"),
	    HOST_SOURCE_AGENT, "pds", "SRV-1");
	roster_field(roster_service(&roster.host[0].host, "p", NET_UDP, 1,
			 OBSERVATION_REPLY, OBSERVATION_ROLE_SERVER),
	    "parent", "SRV-1");
	roster_name(roster_add(&roster, CACHE_SERVERS, "192.0.2.2"),
	    HOST_SOURCE_AGENT, "pds", "srv/2");
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct host *host;

		(void)snprintf(name, sizeof(name), "192.0.2.%zu", 10 + i);
		host = roster_add(&roster, CACHE_CLIENTS, name);
		(void)snprintf(name, sizeof(name), "pc-%zu", i);
		roster_name(host, HOST_SOURCE_AGENT, "p", name);
		if (rows[i].parent != NULL)
			roster_field(roster_service(host, "p", NET_UDP, 1,
					 OBSERVATION_REPLY,
					 OBSERVATION_ROLE_CLIENT),
			    "parent", rows[i].parent);
	}
	CU_ASSERT_EQUAL(format_opennms_write(&roster, FILE_, NULL), 0);
	document = format_opennms_read(FILE_);
	CU_ASSERT_EQUAL(xmlread_count(document,
			    "//i:node[1]/@parent-foreign-id"),
	    0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		(void)snprintf(name, sizeof(name),
		    "//i:node[@foreign-id='pc-%zu']/@parent-foreign-id", i);
		harness_row(rows[i].name);
		got = xmlread_get(document, name);
		CU_ASSERT_EQUAL(got == NULL, rows[i].want == NULL);
		if (got != NULL)
			CU_ASSERT_STRING_EQUAL(got, rows[i].want);
		free(got);
	}
	free(document);
	roster_fini(&roster);
	(void)unlink(FILE_);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "random", test_random },
		{ "refused", test_refused },
		{ "nodes", test_nodes },
		{ "parent", test_parent },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_opennms", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
