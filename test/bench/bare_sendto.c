/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How fast one thread can send by an ordinary UDP socket:
 *	bare_sendto NETWORK BITS COUNT
 * COUNT datagrams to the addresses of NETWORK, whose last BITS vary.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "test/bench/bare.h"

int
main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	uint64_t n_sent = 0, n_refused = 0, count;
	struct in_addr network;
	unsigned bits;
	double begin_s;
	int fd;

	if (argc != 4 || inet_pton(AF_INET, argv[1], &network) != 1) {
		fputs("usage: bare_sendto NETWORK BITS COUNT\n", stderr);
		return 2;
	}
	bits = (unsigned)strtoul(argv[2], NULL, 10);
	count = strtoull(argv[3], NULL, 10);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1) {
		perror("bare_sendto: socket");
		return 1;
	}
	to.sin_port = htons(BARE_PORT);
	begin_s = bare_now_s();
	for (uint64_t i = 0; i < count; i++) {
		to.sin_addr.s_addr =
		    htonl(ntohl(network.s_addr) | bare_host(i, bits));
		if (sendto(fd, bare_ping, sizeof(bare_ping), 0,
			(struct sockaddr *)&to,
			sizeof(to)) == sizeof(bare_ping))
			n_sent++;
		else
			n_refused++;
	}
	bare_print(n_sent, n_refused, bare_now_s() - begin_s);
	return 0;
}
