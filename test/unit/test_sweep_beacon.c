/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Beacons: who becomes one, what is lost of them does not spoil what the
 * others say, and what connections to them take.
 */
#include <string.h>

#include "base/clock.h"
#include "scanner/sweep_private.h"
#include "test/harness.h"

#define RTT_NS      UINT64_C(5000000)
#define STEP_NS     UINT64_C(1000000)
#define END_NS      (40 * CLOCK_NS_PER_S)
#define CONNECT_MAX UINT64_C(950000000)
#define SYN_LEN     74 /* on an Ethernet, with IPv4 */
#define RST_LEN     54
#define ACK_LEN     66

enum kind {
	ACCEPTS = SWEEP_BEACON_ACCEPTS,
	REFUSES = SWEEP_BEACON_REFUSES,
	PONGS = SWEEP_BEACON_PONGS,
};

static const uint32_t base_us[YIELD_N_PROTOCOLS] = { RTT_NS / 1000,
	RTT_NS / 1000 };
static const struct probe ping = { .protocol = NET_UDP };
static const struct probe door = { .protocol = NET_TCP };

/* A link on a line on which each question but some is answered. */
static struct {
	struct transport transport;
	struct sweep sweep;
	struct sweep_link link;
	unsigned n_asked;
	unsigned lost_from, lost_to; /* of them: from one to before another */
	uint64_t answer_ns;          /* of the one under way; 0: none is */
	struct transport_connect asked[2]; /* the newest connects, a ring */
	bool is_full;                      /* nothing can be sent */
	uint64_t now_ns;
} line;

static bool
on_asked(void)
{
	unsigned n = line.n_asked;

	if (line.is_full)
		return false;
	line.n_asked++;
	if (n < line.lost_from || n >= line.lost_to)
		line.answer_ns = line.now_ns + RTT_NS;
	return true;
}

static bool
on_send(struct transport *transport, const struct addr *addr, uint16_t port,
    const uint8_t *data, size_t len)
{
	(void)transport;
	(void)addr;
	(void)port;
	(void)data;
	(void)len;
	return on_asked();
}

static bool
on_connect(struct transport *transport, const struct transport_connect *connect,
    uint64_t now_ns)
{
	(void)transport;
	(void)now_ns;
	line.asked[line.n_asked % 2] = *connect;
	return on_asked();
}

/* What beacons must not use: it would be a half-open connection. */
static enum transport_syn_way
on_syn(struct transport *transport, const struct addr *addr, uint16_t port,
    uint64_t now_ns)
{
	(void)transport;
	(void)addr;
	(void)port;
	(void)now_ns;
	CU_FAIL("half-open");
	return TRANSPORT_SYN_SENT;
}

static const struct transport_ops ops = {
	.send = on_send,
	.connect = on_connect,
	.syn = on_syn,
};

static void
line_init(void)
{
	memset(&line, 0, sizeof(line));
	line.now_ns = CLOCK_NS_PER_S;
	line.transport.ops = &ops;
	line.sweep.transport = &line.transport;
	line.sweep.link = &line.link;
	line.sweep.n_links = 1;
	line.sweep.shard.n = 1;
	line.sweep.tick_ns = 1; /* no need of a timer */
	line.link.family = 4;
	line.link.top_bps = 56000;
	line.link.timeout_ms = 2000;
	line.link.use_yield = true;
	ledger_init(&line.link.ledger, LEDGER_OVERHEAD_DEFAULT);
	yield_init(&line.link.yield, 10000, base_us);
	for (int i = 0; i < LEDGER_N_DIRECTIONS; i++)
		pace_init(&line.link.bits[i], line.link.top_bps);
}

/* Somebody has answered a question that a stream put. */
static void
choose(uint32_t host, enum kind kind, uint32_t rtt_us)
{
	const struct sweep_place place = { .addr = addr_v4(host),
		.link = &line.link };
	const struct sweep_match match = {
		.probe = kind == PONGS ? &ping : &door,
		.port = 2967,
	};

	sweep_beacon_choose(&place, &match, (enum sweep_beacon_kind)kind,
	    rtt_us, line.now_ns);
}

static bool
light(void)
{
	return sweep_beacon_light(&line.sweep, 0, line.now_ns);
}

/* How the connect that was asked for n before the newest ends. */
static void
end_connect(unsigned n, enum fault fault)
{
	const struct transport_connect *ask =
	    &line.asked[(line.n_asked - 1 - n) % 2];
	const struct transport_tcp end = {
		.ticket = ask->ticket,
		.addr = ask->addr,
		.port = ask->port,
		.fault = fault,
		.icmp_type = -1,
		.icmp_code = -1,
		.rtt_us = (uint32_t)((line.now_ns - ask->ticket.target) / 1000),
		.n_segments_out = 1,
		.n_segments_in = 1,
		.is_reset_due = fault == FAULT_NONE,
	};

	sweep_tcp_take(&end, line.now_ns, &line.sweep);
}

