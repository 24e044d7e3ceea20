/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which way a frame of our own has to go: the kernel's routes, next hops and
 * their link addresses, kept as they change.
 *
 * Only what a gateway takes goes in frames of our own.  A gateway's link
 * address is the kernel's business: a question that goes by an ordinary
 * socket makes the kernel look for it, and now and then another one keeps it
 * verified.  Glue.
 */
#ifndef SCANNER_PACKET_ROUTE_H
#define SCANNER_PACKET_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "scanner/packet_codec.h"

struct packet_route;

struct packet_route_hop {
	int ifindex;
	struct packet_codec_path path;
};

enum packet_route_way {
	PACKET_ROUTE_SOCKET, /* this question goes by an ordinary socket */
	PACKET_ROUTE_FRAME,  /* in a frame along *hop */
	PACKET_ROUTE_WAIT,   /* the link address is being looked for */
};

/* must_tell: say it as a warning, not with -v only, when a link is of no
 * use.  ERR_SYSTEM. */
struct packet_route *packet_route_new(bool must_tell, struct err *err);
void packet_route_free(struct packet_route *route);

/* Readable when something has changed: call packet_route_listen(). */
int packet_route_fd(const struct packet_route *route);
void packet_route_listen(struct packet_route *route);

/* *hop is borrowed until the next call.  addr is in host order. */
enum packet_route_way packet_route_find(struct packet_route *route,
    uint32_t addr, uint64_t now_ns, const struct packet_route_hop **hop);

#endif
