/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sizes as they are on the wire, and the peak over any second.
 */
#include "scanner/ledger.h"

#include "test/harness.h"

#define MS UINT64_C(1000000)

static const struct {
	const char *name;
	enum ledger_packet packet;
	unsigned family;
	size_t payload, want;
} rows[] = {
	/* as tcpdump -e shows them on an Ethernet interface */
	{ "PDS ping", LEDGER_UDP, 4, 16, 58 },
	{ "PDS ping over IPv6", LEDGER_UDP, 6, 16, 78 },
	{ "SYN", LEDGER_SYN, 4, 0, 74 },
	{ "SYN over IPv6", LEDGER_SYN, 6, 0, 94 },
	{ "ACK", LEDGER_TCP, 4, 0, 66 },
	{ "hello", LEDGER_TCP, 4, 16, 82 },
	{ "RST", LEDGER_RST, 4, 0, 54 },
	{ "port unreachable", LEDGER_ICMP_ERROR, 4, 16, 86 },
};

static void
test_sizes(void)
{
	struct ledger ledger;

	ledger_init(&ledger, LEDGER_OVERHEAD_DEFAULT);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(ledger_size(&ledger, rows[i].packet,
				    rows[i].family, rows[i].payload),
		    rows[i].want);
	}
}

static void
test_peak(void)
{
	struct ledger ledger;
	const struct ledger_side *out = &ledger.side[LEDGER_OUT];

	ledger_init(&ledger, 0);
	for (uint64_t t = 0; t < 20; t++) /* 100 bytes each 100 ms */
		ledger_count(&ledger, LEDGER_OUT, 1, 100, t * 100 * MS);
	CU_ASSERT_EQUAL(out->peak_bps, 8000);
	CU_ASSERT_EQUAL(out->bytes, 2000);
	CU_ASSERT_EQUAL(out->packets, 20);
	/* a burst across two slots counts whole */
	ledger_count(&ledger, LEDGER_OUT, 5, 5000, 60099 * MS);
	ledger_count(&ledger, LEDGER_OUT, 5, 5000, 60101 * MS);
	CU_ASSERT_EQUAL(out->peak_bps, 80000);
	/* and is over a second later */
	ledger_count(&ledger, LEDGER_OUT, 1, 1, 61300 * MS);
	CU_ASSERT_EQUAL(out->window, 1);
	CU_ASSERT_EQUAL(ledger.side[LEDGER_IN].bytes, 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sizes", test_sizes },
		{ "peak", test_peak },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "ledger", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
