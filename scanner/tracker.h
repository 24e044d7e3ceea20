/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who has been asked what, and who must be asked again.  Pure: time is an
 * argument, and nothing is sent from here.
 *
 * A tracker holds a set of targets and a number of streams, one for each
 * question (a probe on a port).  A stream walks its own keyed permutation of
 * the targets, once per try, and skips those that have answered; the next
 * walk begins when the last question of the one before has timed out.  Further
 * walks may skip those, too, that never answered anything.  Memory is two bits
 * per target and stream, four per target, and four bytes per question in
 * flight.
 */
#ifndef SCANNER_TRACKER_H
#define SCANNER_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rangeset.h"

#define TRACKER_NONE  UINT64_MAX /* no target */
#define TRACKER_NEVER UINT64_MAX /* no time */

struct tracker;

struct tracker_config {
	const struct rangeset *targets; /* borrowed, sealed, not empty */
	size_t n_streams;
	const bool *is_timed; /* per stream: time-outs are kept here (UDP) */
	unsigned n_tries;     /* at least 1 */
	uint64_t seed;
};

struct tracker *tracker_new(const struct tracker_config *config);
void tracker_free(struct tracker *tracker);

/*
 * The next target that stream should ask at now_ns, marked as asked; or
 * TRACKER_NONE, and then *wake_ns is when to call again: TRACKER_NEVER when
 * the stream has ended or waits for tracker_untimed_done().  timeout_us is
 * how long an answer to the current try may take.
 */
uint64_t tracker_next(struct tracker *tracker, size_t stream, uint64_t now_ns,
    uint32_t timeout_us, uint64_t *wake_ns);

/* The number of the try that stream is at: 0 is the first. */
unsigned tracker_try(const struct tracker *tracker, size_t stream);

/* The address of a target, and the other way (TRACKER_NONE: not in here). */
struct addr tracker_addr(const struct tracker *tracker, uint64_t target);
uint64_t tracker_target(const struct tracker *tracker, const struct addr *addr);

/*
 * Target has answered stream's question, or will never have to be asked
 * again.  Returns whether that is news.  *rtt_us is the round trip when it
 * can be known for sure (first try, asked not too long ago), else
 * UINT32_MAX.  is_served: by what the question was for, not by a refusal.
 */
bool tracker_answer(struct tracker *tracker, size_t stream, uint64_t target,
    bool is_served, uint64_t now_ns, uint32_t *rtt_us);

/*
 * The question that a timed stream has just put ends with
 * tracker_untimed_done() and not with its time-out.
 */
void tracker_untimed_begin(struct tracker *tracker, size_t stream);

/*
 * The question to that target has ended, however: any of an untimed stream,
 * and those that tracker_untimed_begin() was called for.
 */
void tracker_untimed_done(struct tracker *tracker, size_t stream,
    uint64_t target);

/*
 * How many questions of stream are neither answered nor, at now_ns, timed
 * out.
 */
uint64_t tracker_n_in_flight(struct tracker *tracker, size_t stream,
    uint64_t now_ns, uint32_t timeout_us);

/* Whom a further try is for, of those that left a question unanswered. */
enum tracker_whom {
	TRACKER_ALL,
	TRACKER_KNOWN, /* to be there: they are marked TRACKER_SEEN */
};

/* Questions that are still unanswered of those. */
uint64_t tracker_n_silent(const struct tracker *tracker,
    enum tracker_whom whom);

/* One more try of all streams, those that have ended too. */
void tracker_extend(struct tracker *tracker, enum tracker_whom whom);

/* Whom the last try is for. */
enum tracker_whom tracker_whom(const struct tracker *tracker);

bool tracker_has_answered(const struct tracker *tracker, size_t stream,
    uint64_t target);
bool tracker_was_served(const struct tracker *tracker, size_t stream,
    uint64_t target);

/* How often stream has asked target, or would have but for its answer. */
unsigned tracker_tries(const struct tracker *tracker, size_t stream,
    uint64_t target);

/* A stream has ended when all have answered or all tries have timed out. */
bool tracker_has_ended(const struct tracker *tracker, size_t stream);
bool tracker_all_ended(const struct tracker *tracker);

/* For progress and choice: how much of its way a stream has gone, 0 to 1. */
double tracker_share_done(const struct tracker *tracker, size_t stream);

/* A guess at how many questions are still to be sent. */
uint64_t tracker_left(const struct tracker *tracker, size_t stream);

uint64_t tracker_n_targets(const struct tracker *tracker);
uint64_t tracker_n_answered(const struct tracker *tracker, size_t stream);

/*
 * How far a stream has come for good: all positions of its walk before this
 * one have been answered or have timed out in that pass (0 is the first).
 */
struct tracker_place {
	unsigned pass;
	uint64_t position; /* 0 to the number of targets */
};

/*
 * The place at now_ns, which may be some time ago; timeout_us as in
 * tracker_next().
 */
struct tracker_place tracker_save(const struct tracker *tracker, size_t stream,
    uint64_t now_ns, uint32_t timeout_us);

/*
 * Let a new stream of the same targets, seed and tries go on from there;
 * answers come by tracker_answer().  False when there is no such place.
 */
bool tracker_restore(struct tracker *tracker, size_t stream,
    const struct tracker_place *place);

/* Marks that hang on the target, not on a stream. */
enum tracker_mark {
	TRACKER_SEEN,     /* answered in any way */
	TRACKER_ANSWERED, /* by some service: observation_is_answer() */
	TRACKER_SERVER,
	TRACKER_CLIENT,
	TRACKER_N_MARKS,
};

/* Set it; returns whether it was clear before. */
bool tracker_mark(struct tracker *tracker, enum tracker_mark mark,
    uint64_t target);
/* How many have the one mark and not the other. */
uint64_t tracker_n_marked(const struct tracker *tracker, enum tracker_mark mark,
    enum tracker_mark without);
bool tracker_is_marked(const struct tracker *tracker, enum tracker_mark mark,
    uint64_t target);

#endif
