/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * RFC 6298, with numbers worked by hand.
 */
#include "scanner/rtt.h"

#include "test/harness.h"

static void
test_estimator(void)
{
	struct rtt rtt;

	rtt_init(&rtt);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 1000000);
	rtt_sample(&rtt, 800000);
	CU_ASSERT_EQUAL(rtt.srtt_us, 800000);
	CU_ASSERT_EQUAL(rtt.rttvar_us, 400000);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 2400000);
	rtt_sample(&rtt, 400000);
	/* rttvar = 3/4 400 + 1/4 400 = 400; srtt = 7/8 800 + 1/8 400 */
	CU_ASSERT_EQUAL(rtt.rttvar_us, 400000);
	CU_ASSERT_EQUAL(rtt.srtt_us, 750000);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 2350000);
	CU_ASSERT_EQUAL(rtt.min_us, 400000);
}

static void
test_bounds(void)
{
	struct rtt rtt;

	rtt_init(&rtt);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 1), 2000000);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 200), 60000000);
	for (int i = 0; i < 50; i++)
		rtt_sample(&rtt, 100);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 200000);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 1), 400000);
	rtt_init(&rtt);
	rtt_sample(&rtt, 0);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 200000);
	rtt_sample(&rtt, UINT32_MAX - 1);
	CU_ASSERT_EQUAL(rtt_timeout_us(&rtt, 0), 60000000);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "estimator", test_estimator },
		{ "bounds", test_bounds },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "rtt", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
