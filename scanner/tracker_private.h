/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a tracker is made of, for the files that make it up.
 */
#ifndef SCANNER_TRACKER_PRIVATE_H
#define SCANNER_TRACKER_PRIVATE_H

#include "scanner/bits.h"
#include "scanner/permute.h"
#include "scanner/tracker.h"

struct tracker_stream {
	struct permute order;
	struct permute_walk walk;
	bool is_timed;
	bool has_ended;
	unsigned pass;   /* the number of the try */
	uint64_t cursor; /* position to be asked next */
	/*
	 * Timed: positions below head have timed out, those from tail on
	 * still have their send time in the ring (microseconds, never 0;
	 * 0 means that the position was skipped).  Untimed: positions below
	 * head have ended, tail is head, and in the ring is whether a
	 * position is under way.
	 */
	uint64_t head, tail;
	uint32_t *sent_us;
	size_t ring_cap;      /* a power of two */
	uint64_t n_in_flight; /* neither answered nor timed out */
	/* Timed: those of them without a time-out, and where they begin. */
	uint64_t n_untimed, untimed_from;
	uint64_t n_answered;
	uint8_t *answered, *served;
};

struct tracker {
	const struct rangeset *targets;
	unsigned n_tries;
	unsigned n_full_tries;  /* those of them that are for all */
	enum tracker_whom whom; /* the last one */
	size_t n_streams;
	struct tracker_stream *stream;
	uint8_t *mark[TRACKER_N_MARKS];
};

static inline uint32_t *
tracker_slot(const struct tracker_stream *stream, uint64_t position)
{
	return &stream->sent_us[position & (stream->ring_cap - 1)];
}

static inline uint32_t
tracker_us(uint64_t now_ns)
{
	uint32_t us = (uint32_t)(now_ns / 1000);

	return us == 0 ? 1 : us;
}

/* Whether stream is at a further try that is not for all. */
static inline bool
tracker_is_narrow(const struct tracker *tracker,
    const struct tracker_stream *stream)
{
	return tracker->whom == TRACKER_KNOWN &&
	       stream->pass + 1 == tracker->n_tries;
}

#endif
