/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Machines made of sockets, and a sweep over them.
 */
#include "test/world.h"

#include <event2/event.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test/harness.h"

static const uint8_t ping[] = { 2, 0x0a, 0x10, 0, 'P', 'I', 'N', 'G', 'B', 'D',
	'C', 'V', 0, 0, 0, 0 };
static const uint8_t hello[] = { 1, 0x10, 0, 0, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0 };

static int
world_bind_once(int type, uint32_t addr, uint16_t *port)
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

/* No sweep asks there, or beside it, which tests take for one that refuses. */
static bool
world_is_never_asked(int type, uint16_t port)
{
	const struct probe probe = {
		.protocol = type == SOCK_DGRAM ? NET_UDP : NET_TCP,
		.request_len = 1,
	};

	return probe_check_port(&probe, port, NULL) == -1 ||
	       probe_check_port(&probe, port ^ 1, NULL) == -1;
}

int
world_bind(int type, uint32_t addr, uint16_t *port)
{
	bool is_chosen = *port == 0;
	int fd = world_bind_once(type, addr, port);

	/* The kernel may choose such a one, and then the one beside it. */
	for (int i = 0; i < 3 && fd != -1 && is_chosen &&
			world_is_never_asked(type, *port);
	     i++) {
		int never = fd;

		*port = 0;
		fd = world_bind_once(type, addr, port);
		close(never);
	}
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

/* Nothing more is said; the end is the peer's. */
static void
on_leave(evutil_socket_t fd, short what, void *arg)
{
	(void)what;
	(void)arg;
	close(fd);
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
	if (machine->n_asked <= machine->answers_from) {
		event_base_once(event_get_base(machine->event), fd, EV_READ,
		    on_leave, NULL, NULL);
		return;
	}
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

struct machine *
world_take(struct world *world, int type, int fd, const void *reply, size_t len)
{
	struct machine *machine = &world->machine[world->n_machines++];

	CU_ASSERT_FATAL(world->n_machines <= WORLD_MACHINES_MAX && fd != -1);
	*machine = (struct machine){ .fd = fd,
		.reply = reply,
		.len = len,
		.copies = 1,
		.reply_fd = -1 };
	machine->event = event_new(world->base, fd, EV_READ | EV_PERSIST,
	    type == SOCK_DGRAM ? on_ping : on_caller, machine);
	event_add(machine->event, NULL);
	return machine;
}

struct machine *
world_add(struct world *world, int type, unsigned host, const void *reply,
    size_t len)
{
	uint16_t *port =
	    type == SOCK_DGRAM ? &world->udp_port : &world->tcp_port;

	return world_take(world, type,
	    world_bind(type, WORLD_BASE + host, port), reply, len);
}

void
world_range(struct rangeset *set, unsigned first, unsigned last)
{
	struct addr_range range = { addr_v4(WORLD_BASE + first),
		addr_v4(WORLD_BASE + last) };

	rangeset_add(set, &range);
	rangeset_seal(set);
}

void
world_init(struct world *world)
{
	memset(world, 0, sizeof(*world));
	world->base = event_base_new();
	probe_set_add_shipped(&world->probes);
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

void
world_ask(struct world *world, const char *probe, uint16_t port)
{
	world->config.ask[world->config.n_asks++] =
	    (struct sweep_ask){ probe_find(&world->probes, probe), port };
}

void
world_on_observed(const struct observation *in, void *arg)
{
	struct world *world = arg;
	struct seen *seen;

	CU_ASSERT_FATAL(world->n_seen < WORLD_SEEN_MAX);
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
world_on_expected_done(void *arg)
{
	struct world *world = arg;

	world->n_expected_done++;
	world->n_seen_at_expected = world->n_seen;
}

static void
world_on_resting(void *arg)
{
	struct world *world = arg;

	CU_ASSERT_EQUAL(world->n_finished, 0);
	world->n_rests++;
}

void
world_on_finished(bool is_complete, const struct err *err, void *arg)
{
	struct world *world = arg;

	CU_ASSERT_PTR_NULL(err);
	world->n_finished++;
	world->is_complete = is_complete;
	event_base_loopbreak(world->base);
}

/* Run the sweep to its end; ten seconds are the world_bind. */
void
world_run(struct world *world)
{
	static const struct sweep_callbacks callbacks = {
		.observed = world_on_observed,
		.expected_done = world_on_expected_done,
		.resting = world_on_resting,
		.finished = world_on_finished,
	};
	const struct timeval limit = { 10, 0 };
	struct err err = ERR_INIT;

	world->sweep =
	    sweep_new(world->base, &world->config, &callbacks, world, &err);
	if (world->sweep == NULL)
		printf("# %s\n", err.text);
	CU_ASSERT_PTR_NOT_NULL_FATAL(world->sweep);
	if (world->before_start != NULL)
		world->before_start(world);
	CU_ASSERT_EQUAL(sweep_start(world->sweep, NULL), 0);
	event_base_loopexit(world->base, &limit);
	event_base_dispatch(world->base);
	CU_ASSERT_EQUAL(world->n_finished, 1);
}

void
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
const struct seen *
world_seen(const struct world *world, unsigned host, const char *probe)
{
	const struct seen *found = NULL;
	struct addr addr = addr_v4(WORLD_BASE + host);

	for (size_t i = 0; i < world->n_seen; i++)
		if (addr_eq(&world->seen[i].addr, &addr) &&
		    strcmp(world->seen[i].probe, probe) == 0) {
			CU_ASSERT_PTR_NULL(found); /* no duplicates */
			found = &world->seen[i];
		}
	return found;
}

void
world_check(const struct world *world, unsigned host, const char *probe,
    enum observation_kind kind, enum observation_role role, const char *match)
{
	const struct seen *seen = world_seen(world, host, probe);

	CU_ASSERT_PTR_NOT_NULL(seen);
	if (seen == NULL)
		return;
	CU_ASSERT_EQUAL(seen->kind, kind);
	CU_ASSERT_EQUAL(seen->role, role);
	CU_ASSERT_STRING_EQUAL(seen->match, match);
}
