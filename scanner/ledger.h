/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What went over a link: packets and bytes of full wire size in each
 * direction, and the peak over any second.  Pure.
 *
 * Sizes are IP, UDP or TCP headers as Linux writes them, plus the bytes per
 * packet beyond IP (an Ethernet header: what an interface counts).
 */
#ifndef SCANNER_LEDGER_H
#define SCANNER_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#define LEDGER_OVERHEAD_DEFAULT 14
#define LEDGER_SLOTS            10 /* of 100 ms each: the last second */

enum ledger_direction {
	LEDGER_OUT,
	LEDGER_IN,
	LEDGER_N_DIRECTIONS,
};

struct ledger_side {
	uint64_t packets, bytes, peak_bps;
	uint64_t slot[LEDGER_SLOTS]; /* bytes */
	uint64_t slot_no; /* number of the newest slot since time 0 */
	uint64_t window;  /* sum of all slots */
};

struct ledger {
	struct ledger_side side[LEDGER_N_DIRECTIONS];
	unsigned overhead;
};

/* The kinds of packet a probe is made of. */
enum ledger_packet {
	LEDGER_UDP,        /* with payload */
	LEDGER_ICMP_ERROR, /* quoting a UDP packet with payload, or a SYN */
	LEDGER_SYN,        /* 20 bytes of options: SYN and SYN-ACK alike */
	LEDGER_TCP,        /* ACK, data, FIN: timestamps, with payload */
	LEDGER_RST,        /* in answer to a SYN: no options */
};

void ledger_init(struct ledger *ledger, unsigned overhead);

/* Bytes on the wire of one packet; family 4 or 6. */
size_t ledger_size(const struct ledger *ledger, enum ledger_packet packet,
    unsigned family, size_t payload);

/* Count n packets of that many bytes in all, at now_ns. */
void ledger_count(struct ledger *ledger, enum ledger_direction direction,
    unsigned n, size_t bytes, uint64_t now_ns);

#endif
