/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of addresses as bytes and back.
 */
#include "base/rangepack.h"

#include "base/wire.h"

#define RANGEPACK_LEB_MAX 5 /* bytes of a number below 2^35 */

static void
rangepack_add_number(struct text *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		text_add_char(out, (char)(value | 0x80));
	text_add_char(out, (char)value);
}

void
rangepack_add(struct text *out, const struct rangeset *set)
{
	uint64_t before = 0;
	uint8_t bytes[16];

	for (size_t i = 0; i < set->n; i++) {
		const struct addr_range *range = &set->range[i];

		text_add_char(out, (char)range->first.family);
		if (range->first.family == 4) {
			rangepack_add_number(out, range->first.lo - before);
			rangepack_add_number(out,
			    range->last.lo - range->first.lo);
			before = range->last.lo;
			continue;
		}
		text_add_len(out, bytes, addr_to_bytes(&range->first, bytes));
		text_add_len(out, bytes, addr_to_bytes(&range->last, bytes));
	}
}

static uint64_t
rangepack_number(struct wire *in)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < RANGEPACK_LEB_MAX; i++) {
		uint8_t byte = wire_u8(in);

		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if ((byte & 0x80) == 0)
			return value;
	}
	return UINT64_MAX; /* too long */
}

/* The next range; false at the end and when it is none. */
static bool
rangepack_next(struct wire *in, struct addr_range *range, uint64_t *before)
{
	uint8_t family = wire_u8(in);
	const uint8_t *bytes;
	uint64_t gap, span;

	if (family == 6) {
		bytes = wire_bytes(in, 32);
		return bytes != NULL &&
		       addr_from_bytes(&range->first, bytes, 16) &&
		       addr_from_bytes(&range->last, bytes + 16, 16) &&
		       range->first.family == 6 && range->last.family == 6 &&
		       addr_cmp(&range->first, &range->last) <= 0;
	}
	gap = rangepack_number(in);
	span = rangepack_number(in);
	if (!wire_ok(in) || family != 4 || gap > UINT32_MAX - *before ||
	    span > UINT32_MAX - *before - gap)
		return false;
	range->first = addr_v4((uint32_t)(*before + gap));
	range->last = addr_v4((uint32_t)(*before + gap + span));
	*before += gap + span;
	return true;
}

bool
rangepack_read(struct rangeset *set, const void *bytes, size_t len)
{
	struct wire in = wire_reader(bytes, len);
	struct addr_range range;
	uint64_t before = 0;
	bool is_right = true;

	while (is_right && wire_left(&in) > 0) {
		is_right = rangepack_next(&in, &range, &before);
		if (is_right)
			rangeset_add(set, &range);
	}
	rangeset_seal(set);
	return is_right;
}
