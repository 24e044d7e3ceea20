/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pings and pongs over UDP, in batches and without allocation per packet.
 */
#ifndef RESPONDER_ANSWER_UDP_H
#define RESPONDER_ANSWER_UDP_H

#include "base/addr.h"
#include "base/err.h"
#include "responder/answer.h"

struct answer_udp;

/* answer is borrowed for the life of the object. */
struct answer_udp *answer_udp_new(struct answer *answer, uint16_t port);
void answer_udp_free(struct answer_udp *udp);

/*
 * Listen on an address; the any-address hears all local ones.  With
 * is_private nobody else uses the network namespace: then several sockets
 * share the port where the kernel keeps a single one's buffer small.
 */
int answer_udp_listen(struct answer_udp *udp, const struct addr *addr,
    bool is_private, struct err *err) __attribute__((warn_unused_result));

/* Send a pong that was kept; answer_udp_flush() after the last one. */
void answer_udp_send_item(struct answer_udp *udp,
    const struct delay_queue_item *item);
void answer_udp_flush(struct answer_udp *udp);

#endif
