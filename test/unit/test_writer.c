/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The thread that writes: nothing is lost, a full disk is told, and kill -9
 * leaves what the journal says.
 */
#include "cli/writer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache/cache_check.h"
#include "cache/cache_journal.h"
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

/* Of the cache file without its log. */
static off_t
file_size(const char *name)
{
	struct stat st = { .st_size = -1 };

	(void)stat(scratch_path(name), &st);
	return st.st_size;
}

/*
 * A rest hands over what is worth it, and what it wrote stands in the file
 * itself; the rest of it is dropped as above.
 */
static void
test_rest(void)
{
	static const struct {
		const char *row;
		uint32_t n, n_written;
		bool is_folded;
	} rows[] = {
		{ "nothing", 0, 0, false },
		{ "one less than is worth it", WRITER_REST_MIN - 1, 0, false },
		{ "just enough", WRITER_REST_MIN, WRITER_REST_MIN, false },
		{ "one less than is folded", WRITER_FOLD_MIN - 1,
		    WRITER_FOLD_MIN - 1, false },
		{ "folded", WRITER_FOLD_MIN, WRITER_FOLD_MIN, true },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct written written;
		char name[16];
		off_t before;

		harness_row(rows[i].row);
		(void)snprintf(name, sizeof(name), "rest-%zu", i);
		begin(&written, name);
		before = file_size(name);
		while (written.n < rows[i].n)
			add(&written);
		writer_rest(written.writer);
		writer_free(written.writer);
		written.writer = NULL;
		CU_ASSERT_EQUAL(n_hosts(&written), rows[i].n_written);
		CU_ASSERT_EQUAL(file_size(name) > before, rows[i].is_folded);
		end(&written);
	}
}

#define KILL_ROUNDS 8
#define KILL_TICK   700 /* observations between two ticks */

static struct addr
killed_addr(uint32_t i)
{
	return addr_v4(0x0a000000 + (i * 40503 & 0xffff));
}

/* The journal says how many were added when it was taken. */
static void
killed_take(struct journal *journal, void *arg)
{
	text_clear(&journal->walks);
	text_addf(&journal->walks, "%u", *(uint32_t *)arg);
}

/* Say that the sweep has begun, then add until somebody kills us. */
static void
killed_child(const char *path, int ready)
{
	struct cache_sweep sweep = { .started_us = 1 };
	struct cache *cache = cache_open(path, CACHE_WRITE, NULL);
	struct writer *writer;
	uint32_t n = 0;

	(void)alarm(20);
	if (cache == NULL || cache_sweep_start(cache, &sweep, NULL) == -1)
		_exit(1);
	writer = writer_new(cache, sweep.id, NULL);
	writer_set_journal(writer, killed_take, &n);
	if (write(ready, "", 1) != 1)
		_exit(1);
	for (;;) {
		struct observation in = { .addr = killed_addr(n),
			.probe = n & 1 ? "pds" : "rtvscan",
			.kind = OBSERVATION_REFUSED,
			.time_us = 1 + n,
			.icmp_type = -1,
			.icmp_code = -1 };

		writer_add(writer, &in);
		if (++n % KILL_TICK != 0)
			continue;
		writer_tick(writer);
		(void)usleep(1000);
	}
}

struct killed_found {
	struct cache *cache;
	unsigned n, n_without_host;
};

static int
killed_found(const struct observation *in, void *arg, struct err *err)
{
	struct killed_found *found = arg;
	struct host host;

	found->n++;
	if (cache_get(found->cache, &in->addr, &host, err) == 1)
		host_fini(&host);
	else
		found->n_without_host++;
	return 0;
}

static void
killed_nothing(bool is_right, const char *what, const char *how, void *arg)
{
	(void)arg;
	if (!is_right)
		printf("# %s: %s\n", what, how);
}

/* All that the journal takes for granted is there, with its hosts. */
static void
killed_judge(const char *path)
{
	struct killed_found found = { NULL, 0, 0 };
	struct journal journal = JOURNAL_INIT;
	struct cache_sweep sweep;
	uint32_t n_missing = 0;
	unsigned long n;

	CU_ASSERT_EQUAL(cache_check(path, killed_nothing, NULL, NULL), 0);
	found.cache = cache_open(path, CACHE_WRITE, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(found.cache);
	CU_ASSERT_EQUAL_FATAL(cache_sweep_get(found.cache, 0, &sweep, NULL), 1);
	CU_ASSERT_NOT_EQUAL(cache_journal_get(found.cache, sweep.id, &journal,
				NULL),
	    -1);
	CU_ASSERT_EQUAL(cache_journal_each(found.cache, sweep.id, killed_found,
			    &found, NULL),
	    0);
	n = strtoul(text_str(&journal.walks), NULL, 10);
	printf("# %u observations, %lu in the journal\n", found.n, n);
	CU_ASSERT_EQUAL(found.n_without_host, 0);
	CU_ASSERT(found.n >= (n > 0x10000 ? 0x10000 : n));
	for (uint32_t i = 0; i < n; i++) {
		struct addr addr = killed_addr(i);
		struct host host;

		if (cache_get(found.cache, &addr, &host, NULL) == 1)
			host_fini(&host);
		else
			n_missing++;
	}
	CU_ASSERT_EQUAL(n_missing, 0);
	journal_fini(&journal);
	cache_sweep_fini(&sweep);
	cache_close(found.cache);
}

static void
test_killed(void)
{
	const char *path = scratch_path("killed");

	for (unsigned round = 0; round < KILL_ROUNDS; round++) {
		char name[32], byte;
		int status, ready[2];
		pid_t pid;

		(void)snprintf(name, sizeof(name), "round %u", round);
		harness_row(name);
		(void)fflush(stdout);
		CU_ASSERT_EQUAL_FATAL(pipe(ready), 0);
		pid = fork();
		CU_ASSERT_FATAL(pid != -1);
		if (pid == 0)
			killed_child(path, ready[1]);
		(void)close(ready[1]);
		CU_ASSERT_EQUAL(read(ready[0], &byte, 1), 1);
		(void)close(ready[0]);
		(void)usleep(round * round * 4000);
		CU_ASSERT_EQUAL(kill(pid, SIGKILL), 0);
		CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
		CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		killed_judge(path);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "all is written", test_all_is_written },
		{ "far behind", test_behind },
		{ "the disk is full", test_full_disk },
		{ "dropped", test_dropped },
		{ "rest", test_rest },
		{ "kill -9", test_killed },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "writer", scratch_set_up, scratch_tear_down, NULL, NULL,
		    tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
