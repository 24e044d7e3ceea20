/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * TCP questions by non-blocking connect: handshake, hello, bounded answer,
 * each with its own deadline.  Glue.
 */
#ifndef SCANNER_TCP_H
#define SCANNER_TCP_H

#include "scanner/transport.h"

struct tcp;

/* Raises the soft limit of descriptors to the hard one and stays below it. */
struct tcp *tcp_new(const struct transport_config *config, struct err *err);
void tcp_free(struct tcp *tcp);

/* See struct transport_ops. */
unsigned tcp_room(const struct tcp *tcp);
unsigned tcp_n_connecting(const struct tcp *tcp);
bool tcp_connect(struct tcp *tcp, const struct transport_connect *connect,
    uint64_t now_ns);

#endif
