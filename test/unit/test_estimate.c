/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep is said to take, against sums by hand and against the ledger
 * of a real sweep.
 */
#include "scanner/estimate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "test/harness.h"
#include "test/world.h"

/* A pong for BDCV, cut after the name "A": scanner/PROTOCOL.md */
static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };

/* A request of 16 bytes, and an answer of 100. */
#define UDP_OUT  (14 + 20 + 8 + 16)
#define UDP_IN   (14 + 20 + 8 + 100)
#define SYN      (14 + 20 + 40)
#define TCP      (14 + 20 + 32)
#define IPV6     20 /* its header is so much longer */
#define TCP_OUT  (SYN + TCP + (TCP + 16) + TCP + TCP)
#define TCP_IN   (SYN + TCP + (TCP + 100))
#define BARE_OUT (SYN + TCP + TCP)

struct scene {
	struct probe udp, tcp, bare;
	struct rangeset targets, excluded, expected;
	struct link_table table;
	struct sweep_config config;
};

static void
add_range(struct rangeset *set, const char *first, const char *last)
{
	struct addr_range range;

	CU_ASSERT_EQUAL_FATAL(addr_parse(&range.first, first, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(addr_parse(&range.last, last, NULL), 0);
	rangeset_add(set, &range);
	rangeset_seal(set);
}

static struct link_config *
add_link(struct scene *scene, const char *name, const char *prefix)
{
	struct link_config *link = link_table_add(&scene->table, name);
	struct prefix parsed;

	if (prefix != NULL) {
		CU_ASSERT_EQUAL_FATAL(prefix_parse(&parsed, prefix, NULL), 0);
		link_add_prefix(link, &parsed);
	}
	return link;
}

static void
scene_init(struct scene *scene)
{
	*scene = (struct scene){
		.udp = { .protocol = NET_UDP,
		    .request_len = 16,
		    .reply_len = 100 },
		.tcp = { .protocol = NET_TCP,
		    .request_len = 16,
		    .reply_len = 100 },
		.bare = { .protocol = NET_TCP },
		.table = LINK_TABLE_INIT,
	};
	rangeset_seal(&scene->excluded);
	rangeset_seal(&scene->expected);
	scene->config = (struct sweep_config){
		.targets = &scene->targets,
		.excluded = &scene->excluded,
		.expected = &scene->expected,
		.links = &scene->table,
		.rate_pps = 100,
		.retries = 2,
		.timeout_ms = 1000,
		.ask = { { &scene->udp, 1 } },
		.n_asks = 1,
	};
}

static void
scene_fini(struct scene *scene)
{
	rangeset_fini(&scene->targets);
	rangeset_fini(&scene->excluded);
	rangeset_fini(&scene->expected);
	link_table_fini(&scene->table);
}

/* Ten targets, each kind of probe, both families. */
static void
test_sizes(void)
{
	static const struct {
		const char *name;
		int probe; /* 0: udp, 1: tcp, 2: bare */
		const char *first, *last;
		uint64_t out_packets, out_bytes, in_packets, in_bytes;
		uint64_t most_packets, most_bytes;
	} rows[] = {
		{ "udp", 0, "10.0.0.1", "10.0.0.10", 10, 10 * UDP_OUT, 10,
		    10 * UDP_IN, 30, 30 * UDP_OUT },
		{ "tcp", 1, "10.0.0.1", "10.0.0.10", 50, 10 * TCP_OUT, 30,
		    10 * TCP_IN, 70, 10 * (TCP_OUT + 2 * SYN) },
		{ "tcp without words", 2, "10.0.0.1", "10.0.0.10", 30,
		    10 * BARE_OUT, 10, 10 * SYN, 50,
		    10 * (BARE_OUT + 2 * SYN) },
		{ "udp, IPv6", 0, "fd00::1", "fd00::a", 10,
		    10 * (UDP_OUT + IPV6), 10, 10 * (UDP_IN + IPV6), 30,
		    30 * (UDP_OUT + IPV6) },
		{ "one", 0, "10.0.0.1", "10.0.0.1", 1, UDP_OUT, 1, UDP_IN, 3,
		    3 * UDP_OUT },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct estimate estimate;
		struct scene scene;

		harness_row(rows[i].name);
		scene_init(&scene);
		scene.config.ask[0].probe = rows[i].probe == 0   ? &scene.udp
					    : rows[i].probe == 1 ? &scene.tcp
								 : &scene.bare;
		add_range(&scene.targets, rows[i].first, rows[i].last);
		estimate_make(&estimate, &scene.config);
		CU_ASSERT_EQUAL_FATAL(estimate.n, 1);
		CU_ASSERT_STRING_EQUAL(estimate.link[0].name, "default");
		CU_ASSERT_EQUAL(estimate.total.first.out.packets,
		    rows[i].out_packets);
		CU_ASSERT_EQUAL(estimate.total.first.out.bytes,
		    rows[i].out_bytes);
		CU_ASSERT_EQUAL(estimate.total.first.in.packets,
		    rows[i].in_packets);
		CU_ASSERT_EQUAL(estimate.total.first.in.bytes,
		    rows[i].in_bytes);
		CU_ASSERT_EQUAL(estimate.total.most.out.packets,
		    rows[i].most_packets);
		CU_ASSERT_EQUAL(estimate.total.most.out.bytes,
		    rows[i].most_bytes);
		CU_ASSERT_EQUAL(estimate.total.most.in.bytes, rows[i].in_bytes);
		estimate_fini(&estimate);
		scene_fini(&scene);
	}
}

/* Excludes are out, the expected are told, and the longest prefix wins. */
static void
test_links(void)
{
	struct estimate estimate;
	struct scene scene;
	struct link_config *link;

	scene_init(&scene);
	add_link(&scene, "wide", "10.0.0.0/16");
	link = add_link(&scene, "narrow", "10.0.1.0/24");
	link->overhead = 0;
	link->retries = 0;
	add_link(&scene, "elsewhere", "10.9.0.0/16");
	link = add_link(&scene, "default", NULL);
	link->retries = 1;
	add_range(&scene.targets, "10.0.0.0", "10.0.1.255");
	add_range(&scene.targets, "10.1.0.0", "10.1.0.3");
	add_range(&scene.excluded, "10.0.1.0", "10.0.1.9");
	add_range(&scene.excluded, "10.0.2.0", "10.0.2.9");
	add_range(&scene.expected, "10.0.0.250", "10.0.1.15");
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_EQUAL_FATAL(estimate.n, 3);
	CU_ASSERT_STRING_EQUAL(estimate.link[0].name, "wide");
	CU_ASSERT_EQUAL(estimate.link[0].n_targets, 256);
	CU_ASSERT_EQUAL(estimate.link[0].n_expected, 6);
	CU_ASSERT_EQUAL(estimate.link[0].n_tries, 3);
	CU_ASSERT_STRING_EQUAL(estimate.link[1].name, "narrow");
	CU_ASSERT_EQUAL(estimate.link[1].n_targets, 246);
	CU_ASSERT_EQUAL(estimate.link[1].n_excluded, 10);
	CU_ASSERT_EQUAL(estimate.link[1].n_expected, 6);
	CU_ASSERT_EQUAL(estimate.link[1].n_tries, 1);
	CU_ASSERT_EQUAL(estimate.link[1].first.out.bytes,
	    UINT64_C(246) * (UDP_OUT - 14));
	CU_ASSERT_EQUAL(estimate.link[1].most.out.bytes,
	    estimate.link[1].first.out.bytes);
	CU_ASSERT_STRING_EQUAL(estimate.link[2].name, "default");
	CU_ASSERT_EQUAL(estimate.link[2].n_targets, 4);
	CU_ASSERT_EQUAL(estimate.link[2].n_tries, 2);
	CU_ASSERT_EQUAL(estimate.total.n_targets, 506);
	CU_ASSERT_EQUAL(estimate.total.n_excluded, 10);
	CU_ASSERT_EQUAL(estimate.total.n_expected, 12);
	CU_ASSERT_EQUAL(estimate.total.most.out.packets, 256 * 3 + 246 + 4 * 2);
	estimate_fini(&estimate);
	scene_fini(&scene);
}

static const struct {
	const char *name;
	uint64_t rate_pps, capacity_bps, budget_bps;
	unsigned share_permille, n_targets, timeout_ms;
	uint64_t first_us, most_us;
} time_rows[] = {
	/* 100 answers of 142 bytes at 5,600 bit/s; 300 of 58 take longer */
	{ "by the link", SWEEP_RATE_AUTO, 56000, 0, 100, 100, 1000,
	    100 * UDP_IN *UINT64_C(8000000) / 5600 + 1000000,
	    300 * UDP_OUT *UINT64_C(8000000) / 5600 + 3000000 },
	{ "by the whole budget", SWEEP_RATE_AUTO, 56000, 2800, 100, 100, 1000,
	    100 * UDP_IN *UINT64_C(8000000) / 2800 + 1000000,
	    300 * UDP_OUT *UINT64_C(8000000) / 2800 + 3000000 },
	{ "by packets", 10, 0, 0, 100, 100, 1000, 11000000, 33000000 },
	{ "the slower of two", 1, 56000, 0, 100, 100, 1000, 101000000,
	    303000000 },
	/* 50 + 100 + ... + 800 in five seconds, then 1,000 each */
	{ "slowly at first", SWEEP_RATE_AUTO, 0, 0, 100, 2550, 1000, 7000000,
	    14100000 },
	{ "one", SWEEP_RATE_AUTO, 0, 0, 100, 1, 1000, 1020000, 3060000 },
	{ "RFC 6298", 1000, 0, 0, 100, 1, 0, 1001000, 7003000 },
	{ "as fast as it goes", SWEEP_RATE_NO_LIMIT, 0, 0, 100, 3000, 200,
	    250000, 0 },
};

static void
test_time(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(time_rows); i++) {
		struct addr_range range = { addr_v4(0x0a000001),
			addr_v4(0x0a000000 + time_rows[i].n_targets) };
		struct estimate estimate;
		struct scene scene;
		struct link_config *link;

		harness_row(time_rows[i].name);
		scene_init(&scene);
		link = add_link(&scene, "default", NULL);
		link->capacity_bps = time_rows[i].capacity_bps;
		link->share_permille = time_rows[i].share_permille;
		scene.config.rate_pps = time_rows[i].rate_pps;
		scene.config.budget_bps = time_rows[i].budget_bps;
		scene.config.timeout_ms = time_rows[i].timeout_ms;
		rangeset_add(&scene.targets, &range);
		rangeset_seal(&scene.targets);
		estimate_make(&estimate, &scene.config);
		CU_ASSERT_EQUAL(estimate.total.first.time_us,
		    time_rows[i].first_us);
		if (time_rows[i].most_us != 0)
			CU_ASSERT_EQUAL(estimate.total.most.time_us,
			    time_rows[i].most_us);
		estimate_fini(&estimate);
		scene_fini(&scene);
	}
}

/* Two links side by side take as long as one; a common cap as long as both. */
static void
test_side_by_side(void)
{
	struct estimate estimate;
	struct scene scene;
	uint64_t alone_us;

	scene_init(&scene);
	scene.config.rate_pps = SWEEP_RATE_AUTO;
	add_link(&scene, "a", "10.0.0.0/24")->capacity_bps = 56000;
	add_link(&scene, "b", "10.0.1.0/24")->capacity_bps = 56000;
	add_range(&scene.targets, "10.0.0.0", "10.0.0.255");
	estimate_make(&estimate, &scene.config);
	alone_us = estimate.total.most.time_us;
	estimate_fini(&estimate);
	add_range(&scene.targets, "10.0.1.0", "10.0.1.255");
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_EQUAL(estimate.total.most.time_us, alone_us);
	estimate_fini(&estimate);
	scene.config.budget_bps = 5600;
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_TRUE(estimate.total.most.time_us > 2 * alone_us - 7000000);
	estimate_fini(&estimate);
	scene.config.budget_bps = 0;
	scene.config.rate_pps = 1;
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_EQUAL(estimate.total.most.time_us, 512 * 3 * 1000000);
	estimate_fini(&estimate);
	scene_fini(&scene);
}

/* The parts together are the whole. */
static void
test_shards(void)
{
	uint64_t n_targets = 0, n_excluded = 0, out_bytes = 0;
	struct estimate estimate;
	struct scene scene;

	scene_init(&scene);
	add_range(&scene.targets, "10.0.0.0", "10.0.0.255");
	add_range(&scene.targets, "fd00::1", "fd00::a");
	add_range(&scene.excluded, "10.0.0.3", "10.0.0.30");
	scene.config.n_shards = 3;
	for (unsigned i = 1; i <= 3; i++) {
		scene.config.shard = i;
		estimate_make(&estimate, &scene.config);
		n_targets += estimate.total.n_targets;
		n_excluded += estimate.total.n_excluded;
		out_bytes += estimate.total.first.out.bytes;
		CU_ASSERT_TRUE(estimate.total.n_targets < 100);
		estimate_fini(&estimate);
	}
	CU_ASSERT_EQUAL(n_targets, 266 - 28);
	CU_ASSERT_EQUAL(n_excluded, 28);
	CU_ASSERT_EQUAL(out_bytes, 228 * UDP_OUT + 10 * (UDP_OUT + IPV6));
	scene_fini(&scene);
}

/* Nobody to ask, and more than 32 bits of them. */
static void
test_extremes(void)
{
	struct estimate estimate;
	struct scene scene;

	scene_init(&scene);
	add_range(&scene.targets, "10.0.0.1", "10.0.0.1");
	add_range(&scene.excluded, "10.0.0.1", "10.0.0.1");
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_EQUAL(estimate.total.n_targets, 0);
	CU_ASSERT_EQUAL(estimate.total.n_excluded, 1);
	CU_ASSERT_EQUAL(estimate.total.most.out.bytes, 0);
	CU_ASSERT_EQUAL(estimate.total.most.time_us, 0);
	estimate_fini(&estimate);
	scene_fini(&scene);

	scene_init(&scene);
	scene.config.rate_pps = 1000000;
	scene.config.retries = 10;
	add_range(&scene.targets, "0.0.0.0", "255.255.255.255");
	estimate_make(&estimate, &scene.config);
	CU_ASSERT_EQUAL(estimate.total.most.out.bytes,
	    (UINT64_C(1) << 32) * 11 * UDP_OUT);
	/* 2^32 * 11 / 10^6 seconds, and 11 more */
	CU_ASSERT_EQUAL(estimate.total.most.time_us / 1000000, 47244 + 11);
	estimate_fini(&estimate);
	scene_fini(&scene);
}

/* What a real sweep of six servers and two silent ones counts. */
static void
test_as_the_engine(void)
{
	struct estimate estimate;
	struct cache_ledger *ledger;
	struct world world;
	size_t n;

	world_init(&world);
	for (unsigned host = 1; host <= 8; host++)
		world_add(&world, SOCK_DGRAM, host, host <= 6 ? pong : NULL,
		    sizeof(pong));
	world_range(&world.targets, 1, 8);
	world_ask(&world, "pds", world.udp_port);
	world_run(&world);
	estimate_make(&estimate, &world.config);
	ledger = sweep_ledger(world.sweep, &n);
	CU_ASSERT_EQUAL_FATAL(n, 1);
	CU_ASSERT_EQUAL(ledger[0].out_packets, 6 + 2 * 2);
	CU_ASSERT_EQUAL(ledger[0].out_bytes * 8,
	    estimate.total.first.out.bytes * 10);
	CU_ASSERT_EQUAL(estimate.total.most.out.packets, 16);
	CU_ASSERT_EQUAL(ledger[0].in_packets, 6);
	/* These pongs are shorter than a whole one. */
	CU_ASSERT_TRUE(
	    ledger[0].in_bytes * 8 <= estimate.total.first.in.bytes * 6);
	free(ledger[0].link);
	free(ledger);
	estimate_fini(&estimate);
	world_fini(&world);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sizes", test_sizes },
		{ "links", test_links },
		{ "time", test_time },
		{ "side by side", test_side_by_side },
		{ "shards", test_shards },
		{ "extremes", test_extremes },
		{ "as the engine counts", test_as_the_engine },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "estimate", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
