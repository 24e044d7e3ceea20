/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/uniq: no name twice.
 */
#include "output/uniq.h"

#include <stdio.h>
#include <string.h>

#include "test/harness.h"

static void
test_take(void)
{
	struct uniq uniq = UNIQ_INIT;
	char name[16];

	CU_ASSERT_PTR_NULL(uniq_find(&uniq, ""));
	CU_ASSERT_TRUE(uniq_take(&uniq, ""));
	CU_ASSERT_FALSE(uniq_take(&uniq, ""));
	for (unsigned i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "PC-%u", i);
		CU_ASSERT_TRUE(uniq_take(&uniq, name));
	}
	for (unsigned i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "pc-%u", i);
		CU_ASSERT_FALSE(uniq_take(&uniq, name));
	}
	CU_ASSERT_STRING_EQUAL(uniq_find(&uniq, "pc-999"), "PC-999");
	CU_ASSERT_PTR_NULL(uniq_find(&uniq, "PC-1000"));
	CU_ASSERT_TRUE(uniq_take(&uniq, "PC-1000"));
	uniq_fini(&uniq);
	uniq_fini(&uniq);
}

static void
test_name(void)
{
	struct addr v4 = addr_v4(0xc0000201), v6 = { 0, 1, 6 };
	struct uniq uniq = UNIQ_INIT;
	struct text name = TEXT_INIT;

	uniq_name(&uniq, &name, &v4, 128);
	CU_ASSERT_STRING_EQUAL(text_str(&name), "192.0.2.1");
	text_clear(&name);
	uniq_name(&uniq, &name, &v6, 128);
	CU_ASSERT_STRING_EQUAL(text_str(&name), "..1");
	/* the longest, and the same once more: cut, with its address */
	for (unsigned i = 0; i < 3; i++) {
		text_clear(&name);
		while (name.len < 500)
			text_add(&name, "x");
		uniq_name(&uniq, &name, &v4, 128);
		CU_ASSERT_TRUE(name.len <= 128);
		CU_ASSERT_EQUAL(strstr(text_str(&name), "-192.0.2.1") != NULL,
		    i > 0);
		CU_ASSERT_EQUAL(strstr(text_str(&name), "-192.0.2.1.2") != NULL,
		    i > 1);
	}
	text_fini(&name);
	uniq_fini(&uniq);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "take", test_take },
		{ "name", test_name },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "uniq", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
