/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of the IPv4 space.
 */
#include "scanner/packet_segments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool
packet_segments_add(struct packet_segments *segments, uint32_t first)
{
	if (segments->n == PACKET_SEGMENTS_MAX)
		return false;
	segments->first = mem_grow(segments->first, &segments->cap,
	    segments->n + 1, sizeof(*segments->first));
	segments->first[segments->n++] = first;
	return true;
}

bool
packet_segments_cut(struct packet_segments *segments, uint32_t addr,
    unsigned len)
{
	uint32_t mask = len == 0 ? 0 : UINT32_MAX << (32 - len);
	uint32_t last = addr | ~mask;

	assert(!segments->is_sealed && len <= 32);
	if (!packet_segments_add(segments, addr & mask) ||
	    (last != UINT32_MAX && !packet_segments_add(segments, last + 1)))
		segments->is_full = true;
	return !segments->is_full;
}

static int
packet_segments_cmp(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
packet_segments_seal(struct packet_segments *segments)
{
	size_t n = 1;

	if (segments->n < PACKET_SEGMENTS_MAX)
		(void)packet_segments_add(segments, 0);
	qsort(segments->first, segments->n, sizeof(*segments->first),
	    packet_segments_cmp);
	for (size_t i = 1; i < segments->n; i++)
		if (segments->first[i] != segments->first[n - 1])
			segments->first[n++] = segments->first[i];
	segments->n = n;
	segments->value = mem_array(n, sizeof(*segments->value));
	for (size_t i = 0; i < n; i++)
		segments->value[i] = PACKET_SEGMENTS_NONE;
	segments->last = 0;
	segments->is_sealed = true;
}

static bool
packet_segments_holds(const struct packet_segments *segments, size_t i,
    uint32_t addr)
{
	return segments->first[i] <= addr &&
	       (i + 1 == segments->n || addr < segments->first[i + 1]);
}

int *
packet_segments_at(struct packet_segments *segments, uint32_t addr)
{
	size_t low = 0, high = segments->n;

	assert(segments->is_sealed && !segments->is_full);
	if (packet_segments_holds(segments, segments->last, addr))
		return &segments->value[segments->last];
	/* The last piece that does not begin behind addr; the first is 0. */
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (segments->first[mid] <= addr)
			low = mid;
		else
			high = mid;
	}
	segments->last = low;
	return &segments->value[low];
}

void
packet_segments_fini(struct packet_segments *segments)
{
	free(segments->first);
	free(segments->value);
	*segments = (struct packet_segments)PACKET_SEGMENTS_INIT;
}
