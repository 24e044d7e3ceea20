/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Capabilities by name.
 */
#include "responder/netns_caps.h"

#include <linux/capability.h>
#include <string.h>

#include "test/harness.h"

#define BIT(cap) (UINT64_C(1) << (cap))

static const struct {
	const char *name, *text;
	uint64_t set; /* 0: refused */
} rows[] = {
	{ "one", "net_raw", BIT(CAP_NET_RAW) },
	{ "two", "net_raw,net_admin", BIT(CAP_NET_RAW) | BIT(CAP_NET_ADMIN) },
	{ "twice", "net_raw,net_raw", BIT(CAP_NET_RAW) },
	{ "the third", "net_bind_service", BIT(CAP_NET_BIND_SERVICE) },
	{ "the last", "sys_admin", BIT(CAP_SYS_ADMIN) },
	{ "empty", "", 0 },
	{ "nothing behind the comma", "net_raw,", 0 },
	{ "nothing before it", ",net_raw", 0 },
	{ "cut short", "net_ra", 0 },
	{ "too long", "net_raww", 0 },
	{ "one that is not given", "sys_boot", 0 },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct err err = ERR_INIT;
		uint64_t set;
		int ret = netns_caps_parse(&set, rows[i].text, &err);

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(ret, rows[i].set == 0 ? -1 : 0);
		if (ret == 0)
			CU_ASSERT_EQUAL(set, rows[i].set);
		if (ret == -1) {
			CU_ASSERT_EQUAL(err.code, ERR_USAGE);
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].text));
		}
	}
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "parse", test_parse },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "netns_caps", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
