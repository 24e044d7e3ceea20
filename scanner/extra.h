/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions that come up during a sweep: the port that a pong names, and
 * what is asked where a pong came but nothing answered on 2967.  Each is put
 * once to one address and port, with the same tries as any other.  Pure.
 */
#ifndef SCANNER_EXTRA_H
#define SCANNER_EXTRA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "scanner/probe.h"

#define EXTRA_NONE  SIZE_MAX
#define EXTRA_NEVER UINT64_MAX
/* A question that cannot leave is not put forever. */
#define EXTRA_AGAIN_MAX 30

#define EXTRA_PHASES_MAX 4

struct extra_ask {
	struct addr addr;
	const struct probe *probe;
	uint16_t port;
	uint8_t phase; /* target is of that one; below EXTRA_PHASES_MAX */
	uint8_t tries; /* asked so often */
	uint8_t n_again;
	bool is_in_flight, has_answered;
	bool has_changed; /* since extra_changed() told it */
	bool is_noted;    /* by extra_note() */
	bool was_served;  /* by what it was for: see tracker_answer() */
	uint64_t target;
	uint64_t sent_ns, deadline_ns;
};

struct extra;

struct extra *extra_new(unsigned n_tries);
void extra_free(struct extra *extra);

/*
 * False when the same has been added before.  One that comes with tries or
 * with an answer goes on from there.
 */
bool extra_add(struct extra *extra, const struct extra_ask *ask);

/*
 * One that was put otherwise, tries times, the last at sent_ns: it is never
 * put again, but may be answered.  False when it was added before.
 */
bool extra_note(struct extra *extra, const struct extra_ask *ask);

/*
 * The place of the next question to put at now_ns, or EXTRA_NONE; then
 * *wake_ns is when to call again (EXTRA_NEVER: only after a change).  It
 * stays next until extra_sent().
 */
size_t extra_next(struct extra *extra, uint64_t now_ns, uint64_t *wake_ns);

/* Borrowed until the next add. */
const struct extra_ask *extra_at(const struct extra *extra, size_t at);

/* The next one was sent; an answer may take until deadline_ns. */
void extra_sent(struct extra *extra, uint64_t now_ns, uint64_t deadline_ns);

/* The place of a question, or EXTRA_NONE. */
size_t extra_find(const struct extra *extra, const struct addr *addr,
    const struct probe *probe, uint16_t port);
/* The same for what came back on UDP, of whichever probe. */
size_t extra_find_udp(const struct extra *extra, const struct addr *addr,
    uint16_t port);

/* It has answered; returns whether that is news.  See tracker_answer(). */
bool extra_answer(struct extra *extra, size_t at, bool is_served,
    uint64_t now_ns, uint32_t *rtt_us);

/* Its last try may never have left this machine, so it does not count. */
void extra_again(struct extra *extra, size_t at);

/* One more try for the silent, those that were given up too. */
void extra_extend(struct extra *extra);

/* It has answered, or all its tries have timed out. */
bool extra_is_settled(const struct extra *extra, size_t at);

/*
 * The place of a question that has changed since this function last told
 * it, or EXTRA_NONE: it is new, has timed out, or has answered.
 */
size_t extra_changed(struct extra *extra);

/* How often it was asked without an answer to be awaited any more. */
unsigned extra_tries_over(const struct extra_ask *ask);

/*
 * How many there are; how many of those that are put have not answered; and how
 * many are still to be asked or awaited.
 */
size_t extra_count(const struct extra *extra);
size_t extra_n_silent(const struct extra *extra);
size_t extra_n_open(const struct extra *extra);
/* Of them those whose phase is this one. */
size_t extra_n_open_of(const struct extra *extra, uint8_t phase);

#endif
