/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Making a UDP socket as udp.c wants it.
 */
#include "scanner/udp_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/addr.h"
#include "base/hash.h"

enum {
	UDP_SOCKET_BUFFER_BYTES = 8 << 20,
	UDP_SOCKET_PORT_FIRST = 1024, /* the old console's: seed 001 */
	UDP_SOCKET_PORT_LAST = 4999,
	UDP_SOCKET_PORT_TRIES = 64,
};

static int
udp_socket_try_bind(int fd, unsigned family, uint16_t port)
{
	struct addr any = { 0, 0, (uint8_t)family };
	struct sockaddr_storage name;
	socklen_t len = addr_to_sockaddr(&any, port, &name);

	return bind(fd, (struct sockaddr *)&name, len);
}

static int
udp_socket_bind(int fd, unsigned family, uint16_t source_port, uint64_t seed,
    struct err *err)
{
	const unsigned n = UDP_SOCKET_PORT_LAST - UDP_SOCKET_PORT_FIRST + 1;

	if (source_port != 0) {
		if (udp_socket_try_bind(fd, family, source_port) == 0)
			return 0;
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot send from UDP port %u", source_port);
	}
	for (unsigned i = 0; i < UDP_SOCKET_PORT_TRIES; i++) {
		uint16_t port =
		    (uint16_t)(UDP_SOCKET_PORT_FIRST + hash_u64(seed, i) % n);

		if (udp_socket_try_bind(fd, family, port) == 0)
			return 0;
		if (errno != EADDRINUSE && errno != EACCES)
			break;
	}
	return err_set_errno(err, ERR_NETWORK, errno,
	    "cannot send from a UDP port in %d to %d", UDP_SOCKET_PORT_FIRST,
	    UDP_SOCKET_PORT_LAST);
}

/* Options without which a sweep still works are not checked. */
static void
udp_socket_set_options(int fd, unsigned family)
{
	const int on = 1, size = UDP_SOCKET_BUFFER_BYTES;

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) !=
	    0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size,
		    sizeof(size));
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) !=
	    0)
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size,
		    sizeof(size));
	if (family == 4) {
		(void)setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	} else {
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on,
		    sizeof(on));
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on,
		    sizeof(on));
	}
}

int
udp_socket_open(unsigned family, uint16_t source_port, uint64_t seed,
    struct err *err)
{
	int fd = socket(family == 4 ? AF_INET : AF_INET6,
	    SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot open a UDP socket for IPv%u", family);
	udp_socket_set_options(fd, family);
	if (udp_socket_bind(fd, family, source_port, seed, err) == 0)
		return fd;
	(void)close(fd);
	return -1;
}
