/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whole sweeps over real sockets on 127.77.1.0/24, everything in one loop.
 * The machines there are sockets of this test; answers are literal bytes.
 */
#include "scanner/sweep.h"

#include <event2/event.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "test/harness.h"

#define BASE         0x7f4d0100u /* 127.77.1.0 */
#define MACHINES_MAX 16
#define SEEN_MAX     256

/* A pong for BDCV, cut after the name "A": scanner/PROTOCOL.md */
static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };
static const uint8_t ping[] = { 2, 0x0a, 0x10, 0, 'P', 'I', 'N', 'G', 'B', 'D',
	'C', 'V', 0, 0, 0, 0 };
static const uint8_t hello[] = { 1, 0x10, 0, 0, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0 };
static const uint8_t answer[] = { 1, 0x10, 0, 0, 0x14, 1, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0 };

/* One socket that stands for a machine's port. */
struct machine {
	struct event *event;
	int fd;
	const uint8_t *reply; /* NULL: silent */
	size_t len;
	unsigned copies;
	unsigned n_asked, n_right;
	unsigned answers_from; /* answer that question and later ones */
	int reply_fd;          /* -1: the same socket */
};

struct seen {
	struct addr addr;
	char probe[32], match[32], name[32];
	enum observation_kind kind;
	enum observation_role role;
	uint16_t port;
	unsigned tries;
	size_t raw_len;
};

struct world {
	struct event_base *base;
	struct machine machine[MACHINES_MAX];
	size_t n_machines;
	uint16_t udp_port, tcp_port;
	struct probe_set probes;
	struct rangeset targets, excluded, expected;
	struct sweep_config config;
	struct sweep *sweep;
	struct seen seen[SEEN_MAX];
	size_t n_seen;
	size_t n_seen_at_expected; /* when expected_done() came */
	unsigned n_expected_done, n_finished;
	bool is_complete;
	unsigned stop_after; /* observations; 0: never */
};

static int
bound(int type, uint32_t addr, uint16_t *port)
{
	struct addr host = addr_v4(addr);
	struct sockaddr_storage name;
	socklen_t len = addr_to_sockaddr(&host, *port, &name);
	int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);

	if (fd == -1 || bind(fd, (struct sockaddr *)&name, len) != 0 ||
	    (type == SOCK_STREAM && listen(fd, 16) != 0) ||
	    getsockname(fd, (struct sockaddr *)&name, &len) != 0) {
		close(fd);
		return -1;
	}
	(void)addr_from_sockaddr(&host, port, &name);
	return fd;
}

static void
on_ping(evutil_socket_t fd, short what, void *arg)
{
	struct machine *machine = arg;
	struct sockaddr_in from;
	socklen_t len = sizeof(from);
	uint8_t in[64];
	ssize_t got =
	    recvfrom(fd, in, sizeof(in), 0, (struct sockaddr *)&from, &len);

	(void)what;
	machine->n_asked++;
	machine->n_right +=
	    got == sizeof(ping) && memcmp(in, ping, sizeof(ping)) == 0;
	if (machine->reply == NULL || machine->n_asked <= machine->answers_from)
		return;
	for (unsigned i = 0; i < machine->copies; i++)
		(void)sendto(machine->reply_fd == -1 ? fd : machine->reply_fd,
		    machine->reply, machine->len, 0, (struct sockaddr *)&from,
		    len);
}

/* What was said must be hello; then the answer, and the end. */
static void
on_words(evutil_socket_t fd, short what, void *arg)
{
	struct machine *machine = arg;
	uint8_t in[64];

	(void)what;
	if (recv(fd, in, sizeof(in), MSG_DONTWAIT) == sizeof(hello))
		machine->n_right += memcmp(in, hello, sizeof(hello)) == 0;
	if (machine->reply != NULL)
		(void)send(fd, machine->reply, machine->len, MSG_NOSIGNAL);
	close(fd);
}

