/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A socket for each name server, opened when it is first asked.  Connected,
 * so that nobody else's datagram comes in; from a port of the kernel's
 * choice, which is harder to guess than one in 1024 to 4999.
 */
#include "scanner/names.h"

#include <event2/event.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "scanner/lookup.h"
#include "scanner/ptr.h"

enum {
	NAMES_READ_BUDGET = 32, /* answers before other events have a turn */
};

struct names_server {
	struct names *names;
	struct addr addr;
	int fd; /* -1: not open */
	struct event *readable;
};

struct names {
	struct event_base *base;
	names_on_datagram on_datagram;
	void *arg;
	struct names_server server[LOOKUP_SERVERS_MAX];
	size_t n_servers;
};

static void
on_names_readable(evutil_socket_t fd, short what, void *arg)
{
	struct names_server *server = arg;
	struct names *names = server->names;
	uint8_t data[PTR_REPLY_MAX];

	(void)what;
	for (int left = NAMES_READ_BUDGET; left > 0; left--) {
		ssize_t n =
		    recv(fd, data, sizeof(data), MSG_DONTWAIT | MSG_TRUNC);

		/* "Port unreachable", too: the time-out counts it. */
		if (n < 0)
			return;
		names->on_datagram((size_t)(server - names->server), data,
		    (size_t)n < sizeof(data) ? (size_t)n : sizeof(data),
		    (size_t)n, names->arg);
		if (server->fd == -1)
			return;
	}
}

struct names *
names_new(struct event_base *base, const struct addr *server, size_t n_servers,
    names_on_datagram on_datagram, void *arg)
{
	struct names *names = mem_new(sizeof(*names));

	names->base = base;
	names->on_datagram = on_datagram;
	names->arg = arg;
	names->n_servers = n_servers;
	for (size_t i = 0; i < n_servers; i++)
		names->server[i] = (struct names_server){ .names = names,
			.addr = server[i],
			.fd = -1 };
	return names;
}

static void
names_close_one(struct names_server *server)
{
	if (server->readable != NULL)
		event_free(server->readable);
	server->readable = NULL;
	if (server->fd != -1)
		(void)close(server->fd);
	server->fd = -1;
}

void
names_close(struct names *names)
{
	for (size_t i = 0; i < names->n_servers; i++)
		names_close_one(&names->server[i]);
}

void
names_free(struct names *names)
{
	if (names == NULL)
		return;
	names_close(names);
	free(names);
}

static bool
names_open(struct names *names, struct names_server *server)
{
	struct sockaddr_storage to;
	socklen_t to_len = addr_to_sockaddr(&server->addr, PTR_PORT, &to);

	server->fd =
	    socket(to.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (server->fd == -1)
		return false;
	if (connect(server->fd, (struct sockaddr *)&to, to_len) == 0)
		server->readable = event_new(names->base, server->fd,
		    EV_READ | EV_PERSIST, on_names_readable, server);
	if (server->readable != NULL && event_add(server->readable, NULL) == 0)
		return true;
	names_close_one(server);
	return false;
}

bool
names_send(struct names *names, size_t at, const uint8_t *data, size_t len)
{
	struct names_server *server = &names->server[at];

	if (server->fd == -1 && !names_open(names, server))
		return false;
	return send(server->fd, data, len, MSG_DONTWAIT) == (ssize_t)len;
}
