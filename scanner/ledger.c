/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What went over a link.
 */
#include "scanner/ledger.h"

#include <string.h>

#define LEDGER_SLOT_NS      UINT64_C(100000000)
#define LEDGER_SECOND_SLOTS 10

void
ledger_init(struct ledger *ledger, unsigned overhead)
{
	memset(ledger, 0, sizeof(*ledger));
	ledger->overhead = overhead;
}

size_t
ledger_size(const struct ledger *ledger, enum ledger_packet packet,
    unsigned family, size_t payload)
{
	size_t ip = family == 6 ? 40 : 20, size = ledger->overhead + ip;

	switch (packet) {
	case LEDGER_UDP:
		return size + 8 + payload;
	case LEDGER_ICMP_ERROR:
		/* RFC 1812 4.3.2.3: routers quote as much as fits 576 bytes */
		return size + 8 + ip + 8 + payload;
	case LEDGER_SYN:
		return size + 40;
	case LEDGER_TCP:
		return size + 32 + payload;
	case LEDGER_RST:
		return size + 20;
	}
	return size;
}

struct ledger_bytes
ledger_rest(const struct ledger *ledger, enum net_protocol protocol,
    unsigned family, size_t request_len, size_t reply_len)
{
	struct ledger_bytes rest = { 0, 0 };
	size_t ack = ledger_size(ledger, LEDGER_TCP, family, 0);

	if (protocol == NET_UDP) {
		rest.in = ledger_size(ledger, LEDGER_UDP, family, reply_len);
		return rest;
	}
	rest.in = ledger_size(ledger, LEDGER_SYN, family, 0);
	rest.out = 2 * ack; /* ACK, RST */
	if (request_len > 0) {
		rest.out += ack + request_len + ack; /* request, ACK */
		rest.in += ack + ack + reply_len;    /* ACK, answer */
	}
	return rest;
}

static uint32_t *
ledger_slot(struct ledger_side *side, uint64_t slot_no)
{
	return &side->slot[slot_no % LEDGER_SLOTS];
}

static void
ledger_advance(struct ledger_side *side, uint64_t slot_no)
{
	if (slot_no >= side->slot_no + LEDGER_SLOTS) {
		memset(side->slot, 0, sizeof(side->slot));
		side->window = side->window10 = 0;
		side->slot_no = slot_no;
		return;
	}
	while (side->slot_no < slot_no) {
		uint64_t next = ++side->slot_no;
		uint32_t *oldest = ledger_slot(side, next);

		/* the second's oldest leaves it, the ten seconds' too */
		side->window -= *ledger_slot(side,
		    next + LEDGER_SLOTS - LEDGER_SECOND_SLOTS);
		side->window10 -= *oldest;
		*oldest = 0;
	}
}

void
ledger_count(struct ledger *ledger, enum ledger_direction direction, unsigned n,
    size_t bytes, uint64_t now_ns)
{
	struct ledger_side *side = &ledger->side[direction];

	ledger_advance(side, now_ns / LEDGER_SLOT_NS);
	side->packets += n;
	side->bytes += bytes;
	*ledger_slot(side, side->slot_no) += (uint32_t)bytes;
	side->window += bytes;
	side->window10 += bytes;
	if (side->window * 8 > side->peak_bps)
		side->peak_bps = side->window * 8;
	if (side->window10 * 8 / 10 > side->peak10_bps)
		side->peak10_bps = side->window10 * 8 / 10;
}

void
ledger_count_unseen(struct ledger *ledger, enum ledger_direction direction,
    unsigned n, size_t bytes)
{
	ledger->side[direction].unseen_packets += n;
	ledger->side[direction].unseen_bytes += bytes;
}
