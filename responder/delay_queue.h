/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What must happen later: a bounded heap ordered by time.  Pure; the caller
 * brings the clock.
 */
#ifndef RESPONDER_DELAY_QUEUE_H
#define RESPONDER_DELAY_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"

enum delay_queue_kind {
	DELAY_QUEUE_PONG,
	DELAY_QUEUE_HELLO,
};

struct delay_queue_item {
	uint64_t due_ns;
	uint64_t serial; /* set by the queue: the earlier put goes first */
	enum delay_queue_kind kind;
	uint8_t id[4];       /* pong: the APP ID asked for */
	uint32_t slot;       /* the connection, or the socket that was asked */
	uint32_t generation; /* hello: of the connection in that slot */
	uint16_t port;       /* pong: where it goes to */
	struct addr to, from;
};

struct delay_queue {
	struct delay_queue_item *item;
	size_t n, cap, max;
	uint64_t serial;
};

void delay_queue_init(struct delay_queue *queue, size_t max);
void delay_queue_fini(struct delay_queue *queue);

/* False when max items wait already. */
bool delay_queue_put(struct delay_queue *queue,
    const struct delay_queue_item *item);

/* The first item that is due; false when there is none. */
bool delay_queue_take(struct delay_queue *queue, uint64_t now_ns,
    struct delay_queue_item *item);

/* When the first item is due; UINT64_MAX for an empty queue. */
uint64_t delay_queue_next_ns(const struct delay_queue *queue);

#endif
