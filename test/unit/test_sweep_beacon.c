/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Beacons: what is lost of them does not spoil what the others say.
 */
#include "base/clock.h"
#include "scanner/sweep_private.h"
#include "test/harness.h"

#define RTT_NS  UINT64_C(5000000)
#define STEP_NS UINT64_C(1000000)
#define END_NS  (40 * CLOCK_NS_PER_S)

/* A line on which each question but some is answered after RTT_NS. */
struct line {
	unsigned n_asked;
	unsigned lost_from, lost_to; /* of them: from one to before another */
	uint64_t answer_ns;          /* of the one under way; 0: none is */
	uint64_t now_ns;
};

static struct line line;

static bool
on_send(struct transport *transport, const struct addr *addr, uint16_t port,
    const uint8_t *data, size_t len)
{
	unsigned n = line.n_asked++;

	(void)transport;
	(void)addr;
	(void)port;
	(void)data;
	(void)len;
	if (n < line.lost_from || n >= line.lost_to)
		line.answer_ns = line.now_ns + RTT_NS;
	return true;
}

static void
test_lost(void)
{
	static const struct {
		const char *name;
		unsigned from, to;
	} rows[] = {
		{ "none", 0, 0 },
		{ "the first", 0, 1 },
		{ "one", 3, 4 },
		{ "two in a row", 3, 5 },
		{ "so many that the line seems dead", 3, 9 },
	};
	static const struct transport_ops ops = { .send = on_send };
	static const struct probe probe = { .protocol = NET_UDP };
	static const uint32_t none[YIELD_N_PROTOCOLS] = { 0 };

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct transport transport = { .ops = &ops };
		struct sweep sweep = { .transport = &transport };
		struct sweep_link link = { .family = 4,
			.top_bps = 56000,
			.timeout_ms = 2000,
			.use_yield = true };

		harness_row(rows[i].name);
		line = (struct line){ .lost_from = rows[i].from,
			.lost_to = rows[i].to };
		sweep.config.n_asks = 1;
		sweep.config.ask[0].probe = &probe;
		ledger_init(&link.ledger, LEDGER_OVERHEAD_DEFAULT);
		yield_init(&link.yield, 10000, none);
		link.beacon.addr = addr_v4(0x0a4d0001);
		link.beacon.rtt_us = link.beacon.base_us = RTT_NS / 1000;
		for (line.now_ns = CLOCK_NS_PER_S; line.now_ns < END_NS;
		     line.now_ns += STEP_NS) {
			if (line.answer_ns != 0 &&
			    line.now_ns >= line.answer_ns) {
				line.answer_ns = 0;
				sweep_beacon_answer(&link, &link.beacon.addr,
				    line.now_ns);
			}
			(void)yield_share(&link.yield, line.now_ns);
			(void)sweep_beacon_light(&sweep, &link, line.now_ns);
		}
		CU_ASSERT_TRUE(line.n_asked > rows[i].to);
		CU_ASSERT_EQUAL(yield_queue_us(&link.yield, END_NS), 0);
		CU_ASSERT_TRUE(yield_share(&link.yield, END_NS) > 0.99);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "lost", test_lost },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sweep_beacon", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
