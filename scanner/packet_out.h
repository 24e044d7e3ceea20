/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Frames on their way out: a queue in front of an AF_PACKET socket.  Glue.
 */
#ifndef SCANNER_PACKET_OUT_H
#define SCANNER_PACKET_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "scanner/packet_codec.h"

struct packet_out;

/* ERR_USAGE without CAP_NET_RAW, else ERR_NETWORK. */
struct packet_out *packet_out_new(struct err *err);
void packet_out_free(struct packet_out *out);
int packet_out_fd(const struct packet_out *out);

/* Where the next frame is to be written; NULL when the queue is full. */
uint8_t *packet_out_next(struct packet_out *out);
/* It has been, and leaves by that interface. */
void packet_out_add(struct packet_out *out, size_t len, int ifindex);
bool packet_out_is_full(const struct packet_out *out);

/*
 * Send what is queued; returns 0, or the errno of the frame that is now the
 * first of the queue.
 */
int packet_out_flush(struct packet_out *out);
/* Give up the first of the queue and say whom it was for. */
void packet_out_drop(struct packet_out *out, struct packet_codec_end *end,
    enum net_protocol *protocol);

#endif
