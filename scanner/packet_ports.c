/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Ports for half-open questions.
 */
#include "scanner/packet_ports.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/hash.h"

enum {
	/* Above what kernels give to connections of programs by default
	 * (32768 to 60999), so that none of those is in the way. */
	PACKET_PORTS_FIRST = 61000,
	PACKET_PORTS_LAST = 65535,
	PACKET_PORTS_TRIES = 256,
};

void
packet_ports_close(struct packet_ports *ports)
{
	for (int i = 0; i < PACKET_COOKIE_PORTS; i++) {
		if (ports->fd[i] != -1)
			(void)close(ports->fd[i]);
		ports->fd[i] = -1;
	}
}

/* Bind them all, or none. */
static bool
packet_ports_try(struct packet_ports *ports, uint16_t first)
{
	struct sockaddr_in name = { .sin_family = AF_INET };

	ports->first = first;
	for (int i = 0; i < PACKET_COOKIE_PORTS; i++) {
		name.sin_port = htons((uint16_t)(first + i));
		ports->fd[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (ports->fd[i] == -1 ||
		    bind(ports->fd[i], (struct sockaddr *)&name,
			sizeof(name)) != 0) {
			int sys_errno = errno;

			packet_ports_close(ports);
			errno = sys_errno;
			return false;
		}
	}
	return true;
}

int
packet_ports_open(struct packet_ports *ports, uint64_t random, struct err *err)
{
	const unsigned n =
	    PACKET_PORTS_LAST - PACKET_PORTS_FIRST + 2 - PACKET_COOKIE_PORTS;

	memset(ports->fd, -1, sizeof(ports->fd));
	for (unsigned i = 0; i < PACKET_PORTS_TRIES; i++)
		if (packet_ports_try(ports,
			(uint16_t)(PACKET_PORTS_FIRST +
				   hash_u64(random, i) % n)))
			return 0;
	return err_set_errno(err, ERR_NETWORK, errno,
	    "no %d TCP ports in a row are free in %d to %d",
	    PACKET_COOKIE_PORTS, PACKET_PORTS_FIRST, PACKET_PORTS_LAST);
}
