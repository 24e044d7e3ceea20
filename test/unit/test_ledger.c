/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sizes as they are on the wire, and the peaks over a second and ten.
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

static void
test_peak10(void)
{
	struct ledger ledger;
	const struct ledger_side *out = &ledger.side[LEDGER_OUT];

	ledger_init(&ledger, 0);
	harness_row("the first seconds are ten that begin with nothing");
	for (uint64_t t = 0; t < 50; t++)
		ledger_count(&ledger, LEDGER_OUT, 1, 100, t * 100 * MS);
	CU_ASSERT_EQUAL(out->peak_bps, 8000);
	CU_ASSERT_EQUAL(out->peak10_bps, 4000);
	harness_row("steady");
	for (uint64_t t = 50; t < 300; t++)
		ledger_count(&ledger, LEDGER_OUT, 1, 100, t * 100 * MS);
	CU_ASSERT_EQUAL(out->peak_bps, 8000);
	CU_ASSERT_EQUAL(out->peak10_bps, 8000);
	harness_row("a burst is in ten seconds a tenth of it");
	ledger_count(&ledger, LEDGER_OUT, 1, 10000, 60000 * MS);
	ledger_count(&ledger, LEDGER_OUT, 1, 1250, 69900 * MS);
	CU_ASSERT_EQUAL(out->peak_bps, 80000);
	CU_ASSERT_EQUAL(out->peak10_bps, 9000);
	CU_ASSERT_EQUAL(out->window, 1250);
	CU_ASSERT_EQUAL(out->window10, 11250);
	harness_row("and leaves after them");
	ledger_count(&ledger, LEDGER_OUT, 1, 1, 70000 * MS);
	CU_ASSERT_EQUAL(out->window10, 1251);
	ledger_count(&ledger, LEDGER_OUT, 1, 1, 79900 * MS);
	CU_ASSERT_EQUAL(out->window10, 2);
	CU_ASSERT_EQUAL(out->window, 1);
}

static void
test_rest(void)
{
	static const struct {
		const char *name;
		enum net_protocol protocol;
		unsigned family;
		size_t request_len, reply_len, want_out, want_in;
	} rests[] = {
		{ "a pong of 82 bytes", NET_UDP, 4, 16, 82, 0, 124 },
		{ "no reply known", NET_UDP, 4, 16, 0, 0, 42 },
		{ "a hello", NET_TCP, 4, 16, 16, 66 + 82 + 66 + 66,
		    74 + 66 + 82 },
		{ "only a handshake", NET_TCP, 4, 0, 0, 66 + 66, 74 },
		{ "a hello over IPv6", NET_TCP, 6, 16, 16, 86 + 102 + 86 + 86,
		    94 + 86 + 102 },
	};
	struct ledger ledger;

	ledger_init(&ledger, LEDGER_OVERHEAD_DEFAULT);
	for (size_t i = 0; i < HARNESS_ROWS(rests); i++) {
		struct ledger_bytes rest =
		    ledger_rest(&ledger, rests[i].protocol, rests[i].family,
			rests[i].request_len, rests[i].reply_len);

		harness_row(rests[i].name);
		CU_ASSERT_EQUAL(rest.out, rests[i].want_out);
		CU_ASSERT_EQUAL(rest.in, rests[i].want_in);
	}
}

static void
test_unseen(void)
{
	struct ledger ledger;
	const struct ledger_side *in = &ledger.side[LEDGER_IN];

	ledger_init(&ledger, 0);
	ledger_count_unseen(&ledger, LEDGER_IN, 2, 120);
	CU_ASSERT_EQUAL(in->unseen_packets, 2);
	CU_ASSERT_EQUAL(in->unseen_bytes, 120);
	CU_ASSERT_EQUAL(in->packets, 0);
	CU_ASSERT_EQUAL(in->bytes, 0);
	CU_ASSERT_EQUAL(in->peak_bps, 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sizes", test_sizes },
		{ "peak", test_peak },
		{ "peak over ten seconds", test_peak10 },
		{ "what a question may take", test_rest },
		{ "unseen", test_unseen },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "ledger", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
