/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations on their way to the store: copies that survive their source.
 */
#include "cache/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test/harness.h"

static void
add(struct batch *batch, unsigned i)
{
	char name[32], value[32];
	uint8_t raw[3] = { 1, 0, (uint8_t)i };
	struct observation in = {
		.addr = addr_v4(0x0a000000 + i),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = 1000000 + i,
		.rtt_us = 5,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.match = "bdcv",
		.name = name,
		.field = { { "name", name }, { "x", value } },
		.n_fields = 2,
		.raw = raw,
		.raw_len = sizeof(raw),
	};

	(void)snprintf(name, sizeof(name), "HOST-%u", i);
	(void)snprintf(value, sizeof(value), "value %u", i);
	batch_add(batch, &in);
	memset(name, 'x', sizeof(name) - 1); /* nobody may still read this */
	memset(value, 'x', sizeof(value) - 1);
	memset(raw, 0xff, sizeof(raw));
}

static void
test_flush(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	struct cache_sweep sweep = { .started_us = 1 };
	struct batch batch = BATCH_INIT;
	unsigned n_bad = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	CU_ASSERT_EQUAL(batch_flush(&batch, cache, sweep.id, NULL), 0);
	for (unsigned i = 0; i < 2000; i++)
		add(&batch, i);
	CU_ASSERT_EQUAL(batch.n, 2000);
	CU_ASSERT_EQUAL(batch_flush(&batch, cache, sweep.id, NULL), 0);
	CU_ASSERT_EQUAL(batch.n, 0);
	add(&batch, 2000); /* used again after a flush */
	CU_ASSERT_EQUAL(batch_flush(&batch, cache, sweep.id, NULL), 0);
	for (unsigned i = 0; i <= 2000; i++) {
		struct addr addr = addr_v4(0x0a000000 + i);
		const struct host_name *name;
		struct host host;
		char want[32];

		if (cache_get(cache, &addr, &host, NULL) != 1) {
			n_bad++;
			continue;
		}
		(void)snprintf(want, sizeof(want), "HOST-%u", i);
		name = host_display_name(&host);
		n_bad += name == NULL || strcmp(name->value, want) != 0;
		n_bad += strcmp(host_field_value(&host, "name"), want) != 0;
		(void)snprintf(want, sizeof(want), "value %u", i);
		n_bad += strcmp(host_field_value(&host, "x"), want) != 0;
		host_fini(&host);
	}
	CU_ASSERT_EQUAL(n_bad, 0);
	batch_fini(&batch);
	cache_close(cache);
}

/* After an error the batch is as before, so that it can be tried again. */
static void
test_failed_flush(void)
{
	char folder[] = "/tmp/test_batch.XXXXXX", path[64];
	struct cache_sweep sweep = { .started_us = 1 };
	struct batch batch = BATCH_INIT;
	struct err err = ERR_INIT;
	struct cache *cache;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/cache.db", folder);
	cache = cache_open(path, CACHE_WRITE, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	cache_close(cache);
	add(&batch, 1);
	cache = cache_open(path, CACHE_READ, NULL); /* so it cannot write */
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(batch_flush(&batch, cache, sweep.id, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(batch.n, 1);
	cache_close(cache);
	cache = cache_open(path, CACHE_WRITE, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL(batch_flush(&batch, cache, sweep.id, NULL), 0);
	CU_ASSERT_EQUAL(batch.n, 0);
	batch_fini(&batch);
	batch_fini(&batch);
	cache_close(cache);
	for (int i = 0; i < 3; i++) {
		static const char *const tail[] = { "", "-wal", "-shm" };

		(void)snprintf(path, sizeof(path), "%s/cache.db%s", folder,
		    tail[i]);
		(void)unlink(path);
	}
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "flush", test_flush },
		{ "failed flush", test_failed_flush },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "batch", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
