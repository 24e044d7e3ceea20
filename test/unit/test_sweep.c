/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whole sweeps over real sockets.
 */
#include "scanner/sweep.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test/harness.h"
#include "test/world.h"

/* A pong for BDCV, cut after the name "A": scanner/PROTOCOL.md */
static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };
static const uint8_t answer[] = { 1, 0x10, 0, 0, 0x14, 1, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0 };

/* What progress and ledger say after test_roles(). */
static void
check_counts(struct world *world)
{
	struct sweep_progress progress;
	struct cache_ledger *ledger;
	size_t n;

	for (size_t i = 0; i < world->n_machines; i++)
		CU_ASSERT_EQUAL(world->machine[i].n_right,
		    world->machine[i].n_asked);
	CU_ASSERT_EQUAL(world->machine[6].n_asked, 2); /* one try, one more */
	sweep_progress_get(world->sweep, &progress);
	CU_ASSERT_EQUAL(progress.n_servers, 1);
	CU_ASSERT_EQUAL(progress.n_clients, 1);
	CU_ASSERT_EQUAL(progress.n_hosts, 8);
	CU_ASSERT_EQUAL(progress.n_asks_total, 16);
	CU_ASSERT_EQUAL(progress.n_asks_done, 16);
	CU_ASSERT_EQUAL(progress.n_left, 0);
	ledger = sweep_ledger(world->sweep, &n);
	CU_ASSERT_EQUAL(n, 1);
	CU_ASSERT_EQUAL(ledger[0].n_targets, 8);
	CU_ASSERT_STRING_EQUAL(ledger[0].link, "default");
	CU_ASSERT_TRUE(ledger[0].out_packets >= 17);
	CU_ASSERT_EQUAL(ledger[0].n_clients, 1);
	CU_ASSERT_EQUAL(ledger[0].max_clients, LINK_MAX_CLIENTS_DEFAULT);
	free(ledger[0].link);
	free(ledger);
}

