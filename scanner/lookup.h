/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which addresses are looked up next, at which name server, and when that one
 * is given up.  Pure: time is an argument, and nothing is sent from here.
 *
 * One server at a time.  Until it has answered, no more questions are under
 * way than it may leave unanswered before it is given up; then its questions
 * go to the next one.
 */
#ifndef SCANNER_LOOKUP_H
#define SCANNER_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"

#define LOOKUP_SERVERS_MAX   3 /* as many as resolvers ask: resolv.conf(5) */
#define LOOKUP_SILENT_MAX    3 /* in a row: then it is given up */
#define LOOKUP_IN_FLIGHT_MAX 16
#define LOOKUP_TRIES         2
#define LOOKUP_TIMEOUT_NS    UINT64_C(1000000000)

#define LOOKUP_NONE  SIZE_MAX   /* no place, no server */
#define LOOKUP_NEVER UINT64_MAX /* no time */

struct lookup;

struct lookup *lookup_new(size_t n_servers);
void lookup_free(struct lookup *lookup);

/* Look this address up; the caller adds each one once. */
void lookup_add(struct lookup *lookup, const struct addr *addr);

/*
 * The server to ask now, and in *addr for whom; LOOKUP_NONE: nobody, and
 * *wake_ns is when lookup_expire() must be called.  It stays next until
 * lookup_sent().
 */
size_t lookup_next(const struct lookup *lookup, struct addr *addr,
    uint64_t *wake_ns);

/* The next one was sent at now_ns under an id that is not under way. */
void lookup_sent(struct lookup *lookup, uint16_t id, uint64_t now_ns);

/* Whether an answer of that server with that id is awaited, and for whom. */
bool lookup_find(const struct lookup *lookup, size_t server, uint16_t id,
    struct addr *addr);

/*
 * The question of that id was answered.  A server that refuses is as good as
 * silent.  Returns whether the server is given up for that.
 */
bool lookup_answered(struct lookup *lookup, uint16_t id, bool is_refusal);

/*
 * Note what has timed out.  Returns the server that is given up for that,
 * or LOOKUP_NONE.
 */
size_t lookup_expire(struct lookup *lookup, uint64_t now_ns);

/* Whether anything is to be asked or awaited still. */
bool lookup_is_busy(const struct lookup *lookup);

#endif
