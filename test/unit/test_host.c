/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions that a host answers: the name to show, a field, its state.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/host.h"
#include "test/harness.h"

static void
add_name(struct host *host, const char *value, enum host_source source,
    int64_t time_us, const char *detail)
{
	host->name = mem_grow(host->name, &host->names_cap, host->n_names + 1,
	    sizeof(*host->name));
	host->name[host->n_names++] = (struct host_name){ mem_dup(value),
		source, mem_dup(detail == NULL ? "x" : detail), time_us, 1 };
}

static const struct {
	const char *name;
	struct {
		const char *value;
		enum host_source source;
		int64_t time_us;
		const char *detail;
	} in[3];
	const char *want;
} name_rows[] = {
	{ "none", { { NULL, 0, 0, NULL } }, NULL },
	{ "one", { { "a", HOST_SOURCE_IMPORT, 1, NULL } }, "a" },
	{ "stronger source beats newer",
	    { { "imp", HOST_SOURCE_IMPORT, 9, NULL },
		{ "dns", HOST_SOURCE_DNS, 5, NULL },
		{ "nb", HOST_SOURCE_NETBIOS, 1, NULL } },
	    "nb" },
	{ "agent is strongest",
	    { { "agent", HOST_SOURCE_AGENT, 1, NULL },
		{ "nb", HOST_SOURCE_NETBIOS, 2, NULL } },
	    "agent" },
	{ "newest of one source",
	    { { "old", HOST_SOURCE_DNS, 1, NULL },
		{ "new", HOST_SOURCE_DNS, 3, NULL },
		{ "mid", HOST_SOURCE_DNS, 2, NULL } },
	    "new" },
	{ "the first import stays",
	    { { "new", HOST_SOURCE_IMPORT, 3, "a:1" },
		{ "old", HOST_SOURCE_IMPORT, 1, "a:9" },
		{ "mid", HOST_SOURCE_IMPORT, 2, "a:1" } },
	    "old" },
	{ "the first line of one import",
	    { { "b", HOST_SOURCE_IMPORT, 1, "list:10" },
		{ "c", HOST_SOURCE_IMPORT, 1, "list:9" },
		{ "a", HOST_SOURCE_IMPORT, 1, "list:11" } },
	    "c" },
	{ "a file's name with colons",
	    { { "b", HOST_SOURCE_IMPORT, 1, "1:list:10" },
		{ "c", HOST_SOURCE_IMPORT, 1, "2:list:9" } },
	    "c" },
	{ "bytes between equals",
	    { { "b", HOST_SOURCE_DNS, 1, NULL },
		{ "a", HOST_SOURCE_DNS, 1, NULL } },
	    "a" },
};

static void
test_display_name(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(name_rows); i++) {
		struct addr addr = addr_v4(1);
		const struct host_name *got;
		struct host host;

		harness_row(name_rows[i].name);
		host_init(&host, &addr);
		for (size_t j = 0; j < 3 && name_rows[i].in[j].value != NULL;
		     j++)
			add_name(&host, name_rows[i].in[j].value,
			    name_rows[i].in[j].source,
			    name_rows[i].in[j].time_us,
			    name_rows[i].in[j].detail);
		got = host_display_name(&host);
		CU_ASSERT_EQUAL(got == NULL, name_rows[i].want == NULL);
		if (got != NULL && name_rows[i].want != NULL)
			CU_ASSERT_STRING_EQUAL(got->value, name_rows[i].want);
		host_fini(&host);
		CU_ASSERT_EQUAL(host.n_names, 0);
		CU_ASSERT(addr_eq(&host.addr, &addr));
	}
}

static void
test_state(void)
{
	static const struct {
		const char *name;
		int64_t last_us, now_us;
		uint64_t stale_after_s;
		enum host_state want;
	} rows[] = {
		{ "never heard", 0, 99, 1, HOST_IMPORTED },
		{ "never heard, no limit", 0, 99, 0, HOST_IMPORTED },
		{ "just heard", 5, 5, 1, HOST_CONFIRMED },
		{ "clock went back", 5000000, 5, 1, HOST_CONFIRMED },
		{ "last moment", 1, 1000000, 1, HOST_CONFIRMED },
		{ "first stale moment", 1, 1000001, 1, HOST_STALE },
		{ "no limit", 1, INT64_MAX, 0, HOST_CONFIRMED },
		{ "whole range", 1, INT64_MAX, 30 * 86400, HOST_STALE },
		{ "30 days less a second", 1, INT64_C(86399000000) * 1 + 1,
		    86400, HOST_CONFIRMED },
		{ "largest limit", 1, INT64_MAX, UINT64_MAX, HOST_CONFIRMED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct addr addr = addr_v4(1);
		struct host host;

		harness_row(rows[i].name);
		host_init(&host, &addr);
		host.last_us = rows[i].last_us;
		host.imported_us = 1;
		CU_ASSERT_EQUAL(host_state_at(&host, rows[i].now_us,
				    rows[i].stale_after_s),
		    rows[i].want);
		host_fini(&host);
	}
}

static void
test_field(void)
{
	struct host_field old[] = { { (char[]){ "os" }, (char[]){ "NT" }, 1 },
		{ (char[]){ "guid" }, (char[]){ "g" }, 1 } };
	struct host_field new[] = { { (char[]){ "os" }, (char[]){ "XP" }, 2 } };
	struct host_service service[2] = { 0 };
	struct host host = { 0 };

	CU_ASSERT_PTR_NULL(host_field_value(&host, "os"));
	service[0].time_us = 1;
	service[0].field = old;
	service[0].n_fields = 2;
	service[1].time_us = 2;
	service[1].field = new;
	service[1].n_fields = 1;
	host.service = service;
	host.n_services = 2;
	CU_ASSERT_STRING_EQUAL(host_field_value(&host, "os"), "XP");
	CU_ASSERT_STRING_EQUAL(host_field_value(&host, "guid"), "g");
	CU_ASSERT_PTR_NULL(host_field_value(&host, ""));
	/* The position in the list does not matter, nor does the service's
	 * own time: a field may have been said before. */
	service[1].time_us = 0;
	new[0].time_us = 0;
	CU_ASSERT_STRING_EQUAL(host_field_value(&host, "os"), "NT");
}

static void
test_names(void)
{
	CU_ASSERT_STRING_EQUAL(host_source_name(HOST_SOURCE_AGENT), "agent");
	CU_ASSERT_STRING_EQUAL(host_source_name(HOST_SOURCE_NETBIOS),
	    "netbios");
	CU_ASSERT_STRING_EQUAL(host_source_name(HOST_SOURCE_DNS), "dns");
	CU_ASSERT_STRING_EQUAL(host_source_name(HOST_SOURCE_IMPORT), "import");
	CU_ASSERT_STRING_EQUAL(host_source_name(99), "unknown");
	CU_ASSERT_STRING_EQUAL(host_state_name(HOST_IMPORTED), "imported");
	CU_ASSERT_STRING_EQUAL(host_state_name(HOST_CONFIRMED), "confirmed");
	CU_ASSERT_STRING_EQUAL(host_state_name(HOST_STALE), "stale");
	CU_ASSERT_STRING_EQUAL(host_state_name(99), "unknown");
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "display name", test_display_name },
		{ "state", test_state },
		{ "field", test_field },
		{ "names of values", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "host", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
