/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a tracker knows: of its targets, of how far it is, and for a journal.
 */
#include "scanner/tracker_private.h"

unsigned
tracker_try(const struct tracker *tracker, size_t stream)
{
	return tracker->stream[stream].pass;
}

struct addr
tracker_addr(const struct tracker *tracker, uint64_t target)
{
	return rangeset_at(tracker->targets, target);
}

uint64_t
tracker_target(const struct tracker *tracker, const struct addr *addr)
{
	return rangeset_index(tracker->targets, addr);
}

/* Questions of stream that are still unanswered. */
static uint64_t
tracker_stream_n_silent(const struct tracker *tracker,
    const struct tracker_stream *stream, enum tracker_whom whom)
{
	uint64_t n = tracker->targets->count;

	return whom == TRACKER_ALL
		   ? n - stream->n_answered
		   : bits_count_without(tracker->mark[TRACKER_SEEN],
			 stream->answered, n);
}

uint64_t
tracker_n_silent(const struct tracker *tracker, enum tracker_whom whom)
{
	uint64_t n = 0;

	for (size_t i = 0; i < tracker->n_streams; i++)
		n +=
		    tracker_stream_n_silent(tracker, &tracker->stream[i], whom);
	return n;
}

enum tracker_whom
tracker_whom(const struct tracker *tracker)
{
	return tracker->whom;
}

struct tracker_place
tracker_save(const struct tracker *tracker, size_t i, uint64_t now_ns,
    uint32_t timeout_us)
{
	const struct tracker_stream *stream = &tracker->stream[i];
	struct tracker_place place = { stream->pass, stream->head };

	if (!stream->is_timed)
		return place;
	/* not head: that may be of a later moment */
	for (place.position = stream->tail; place.position < stream->cursor;
	     place.position++) {
		uint32_t sent = *tracker_slot(stream, place.position);

		if (sent != 0 &&
		    (int32_t)(tracker_us(now_ns) - sent) < (int32_t)timeout_us)
			break;
	}
	if (stream->n_untimed > 0 && stream->untimed_from < place.position)
		place.position = stream->untimed_from;
	return place;
}

bool
tracker_restore(struct tracker *tracker, size_t i,
    const struct tracker_place *place)
{
	struct tracker_stream *stream = &tracker->stream[i];

	if (place->pass >= tracker->n_tries ||
	    place->position > tracker->targets->count)
		return false;
	stream->pass = place->pass;
	stream->cursor = stream->head = stream->tail = place->position;
	return true;
}

bool
tracker_has_answered(const struct tracker *tracker, size_t stream,
    uint64_t target)
{
	return bits_get(tracker->stream[stream].answered, target);
}

bool
tracker_was_served(const struct tracker *tracker, size_t stream,
    uint64_t target)
{
	return bits_get(tracker->stream[stream].served, target);
}

unsigned
tracker_tries(const struct tracker *tracker, size_t i, uint64_t target)
{
	const struct tracker_stream *stream = &tracker->stream[i];
	bool is_passed =
	    stream->cursor == tracker->targets->count ||
	    permute_inverse(&stream->order, target) < stream->cursor;
	bool is_last_full = tracker->whom == TRACKER_ALL;
	unsigned n = stream->pass + is_passed, n_full;

	if (bits_get(tracker->mark[TRACKER_SEEN], target))
		return n;
	/* Those for all so far: without the last, unless it has come here. */
	n_full = tracker->n_full_tries - is_last_full;
	if (is_last_full && stream->pass + 1 == tracker->n_tries)
		n_full += is_passed;
	return n < n_full ? n : n_full;
}

bool
tracker_has_ended(const struct tracker *tracker, size_t stream)
{
	return tracker->stream[stream].has_ended;
}

bool
tracker_all_ended(const struct tracker *tracker)
{
	for (size_t i = 0; i < tracker->n_streams; i++)
		if (!tracker->stream[i].has_ended)
			return false;
	return true;
}

double
tracker_share_done(const struct tracker *tracker, size_t i)
{
	const struct tracker_stream *stream = &tracker->stream[i];

	if (stream->has_ended)
		return 1.0;
	return (stream->pass +
		   (double)stream->cursor / (double)tracker->targets->count) /
	       tracker->n_tries;
}

uint64_t
tracker_left(const struct tracker *tracker, size_t i)
{
	const struct tracker_stream *stream = &tracker->stream[i];
	uint64_t n = tracker->targets->count, silent = n - stream->n_answered;
	uint64_t here;

	if (stream->has_ended)
		return 0;
	if (tracker_is_narrow(tracker, stream))
		silent =
		    tracker_stream_n_silent(tracker, stream, TRACKER_KNOWN);
	here = n - stream->cursor;
	/* As many of those to come will answer as have until now. */
	if (stream->pass == 0 && stream->cursor > 0)
		silent =
		    (uint64_t)((double)n * (1.0 - (double)stream->n_answered /
						      (double)stream->cursor));
	if (stream->pass > 0)
		here = (uint64_t)((double)here * (double)silent / (double)n);
	if (silent > n)
		silent = 0; /* more answers than questions: late ones */
	return here + (tracker->n_tries - 1 - stream->pass) * silent;
}

uint64_t
tracker_n_targets(const struct tracker *tracker)
{
	return tracker->targets->count;
}

uint64_t
tracker_n_answered(const struct tracker *tracker, size_t stream)
{
	return tracker->stream[stream].n_answered;
}

bool
tracker_mark(struct tracker *tracker, enum tracker_mark mark, uint64_t target)
{
	return bits_set(tracker->mark[mark], target);
}

bool
tracker_is_marked(const struct tracker *tracker, enum tracker_mark mark,
    uint64_t target)
{
	return bits_get(tracker->mark[mark], target);
}

uint64_t
tracker_n_marked(const struct tracker *tracker, enum tracker_mark mark,
    enum tracker_mark without)
{
	return bits_count_without(tracker->mark[mark], tracker->mark[without],
	    tracker->targets->count);
}
