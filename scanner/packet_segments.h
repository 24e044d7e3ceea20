/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The IPv4 space cut at both ends of every prefix that a routing table or
 * rule names.  Between two cuts all addresses are routed alike, so that the
 * kernel is asked once for each piece and not for each address.  Pure.
 */
#ifndef SCANNER_PACKET_SEGMENTS_H
#define SCANNER_PACKET_SEGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKET_SEGMENTS_MAX  262144 /* cuts; about 130,000 prefixes */
#define PACKET_SEGMENTS_NONE (-1)

struct packet_segments {
	uint32_t *first; /* of each piece, ascending once sealed */
	int *value;      /* the caller's; PACKET_SEGMENTS_NONE at first */
	size_t n, cap;
	size_t last; /* the piece found last */
	bool is_sealed, is_full;
};

/* clang-format off */
#define PACKET_SEGMENTS_INIT { NULL, NULL, 0, 0, 0, false, false }
/* clang-format on */

/* False when there are too many. */
bool packet_segments_cut(struct packet_segments *segments, uint32_t addr,
    unsigned len);
void packet_segments_seal(struct packet_segments *segments);
/* The value of the piece that holds addr, to be read and set. */
int *packet_segments_at(struct packet_segments *segments, uint32_t addr);
void packet_segments_fini(struct packet_segments *segments);

#endif
