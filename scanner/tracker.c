/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who has been asked what, and who must be asked again.
 */
#include "scanner/tracker.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "scanner/tracker_private.h"

/* At most so many answered targets are skipped in one call. */
#define TRACKER_SKIP_BUDGET 4096
/* Send times are kept this long, so that late answers have a round trip. */
#define TRACKER_KEEP_US 3000000u

struct tracker *
tracker_new(const struct tracker_config *config)
{
	struct tracker *tracker = mem_new(sizeof(*tracker));
	uint64_t n = config->targets->count;

	assert(n > 0 && config->n_tries > 0);
	tracker->targets = config->targets;
	tracker->n_tries = tracker->n_full_tries = config->n_tries;
	tracker->n_streams = config->n_streams;
	tracker->stream =
	    mem_array(config->n_streams, sizeof(*tracker->stream));
	for (size_t i = 0; i < config->n_streams; i++) {
		struct tracker_stream *stream = &tracker->stream[i];

		permute_init(&stream->order, n, hash_u64(config->seed, i));
		stream->is_timed = config->is_timed[i];
		stream->answered = bits_new(n);
		stream->served = bits_new(n);
	}
	for (int i = 0; i < TRACKER_N_MARKS; i++)
		tracker->mark[i] = bits_new(n);
	return tracker;
}

void
tracker_free(struct tracker *tracker)
{
	if (tracker == NULL)
		return;
	for (size_t i = 0; i < tracker->n_streams; i++) {
		free(tracker->stream[i].answered);
		free(tracker->stream[i].served);
		free(tracker->stream[i].sent_us);
	}
	for (int i = 0; i < TRACKER_N_MARKS; i++)
		free(tracker->mark[i]);
	free(tracker->stream);
	free(tracker);
}

/* Make room for one more position between tail and cursor. */
static void
tracker_ring_reserve(struct tracker_stream *stream)
{
	struct tracker_stream old = *stream;

	if (stream->cursor - stream->tail < stream->ring_cap)
		return;
	stream->ring_cap = old.ring_cap == 0 ? 64 : old.ring_cap * 2;
	stream->sent_us = mem_array(stream->ring_cap, sizeof(*stream->sent_us));
	for (uint64_t at = old.tail; at < old.cursor; at++)
		*tracker_slot(stream, at) = *tracker_slot(&old, at);
	free(old.sent_us);
}

/* Let time pass: forget what has timed out, and what is too old to matter. */
static void
tracker_expire(struct tracker_stream *stream, uint32_t now_us,
    uint32_t timeout_us)
{
	uint32_t keep_us =
	    timeout_us > TRACKER_KEEP_US ? timeout_us : TRACKER_KEEP_US;

	for (; stream->head < stream->cursor; stream->head++) {
		uint32_t sent = *tracker_slot(stream, stream->head);

		if (sent != 0 && now_us - sent < timeout_us)
			break;
		if (sent != 0)
			stream->n_in_flight--;
	}
	for (; stream->tail < stream->head; stream->tail++) {
		uint32_t sent = *tracker_slot(stream, stream->tail);

		if (sent != 0 && now_us - sent < keep_us)
			break;
	}
}

/* The walk is over: wait, start the next one, or end. */
static bool
tracker_pass_ended(struct tracker *tracker, struct tracker_stream *stream,
    uint64_t now_ns, uint32_t timeout_us, uint64_t *wake_ns)
{
	*wake_ns = TRACKER_NEVER;
	if (stream->n_answered == tracker->targets->count &&
	    stream->n_in_flight == 0) {
		stream->has_ended = true;
		return true;
	}
	/* Past those that were stepped over: they have no time-out. */
	if (stream->is_timed)
		tracker_expire(stream, tracker_us(now_ns), timeout_us);
	if (stream->is_timed && stream->head < stream->cursor) {
		uint32_t gone_us =
		    tracker_us(now_ns) - *tracker_slot(stream, stream->head);

		*wake_ns = now_ns + (uint64_t)(timeout_us - gone_us) * 1000;
		return true;
	}
	if (stream->n_in_flight > 0)
		return true;
	if (stream->pass + 1 >= tracker->n_tries) {
		stream->has_ended = true;
		return true;
	}
	stream->pass++;
	stream->cursor = stream->head = stream->tail = 0;
	return false;
}

/* Untimed: step over what has ended. */
static void
tracker_settle(struct tracker_stream *stream)
{
	while (stream->head < stream->cursor &&
	       *tracker_slot(stream, stream->head) == 0)
		stream->head++;
	stream->tail = stream->head;
}

/* Step over the position at the cursor; sent_us 0: it was not asked. */
static void
tracker_step(struct tracker_stream *stream, uint32_t sent_us)
{
	tracker_ring_reserve(stream);
	*tracker_slot(stream, stream->cursor++) = sent_us;
	if (sent_us != 0)
		stream->n_in_flight++;
	else if (!stream->is_timed)
		tracker_settle(stream);
}

