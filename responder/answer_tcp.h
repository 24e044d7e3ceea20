/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Connections to Rtvscan's port: the hello, and those who only look like it.
 * Their number and their life are bounded.
 */
#ifndef RESPONDER_ANSWER_TCP_H
#define RESPONDER_ANSWER_TCP_H

#include "base/addr.h"
#include "base/err.h"
#include "responder/answer.h"

struct answer_tcp;

/*
 * At most max_connections at a time; the oldest makes room for a new one.
 * answer is borrowed for the life of the object.
 */
struct answer_tcp *answer_tcp_new(struct answer *answer, uint16_t port,
    size_t max_connections);
void answer_tcp_free(struct answer_tcp *tcp);

/* Listen on an address; the any-address hears all local ones. */
int answer_tcp_listen(struct answer_tcp *tcp, const struct addr *addr,
    struct err *err) __attribute__((warn_unused_result));

/* Send the answer that was kept, if its connection is still there. */
void answer_tcp_send_item(struct answer_tcp *tcp,
    const struct delay_queue_item *item);

#endif
