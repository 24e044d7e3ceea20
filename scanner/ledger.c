/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What went over a link.
 */
#include "scanner/ledger.h"

#include <string.h>

#define LEDGER_SLOT_NS UINT64_C(100000000)

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

static void
ledger_advance(struct ledger_side *side, uint64_t slot_no)
{
	if (slot_no >= side->slot_no + LEDGER_SLOTS) {
		memset(side->slot, 0, sizeof(side->slot));
		side->window = 0;
		side->slot_no = slot_no;
		return;
	}
	while (side->slot_no < slot_no) {
		uint64_t *oldest = &side->slot[++side->slot_no % LEDGER_SLOTS];

		side->window -= *oldest;
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
	side->slot[side->slot_no % LEDGER_SLOTS] += bytes;
	side->window += bytes;
	if (side->window * 8 > side->peak_bps)
		side->peak_bps = side->window * 8;
}