/* The transport ends connects that have lasted too long. */
static void
end_late(void)
{
	unsigned n = line.n_asked < 2 ? line.n_asked : 2;

	for (unsigned i = 0; i < n; i++)
		if (line.now_ns ==
		    line.asked[(line.n_asked - 1 - i) % 2].ticket.target +
			CONNECT_MAX)
			end_connect(i, FAULT_TIMEOUT);
}

static void
test_lost(void)
{
	static const struct {
		const char *name;
		enum kind kind;
		unsigned from, to;
		bool is_quiet; /* for a while */
	} rows[] = {
		{ "pings: none", PONGS, 0, 0, false },
		{ "pings: the first", PONGS, 0, 1, false },
		{ "pings: one", PONGS, 3, 4, false },
		{ "pings: two in a row", PONGS, 3, 5, true },
		{ "pings: so many that the line seems dead", PONGS, 3, 9,
		    true },
		{ "refused: none", REFUSES, 0, 0, false },
		{ "refused: the first", REFUSES, 0, 1, false },
		{ "refused: two, the third comes before the second is given up",
		    REFUSES, 3, 5, false },
		{ "refused: so many that the line seems dead", REFUSES, 3, 9,
		    true },
		{ "accepted: none", ACCEPTS, 0, 0, false },
		{ "accepted: so many that the line seems dead", ACCEPTS, 3, 9,
		    true },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		enum fault good =
		    rows[i].kind == REFUSES ? FAULT_REFUSED : FAULT_NONE;
		bool was_quiet = false;

		harness_row(rows[i].name);
		line_init();
		line.lost_from = rows[i].from;
		line.lost_to = rows[i].to;
		choose(0x0a4d0001, rows[i].kind, RTT_NS / 1000);
		yield_answer(&line.link.yield, NET_TCP, RTT_NS / 1000, 1);
		for (; line.now_ns < END_NS; line.now_ns += STEP_NS) {
			if (rows[i].kind != PONGS)
				end_late();
			if (line.now_ns == line.answer_ns &&
			    rows[i].kind == PONGS)
				sweep_beacon_answer(&line.link,
				    &line.link.beacon.addr, line.now_ns);
			else if (line.now_ns == line.answer_ns)
				end_connect(0, good);
			was_quiet |= line.link.yield.is_quiet;
			(void)yield_share(&line.link.yield, line.now_ns);
			(void)light();
		}
		CU_ASSERT_TRUE(line.n_asked > rows[i].to);
		CU_ASSERT_EQUAL(was_quiet, rows[i].is_quiet);
		CU_ASSERT_FALSE(line.link.yield.is_quiet);
		CU_ASSERT_EQUAL(yield_queue_us(&line.link.yield, END_NS), 0);
		CU_ASSERT_TRUE(yield_share(&line.link.yield, END_NS) > 0.99);
	}
}

static void
test_choose(void)
{
	static const struct {
		const char *name;
		struct {
			enum kind kind;
			uint32_t rtt_us;
		} first, second;
		unsigned n_lost; /* of the first */
		uint32_t base_us;
		bool is_second;
	} rows[] = {
		{ "a nearer ping", { PONGS, 9 }, { PONGS, 8 }, 0, 1, true },
		{ "one as far", { PONGS, 9 }, { PONGS, 9 }, 0, 1, false },
		{ "a ping before a near refusal", { PONGS, 9 }, { REFUSES, 1 },
		    0, 1, false },
		{ "a far ping after a refusal", { REFUSES, 1 }, { PONGS, 9 }, 0,
		    1, true },
		{ "a far ping after an acceptance", { ACCEPTS, 1 },
		    { PONGS, 9 }, 0, 1, true },
		{ "a far refusal after an acceptance", { ACCEPTS, 1 },
		    { REFUSES, 9 }, 0, 1, true },
		{ "a refusal before a near acceptance", { REFUSES, 9 },
		    { ACCEPTS, 1 }, 0, 1, false },
		{ "a nearer refusal", { REFUSES, 9 }, { REFUSES, 8 }, 0, 1,
		    true },
		{ "a nearer acceptance", { ACCEPTS, 9 }, { ACCEPTS, 8 }, 0, 1,
		    true },
		{ "one ping was lost", { PONGS, 1 }, { ACCEPTS, 9 }, 1, 1,
		    false },
		{ "two pings were lost", { PONGS, 1 }, { ACCEPTS, 9 }, 2, 1,
		    true },
		{ "nobody knows how far it is", { ACCEPTS, 9 },
		    { PONGS, UINT32_MAX }, 0, 1, false },
		{ "just near enough for connections", { ACCEPTS, 9 },
		    { REFUSES, 9 }, 0, 700000, true },
		{ "too far for them", { PONGS, 1 }, { REFUSES, 9 }, 2, 700001,
		    false },
		{ "pings go farther", { PONGS, 9 }, { PONGS, 8 }, 0, 700001,
		    true },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct addr first = addr_v4(1), second = addr_v4(2);

		harness_row(rows[i].name);
		line_init();
		line.link.yield.base_us[NET_TCP] = rows[i].base_us;
		choose(1, rows[i].first.kind, rows[i].first.rtt_us);
		CU_ASSERT_TRUE(addr_eq(&line.link.beacon.addr, &first));
		line.link.beacon.n_lost = rows[i].n_lost;
		choose(2, rows[i].second.kind, rows[i].second.rtt_us);
		CU_ASSERT_TRUE(addr_eq(&line.link.beacon.addr,
		    rows[i].is_second ? &second : &first));
	}
	harness_row("nobody gives way there");
	line_init();
	line.link.use_yield = false;
	choose(1, PONGS, 9);
	CU_ASSERT_EQUAL(line.link.beacon.addr.family, 0);
}

