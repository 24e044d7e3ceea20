/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What one TCP socket is told and says, beside the bytes.  Glue.
 */
#ifndef SCANNER_TCP_SOCKET_H
#define SCANNER_TCP_SOCKET_H

#include <stdint.h>

#include "scanner/transport.h"

/* A socket that reports ICMP errors and closes with one RST, or -1. */
int tcp_socket_open(unsigned family);

/*
 * Let the kernel wait with the next ACK for something that carries it: said
 * before the handshake that is the request, said after the request it is the
 * RST, if the answer can be judged at once.  Each saves a packet.
 */
void tcp_socket_spare_ack(int fd);

/* What ICMP said, where the kernel keeps it for TCP too. */
void tcp_socket_read_icmp(int fd, struct transport_tcp *end);

/*
 * What the kernel sent and got, for the ledger: SYNs that it sent a second
 * time, and all segments of a connection, since an end or a second segment of
 * the peer's may or may not have come by now.
 */
void tcp_socket_read_info(int fd, uint64_t age_ns, struct transport_tcp *end);

#endif
