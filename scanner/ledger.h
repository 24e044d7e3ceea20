/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What went over a link: packets and bytes of full wire size in each
 * direction, and the peaks over any second and any ten.  Pure.
 *
 * Sizes are IP, UDP or TCP headers as Linux writes them, plus the bytes per
 * packet beyond IP (an Ethernet header: what an interface counts).
 */
#ifndef SCANNER_LEDGER_H
#define SCANNER_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "base/net.h"

#define LEDGER_OVERHEAD_DEFAULT 14
#define LEDGER_SLOTS            100 /* of 100 ms each: the last ten seconds */

enum ledger_direction {
	LEDGER_OUT,
	LEDGER_IN,
	LEDGER_N_DIRECTIONS,
};

struct ledger_side {
	uint64_t packets, bytes;
	uint64_t peak_bps, peak10_bps; /* over any second, any ten seconds */
	/* Not in the above: what no socket sees, as estimated. */
	uint64_t unseen_packets, unseen_bytes;
	uint32_t slot[LEDGER_SLOTS]; /* bytes */
	uint64_t slot_no;  /* number of the newest slot since time 0 */
	uint64_t window;   /* sum of the newest ten slots */
	uint64_t window10; /* sum of all slots */
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

/* Bytes in each direction. */
struct ledger_bytes {
	size_t out, in;
};

void ledger_init(struct ledger *ledger, unsigned overhead);

/* Bytes on the wire of one packet; family 4 or 6. */
size_t ledger_size(const struct ledger *ledger, enum ledger_packet packet,
    unsigned family, size_t payload);

/*
 * What a question may take beyond the packet that puts it, if it is answered
 * in full: the reply; of TCP the rest of the handshake, the request, its
 * answer, and the RST that ends it.
 */
struct ledger_bytes ledger_rest(const struct ledger *ledger,
    enum net_protocol protocol, unsigned family, size_t request_len,
    size_t reply_len);

/* Count n packets of that many bytes in all, at now_ns. */
void ledger_count(struct ledger *ledger, enum ledger_direction direction,
    unsigned n, size_t bytes, uint64_t now_ns);

/* The same of what no socket sees: no peak counts it. */
void ledger_count_unseen(struct ledger *ledger, enum ledger_direction direction,
    unsigned n, size_t bytes);

#endif
