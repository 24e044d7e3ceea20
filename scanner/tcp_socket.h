/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What one TCP socket is told and says, beside the bytes.  Glue.
 */
#ifndef SCANNER_TCP_SOCKET_H
#define SCANNER_TCP_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "scanner/transport.h"

/* How many the descriptors allow; raises the soft limit to the hard one. */
unsigned tcp_socket_limit(void);

/* A socket that reports ICMP errors and closes with one RST, or -1. */
int tcp_socket_open(unsigned family);

/*
 * Say that at once, be it nothing, and so learn how the handshake ended: 0, an
 * errno, or EAGAIN while it goes on.
 */
int tcp_socket_say(int fd, const uint8_t *data, size_t len);

/*
 * End its connection, with a RST where there is one, so that it may connect
 * again: with the same options, and since Linux 5.6 with counters of 0.
 * False: it can only be closed.
 */
bool tcp_socket_reset(int fd);

/*
 * The request was sent: let the kernel wait with its ACK of the answer for
 * something that carries it, which is the RST if the answer says enough.
 */
void tcp_socket_spare_ack(int fd);

/* What ICMP said of this question, where the kernel keeps it for TCP too. */
void tcp_socket_read_icmp(int fd, struct transport_tcp *end);

/*
 * What the kernel sent and got, for the ledger: SYNs that it sent a second
 * time, and all segments of a connection, since an end or a second segment of
 * the peer's may or may not have come by now.
 */
void tcp_socket_read_info(int fd, uint64_t age_ns, struct transport_tcp *end);

#endif