static void
on_caller(evutil_socket_t fd, short what, void *arg)
{
	struct machine *machine = arg;
	int peer = accept(fd, NULL, NULL);

	(void)what;
	machine->n_asked++;
	event_base_once(event_get_base(machine->event), peer, EV_READ, on_words,
	    machine, NULL);
}

static struct machine *
add(struct world *world, int type, unsigned host, const void *reply, size_t len)
{
	struct machine *machine = &world->machine[world->n_machines++];
	bool is_udp = type == SOCK_DGRAM;

	machine->fd = bound(type, BASE + host,
	    is_udp ? &world->udp_port : &world->tcp_port);
	CU_ASSERT_FATAL(machine->fd != -1);
	machine->reply = reply;
	machine->len = len;
	machine->copies = 1;
	machine->reply_fd = -1;
	machine->event = event_new(world->base, machine->fd,
	    EV_READ | EV_PERSIST, is_udp ? on_ping : on_caller, machine);
	event_add(machine->event, NULL);
	return machine;
}

static void
range_add(struct rangeset *set, unsigned first, unsigned last)
{
	struct addr_range range = { addr_v4(BASE + first),
		addr_v4(BASE + last) };

	rangeset_add(set, &range);
	rangeset_seal(set);
}

static void
world_init(struct world *world)
{
	memset(world, 0, sizeof(*world));
	world->base = event_base_new();
	CU_ASSERT_EQUAL_FATAL(probe_set_add_shipped(&world->probes, NULL), 0);
	rangeset_seal(&world->targets);
	rangeset_seal(&world->excluded);
	rangeset_seal(&world->expected);
	world->config = (struct sweep_config){
		.targets = &world->targets,
		.excluded = &world->excluded,
		.expected = &world->expected,
		.probes = &world->probes,
		.rate_pps = 5000,
		.retries = 1,
		.timeout_ms = 150,
		.seed = 1,
	};
}

static void
ask(struct world *world, const char *probe, uint16_t port)
{
	world->config.ask[world->config.n_asks++] =
	    (struct sweep_ask){ probe_find(&world->probes, probe), port };
}

static void
on_observed(const struct observation *in, void *arg)
{
	struct world *world = arg;
	struct seen *seen;

	CU_ASSERT_FATAL(world->n_seen < SEEN_MAX);
	seen = &world->seen[world->n_seen++];
	seen->addr = in->addr;
	(void)snprintf(seen->probe, sizeof(seen->probe), "%s", in->probe);
	(void)snprintf(seen->match, sizeof(seen->match), "%s",
	    in->match == NULL ? "" : in->match);
	(void)snprintf(seen->name, sizeof(seen->name), "%s",
	    in->name == NULL ? "" : in->name);
	seen->kind = in->kind;
	seen->role = in->role;
	seen->port = in->port;
	seen->tries = in->tries;
	seen->raw_len = in->raw_len;
	if (world->stop_after == world->n_seen)
		sweep_stop(world->sweep);
}

static void
on_expected_done(void *arg)
{
	struct world *world = arg;

	world->n_expected_done++;
	world->n_seen_at_expected = world->n_seen;
}

static void
on_finished(bool is_complete, const struct err *err, void *arg)
{
	struct world *world = arg;

	CU_ASSERT_PTR_NULL(err);
	world->n_finished++;
	world->is_complete = is_complete;
	event_base_loopbreak(world->base);
}

