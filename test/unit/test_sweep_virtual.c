/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sweeps that would take hours, in virtual time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "test/harness.h"
#include "test/virtual.h"

#define N_LINKS      150
#define N_HOSTS      250
#define CAPACITY_BPS 56000
#define MIB          ((size_t)1 << 20)

static enum virtual_class
class_by_turns(const struct addr *addr)
{
	static const enum virtual_class by_turns[] = { VIRTUAL_SERVER,
		VIRTUAL_CLIENT, VIRTUAL_REFUSING, VIRTUAL_SILENT };

	return by_turns[addr->lo % 4];
}

/* Nobody whose answer brings up another question. */
static enum virtual_class
class_plain(const struct addr *addr)
{
	enum virtual_class class = class_by_turns(addr);

	return class == VIRTUAL_SERVER ? VIRTUAL_CLIENT : class;
}

static enum virtual_class
class_seldom(const struct addr *addr)
{
	return addr->lo % 4096 == 7 ? VIRTUAL_SERVER : VIRTUAL_SILENT;
}

/* Branch i has the hosts 10.80.i.1 and so on behind 56 kbit/s. */
static uint32_t
branch(size_t i)
{
	return 0x0a500000u + (uint32_t)i * 256;
}

static void
make_links(struct link_table *table)
{
	for (size_t i = 0; i < N_LINKS; i++) {
		struct prefix prefix = { addr_v4(branch(i)), 24 };
		struct link_config *link;
		char name[16];

		(void)snprintf(name, sizeof(name), "branch-%zu", i);
		link = link_table_add(table, name);
		link->capacity_bps = CAPACITY_BPS;
		link_add_prefix(link, &prefix);
	}
}

/* Hosts 1 to n_hosts of branches first to last. */
static void
make_targets(struct rangeset *set, size_t first, size_t last, unsigned n_hosts)
{
	for (size_t i = first; i <= last; i++) {
		struct addr_range range = { addr_v4(branch(i) + 1),
			addr_v4(branch(i) + n_hosts) };

		rangeset_add(set, &range);
	}
	rangeset_seal(set);
}

/* The largest of some, of a field of all links. */
static void
raise_to(uint64_t *peak, uint64_t value)
{
	if (value > *peak)
		*peak = value;
}

/*
 * A connection that has been paid for, 342 bytes, may fall into one second
 * with those of a full budget; over ten seconds that is a tenth.
 */
static void
check_ledger(const struct sweep *sweep)
{
	const uint64_t budget_bps = CAPACITY_BPS / 10, once = 342 * 8;
	struct cache_ledger *ledger;
	uint64_t peak_bps = 0, peak10_bps = 0;
	size_t n;

	ledger = sweep_ledger(sweep, &n);
	for (size_t i = 0; i < n; i++) {
		CU_ASSERT_EQUAL(ledger[i].budget_bps, budget_bps);
		CU_ASSERT_TRUE(ledger[i].out_packets > 0);
		raise_to(&peak_bps, ledger[i].peak_out_bps);
		raise_to(&peak_bps, ledger[i].peak_in_bps);
		raise_to(&peak10_bps, ledger[i].peak10_out_bps);
		raise_to(&peak10_bps, ledger[i].peak10_in_bps);
		free(ledger[i].link);
	}
	free(ledger);
	printf("# peaks: %.0f bit/s over a second, %.0f over ten\n",
	    (double)peak_bps, (double)peak10_bps);
	CU_ASSERT_TRUE(peak_bps <= budget_bps + once);
	CU_ASSERT_TRUE(peak10_bps <= budget_bps + once / 10);
}

/* How long some branches take, in virtual seconds. */
static double
sweep_branches(size_t first, size_t last)
{
	struct virtual_world world;
	struct link_table links = LINK_TABLE_INIT;
	struct rangeset targets = RANGESET_INIT;
	struct sweep_progress progress;
	uint64_t n_hosts = (last - first + 1) * N_HOSTS;
	double took_s;

	virtual_init(&world);
	make_links(&links);
	make_targets(&targets, first, last, N_HOSTS);
	world.class_of = class_by_turns;
	world.config.links = &links;
	world.config.targets = &targets;
	virtual_run(&world);
	took_s = (double)(world.now_ns - world.began_ns) / CLOCK_NS_PER_S;
	sweep_progress_get(world.sweep, &progress);
	printf("# %zu links: %.0f s, %zu KiB\n", last - first + 1, took_s,
	    world.heap_peak / 1024);
	CU_ASSERT_TRUE(world.is_complete);
	/* Hosts 1 to 250: one in four is at a multiple of four less often. */
	CU_ASSERT_TRUE(progress.n_servers >= n_hosts / 4 - n_hosts / N_HOSTS);
	CU_ASSERT_TRUE(progress.n_clients >= n_hosts / 4 - n_hosts / N_HOSTS);
	CU_ASSERT_TRUE(progress.n_hosts >= n_hosts * 3 / 4 - n_hosts / N_HOSTS);
	CU_ASSERT_TRUE(world.heap_peak < 32 * MIB);
	check_ledger(world.sweep);
	virtual_fini(&world);
	rangeset_fini(&targets);
	link_table_fini(&links);
	return took_s;
}

