/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the kernel hands to us of all packets that come in: programs of
 * classic BPF.  Pure.
 */
#ifndef SCANNER_PACKET_FILTER_H
#define SCANNER_PACKET_FILTER_H

#include <linux/filter.h>
#include <stdint.h>

#define PACKET_FILTER_CAP 64

/*
 * UDP datagrams longer than this, header included, come through the socket
 * that is bound there: only they can have been fragments (no path carries
 * less than 576 bytes), which the kernel puts together again for sockets
 * alone.
 */
#define PACKET_FILTER_UDP_LEN_MAX 556

struct packet_filter {
	struct sock_filter code[PACKET_FILTER_CAP];
	unsigned short n;
};

/*
 * For packets that begin with their IPv4 header: UDP to udp_port that is not
 * long; SYN or RST of TCP to n_tcp ports from tcp_first on; ICMP errors about
 * packets from one of those ports.
 */
void packet_filter_answers(struct packet_filter *filter, uint16_t udp_port,
    uint16_t tcp_first, uint16_t n_tcp);

/* For datagrams that begin with their UDP header: the long ones. */
void packet_filter_long(struct packet_filter *filter);

#endif