/* Run the sweep to its end; ten seconds are the bound. */
static void
run(struct world *world)
{
	static const struct sweep_callbacks callbacks = { on_observed,
		on_expected_done, on_finished };
	const struct timeval bound_s = { 10, 0 };

	world->sweep =
	    sweep_new(world->base, &world->config, &callbacks, world, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(world->sweep);
	CU_ASSERT_EQUAL(sweep_start(world->sweep, NULL), 0);
	event_base_loopexit(world->base, &bound_s);
	event_base_dispatch(world->base);
	CU_ASSERT_EQUAL(world->n_finished, 1);
}

static void
world_fini(struct world *world)
{
	sweep_free(world->sweep);
	for (size_t i = 0; i < world->n_machines; i++) {
		event_free(world->machine[i].event);
		close(world->machine[i].fd);
		if (world->machine[i].reply_fd != -1)
			close(world->machine[i].reply_fd);
	}
	probe_set_fini(&world->probes);
	rangeset_fini(&world->targets);
	rangeset_fini(&world->excluded);
	rangeset_fini(&world->expected);
	event_base_free(world->base);
}

/* The only observation of that host, probe and port, or NULL. */
static const struct seen *
seen_of(const struct world *world, unsigned host, const char *probe)
{
	const struct seen *found = NULL;
	struct addr addr = addr_v4(BASE + host);

	for (size_t i = 0; i < world->n_seen; i++)
		if (addr_eq(&world->seen[i].addr, &addr) &&
		    strcmp(world->seen[i].probe, probe) == 0) {
			CU_ASSERT_PTR_NULL(found); /* no duplicates */
			found = &world->seen[i];
		}
	return found;
}

static void
check(const struct world *world, unsigned host, const char *probe,
    enum observation_kind kind, enum observation_role role, const char *match)
{
	const struct seen *seen = seen_of(world, host, probe);

	CU_ASSERT_PTR_NOT_NULL(seen);
	if (seen == NULL)
		return;
	CU_ASSERT_EQUAL(seen->kind, kind);
	CU_ASSERT_EQUAL(seen->role, role);
	CU_ASSERT_STRING_EQUAL(seen->match, match);
}

/* A server, a client, a bare port, a stranger, a silent one, nobody. */
static void
test_roles(void)
{
	static const uint8_t http[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
	static const uint8_t noise[] = "SSH-2.0-something\r\n";
	struct sweep_progress progress;
	struct cache_ledger *ledger;
	struct world world;
	size_t n;

	world_init(&world);
	(void)add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	(void)add(&world, SOCK_STREAM, 2, answer, sizeof(answer));
	(void)add(&world, SOCK_STREAM, 3, http, sizeof(http) - 1);
	(void)add(&world, SOCK_STREAM, 4, noise, sizeof(noise) - 1);
	(void)add(&world, SOCK_STREAM, 5, NULL, 0);
	(void)add(&world, SOCK_DGRAM, 6, NULL, 0);
	range_add(&world.targets, 1, 8);
	ask(&world, "pds", world.udp_port);
	ask(&world, "rtvscan", world.tcp_port);
	run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	check(&world, 1, "pds", OBSERVATION_REPLY, OBSERVATION_ROLE_SERVER,
	    "bdcv-pong");
	CU_ASSERT_STRING_EQUAL(seen_of(&world, 1, "pds")->name, "A");
	check(&world, 1, "rtvscan", OBSERVATION_REPLY, OBSERVATION_ROLE_CLIENT,
	    "hello");
	check(&world, 2, "pds", OBSERVATION_REFUSED, OBSERVATION_ROLE_ALIVE,
	    "");
	check(&world, 2, "rtvscan", OBSERVATION_REPLY, OBSERVATION_ROLE_CLIENT,
	    "hello");
	check(&world, 3, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "sep-gup");
	check(&world, 4, "rtvscan", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_EQUAL(seen_of(&world, 4, "rtvscan")->raw_len,
	    sizeof(noise) - 1);
	check(&world, 5, "rtvscan", OBSERVATION_OPEN,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_PTR_NULL(seen_of(&world, 6, "pds"));
	check(&world, 6, "rtvscan", OBSERVATION_REFUSED, OBSERVATION_ROLE_ALIVE,
	    "");
	check(&world, 8, "pds", OBSERVATION_REFUSED, OBSERVATION_ROLE_ALIVE,
	    "");
	for (size_t i = 0; i < world.n_machines; i++)
		CU_ASSERT_EQUAL(world.machine[i].n_right,
		    world.machine[i].n_asked);
	CU_ASSERT_EQUAL(world.machine[6].n_asked, 2); /* one try, one more */
	sweep_progress_get(world.sweep, &progress);
	CU_ASSERT_EQUAL(progress.n_servers, 1);
	CU_ASSERT_EQUAL(progress.n_clients, 1);
	CU_ASSERT_EQUAL(progress.n_hosts, 8);
	CU_ASSERT_EQUAL(progress.n_asks_total, 16);
	CU_ASSERT_EQUAL(progress.n_asks_done, 16);
	CU_ASSERT_EQUAL(progress.n_left, 0);
	ledger = sweep_ledger(world.sweep, &n);
	CU_ASSERT_EQUAL(n, 1);
	CU_ASSERT_EQUAL(ledger[0].n_targets, 8);
	CU_ASSERT_STRING_EQUAL(ledger[0].link, "default");
	CU_ASSERT_TRUE(ledger[0].out_packets >= 17);
	free(ledger[0].link);
	free(ledger);
	world_fini(&world);
}

/* Not one packet reaches an excluded address, by any protocol. */
static void
test_excluded(void)
{
	struct world world;

	world_init(&world);
	(void)add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	(void)add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	range_add(&world.targets, 1, 3);
	range_add(&world.excluded, 1, 1);
	range_add(&world.expected, 1, 1);
	ask(&world, "pds", world.udp_port);
	ask(&world, "rtvscan", world.tcp_port);
	run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	CU_ASSERT_EQUAL(world.machine[0].n_asked, 0);
	CU_ASSERT_EQUAL(world.machine[1].n_asked, 0);
	CU_ASSERT_EQUAL(world.machine[2].n_asked, 1);
	sweep_report_silent(world.sweep, on_observed, &world);
	check(&world, 1, "pds", OBSERVATION_EXCLUDED, OBSERVATION_ROLE_NONE,
	    "");
	check(&world, 1, "rtvscan", OBSERVATION_EXCLUDED, OBSERVATION_ROLE_NONE,
	    "");
	world_fini(&world);
}

/* Known machines first, all tries; then the rest. */
static void
test_expected(void)
{
	struct world world;

	world_init(&world);
	(void)add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)add(&world, SOCK_DGRAM, 2, NULL, 0);
	(void)add(&world, SOCK_DGRAM, 200, pong, sizeof(pong));
	range_add(&world.targets, 1, 250);
	range_add(&world.expected, 1, 2);
	world.config.retries = 2;
	world.config.rate_pps = 1000;
	ask(&world, "pds", world.udp_port);
	run(&world);
	CU_ASSERT_EQUAL(world.n_expected_done, 1);
	CU_ASSERT_TRUE(world.n_seen_at_expected >= 1);
	CU_ASSERT_EQUAL(world.machine[1].n_asked, 3);
	check(&world, 200, "pds", OBSERVATION_REPLY, OBSERVATION_ROLE_SERVER,
	    "bdcv-pong");
	sweep_report_silent(world.sweep, on_observed, &world);
	check(&world, 2, "pds", OBSERVATION_SILENT, OBSERVATION_ROLE_NONE, "");
	CU_ASSERT_EQUAL(seen_of(&world, 2, "pds")->tries, 3);
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
	machine = add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	machine->copies = 5;
	machine = add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	machine->answers_from = 1; /* the second question */
	machine = add(&world, SOCK_DGRAM, 3, pong, sizeof(pong));
	machine->reply_fd = bound(SOCK_DGRAM, BASE + 3, &other_port);
	other_port = 0;
	machine = add(&world, SOCK_DGRAM, 4, "who?", 4);
	machine->reply_fd = bound(SOCK_DGRAM, BASE + 4, &other_port);
	(void)add(&world, SOCK_DGRAM, 5, "\xff\x00]]>", 5);
	(void)add(&world, SOCK_DGRAM, 6, huge, sizeof(huge));
	(void)add(&world, SOCK_DGRAM, 7, "", 0);
	other_port = 0;
	machine = add(&world, SOCK_DGRAM, 8, pong, sizeof(pong));
	/* somebody else answers for it */
	machine->reply_fd = bound(SOCK_DGRAM, BASE + 99, &other_port);
	range_add(&world.targets, 1, 8);
	ask(&world, "pds", world.udp_port);
	run(&world);
	for (unsigned host = 1; host <= 3; host++)
		check(&world, host, "pds", OBSERVATION_REPLY,
		    OBSERVATION_ROLE_SERVER, "bdcv-pong");
	CU_ASSERT_EQUAL(seen_of(&world, 2, "pds")->tries, 2);
	CU_ASSERT_PTR_NULL(seen_of(&world, 4, "pds"));
	check(&world, 5, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	check(&world, 6, "pds", OBSERVATION_REPLY, OBSERVATION_ROLE_SERVER,
	    "bdcv-pong");
	CU_ASSERT_EQUAL(seen_of(&world, 6, "pds")->raw_len, PROBE_REPLY_MAX);
	check(&world, 7, "pds", OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED, "");
	CU_ASSERT_PTR_NULL(seen_of(&world, 8, "pds"));
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
	fd = bound(SOCK_DGRAM, BASE + 1, &port);
	if (fd == -1) {
		CU_PASS("UDP 2968 is in use on this machine");
		world_fini(&world);
		return;
	}
	(void)add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	(void)add(&world, SOCK_DGRAM, 2, pong, sizeof(pong));
	(void)add(&world, SOCK_STREAM, 2, answer, sizeof(answer));
	world.machine[world.n_machines] = (struct machine){ .fd = fd,
		.reply = legacy,
		.len = sizeof(legacy),
		.copies = 1,
		.reply_fd = -1 };
	world.machine[world.n_machines].event = event_new(world.base, fd,
	    EV_READ | EV_PERSIST, on_ping, &world.machine[world.n_machines]);
	event_add(world.machine[world.n_machines++].event, NULL);
	range_add(&world.targets, 1, 2);
	ask(&world, "pds", world.udp_port);
	ask(&world, "rtvscan", world.tcp_port);
	run(&world);
	CU_ASSERT_TRUE(world.is_complete);
	CU_ASSERT_EQUAL(world.machine[3].n_asked, 1);
	for (size_t i = 0; i < world.n_seen; i++) {
		const struct seen *seen = &world.seen[i];
		struct addr second = addr_v4(BASE + 2);

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
	(void)add(&world, SOCK_DGRAM, 1, reply, sizeof(reply));
	other = add(&world, SOCK_STREAM, 1, answer, sizeof(answer));
	if (named == 0)
		named = world.tcp_port;
	reply[4] = (uint8_t)(named & 0xff);
	reply[5] = (uint8_t)(named >> 8);
	range_add(&world.targets, 1, 1);
	ask(&world, "pds", world.udp_port);
	ask(&world, "rtvscan", (uint16_t)(world.tcp_port ^ 1)); /* refuses */
	run(&world);
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

/* Stopped in the middle: it ends soon, incomplete, and says who was not
 * asked. */
static void
test_stop(void)
{
	struct world world;
	unsigned n_not_asked = 0;

	world_init(&world);
	(void)add(&world, SOCK_DGRAM, 1, pong, sizeof(pong));
	range_add(&world.targets, 1, 200);
	range_add(&world.expected, 1, 200);
	world.config.rate_pps = 200;
	world.stop_after = 3;
	ask(&world, "pds", world.udp_port);
	run(&world);
	CU_ASSERT_FALSE(world.is_complete);
	CU_ASSERT_TRUE(world.n_seen < 100);
	world.stop_after = 0;
	sweep_report_silent(world.sweep, on_observed, &world);
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
	static const struct sweep_callbacks callbacks = { on_observed, NULL,
		on_finished };
	struct world world;
	struct err err = ERR_INIT;
	uint16_t port = 0;
	int fd = bound(SOCK_DGRAM, 0, &port);

	world_init(&world);
	ask(&world, "pds", 38293);
	CU_ASSERT_PTR_NULL(
	    sweep_new(world.base, &world.config, &callbacks, &world, &err));
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	range_add(&world.targets, 1, 1);
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
