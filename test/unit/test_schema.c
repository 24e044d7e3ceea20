/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/inventory.rng and output/inventory.xsd: both accept what is in
 * test/data/schema/good, both refuse what is in test/data/schema/bad, where
 * each document has exactly one thing wrong.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "test/harness.h"
#include "test/unit/schema.h"

static int
schema_setup(void)
{
	return !schema_load();
}

static int
schema_cleanup(void)
{
	schema_free();
	return 0;
}

static int
schema_is_xml(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 4 && strcmp(entry->d_name + len - 4, ".xml") == 0;
}

static void
schema_check_folder(const char *folder, bool is_good, int least)
{
	struct dirent **entry = NULL;
	int n = scandir(harness_data(folder), &entry, schema_is_xml, alphasort);
	char name[512];

	CU_ASSERT_FATAL(n >= least);
	for (int i = 0; i < n; i++) {
		struct text document = TEXT_INIT;
		struct schema_result result;

		(void)snprintf(name, sizeof(name), "%s/%s", folder,
		    entry[i]->d_name);
		CU_ASSERT_EQUAL(file_read(&document, harness_data(name),
				    1 << 20, NULL),
		    0);
		result = schema_check(text_str(&document), document.len);
		if (!result.is_well_formed || result.is_rng_valid != is_good ||
		    result.is_xsd_valid != is_good)
			printf("# %s: rng %d, xsd %d: %s\n", name,
			    result.is_rng_valid, result.is_xsd_valid,
			    result.why);
		CU_ASSERT_TRUE(result.is_well_formed);
		CU_ASSERT_EQUAL(result.is_rng_valid, is_good);
		CU_ASSERT_EQUAL(result.is_xsd_valid, is_good);
		text_fini(&document);
		free(entry[i]);
	}
	free(entry);
}

static void
test_good(void)
{
	schema_check_folder("schema/good", true, 5);
}

static void
test_bad(void)
{
	schema_check_folder("schema/bad", false, 40);
}

/* Values of one attribute, in an otherwise good document. */
static void
schema_check_value(const char *before, const char *value, const char *after,
    bool is_good)
{
	struct text document = TEXT_INIT;
	struct schema_result result;

	harness_row(value);
	text_addf(&document, "%s%s%s", before, value, after);
	result = schema_check(text_str(&document), document.len);
	CU_ASSERT_TRUE(result.is_well_formed);
	CU_ASSERT_EQUAL(result.is_rng_valid, is_good);
	CU_ASSERT_EQUAL(result.is_xsd_valid, is_good);
	text_fini(&document);
}

#define SCHEMA_HEAD \
	"<inventory xmlns='urn:rollcall:inventory:1' complete='true' generator='g' written='2026-01-31T23:59:59.123Z'><links/><servers>"
#define SCHEMA_TAIL \
	"</servers><clients/><unidentified/><alive/><missing/></inventory>"