/* The ledger and the budget, and nothing else, know of a connection. */
static void
test_packets(void)
{
	static const struct {
		const char *name;
		enum kind kind;
		enum fault fault;
		size_t out, in, unseen_out, unseen_in;
	} rows[] = {
		{ "refused", REFUSES, FAULT_REFUSED, SYN_LEN, RST_LEN, 0, 0 },
		{ "accepted", ACCEPTS, FAULT_NONE, SYN_LEN + ACK_LEN, SYN_LEN,
		    0, 0 },
		{ "refused, then accepted", REFUSES, FAULT_NONE,
		    SYN_LEN + ACK_LEN, SYN_LEN, 0, 0 },
		{ "late refusal", REFUSES, FAULT_TIMEOUT, SYN_LEN, 0, 0,
		    RST_LEN },
		{ "late acceptance", ACCEPTS, FAULT_TIMEOUT, SYN_LEN, 0,
		    RST_LEN, SYN_LEN },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const struct ledger_side *side = line.link.ledger.side;
		const struct transport_connect *ask = line.asked;

		harness_row(rows[i].name);
		line_init();
		choose(0x0a4d0001, rows[i].kind, RTT_NS / 1000);
		CU_ASSERT_TRUE(light());
		CU_ASSERT_EQUAL(line.n_asked, 1);
		CU_ASSERT_EQUAL(ask->port, 2967);
		CU_ASSERT_EQUAL(ask->request_len, 0);
		CU_ASSERT_EQUAL(ask->timeout_ns, CONNECT_MAX);
		CU_ASSERT_EQUAL(side[LEDGER_OUT].bytes, SYN_LEN);
		/* What may follow is paid for, and given back. */
		CU_ASSERT_TRUE(line.link.bits[LEDGER_IN].free_ns > 0);
		CU_ASSERT_EQUAL(line.link.bits[LEDGER_IN].spare, 0);
		line.now_ns += RTT_NS;
		end_connect(0, rows[i].fault);
		CU_ASSERT_EQUAL(line.link.bits[LEDGER_IN].spare, SYN_LEN * 8);
		CU_ASSERT_EQUAL(line.link.bits[LEDGER_OUT].spare,
		    2 * ACK_LEN * 8);
		CU_ASSERT_EQUAL(side[LEDGER_OUT].bytes, rows[i].out);
		CU_ASSERT_EQUAL(side[LEDGER_IN].bytes, rows[i].in);
		CU_ASSERT_EQUAL(side[LEDGER_OUT].unseen_bytes,
		    rows[i].unseen_out);
		CU_ASSERT_EQUAL(side[LEDGER_IN].unseen_bytes,
		    rows[i].unseen_in);
		CU_ASSERT_EQUAL(line.link.rtt.srtt_us, 0);
		CU_ASSERT_FALSE(line.link.yield.has_answers);
	}
}

