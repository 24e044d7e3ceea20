/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One UDP socket of one family: questions out in batches, answers and ICMP
 * errors in.  Glue.
 */
#ifndef SCANNER_UDP_H
#define SCANNER_UDP_H

#include "scanner/transport.h"

struct udp;

/* Bind and listen; family 4 or 6.  Port 0 takes a free one in 1024 to 4999,
 * as the old console's pings did.  ERR_NETWORK names the port. */
struct udp *udp_new(const struct transport_config *config, unsigned family,
    struct err *err);
void udp_free(struct udp *udp);

/* See struct transport_ops. */
bool udp_send(struct udp *udp, const struct addr *addr, uint16_t port,
    const uint8_t *data, size_t len);
/* One datagram to a broadcast address or a group; 0 or an errno. */
int udp_announce(struct udp *udp, const struct addr *addr, uint16_t port,
    unsigned ifindex, const uint8_t *data, size_t len);

void udp_flush(struct udp *udp);
bool udp_room(const struct udp *udp);

/* For further options; stays the socket's own. */
int udp_fd(const struct udp *udp);

#endif
