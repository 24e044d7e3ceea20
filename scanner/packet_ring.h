/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * IPv4 packets that come in on any interface, through a filter and a ring
 * that the kernel fills (TPACKET_V3).  Glue.
 */
#ifndef SCANNER_PACKET_RING_H
#define SCANNER_PACKET_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "scanner/packet_filter.h"

/* A packet may be handed over so much later than it came. */
#define PACKET_RING_DELAY_NS UINT64_C(10000000)

struct packet_ring;

/* A packet from its IPv4 header on; at_ns is when it came (monotonic), and
 * must_check whether its checksums are still to be verified. */
typedef void (*packet_ring_fn)(const uint8_t *data, size_t len, bool must_check,
    uint64_t at_ns, void *arg);

/* The filter is copied.  ERR_NETWORK; needs CAP_NET_RAW. */
struct packet_ring *packet_ring_new(struct packet_filter *filter,
    struct err *err);
void packet_ring_free(struct packet_ring *ring);

/* Readable when there are packets. */
int packet_ring_fd(const struct packet_ring *ring);

/* Hand over what has come; bounded, so that timers run. */
void packet_ring_read(struct packet_ring *ring, uint64_t now_ns,
    packet_ring_fn fn, void *arg);

/* How many had no place in the ring since the last call. */
uint64_t packet_ring_take_drops(struct packet_ring *ring);

#endif
