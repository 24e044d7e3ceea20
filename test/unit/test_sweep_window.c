/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sweeps over links whose windows open and close, on real sockets.
 */
#include <event2/event.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "test/harness.h"
#include "test/world.h"

#define MS    INT64_C(1000)
#define NEVER INT64_MAX

/* A pong for BDCV, cut after the name "A": scanner/PROTOCOL.md */
static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };

/* Six machines, 1 to 6 behind link "a" and 9 to 14 behind "b". */
struct lines {
	struct world world;
	struct link_table table;
	int64_t begun_us;
	unsigned late; /* the machine that answers late */
};

static void
lines_init(struct lines *lines, bool has_b)
{
	struct world *world = &lines->world;
	struct prefix prefix;

	*lines = (struct lines){ .table = LINK_TABLE_INIT };
	world_init(world);
	CU_ASSERT_EQUAL(prefix_parse(&prefix, "127.77.1.0/29", NULL), 0);
	link_add_prefix(link_table_add(&lines->table, "a"), &prefix);
	CU_ASSERT_EQUAL(prefix_parse(&prefix, "127.77.1.8/29", NULL), 0);
	link_add_prefix(link_table_add(&lines->table, "b"), &prefix);
	for (unsigned host = 1; host <= 6; host++)
		world_add(world, SOCK_DGRAM, host, NULL, 0);
	for (unsigned host = 9; has_b && host <= 14; host++)
		world_add(world, SOCK_DGRAM, host, pong, sizeof(pong));
	world_range(&world->targets, 1, has_b ? 14 : 6);
	world_range(&world->expected, 1, has_b ? 14 : 6);
	world_range(&world->excluded, 7, 8);
	world->config.links = &lines->table;
	world_ask(world, "pds", world->udp_port);
	lines->begun_us = clock_now_wall_us();
}

/* Link a is open in spans of milliseconds from now. */
static void
lines_open(struct lines *lines, int64_t begin_ms, int64_t end_ms)
{
	struct link_config *link = &lines->table.link[0];
	struct window_schedule *schedule = link->schedule;

	if (schedule == NULL)
		schedule = link->schedule = mem_new(sizeof(*schedule));
	schedule->span = mem_grow(schedule->span, &schedule->cap,
	    schedule->n + 1, sizeof(*schedule->span));
	schedule->span[schedule->n++] = (struct window_span){
		lines->begun_us + begin_ms * MS,
		lines->begun_us + end_ms * MS,
	};
	schedule->until_us = lines->begun_us + 86400 * 1000 * MS;
}

static unsigned
lines_asked(const struct lines *lines, size_t first, size_t n)
{
	unsigned asked = 0;

	for (size_t i = first; i < first + n; i++)
		asked += lines->world.machine[i].n_asked;
	return asked;
}

static void
lines_fini(struct lines *lines)
{
	world_fini(&lines->world);
	link_table_fini(&lines->table);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	struct lines *lines = arg;
	struct addr here = addr_v4(0x7f000001);
	struct sockaddr_storage name;
	socklen_t len =
	    addr_to_sockaddr(&here, lines->world.config.source_port, &name);

	(void)fd;
	(void)what;
	while (lines->world.machine[lines->late].n_asked == 0)
		lines->late++;
	CU_ASSERT_EQUAL(sendto(lines->world.machine[lines->late].fd, pong,
			    sizeof(pong), 0, (struct sockaddr *)&name, len),
	    (ssize_t)sizeof(pong));
}

struct reported {
	unsigned n_silent, n_not_asked, n_window;
};

static void
on_reported(const struct observation *in, void *arg)
{
	struct reported *reported = arg;

	reported->n_silent += in->kind == OBSERVATION_SILENT;
	if (in->kind != OBSERVATION_NOT_ASKED)
		return;
	reported->n_not_asked++;
	reported->n_window +=
	    in->match != NULL &&
	    strcmp(in->match, OBSERVATION_NOT_ASKED_WINDOW) == 0;
}

/*
 * Ten a second, and 350 ms of window: some are asked, some not.  An answer
 * that comes 100 ms after the window has closed is an answer.
 */