/* Each connection's end is known by its ticket, in whatever order. */
static void
test_tickets(void)
{
	struct yield *yield = &line.link.yield;

	line_init();
	harness_row("the newer of two is answered first");
	choose(0x0a4d0001, REFUSES, RTT_NS / 1000);
	CU_ASSERT_TRUE(light());
	line.now_ns += CLOCK_NS_PER_S / 4;
	CU_ASSERT_TRUE(light());
	line.now_ns += RTT_NS;
	end_connect(0, FAULT_REFUSED);
	CU_ASSERT_EQUAL(yield->queue_us[(yield->n_samples - 1) % 5], 0);
	/* Of pings, none would be sent now. */
	harness_row("another one while the first is under way");
	line.now_ns += CLOCK_NS_PER_S / 4;
	line.link.beacon.is_settling = false;
	CU_ASSERT_TRUE(light());
	CU_ASSERT_EQUAL(line.n_asked, 3);
	harness_row("not a third at once");
	line.now_ns += CLOCK_NS_PER_S / 4;
	CU_ASSERT_FALSE(light());

	harness_row("one that was to the beacon before is of no one");
	line.link.beacon.n_lost = 2;
	choose(0x0a4d0002, ACCEPTS, RTT_NS / 1000);
	line.now_ns += CLOCK_NS_PER_S;
	end_connect(0, FAULT_TIMEOUT);
	CU_ASSERT_EQUAL(line.link.beacon.n_lost, 0);
	CU_ASSERT_EQUAL(yield->cut_ns, 0);
	CU_ASSERT_EQUAL(line.link.beacon.kind, SWEEP_BEACON_ACCEPTS);

	harness_row("what comes by UDP answers no connection");
	CU_ASSERT_TRUE(light());
	sweep_beacon_answer(&line.link, &line.link.beacon.addr, line.now_ns);
	CU_ASSERT_FALSE(light());
	harness_row("who refuses from now on is preferred as such");
	line.now_ns += RTT_NS;
	end_connect(0, FAULT_REFUSED);
	CU_ASSERT_EQUAL(line.link.beacon.kind, SWEEP_BEACON_REFUSES);

	harness_row("another beacon is no reason to ask sooner");
	line.now_ns += CLOCK_NS_PER_S;
	CU_ASSERT_TRUE(light());
	line.now_ns += RTT_NS;
	choose(0x0a4d0003, PONGS, RTT_NS / 1000);
	CU_ASSERT_FALSE(light());
	line.now_ns += CLOCK_NS_PER_S;
	CU_ASSERT_TRUE(light());
}

/* What is no answer, and what is no loss either. */
static void
test_ends(void)
{
	static const struct {
		const char *name;
		enum fault fault;
		bool is_pressed, is_lost, is_held;
	} rows[] = {
		{ "time-out", FAULT_TIMEOUT, false, true, false },
		{ "time-out while a queue was full", FAULT_TIMEOUT, true, false,
		    false },
		{ "no way there", FAULT_UNREACHABLE, false, true, false },
		{ "filtered", FAULT_PROHIBITED, false, true, false },
		{ "slow down", FAULT_SLOW_DOWN, false, false, true },
		{ "our own", FAULT_OURS, false, false, true },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		line_init();
		choose(0x0a4d0001, REFUSES, RTT_NS / 1000);
		CU_ASSERT_TRUE(light());
		line.now_ns += CONNECT_MAX;
		line.sweep.pressed_ns =
		    rows[i].is_pressed ? line.now_ns - CONNECT_MAX : 0;
		end_connect(0, rows[i].fault);
		CU_ASSERT_EQUAL(line.link.beacon.n_lost, rows[i].is_lost);
		CU_ASSERT_EQUAL(line.link.yield.cut_ns != 0, rows[i].is_lost);
		CU_ASSERT_EQUAL(line.link.yield.n_samples, 0);
		CU_ASSERT_EQUAL(line.sweep.hold_ns > line.now_ns,
		    rows[i].is_held);
		CU_ASSERT_TRUE(light());
	}
}

static void
test_not_lit(void)
{
	static const enum kind kinds[] = { PONGS, REFUSES, ACCEPTS };
	struct rangeset excluded = RANGESET_INIT;
	struct addr addr = addr_v4(0x0a4d0001);

	rangeset_add(&excluded, &(struct addr_range){ addr, addr });
	rangeset_seal(&excluded);
	for (size_t i = 0; i < HARNESS_ROWS(kinds); i++) {
		line_init();
		harness_row("nobody has answered");
		CU_ASSERT_FALSE(light());
		choose(0x0a4d0001, kinds[i], RTT_NS / 1000);
		harness_row("all has been asked: the end does not wait");
		line.link.is_done = true;
		CU_ASSERT_FALSE(light());
		line.link.is_done = false;
		harness_row("nothing can be sent now");
		line.is_full = true;
		CU_ASSERT_FALSE(light());
		CU_ASSERT_EQUAL(line.link.ledger.side[LEDGER_OUT].bytes, 0);
		line.is_full = false;
		harness_row("nothing goes to who is excluded");
		line.sweep.config.excluded = &excluded;
		CU_ASSERT_FALSE(light());
		CU_ASSERT_EQUAL(line.n_asked, 0);
		line.sweep.config.excluded = NULL;
		harness_row("now");
		CU_ASSERT_TRUE(light());
		CU_ASSERT_EQUAL(line.n_asked, 1);
	}
	rangeset_fini(&excluded);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "lost", test_lost },
		{ "choose", test_choose },
		{ "packets", test_packets },
		{ "tickets", test_tickets },
		{ "ends", test_ends },
		{ "not_lit", test_not_lit },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sweep_beacon", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