/* Whether stream is to ask target in the try that it is at. */
static bool
tracker_is_due(const struct tracker *tracker,
    const struct tracker_stream *stream, uint64_t target)
{
	return !bits_get(stream->answered, target) &&
	       (!tracker_is_narrow(tracker, stream) ||
		   bits_get(tracker->mark[TRACKER_SEEN], target));
}

uint64_t
tracker_next(struct tracker *tracker, size_t i, uint64_t now_ns,
    uint32_t timeout_us, uint64_t *wake_ns)
{
	struct tracker_stream *stream = &tracker->stream[i];
	uint32_t now_us = tracker_us(now_ns);

	*wake_ns = TRACKER_NEVER;
	if (stream->has_ended)
		return TRACKER_NONE;
	if (stream->is_timed)
		tracker_expire(stream, now_us, timeout_us);
	for (unsigned left = TRACKER_SKIP_BUDGET; left > 0; left--) {
		uint64_t target;

		if (stream->cursor == tracker->targets->count ||
		    stream->n_answered == tracker->targets->count) {
			if (tracker_pass_ended(tracker, stream, now_ns,
				timeout_us, wake_ns))
				return TRACKER_NONE;
		}
		target =
		    permute_walk(&stream->walk, &stream->order, stream->cursor);
		bits_fetch(stream->answered, stream->walk.ahead);
		if (tracker_is_due(tracker, stream, target)) {
			tracker_step(stream, now_us);
			return target;
		}
		tracker_step(stream, 0);
	}
	*wake_ns = now_ns;
	return TRACKER_NONE;
}

/*
 * The answer to what a timed stream asked in this pass: it is no longer in
 * flight.  Returns the round trip where it can be known for sure.
 */
static uint32_t
tracker_land(struct tracker_stream *stream, uint64_t target, uint64_t now_ns)
{
	uint64_t position = permute_inverse(&stream->order, target);
	uint32_t sent, *slot;

	if (!stream->is_timed || position < stream->tail ||
	    position >= stream->cursor)
		return UINT32_MAX;
	slot = tracker_slot(stream, position);
	sent = *slot;
	if (sent == 0)
		return UINT32_MAX;
	*slot = 0;
	if (position >= stream->head)
		stream->n_in_flight--;
	return stream->pass > 0 ? UINT32_MAX : tracker_us(now_ns) - sent;
}

bool
tracker_answer(struct tracker *tracker, size_t i, uint64_t target,
    bool is_served, uint64_t now_ns, uint32_t *rtt_us)
{
	struct tracker_stream *stream = &tracker->stream[i];
	bool is_news = bits_set(stream->answered, target);

	if (is_served)
		(void)bits_set(stream->served, target);
	*rtt_us = UINT32_MAX;
	if (is_news) {
		stream->n_answered++;
		*rtt_us = tracker_land(stream, target, now_ns);
	}
	return is_news;
}

uint64_t
tracker_n_in_flight(struct tracker *tracker, size_t i, uint64_t now_ns,
    uint32_t timeout_us)
{
	struct tracker_stream *stream = &tracker->stream[i];

	if (stream->is_timed)
		tracker_expire(stream, tracker_us(now_ns), timeout_us);
	return stream->n_in_flight;
}

void
tracker_extend(struct tracker *tracker, enum tracker_whom whom)
{
	tracker->n_tries++;
	tracker->n_full_tries += whom == TRACKER_ALL;
	tracker->whom = whom;
	for (size_t i = 0; i < tracker->n_streams; i++) {
		struct tracker_stream *stream = &tracker->stream[i];

		if (stream->n_answered < tracker->targets->count)
			stream->has_ended = false;
	}
}

void
tracker_untimed_begin(struct tracker *tracker, size_t i)
{
	struct tracker_stream *stream = &tracker->stream[i];

	assert(stream->is_timed && stream->cursor > stream->head);
	/* It stays in flight, and its time-out is forgotten. */
	*tracker_slot(stream, stream->cursor - 1) = 0;
	if (stream->n_untimed++ == 0)
		stream->untimed_from = stream->cursor - 1;
}

void
tracker_untimed_done(struct tracker *tracker, size_t i, uint64_t target)
{
	struct tracker_stream *stream = &tracker->stream[i];
	uint64_t position = permute_inverse(&stream->order, target);

	assert(stream->n_in_flight > 0);
	stream->n_in_flight--;
	if (stream->is_timed) {
		stream->n_untimed--;
		return;
	}
	assert(position >= stream->head && position < stream->cursor);
	*tracker_slot(stream, position) = 0;
	tracker_settle(stream);
}