/* 37,500 hosts behind 150 lines take no longer than one line does. */
static void
test_links(void)
{
	double one_s = sweep_branches(7, 7), all_s = sweep_branches(0, 149);

	/* A host is asked by 58 and 74 bytes at least, at 5,600 bit/s. */
	CU_ASSERT_TRUE(one_s >= N_HOSTS * (58 + 74) * 8 / 5600.0);
	CU_ASSERT_TRUE(all_s >= one_s * 0.9);
	CU_ASSERT_TRUE(all_s <= one_s * 1.1);
}

struct size_row {
	const char *name;
	unsigned bits; /* of 10.0.0.0 that vary */
	size_t heap_max;
};

/* What a sweep allocates, when few answer: for its first two seconds. */
static void
test_memory(void)
{
	static const struct size_row rows[] = {
		{ "one", 0, MIB },
		{ "/24", 8, MIB },
		{ "/16", 16, 8 * MIB },
		{ "/8", 24, 56 * MIB },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct virtual_world world;
		struct rangeset targets = RANGESET_INIT;
		struct addr_range range = { addr_v4(0x0a000000),
			addr_v4(0x0a000000u + (1u << rows[i].bits) - 1) };

		harness_row(rows[i].name);
		rangeset_add(&targets, &range);
		rangeset_seal(&targets);
		virtual_init(&world);
		world.class_of = class_seldom;
		world.config.targets = &targets;
		world.config.rate_pps = SWEEP_RATE_NO_LIMIT;
		world.config.retries = 0;
		world.config.timeout_ms = 200;
		world.stop_after_ns = 2 * CLOCK_NS_PER_S;
		virtual_run(&world);
		printf("# %s: %zu KiB, %.0f questions\n", rows[i].name,
		    world.heap_peak / 1024, (double)world.n_sent);
		CU_ASSERT_TRUE(world.n_sent >= 2);
		CU_ASSERT_TRUE(world.heap_peak < rows[i].heap_max);
		virtual_fini(&world);
		rangeset_fini(&targets);
	}
}

/* The world itself: what it loses is lost, and retries find most again. */
static void
test_loss(void)
{
	struct rangeset targets = RANGESET_INIT;
	uint64_t n_found[2];

	make_targets(&targets, 0, 0, N_HOSTS);
	for (unsigned retries = 0; retries < 2; retries++) {
		struct virtual_world world;
		struct sweep_progress progress;

		virtual_init(&world);
		world.class_of = class_by_turns;
		world.loss_percent = 20;
		world.config.targets = &targets;
		world.config.retries = retries * 5;
		virtual_run(&world);
		CU_ASSERT_TRUE(world.is_complete);
		sweep_progress_get(world.sweep, &progress);
		n_found[retries] = progress.n_hosts;
		virtual_fini(&world);
	}
	/* Of 188, each asked twice: 0.36 * 0.36 of them are missed. */
	CU_ASSERT_TRUE(n_found[0] > 140 && n_found[0] < 182);
	CU_ASSERT_TRUE(n_found[1] >= 186);
	rangeset_fini(&targets);
}

/*
 * Who answers one question and not the other is known to be there, and is
 * asked on until hardly any answer can be missing: nobody else is, and it takes
 * no long time.  Each host has two answers but for the silent fourth.
 */
static void
test_rounds(void)
{
	enum { N_SEEDS = 50, N_THERE = 188, N_SILENT = 62 };
	struct rangeset targets = RANGESET_INIT;
	uint64_t n_lacking = 0, n_sent = 0, took_ns = 0;

	make_targets(&targets, 0, 0, N_HOSTS);
	for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
		struct virtual_world world;

		virtual_init(&world);
		world.class_of = class_plain;
		world.loss_percent = 20;
		world.config.targets = &targets;
		world.config.seed = seed;
		virtual_run(&world);
		CU_ASSERT_TRUE(world.is_complete);
		CU_ASSERT_TRUE(world.n_observed <= 2 * N_THERE);
		n_lacking += 2 * N_THERE - world.n_observed;
		n_sent += world.n_sent;
		if (world.now_ns - world.began_ns > took_ns)
			took_ns = world.now_ns - world.began_ns;
		virtual_fini(&world);
	}
	printf("# %.2f of %d answers are lacking, %.0f questions, %.1f s\n",
	    (double)n_lacking / N_SEEDS, 2 * N_THERE, (double)n_sent / N_SEEDS,
	    (double)took_ns / 1e9);
	/* After the three tries that are told, 17 of them are. */
	CU_ASSERT_TRUE(n_lacking <= N_SEEDS / 5);
	/* Four tries of the silent, and 1.6 for an answer to be had. */
	CU_ASSERT_TRUE(n_sent < N_SEEDS * (2 * N_SILENT * 5 + 2 * N_THERE * 2));
	CU_ASSERT_TRUE(took_ns < 30 * CLOCK_NS_PER_S);
	rangeset_fini(&targets);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "150 links at once", test_links },
		{ "memory", test_memory },
		{ "loss", test_loss },
		{ "rounds", test_rounds },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sweep in virtual time", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
