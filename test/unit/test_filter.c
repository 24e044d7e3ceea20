/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * cli/filter: which machines are wanted.
 */
#include "cli/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/merge.h"
#include "test/harness.h"

#define FILTER_NOW_US  INT64_C(1000000000)
#define FILTER_STALE_S 100

/* 192.0.2.7, agent "SRV-1" and imported "Büro 7", seen then. */
static void
make_host(struct host *host, int64_t last_us)
{
	char srv[] = "SRV-1", pds[] = "pds", line[] = "l:1",
	     buero[] = "B\xc3\xbcro 7";
	const struct host_name names[] = {
		{ .value = srv,
		    .source = HOST_SOURCE_AGENT,
		    .detail = pds,
		    .time_us = 1 },
		{ .value = buero,
		    .source = HOST_SOURCE_IMPORT,
		    .detail = line,
		    .time_us = 1 },
	};
	struct addr addr = addr_v4(0xc0000207);

	host_init(host, &addr);
	for (size_t i = 0; i < HARNESS_ROWS(names); i++)
		CU_ASSERT_TRUE(merge_name(host, &names[i]) != 0);
	host->first_us = host->last_us = last_us;
}

static void
test_wants(void)
{
	const int64_t fresh = FILTER_NOW_US;
	const int64_t limit = FILTER_NOW_US - FILTER_STALE_S * 1000000 + 1;
	const struct {
		const char *name;
		struct filter_options options;
		int64_t last_us;
		int wants;
	} rows[] = {
		{ "nothing given", { 0, 0, NULL, NULL }, fresh, 1 },
		{ "imported", { 1, 0, NULL, NULL }, 0, 1 },
		{ "not imported only", { 1, 0, NULL, NULL }, fresh, 0 },
		{ "confirmed", { 2, 0, NULL, NULL }, fresh, 1 },
		{ "confirmed, just", { 2, 0, NULL, NULL }, limit, 1 },
		{ "no longer", { 2, 0, NULL, NULL }, limit - 1, 0 },
		{ "stale, just", { 3, 0, NULL, NULL }, limit - 1, 1 },
		{ "not yet stale", { 3, 0, NULL, NULL }, limit, 0 },
		{ "imported is not stale", { 3, 0, NULL, NULL }, 0, 0 },
		{ "agent", { 0, 1, NULL, NULL }, fresh, 1 },
		{ "netbios", { 0, 2, NULL, NULL }, fresh, 0 },
		{ "dns", { 0, 3, NULL, NULL }, fresh, 0 },
		{ "import", { 0, 4, NULL, NULL }, fresh, 1 },
		{ "prefix", { 0, 0, "192.0.2.0/29", NULL }, fresh, 1 },
		{ "the next prefix", { 0, 0, "192.0.2.8/29", NULL }, fresh, 0 },
		{ "the address", { 0, 0, "192.0.2.7", NULL }, fresh, 1 },
		{ "everything", { 0, 0, "0.0.0.0/0", NULL }, fresh, 1 },
		{ "IPv6 is another", { 0, 0, "::/0", NULL }, fresh, 0 },
		{ "part of a name", { 0, 0, NULL, "rv-" }, fresh, 1 },
		{ "the second name", { 0, 0, NULL, "^B\xc3\x9cRO" }, fresh, 1 },
		{ "a character is one", { 0, 0, NULL, "^b.ro 7$" }, fresh, 1 },
		{ "no name", { 0, 0, NULL, "^ro" }, fresh, 0 },
		{ "the empty pattern", { 0, 0, NULL, "" }, fresh, 1 },
		{ "all", { 2, 4, "192.0.2.7/32", "7$" }, fresh, 1 },
		{ "all but one", { 2, 2, "192.0.2.7/32", "7$" }, fresh, 0 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;
		struct filter *filter = filter_new(&rows[i].options, &err);
		struct host host;

		harness_row(rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(filter);
		make_host(&host, rows[i].last_us);
		CU_ASSERT_EQUAL(filter_wants(filter, &host, FILTER_NOW_US,
				    FILTER_STALE_S, &err),
		    rows[i].wants);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		host_fini(&host);
		filter_free(filter);
	}
}

static void
test_refused(void)
{
	static const struct {
		struct filter_options options;
		const char *why;
	} rows[] = {
		{ { 0, 0, "", NULL }, "--prefix: " },
		{ { 0, 0, "192.0.2.0/33", NULL }, "--prefix: " },
		{ { 0, 0, "192.0.2.1/24", NULL }, "192.0.2.0/24" },
		{ { 0, 0, "name", NULL }, "'name'" },
		{ { 0, 0, NULL, "(" }, "--name '('" },
		{ { 0, 0, NULL, "\xff" }, "--name" },
		{ { 0, 0, NULL, "\\C" }, "--name" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;

		harness_row(rows[i].why);
		CU_ASSERT_PTR_NULL(filter_new(&rows[i].options, &err));
		CU_ASSERT_EQUAL(err.code, ERR_USAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].why));
	}
	filter_free(NULL);
}

/* A name that is no UTF-8 does no harm, and a pattern has its limit. */
static void
test_hostile(void)
{
	static const struct {
		const char *pattern, *name;
		int wants;
	} rows[] = {
		{ "b",
		    "a\xff"
		    "b",
		    1 },
		{ "^b",
		    "a\xff"
		    "b",
		    0 },
		{ "a", "\xc3", 0 },
		{ "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", -1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const struct filter_options options = { .name =
							    rows[i].pattern };
		struct err err = ERR_INIT;
		struct filter *filter = filter_new(&options, &err);
		struct host host;

		harness_row(rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(filter);
		make_host(&host, 1);
		for (size_t n = 0; n < host.n_names; n++) {
			free(host.name[n].value);
			host.name[n].value = mem_dup(rows[i].name);
		}
		CU_ASSERT_EQUAL(filter_wants(filter, &host, 1, 0, &err),
		    rows[i].wants);
		CU_ASSERT_EQUAL(err.code,
		    rows[i].wants == -1 ? ERR_USAGE : ERR_NONE);
		host_fini(&host);
		filter_free(filter);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "wants", test_wants },
		{ "refused", test_refused },
		{ "hostile", test_hostile },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "filter", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