static void
test_addresses(void)
{
	static const struct {
		const char *address;
		bool is_good;
	} rows[] = {
		{ "0.0.0.0", true },
		{ "255.255.255.255", true },
		{ "192.0.2.9", true },
		{ "::", true },
		{ "::1", true },
		{ "1::", true },
		{ "2001:db8::1", true },
		{ "2001:db8:0:1:1:1:1:1", true },
		{ "1:2:3:4:5:6:7:8", true },
		{ "::2:3:4:5:6:7:8", true },
		{ "1:2:3:4:5:6:7::", true },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true },
		{ "::ffff:192.0.2.1", true },
		{ "::192.0.2.1", true },
		{ "", false },
		{ " 192.0.2.1", false },
		{ "192.0.2.1 ", false },
		{ "192.0.2", false },
		{ "192.0.2.1.1", false },
		{ "192.0.2.256", false },
		{ "192.0.2.01", false },
		{ "192.0.2.1/32", false },
		{ "192.0.2.1:80", false },
		{ "server", false },
		{ ":", false },
		{ ":::", false },
		{ "1:2:3:4:5:6:7", false },
		{ "1:2:3:4:5:6:7:8:9", false },
		{ "1:2:3:4:5:6:7:8::", false },
		{ "1::2::3", false },
		{ "12345::", false },
		{ "1:12345::", false },
		{ "::12345", false },
		{ "2001:DB8::1", false },
		{ "[::1]", false },
		{ "fe80::1%eth0", false },
		{ "::ffff:192.0.2.256", false },
		{ "g::", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		schema_check_value(SCHEMA_HEAD
		    "<server state='stale' address='",
		    rows[i].address, "'/>" SCHEMA_TAIL, rows[i].is_good);
}

static void
test_ports(void)
{
	static const struct {
		const char *port;
		bool is_good;
	} rows[] = {
		{ "1", true },
		{ "38293", true },
		{ "65535", true },
		{ "0", false },
		{ "65536", false },
		{ "-1", false },
		{ "", false },
		{ "http", false },
		{ "1.5", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		schema_check_value(SCHEMA_HEAD
		    "<server state='stale' address='::'><service probe='p' protocol='udp' state='open' role='none' port='",
		    rows[i].port, "'/></server>" SCHEMA_TAIL, rows[i].is_good);
}

static void
test_times(void)
{
	static const struct {
		const char *time;
		bool is_good;
	} rows[] = {
		{ "1970-01-01T00:00:00.000Z", true },
		{ "9999-12-31T23:59:59.999Z", true },
		{ "2024-02-29T00:00:00.000Z", true },
		{ "2026-01-31T23:59:59Z", false },
		{ "2026-01-31T23:59:59.123", false },
		{ "2026-01-31T23:59:59.123+01:00", false },
		{ "2026-01-31 23:59:59.123Z", false },
		{ "2026-01-31", false },
		{ "2026-13-01T00:00:00.000Z", false },
		{ "2026-02-29T00:00:00.000Z", false },
		{ "2026-01-31T25:00:00.000Z", false },
		{ "", false },
		{ "0", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		schema_check_value(SCHEMA_HEAD
		    "<server state='stale' address='::' imported='",
		    rows[i].time, "'/>" SCHEMA_TAIL, rows[i].is_good);
}

static void
test_words(void)
{
	static const struct {
		const char *words;
		bool is_good;
	} rows[] = {
		{ "", true },
		{ "Computer 1", true },
		{ " x ", true },
		{ "&lt;]]&gt;&amp;", true },
		{ "\xc3\xa9\xe6\x9d\xb1\xf0\x9f\x92\xbb\xef\xbf\xbd", true },
		{ "&#x9;", false },
		{ "a&#xA;b", false },
		{ "&#xD;", false },
		{ "&#x7F;", false },
		{ "&#x80;", false },
		{ "&#x9F;", false },
		{ "&#xA0;", true },
		{ "&#x61C;", false },
		{ "&#x200D;", true },
		{ "&#x200E;", false },
		{ "&#x200F;", false },
		{ "&#x2010;", true },
		{ "&#x2029;", true },
		{ "&#x202A;", false },
		{ "&#x202E;", false },
		{ "&#x202F;", true },
		{ "&#x2065;", true },
		{ "&#x2066;", false },
		{ "&#x2069;", false },
		{ "&#x206A;", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		schema_check_value(SCHEMA_HEAD
		    "<server state='stale' address='::' name='",
		    rows[i].words, "'/>" SCHEMA_TAIL, rows[i].is_good);
		schema_check_value(SCHEMA_HEAD
		    "<server state='stale' address='::'><name source='dns'>",
		    rows[i].words, "</name></server>" SCHEMA_TAIL,
		    rows[i].is_good);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "good", test_good },
		{ "bad", test_bad },
		{ "addresses", test_addresses },
		{ "ports", test_ports },
		{ "times", test_times },
		{ "words", test_words },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "schema", schema_setup, schema_cleanup, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
