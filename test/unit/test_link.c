/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who belongs to which link, and what we may use of it.
 */
#include "scanner/link.h"

#include <stdlib.h>

#include "scanner/tracker.h"
#include "test/harness.h"

static void
add(struct link_table *table, const char *name, const char *prefix)
{
	struct link_config *link = link_table_find(table, name);
	struct prefix parsed;

	if (link == NULL)
		link = link_table_add(table, name);
	CU_ASSERT_EQUAL(prefix_parse(&parsed, prefix, NULL), 0);
	link_add_prefix(link, &parsed);
}

static void
test_longest_wins(void)
{
	struct link_table table = LINK_TABLE_INIT;
	struct rangeset targets = RANGESET_INIT, rest = RANGESET_INIT;
	struct rangeset part[3] = { RANGESET_INIT, RANGESET_INIT,
		RANGESET_INIT };
	struct addr_range range = { addr_v4(0x0a000000), addr_v4(0x0a01ffff) };
	struct addr in_c = addr_v4(0x0a000110);

	add(&table, "a", "10.0.0.0/16");
	add(&table, "b", "10.0.1.0/24");
	add(&table, "a", "10.0.1.16/28");
	add(&table, "c", "192.168.0.0/16");
	rangeset_add(&targets, &range);
	rangeset_seal(&targets);
	link_assign(&table, &targets, part, &rest);
	CU_ASSERT_EQUAL(part[0].count, 65536 - 256 + 16);
	CU_ASSERT_TRUE(rangeset_contains(&part[0], &in_c));
	CU_ASSERT_EQUAL(part[1].count, 240);
	CU_ASSERT_EQUAL(part[2].count, 0);
	CU_ASSERT_EQUAL(rest.count, 65536);
	for (int i = 0; i < 3; i++)
		rangeset_fini(&part[i]);
	rangeset_fini(&rest);
	rangeset_fini(&targets);
	link_table_fini(&table);
}

/* The same answer for one address as the sets give. */
static void
test_of(void)
{
	static const struct {
		const char *address, *link;
	} rows[] = {
		{ "10.0.0.1", "a" },
		{ "10.0.1.0", "b" },
		{ "10.0.1.15", "b" },
		{ "10.0.1.16", "a" }, /* /28 in b's /24 */
		{ "10.0.1.32", "b" },
		{ "10.1.0.0", LINK_DEFAULT_NAME },
		{ "192.168.255.255", "c" }, /* c and d name it: the first */
		{ "2001:db8::1", "c" },
		{ "2001:db9::1", LINK_DEFAULT_NAME },
	};
	struct link_table table = LINK_TABLE_INIT;
	struct addr addr;

	CU_ASSERT_EQUAL(addr_parse(&addr, "10.0.0.1", NULL), 0);
	CU_ASSERT_STRING_EQUAL(link_of(&table, &addr), LINK_DEFAULT_NAME);
	add(&table, "a", "10.0.0.0/16");
	add(&table, "b", "10.0.1.0/24");
	add(&table, "a", "10.0.1.16/28");
	add(&table, "c", "192.168.0.0/16");
	add(&table, "c", "2001:db8::/32");
	add(&table, "d", "192.168.0.0/16");
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].address);
		CU_ASSERT_EQUAL(addr_parse(&addr, rows[i].address, NULL), 0);
		CU_ASSERT_STRING_EQUAL(link_of(&table, &addr), rows[i].link);
	}
	link_table_fini(&table);
}

static void
test_no_links(void)
{
	struct link_table table = LINK_TABLE_INIT;
	struct rangeset targets = RANGESET_INIT, rest = RANGESET_INIT;
	struct addr_range range = { addr_v4(1), addr_v4(5) };

	rangeset_add(&targets, &range);
	rangeset_seal(&targets);
	link_assign(&table, &targets, NULL, &rest);
	CU_ASSERT_EQUAL(rest.count, 5);
	rangeset_fini(&rest);
	rangeset_fini(&targets);
}

