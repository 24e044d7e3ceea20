/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The UDP port that pings in frames leave from: held by a socket, so that the
 * kernel does not refuse pongs, and through which only such datagrams come as
 * the ring does not take.  Glue.
 */
#ifndef SCANNER_PACKET_HOLD_H
#define SCANNER_PACKET_HOLD_H

#include "scanner/transport.h"

struct packet_hold;

/* A free port in 1024 to 4999, another one than the socket transport's. */
struct packet_hold *packet_hold_new(const struct transport_config *config,
    uint16_t *port, struct err *err);
void packet_hold_free(struct packet_hold *hold);

#endif
