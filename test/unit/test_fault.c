/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whose fault it is: every row of the table.
 */
#include "scanner/fault.h"

#include <errno.h>

#include "test/harness.h"

static const struct {
	const char *name;
	int sys_errno;
	enum fault want;
} errno_rows[] = {
	{ "none", 0, FAULT_NONE },
	{ "ECONNREFUSED", ECONNREFUSED, FAULT_REFUSED },
	{ "ECONNRESET", ECONNRESET, FAULT_REFUSED },
	{ "EHOSTUNREACH", EHOSTUNREACH, FAULT_UNREACHABLE },
	{ "ENETUNREACH", ENETUNREACH, FAULT_UNREACHABLE },
	{ "EHOSTDOWN", EHOSTDOWN, FAULT_UNREACHABLE },
	{ "EINVAL", EINVAL, FAULT_UNREACHABLE },
	{ "EACCES", EACCES, FAULT_PROHIBITED },
	{ "EPERM", EPERM, FAULT_PROHIBITED },
	{ "ETIMEDOUT", ETIMEDOUT, FAULT_TIMEOUT },
	{ "EAGAIN", EAGAIN, FAULT_SLOW_DOWN },
	{ "ENOBUFS", ENOBUFS, FAULT_SLOW_DOWN },
	{ "EMFILE", EMFILE, FAULT_SLOW_DOWN },
	{ "EBADF", EBADF, FAULT_OURS },
	{ "EAFNOSUPPORT", EAFNOSUPPORT, FAULT_OURS },
};

static const struct {
	const char *name;
	unsigned family, type, code;
	enum fault want;
} icmp_rows[] = {
	{ "net unreachable", 4, 3, 0, FAULT_UNREACHABLE },
	{ "host unreachable", 4, 3, 1, FAULT_UNREACHABLE },
	{ "protocol unreachable", 4, 3, 2, FAULT_REFUSED },
	{ "port unreachable", 4, 3, 3, FAULT_REFUSED },
	{ "fragmentation needed", 4, 3, 4, FAULT_UNREACHABLE },
	{ "net prohibited", 4, 3, 9, FAULT_PROHIBITED },
	{ "host prohibited", 4, 3, 10, FAULT_PROHIBITED },
	{ "filter", 4, 3, 13, FAULT_PROHIBITED },
	{ "a code to come", 4, 3, 99, FAULT_UNREACHABLE },
	{ "TTL exceeded", 4, 11, 0, FAULT_UNREACHABLE },
	{ "echo reply", 4, 0, 0, FAULT_NONE },
	{ "no route", 6, 1, 0, FAULT_UNREACHABLE },
	{ "prohibited", 6, 1, 1, FAULT_PROHIBITED },
	{ "address unreachable", 6, 1, 3, FAULT_UNREACHABLE },
	{ "port unreachable", 6, 1, 4, FAULT_REFUSED },
	{ "reject route", 6, 1, 6, FAULT_PROHIBITED },
	{ "hop limit", 6, 3, 0, FAULT_UNREACHABLE },
	{ "unknown next header", 6, 4, 1, FAULT_REFUSED },
	{ "packet too big", 6, 2, 0, FAULT_NONE },
};

static void
test_errno(void)
{
	for (size_t i = 0; i < sizeof(errno_rows) / sizeof(errno_rows[0]);
	     i++) {
		harness_row(errno_rows[i].name);
		CU_ASSERT_EQUAL(fault_of_errno(errno_rows[i].sys_errno),
		    errno_rows[i].want);
	}
}

static void
test_icmp(void)
{
	for (size_t i = 0; i < sizeof(icmp_rows) / sizeof(icmp_rows[0]); i++) {
		harness_row(icmp_rows[i].name);
		CU_ASSERT_EQUAL(fault_of_icmp(icmp_rows[i].family,
				    icmp_rows[i].type, icmp_rows[i].code),
		    icmp_rows[i].want);
	}
}

static void
test_observation(void)
{
	CU_ASSERT_EQUAL(fault_observation(FAULT_REFUSED), OBSERVATION_REFUSED);
	CU_ASSERT_EQUAL(fault_observation(FAULT_PROHIBITED),
	    OBSERVATION_PROHIBITED);
	CU_ASSERT_EQUAL(fault_observation(FAULT_UNREACHABLE),
	    OBSERVATION_UNREACHABLE);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "errno", test_errno },
		{ "icmp", test_icmp },
		{ "observation", test_observation },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "fault", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