/* A server, a client, a bare port, a stranger, a silent one, nobody. */
static void
test_roles(void)
{
	static const uint8_t http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	static const uint8_t noise[] = "SSH-2.0-something\r\n";
	struct world world;

	world_init(&world);
	(void)world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)world_add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	(void)world_add(&world, SOCK_STREAM, 2, answer, sizeof(answer));
	(void)world_add(&world, SOCK_STREAM, 3, http, sizeof(http) - 1);
	(void)world_add(&world, SOCK_STREAM, 4, noise, sizeof(noise) - 1);
	(void)world_add(&world, SOCK_STREAM, 5, NULL, 0);
	(void)world_add(&world, SOCK_DGRAM, 6, NULL, 0);
	world_range(&world.targets, 1, 8);
	world_ask(&world, "pds", world.udp_port);
	world_ask(&world, "rtvscan", world.tcp_port);
	world_run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	/* while the silent ones were awaited */
	CU_ASSERT_TRUE(world.n_rests > 0);
	world_check(&world, 1, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	CU_ASSERT_STRING_EQUAL(world_seen(&world, 1, "pds")->name, "A");
	world_check(&world, 1, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_CLIENT, "hello");
	world_check(&world, 2, "pds", OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE, "");
	world_check(&world, 2, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_CLIENT, "hello");
	world_check(&world, 3, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "sep-gup");
	world_check(&world, 4, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_EQUAL(world_seen(&world, 4, "rtvscan")->raw_len,
	    sizeof(noise) - 1);
	world_check(&world, 5, "rtvscan", OBSERVATION_OPEN,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_PTR_NULL(world_seen(&world, 6, "pds"));
	world_check(&world, 6, "rtvscan", OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE, "");
	world_check(&world, 8, "pds", OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE, "");
	check_counts(&world);
	world_fini(&world);
}

/* Not one packet reaches an excluded address, by any protocol. */
static void
test_excluded(void)
{
	struct world world;

	world_init(&world);
	(void)world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)world_add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	(void)world_add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	world_range(&world.targets, 1, 3);
	world_range(&world.excluded, 1, 1);
	world_range(&world.expected, 1, 1);
	world_ask(&world, "pds", world.udp_port);
	world_ask(&world, "rtvscan", world.tcp_port);
	world_run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	CU_ASSERT_EQUAL(world.machine[0].n_asked, 0);
	CU_ASSERT_EQUAL(world.machine[1].n_asked, 0);
	CU_ASSERT_EQUAL(world.machine[2].n_asked, 1);
	sweep_report_silent(world.sweep, world_on_observed, &world);
	world_check(&world, 1, "pds", OBSERVATION_EXCLUDED,
	    OBSERVATION_ROLE_NONE, "");
	world_check(&world, 1, "rtvscan", OBSERVATION_EXCLUDED,
	    OBSERVATION_ROLE_NONE, "");
	world_fini(&world);
}

/* Known machines first, all tries; then the rest. */
static void
test_expected(void)
{
	struct world world;

	world_init(&world);
	(void)world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)world_add(&world, SOCK_DGRAM, 2, NULL, 0);
	(void)world_add(&world, SOCK_DGRAM, 200, pong, sizeof(pong));
	world_range(&world.targets, 1, 250);
	world_range(&world.expected, 1, 2);
	world.config.retries = 2;
	world.config.rate_pps = 1000;
	world_ask(&world, "pds", world.udp_port);
	world_run(&world);
	CU_ASSERT_EQUAL(world.n_expected_done, 1);
	CU_ASSERT_TRUE(world.n_seen_at_expected >= 1);
	CU_ASSERT_EQUAL(world.machine[1].n_asked, 3);
	world_check(&world, 200, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	sweep_report_silent(world.sweep, world_on_observed, &world);
	world_check(&world, 2, "pds", OBSERVATION_SILENT, OBSERVATION_ROLE_NONE,
	    "");
	CU_ASSERT_EQUAL(world_seen(&world, 2, "pds")->tries, 3);
	world_fini(&world);
}

/* Duplicates once; a retry's answer; another port; foreign and huge bytes. */
static void
test_hostile(void)
{
	static uint8_t huge[65000];
	struct machine *machine;
	struct world world;
	uint16_t other_port = 0;

	memcpy(huge, pong, sizeof(pong));
	world_init(&world);
	machine = world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	machine->copies = 5;
	machine = world_add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	machine->answers_from = 1; /* the second question */
	machine = world_add(&world, SOCK_DGRAM, 3, pong, sizeof(pong));
	machine->reply_fd = world_bind(SOCK_DGRAM, WORLD_BASE + 3, &other_port);
	other_port = 0;
	machine = world_add(&world, SOCK_DGRAM, 4, "who?", 4);
	machine->reply_fd = world_bind(SOCK_DGRAM, WORLD_BASE + 4, &other_port);
	(void)world_add(&world, SOCK_DGRAM, 5, "\xff\x00]]>", 5);
	(void)world_add(&world, SOCK_DGRAM, 6, huge, sizeof(huge));
	(void)world_add(&world, SOCK_DGRAM, 7, "", 0);
	other_port = 0;
	machine = world_add(&world, SOCK_DGRAM, 8, pong, sizeof(pong));
	/* somebody else answers for it */
	machine->reply_fd =
	    world_bind(SOCK_DGRAM, WORLD_BASE + 99, &other_port);
	world_range(&world.targets, 1, 8);
	world_ask(&world, "pds", world.udp_port);
	world_run(&world);
	for (unsigned host = 1; host <= 3; host++)
		world_check(&world, host, "pds", OBSERVATION_REPLY,
		    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	CU_ASSERT_EQUAL(world_seen(&world, 2, "pds")->tries, 2);
	CU_ASSERT_PTR_NULL(world_seen(&world, 4, "pds"));
	world_check(&world, 5, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	world_check(&world, 6, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	CU_ASSERT_EQUAL(world_seen(&world, 6, "pds")->raw_len, PROBE_REPLY_MAX);
	world_check(&world, 7, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_PTR_NULL(world_seen(&world, 8, "pds"));
	world_fini(&world);
}

/* A pong, and no Rtvscan where it is usual: its follow-ups are asked. */
static void
test_follow_ups(void)
{
	static const uint8_t legacy[] = { 0, 6, 1, 1, 0, 0x10, 1, 2, 3, 4, 5, 6,
		7, 8, 9, 10 };
	struct world world;
	uint16_t port = 2968;
	int fd;

	world_init(&world);
	fd = world_bind(SOCK_DGRAM, WORLD_BASE + 1, &port);
	if (fd == -1) {
		CU_PASS("UDP 2968 is in use on this machine");
		world_fini(&world);
		return;
	}
	(void)world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)world_add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	(void)world_add(&world, SOCK_STREAM, 2, answer, sizeof(answer));
	(void)world_take(&world, SOCK_DGRAM, fd, legacy, sizeof(legacy));
	world_range(&world.targets, 1, 2);
	world_ask(&world, "pds", world.udp_port);
	world_ask(&world, "rtvscan", world.tcp_port);
	world_run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	CU_ASSERT_EQUAL(world.machine[3].n_asked, 1);
	for (size_t i = 0; i < world.n_seen; i++) {
		const struct seen *seen = &world.seen[i];
		struct addr second = addr_v4(WORLD_BASE + 2);

		/* who answered on 2967 is asked nothing more */
		if (addr_eq(&seen->addr, &second))
			CU_ASSERT_TRUE(seen->port == world.udp_port ||
				       seen->port == world.tcp_port);
		if (strcmp(seen->probe, "rtvscan-udp") == 0 &&
		    seen->port == 2968) {
			CU_ASSERT_EQUAL(seen->kind, OBSERVATION_REPLY);
			CU_ASSERT_STRING_EQUAL(seen->match, "udp-answer");
		}
	}
	/* pong, RST of 2967 and of 2968, UDP 2967 refused, UDP 2968 */
	CU_ASSERT_EQUAL(world.n_seen, 5 + 2);
	world_fini(&world);
}

/* The port that a pong names is asked, unless it must not be written to. */
static void
follow_port(uint16_t named, unsigned n_asked)
{
	static const char xml[] =
	    "<probes xmlns=\"urn:rollcall:probes:1\"><probe name=\"pds\" "
	    "protocol=\"udp\"><summary>x</summary><port>38293</port>"
	    "<request>01</request><pattern name=\"p\" role=\"server\">"
	    "<meaning>x</meaning><regex>PORT(?&lt;port&gt;..)</regex>"
	    "<field name=\"port\" type=\"tcp-port\" group=\"port\"/>"
	    "</pattern></probe></probes>";
	char path[] = "/tmp/test_sweep.XXXXXX";
	uint8_t reply[6] = { 'P', 'O', 'R', 'T' };
	struct machine *other;
	struct world world;
	struct err err = ERR_INIT;
	int fd = mkstemp(path);

	CU_ASSERT_EQUAL(write(fd, xml, strlen(xml)), (ssize_t)strlen(xml));
	close(fd);
	world_init(&world);
	CU_ASSERT_EQUAL_FATAL(probe_set_add_file(&world.probes, path, &err), 0);
	unlink(path);
	(void)world_add(&world, SOCK_DGRAM, 1, reply, sizeof(reply));
	other = world_add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	if (named == 0)
		named = world.tcp_port;
	reply[4] = (uint8_t)(named & 0xff);
	reply[5] = (uint8_t)(named >> 8);
	world_range(&world.targets, 1, 1);
	world_ask(&world, "pds", world.udp_port);
	world_ask(&world, "rtvscan",
	    (uint16_t)(world.tcp_port ^ 1)); /* refuses */
	world_run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	CU_ASSERT_EQUAL(other->n_asked, n_asked);
	world_fini(&world);
}

static void
test_follow_port(void)
{
	harness_row("a dynamic port");
	follow_port(0, 1);
	harness_row("AMS2, which must get no byte");
	follow_port(38292, 0);
}

/*
 * Accepted, and then silence: hello may have been lost, so it is said as often
 * as any question is put.  An end without a word is an answer.
 */
static void
test_mute(void)
{
	static const struct {
		const char *name;
		const void *reply;
		unsigned answers_from, retries, n_asked;
		const char *match;
	} rows[] = {
		{ "answers at once", answer, 0, 2, 1, "hello" },
		{ "the first hello is lost", answer, 1, 2, 2, "hello" },
		{ "two are", answer, 2, 2, 3, "hello" },
		{ "all are", answer, 3, 2, 3, "" },
		{ "there is one try", answer, 1, 0, 1, "" },
		{ "ends without a word", NULL, 0, 2, 1, "" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct machine *machine;
		const struct seen *last;
		struct world world;

		harness_row(rows[i].name);
		world_init(&world);
		machine = world_add(&world, SOCK_STREAM, 1, rows[i].reply,
		    rows[i].reply == NULL ? 0 : sizeof(answer));
		machine->answers_from = rows[i].answers_from;
		world_range(&world.targets, 1, 1);
		world.config.retries = rows[i].retries;
		world_ask(&world, "rtvscan", world.tcp_port);
		world_run(&world);
		CU_ASSERT_EQUAL(machine->n_asked, rows[i].n_asked);
		CU_ASSERT_EQUAL(machine->n_right, rows[i].n_asked);
		CU_ASSERT_FATAL(world.n_seen > 0);
		last = &world.seen[world.n_seen - 1];
		CU_ASSERT_STRING_EQUAL(last->match, rows[i].match);
		CU_ASSERT_EQUAL(last->kind, rows[i].match[0] == '\0'
						? OBSERVATION_OPEN
						: OBSERVATION_REPLY);
		CU_ASSERT_TRUE(world.is_complete);
		world_fini(&world);
	}
}

/* Stopped in the middle: it ends soon, incomplete, and says who was not
 * asked. */
static void
test_stop(void)
{
	struct world world;
	unsigned n_not_asked = 0;

	world_init(&world);
	(void)world_add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	world_range(&world.targets, 1, 200);
	world_range(&world.expected, 1, 200);
	world.config.rate_pps = 200;
	world.stop_after = 3;
	world_ask(&world, "pds", world.udp_port);
	world_run(&world);
	CU_ASSERT_FALSE(world.is_complete);
	CU_ASSERT_TRUE(world.n_seen < 100);
	world.stop_after = 0;
	sweep_report_silent(world.sweep, world_on_observed, &world);
	for (size_t i = 0; i < world.n_seen; i++)
		n_not_asked += world.seen[i].kind == OBSERVATION_NOT_ASKED;
	CU_ASSERT_TRUE(n_not_asked > 100);
	CU_ASSERT_EQUAL(world.n_seen, 200);
	sweep_stop(world.sweep); /* harmless */
	world_fini(&world);
}

/* Nobody to ask, and a source port that is taken. */
static void
test_refused(void)
{
	static const struct sweep_callbacks callbacks = {
		.observed = world_on_observed,
		.finished = world_on_finished,
	};
	struct world world;
	struct err err = ERR_INIT;
	uint16_t port = 0;
	int fd = world_bind(SOCK_DGRAM, 0, &port);

	world_init(&world);
	world_ask(&world, "pds", 38293);
	CU_ASSERT_PTR_NULL(
	    sweep_new(world.base, &world.config, &callbacks, &world, &err));
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	world_range(&world.targets, 1, 1);
	world.config.source_port = port;
	CU_ASSERT_PTR_NULL(
	    sweep_new(world.base, &world.config, &callbacks, &world, &err));
	CU_ASSERT_EQUAL(err.code, ERR_NETWORK);
	close(fd);
	world_fini(&world);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "roles", test_roles },
		{ "excluded", test_excluded },
		{ "expected", test_expected },
		{ "hostile", test_hostile },
		{ "follow-ups", test_follow_ups },
		{ "follow port", test_follow_port },
		{ "mute", test_mute },
		{ "stop", test_stop },
		{ "refused", test_refused },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "sweep", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
