/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The two transport protocols.
 */
#include "base/net.h"

#include <stddef.h>

#include "test/harness.h"

static const struct {
	const char *name, *text;
	bool ok;
	enum net_protocol protocol;
} rows[] = {
	{ "udp", "udp", true, NET_UDP },
	{ "tcp", "tcp", true, NET_TCP },
	{ "capitals", "UDP", true, NET_UDP },
	{ "mixed", "Tcp", true, NET_TCP },
	{ "empty", "", false, NET_UDP },
	{ "cut short", "ud", false, NET_UDP },
	{ "too long", "udp6", false, NET_UDP },
	{ "blank", "udp ", false, NET_UDP },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		enum net_protocol got =
		    rows[i].protocol == NET_UDP ? NET_TCP : NET_UDP;
		enum net_protocol before = got;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(net_protocol_parse(&got, rows[i].text),
		    rows[i].ok);
		CU_ASSERT_EQUAL(got, rows[i].ok ? rows[i].protocol : before);
	}
}

static void
test_name(void)
{
	CU_ASSERT_STRING_EQUAL(net_protocol_name(NET_UDP), "udp");
	CU_ASSERT_STRING_EQUAL(net_protocol_name(NET_TCP), "tcp");
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "parse", test_parse },
		{ "name", test_name },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "net", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
