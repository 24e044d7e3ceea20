/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of addresses as bytes and back, short where ranges are near to each
 * other: a single IPv4 address among others takes three bytes.  Pure.
 *
 * IPv4: 4, the distance to the last address before (0.0.0.0 at first), the
 * distance from first to last, both as LEB128.  IPv6: 6, first, last.
 */
#ifndef BASE_RANGEPACK_H
#define BASE_RANGEPACK_H

#include "base/rangeset.h"
#include "base/text.h"

/* Append a sealed set. */
void rangepack_add(struct text *out, const struct rangeset *set);

/* Into an empty set, sealed; false when the bytes are no such set. */
bool rangepack_read(struct rangeset *set, const void *bytes, size_t len);

#endif
