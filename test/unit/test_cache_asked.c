/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep asked, read from what it observed.
 */
#include "cache/cache.h"
#include "test/harness.h"

static void
observe(struct cache *cache, int64_t sweep, const char *probe,
    enum net_protocol protocol, uint16_t port, enum observation_kind kind,
    uint32_t address)
{
	struct observation observation = { .addr = addr_v4(address),
		.probe = probe,
		.protocol = protocol,
		.port = port,
		.kind = kind,
		.time_us = 1,
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1 };

	CU_ASSERT_EQUAL(cache_observe(cache, sweep, &observation, 1, NULL), 0);
}

static int64_t
start(struct cache *cache)
{
	struct cache_sweep sweep = { .started_us = 1,
		.mode = (char[]){ "intense" },
		.probes = (char[]){ "pds,rtvscan" } };

	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	return sweep.id;
}

static void
test_asked(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	int64_t first = start(cache), second = start(cache);
	struct cache_ask *ask;
	size_t n;

	observe(cache, first, "rtvscan", NET_TCP, 2967, OBSERVATION_SILENT, 1);
	observe(cache, first, "rtvscan", NET_TCP, 2967, OBSERVATION_REPLY, 2);
	observe(cache, first, "pds", NET_UDP, 48293, OBSERVATION_SILENT, 1);
	/* Not asked: a follow-up's probe, a name within a name, no question. */
	observe(cache, first, "rtvscan-udp", NET_UDP, 2967, OBSERVATION_REPLY,
	    2);
	observe(cache, first, "rtv", NET_UDP, 1, OBSERVATION_REPLY, 2);
	observe(cache, first, "pds", NET_UDP, 2, OBSERVATION_EXCLUDED, 3);
	observe(cache, first, "pds", NET_UDP, 3, OBSERVATION_NOT_ASKED, 3);
	observe(cache, second, "pds", NET_UDP, 4, OBSERVATION_SILENT, 1);

	CU_ASSERT_EQUAL(cache_asked(cache, first, &ask, &n, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(n, 2);
	CU_ASSERT_STRING_EQUAL(ask[0].probe, "pds");
	CU_ASSERT_EQUAL(ask[0].protocol, NET_UDP);
	CU_ASSERT_EQUAL(ask[0].port, 48293);
	CU_ASSERT_STRING_EQUAL(ask[1].probe, "rtvscan");
	CU_ASSERT_EQUAL(ask[1].protocol, NET_TCP);
	CU_ASSERT_EQUAL(ask[1].port, 2967);
	cache_asks_free(ask, n);

	CU_ASSERT_EQUAL(cache_asked(cache, second + 1, &ask, &n, NULL), 0);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_PTR_NULL(ask);
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "asked", test_asked },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "cache_asked", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
