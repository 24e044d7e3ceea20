/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Look-ups: how many at once, how often, and when a server is given up.
 */
#include "scanner/lookup.h"

#include "test/harness.h"

#define S  UINT64_C(1000000000)
#define T0 (100 * S)

/* Add n addresses, the first of them 1. */
static struct lookup *
lookup_of(size_t n_servers, uint32_t n)
{
	struct lookup *lookup = lookup_new(n_servers);

	for (uint32_t i = 1; i <= n; i++) {
		struct addr addr = addr_v4(i);

		lookup_add(lookup, &addr);
	}
	return lookup;
}

/* Send all that may be sent, ids from *id on; returns how many. */
static unsigned
send_all(struct lookup *lookup, uint16_t *id, uint64_t now_ns)
{
	struct addr addr;
	uint64_t wake_ns;
	unsigned n = 0;

	while (lookup_next(lookup, &addr, &wake_ns) != LOOKUP_NONE) {
		lookup_sent(lookup, (*id)++, now_ns);
		n++;
	}
	return n;
}

static void
test_nobody(void)
{
	struct lookup *lookup = lookup_of(0, 5);
	struct addr addr;
	uint64_t wake_ns;

	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), LOOKUP_NONE);
	CU_ASSERT_EQUAL(wake_ns, LOOKUP_NEVER);
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	lookup_free(lookup);
	lookup = lookup_of(1, 0);
	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), LOOKUP_NONE);
	CU_ASSERT_EQUAL(wake_ns, LOOKUP_NEVER);
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0), LOOKUP_NONE);
	CU_ASSERT_FALSE(lookup_answered(lookup, 7, false));
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	lookup_free(lookup);
}

/* Few before it has shown that it answers, then more. */
static void
test_at_once(void)
{
	struct lookup *lookup = lookup_of(1, 100);
	struct addr addr;
	uint64_t wake_ns;
	uint16_t id = 0;

	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), LOOKUP_SILENT_MAX);
	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), LOOKUP_NONE);
	CU_ASSERT_EQUAL(wake_ns, T0 + LOOKUP_TIMEOUT_NS);
	CU_ASSERT_TRUE(lookup_find(lookup, 0, 1, &addr));
	CU_ASSERT_EQUAL(addr.lo, 2);
	CU_ASSERT_FALSE(lookup_find(lookup, 1, 1, &addr));
	CU_ASSERT_FALSE(lookup_find(lookup, 0, 3, &addr));
	CU_ASSERT_FALSE(lookup_answered(lookup, 1, false));
	CU_ASSERT_FALSE(lookup_find(lookup, 0, 1, &addr));
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0 + S / 2),
	    LOOKUP_IN_FLIGHT_MAX - LOOKUP_SILENT_MAX + 1);
	lookup_free(lookup);
}

/* Every address is asked for, in order, and the ring grows and turns. */
static void
test_many(void)
{
	struct lookup *lookup = lookup_of(1, 1000);
	struct addr addr;
	uint64_t wake_ns;
	uint32_t n = 0;

	while (lookup_next(lookup, &addr, &wake_ns) == 0) {
		n++;
		CU_ASSERT_EQUAL(addr.lo, n);
		lookup_sent(lookup, (uint16_t)n, T0);
		CU_ASSERT_FALSE(lookup_answered(lookup, (uint16_t)n, false));
		if (n % 2 == 0 && n <= 1000) {
			addr = addr_v4(1000 + n / 2);
			lookup_add(lookup, &addr);
		}
	}
	CU_ASSERT_EQUAL(n, 1500);
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	lookup_free(lookup);
}

static void
test_given_up(void)
{
	struct lookup *lookup = lookup_of(2, 5);
	struct addr addr;
	uint64_t wake_ns;
	uint16_t id = 0;

	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), 0);
	lookup_sent(lookup, id++, T0 - 1);
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 2);
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + LOOKUP_TIMEOUT_NS - 1),
	    LOOKUP_NONE);
	/* One was silent: so nobody else is asked before the row is broken. */
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 0);
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + LOOKUP_TIMEOUT_NS), 0);
	/* Said once; and the next one is asked for all five. */
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + 9 * S), LOOKUP_NONE);
	CU_ASSERT_FALSE(lookup_find(lookup, 0, 0, &addr));
	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), 1);
	for (unsigned i = 0; i < 5; i++) {
		CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), 1);
		lookup_sent(lookup, id, T0 + 2 * S);
		CU_ASSERT_FALSE(lookup_answered(lookup, id++, false));
	}
	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), LOOKUP_NONE);
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	lookup_free(lookup);
}

/* With the last server all is over, and nothing more is taken. */
static void
test_last_given_up(void)
{
	struct lookup *lookup = lookup_of(1, 5);
	struct addr addr = addr_v4(9);
	uint64_t wake_ns;
	uint16_t id = 0;

	(void)send_all(lookup, &id, T0);
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + LOOKUP_TIMEOUT_NS), 0);
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	lookup_add(lookup, &addr);
	CU_ASSERT_FALSE(lookup_is_busy(lookup));
	CU_ASSERT_EQUAL(lookup_next(lookup, &addr, &wake_ns), LOOKUP_NONE);
	CU_ASSERT_EQUAL(wake_ns, LOOKUP_NEVER);
	lookup_free(lookup);
}

/* An answer between two silent ones begins the row anew. */
static void
test_in_a_row(void)
{
	struct lookup *lookup = lookup_of(1, 4);
	uint16_t id = 0;

	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 3);
	CU_ASSERT_FALSE(lookup_answered(lookup, 2, false));
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 1);
	/* 0, 1 and 3 are silent, but asked again only once. */
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + LOOKUP_TIMEOUT_NS), 0);
	lookup_free(lookup);
	lookup = lookup_of(1, 3);
	id = 0;
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 3);
	CU_ASSERT_FALSE(lookup_answered(lookup, 0, false));
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + LOOKUP_TIMEOUT_NS),
	    LOOKUP_NONE);
	CU_ASSERT_EQUAL(send_all(lookup, &id, T0 + S), 2);
	CU_ASSERT_FALSE(lookup_answered(lookup, 3, false));
	CU_ASSERT_EQUAL(lookup_expire(lookup, T0 + 2 * S), LOOKUP_NONE);
	CU_ASSERT_FALSE(lookup_is_busy(lookup)); /* two tries were enough */
	lookup_free(lookup);
}

static void
test_refusals(void)
{
	struct lookup *lookup = lookup_of(2, 9);
	uint16_t id = 0;

	CU_ASSERT_EQUAL(send_all(lookup, &id, T0), 3);
	CU_ASSERT_FALSE(lookup_answered(lookup, 0, true));
	CU_ASSERT_FALSE(lookup_answered(lookup, 1, true));
	CU_ASSERT_FALSE(lookup_answered(lookup, 1, true)); /* known already */
	CU_ASSERT_TRUE(lookup_answered(lookup, 2, true));
	CU_ASSERT_TRUE(lookup_is_busy(lookup)); /* the second server */
	lookup_free(lookup);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "nobody", test_nobody },
		{ "at once", test_at_once },
		{ "many", test_many },
		{ "given up", test_given_up },
		{ "last given up", test_last_given_up },
		{ "in a row", test_in_a_row },
		{ "refusals", test_refusals },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "lookup", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