static void
test_closes(void)
{
	const struct timeval late = { 0, 450000 };
	struct reported reported = { 0, 0, 0 };
	struct lines lines;
	struct world *world = &lines.world;
	const char *name = NULL;
	int64_t opens_us;
	uint16_t port = 0;
	unsigned n_asked;

	lines_init(&lines, false);
	close(world_bind(SOCK_DGRAM, 0x7f000001, &port));
	world->config.source_port = port;
	world->config.rate_pps = 10;
	world->config.timeout_ms = 600;
	lines_open(&lines, -1000, 350);
	lines_open(&lines, 3600000, 7200000);
	event_base_once(world->base, -1, EV_TIMEOUT, on_late, &lines, &late);
	world_run(world);
	CU_ASSERT_FALSE(world->is_complete);
	n_asked = lines_asked(&lines, 0, 6);
	CU_ASSERT_TRUE(n_asked >= 2 && n_asked <= 5);
	CU_ASSERT_EQUAL(sweep_window_n_closed(world->sweep, &name, &opens_us),
	    1);
	CU_ASSERT_STRING_EQUAL(name, "a");
	CU_ASSERT_EQUAL(opens_us, lines.begun_us + 3600000 * MS);
	CU_ASSERT_EQUAL(world->n_seen, 1);
	world_check(world, lines.late + 1, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	sweep_report_silent(world->sweep, on_reported, &reported);
	CU_ASSERT_EQUAL(reported.n_silent, n_asked - 1);
	CU_ASSERT_EQUAL(reported.n_not_asked, 6 - n_asked);
	CU_ASSERT_EQUAL(reported.n_window, 6 - n_asked);
	lines_fini(&lines);
}

/* One link is closed: the other does not care, and then it ends at once. */
static void
test_other_link(void)
{
	struct lines lines;
	struct world *world = &lines.world;
	const char *name = NULL;
	int64_t opens_us;

	lines_init(&lines, true);
	lines_open(&lines, -2000, -1000);
	world_run(world);
	CU_ASSERT_FALSE(world->is_complete);
	CU_ASSERT_EQUAL(lines_asked(&lines, 0, 6), 0);
	CU_ASSERT_EQUAL(lines_asked(&lines, 6, 6), 6);
	CU_ASSERT_EQUAL(world->n_seen, 6);
	CU_ASSERT_EQUAL(sweep_window_n_closed(world->sweep, &name, &opens_us),
	    1);
	CU_ASSERT_STRING_EQUAL(name, "a");
	CU_ASSERT_EQUAL(opens_us, NEVER);
	lines_fini(&lines);
}

/* A window that closes when all is done costs nothing. */
static void
test_closes_after(void)
{
	struct lines lines;
	const char *name = NULL;
	int64_t opens_us;

	lines_init(&lines, false);
	lines_open(&lines, -1000, 5000);
	world_run(&lines.world);
	CU_ASSERT_TRUE(lines.world.is_complete);
	CU_ASSERT_EQUAL(lines_asked(&lines, 0, 6), 12);
	CU_ASSERT_EQUAL(sweep_window_n_closed(lines.world.sweep, &name,
			    &opens_us),
	    0);
	lines_fini(&lines);
}

/* Waiting: nothing before it opens, and on after it has closed. */
static void
test_waits(void)
{
	struct lines lines;
	struct world *world = &lines.world;

	lines_init(&lines, false);
	world->config.waits_for_windows = true;
	world->config.rate_pps = 20;
	lines_open(&lines, 200, 400);
	lines_open(&lines, 700, 86400000);
	world_run(world);
	CU_ASSERT_TRUE(world->is_complete);
	CU_ASSERT_EQUAL(lines_asked(&lines, 0, 6), 12);
	/* Twelve at 50 ms, of which those after 400 ms wait until 700. */
	CU_ASSERT_TRUE(clock_now_wall_us() - lines.begun_us >= 1050 * MS);
	lines_fini(&lines);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "closes", test_closes },
		{ "another link", test_other_link },
		{ "closes after the end", test_closes_after },
		{ "waits", test_waits },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sweep_window", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