static void
test_budget(void)
{
	struct link_config link = { .capacity_bps = 56000,
		.share_permille = 100 };

	CU_ASSERT_EQUAL(link_budget_bps(&link), 5600);
	link.share_permille = 1000;
	CU_ASSERT_EQUAL(link_budget_bps(&link), 56000);
	link.capacity_bps = 0;
	CU_ASSERT_EQUAL(link_budget_bps(&link), 0);
	link.capacity_bps = 3;
	link.share_permille = 1;
	CU_ASSERT_EQUAL(link_budget_bps(&link), 1); /* a limit, not none */
	link.capacity_bps = UINT64_C(1000000000000);
	link.share_permille = 1000;
	CU_ASSERT_EQUAL(link_budget_bps(&link), UINT64_C(1000000000000));
}

static void
test_overlaps(void)
{
	struct link_table table = LINK_TABLE_INIT;
	struct link_overlap *overlap;
	size_t n;

	overlap = link_overlaps(&table, &n);
	CU_ASSERT_EQUAL(n, 0);
	free(overlap);
	add(&table, "a", "10.0.0.0/16");
	add(&table, "b", "10.0.1.0/24");
	add(&table, "a", "10.0.1.16/28");
	add(&table, "a", "10.0.2.0/24"); /* in its own */
	add(&table, "c", "10.1.0.0/16");
	add(&table, "c", "2001:db8::/32");
	add(&table, "d", "::/0");
	overlap = link_overlaps(&table, &n);
	CU_ASSERT_EQUAL_FATAL(n, 3);
	CU_ASSERT_STRING_EQUAL(overlap[0].inner->name, "a");
	CU_ASSERT_EQUAL(overlap[0].inner_prefix.len, 28);
	CU_ASSERT_STRING_EQUAL(overlap[0].outer->name, "b");
	CU_ASSERT_EQUAL(overlap[0].outer_prefix.len, 24);
	CU_ASSERT_STRING_EQUAL(overlap[1].inner->name, "b");
	CU_ASSERT_STRING_EQUAL(overlap[1].outer->name, "a");
	CU_ASSERT_STRING_EQUAL(overlap[2].inner->name, "c");
	CU_ASSERT_STRING_EQUAL(overlap[2].outer->name, "d");
	free(overlap);
	link_table_fini(&table);
}

static void
test_yields(void)
{
	struct link_config link = link_config_default;

	CU_ASSERT_FALSE(link_yields(&link));
	link.capacity_bps = 1;
	CU_ASSERT_TRUE(link_yields(&link));
	link.yield = LINK_YIELD_NO;
	CU_ASSERT_FALSE(link_yields(&link));
	link.yield = LINK_YIELD_YES;
	link.capacity_bps = 0;
	CU_ASSERT_TRUE(link_yields(&link));
}

/*
 * A link's walk goes over its /24s by turns, as far as chance goes: of 64
 * of them none gets more than a few of 640 questions, nor many in a row.
 */
static void
test_interleaved(void)
{
	struct addr_range range = { addr_v4(0x0a000000), addr_v4(0x0a003fff) };
	struct rangeset targets = RANGESET_INIT;
	const bool is_timed = true;

	rangeset_add(&targets, &range);
	rangeset_seal(&targets);
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct tracker_config config = { .targets = &targets,
			.n_streams = 1,
			.is_timed = &is_timed,
			.n_tries = 1,
			.seed = seed };
		struct tracker *tracker = tracker_new(&config);
		unsigned n[64] = { 0 }, last = 64, run = 0, run_max = 0;

		for (unsigned i = 0; i < 640; i++) {
			uint64_t wake_ns;
			struct addr addr = tracker_addr(tracker,
			    tracker_next(tracker, 0, UINT64_C(1000000000) + i,
				1000000, &wake_ns));
			unsigned net = (unsigned)(addr.lo >> 8 & 63);

			n[net]++;
			run = net == last ? run + 1 : 1;
			run_max = run > run_max ? run : run_max;
			last = net;
		}
		for (unsigned i = 0; i < 64; i++)
			CU_ASSERT_TRUE(n[i] <= 30); /* ten on average */
		CU_ASSERT_TRUE(run_max <= 4);
		tracker_free(tracker);
	}
	rangeset_fini(&targets);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "longest prefix wins", test_longest_wins },
		{ "of one address", test_of },
		{ "no links", test_no_links },
		{ "budget", test_budget },
		{ "yields", test_yields },
		{ "overlaps", test_overlaps },
		{ "interleaved", test_interleaved },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "link", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
