/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The thread that writes: nothing is lost, and a full disk is told.
 */
#include "cli/writer.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "test/harness.h"
#include "test/scratch.h"

struct written {
	struct cache *cache;
	struct cache_sweep sweep;
	struct writer *writer;
	uint32_t n;
};

static void
begin(struct written *written, const char *name)
{
	*written = (struct written){ .sweep = { .started_us = 1 } };
	written->cache = cache_open(scratch_path(name), CACHE_WRITE, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(written->cache);
	CU_ASSERT_EQUAL(cache_sweep_start(written->cache, &written->sweep,
			    NULL),
	    0);
	written->writer = writer_new(written->cache, written->sweep.id, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(written->writer);
}

/* One more machine that answers; the text it came with is gone at once. */
static void
add(struct written *written)
{
	char name[] = "SRV";
	struct observation in = {
		.addr = addr_v4(0x0a000000 + written->n++),
		.probe = "pds",
		.protocol = NET_UDP,
		.port = 38293,
		.kind = OBSERVATION_REPLY,
		.role = OBSERVATION_ROLE_SERVER,
		.time_us = 1000,
		.rtt_us = 5,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
		.name = name,
	};

	writer_add(written->writer, &in);
	name[0] = 'x';
}

static uint64_t
n_hosts(const struct written *written)
{
	struct cache_counts counts = { 0 };

	CU_ASSERT_EQUAL(cache_count(written->cache, &counts, NULL), 0);
	return counts.n_hosts;
}

static void
end(struct written *written)
{
	writer_free(written->writer);
	cache_close(written->cache);
}

static void
test_all_is_written(void)
{
	static const struct {
		const char *row;
		uint32_t n, tick_each; /* 0: never */
	} rows[] = {
		{ "nothing", 0, 0 },
		{ "one", 1, 0 },
		{ "one and a tick", 1, 1 },
		{ "one less than a batch", WRITER_BATCH_MAX - 1, 0 },
		{ "a batch", WRITER_BATCH_MAX, 0 },
		{ "one more than a batch", WRITER_BATCH_MAX + 1, 0 },
		{ "more than it may be behind", 5 * WRITER_BATCH_MAX, 0 },
		{ "a tick now and then", 3 * WRITER_BATCH_MAX + 7, 1000 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct written written;
		char name[16];

		harness_row(rows[i].row);
		(void)snprintf(name, sizeof(name), "all-%zu", i);
		begin(&written, name);
		for (uint32_t n = 1; n <= rows[i].n; n++) {
			add(&written);
			if (rows[i].tick_each != 0 &&
			    n % rows[i].tick_each == 0)
				writer_tick(written.writer);
		}
		CU_ASSERT_EQUAL(writer_end(written.writer, NULL), 0);
		CU_ASSERT_FALSE(writer_has_failed(written.writer));
		CU_ASSERT_EQUAL(n_hosts(&written), rows[i].n);
		end(&written);
	}
}

static void
test_behind(void)
{
	struct written written;
	unsigned n_behind = 0;

	begin(&written, "behind");
	CU_ASSERT_FALSE(writer_is_behind(written.writer));
	/* Faster than any disk: at some time it has to say so. */
	while (written.n < 40 * WRITER_BATCH_MAX && n_behind == 0) {
		add(&written);
		n_behind += writer_is_behind(written.writer);
	}
	CU_ASSERT_EQUAL(n_behind, 1);
	CU_ASSERT_EQUAL(writer_end(written.writer, NULL), 0);
	CU_ASSERT_EQUAL(n_hosts(&written), written.n);
	end(&written);
}

static void
test_full_disk(void)
{
	const struct rlimit full = { 200000, RLIM_INFINITY };
	const struct rlimit room = { RLIM_INFINITY, RLIM_INFINITY };
	struct err err = ERR_INIT;
	struct written written;

	(void)signal(SIGXFSZ, SIG_IGN);
	begin(&written, "full");
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &full), 0);
	while (written.n < 3 * WRITER_BATCH_MAX)
		add(&written);
	for (int ms = 0; ms < 10000 && !writer_has_failed(written.writer);
	     ms++) {
		(void)usleep(1000);
		writer_tick(written.writer);
	}
	CU_ASSERT_TRUE(writer_has_failed(written.writer));
	CU_ASSERT_FALSE(writer_is_behind(written.writer));
	add(&written); /* harmless */
	CU_ASSERT_EQUAL(writer_end(written.writer, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_CACHE);
	CU_ASSERT_EQUAL(setrlimit(RLIMIT_FSIZE, &room), 0);
	/* whole batches, or nothing */
	CU_ASSERT(n_hosts(&written) < written.n);
	end(&written);
}

static void
test_dropped(void)
{
	struct written written;

	begin(&written, "dropped");
	add(&written);
	writer_free(written.writer);
	written.writer = NULL;
	CU_ASSERT_EQUAL(n_hosts(&written), 0);
	end(&written);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "all is written", test_all_is_written },
		{ "far behind", test_behind },
		{ "the disk is full", test_full_disk },
		{ "dropped", test_dropped },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "writer", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
