/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Frames of our own: Ethernet, IPv4, UDP and TCP headers with checksums, and
 * what comes back, ICMP errors and what they quote included.  Pure.
 */
#ifndef SCANNER_PACKET_CODEC_H
#define SCANNER_PACKET_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/net.h"
#include "scanner/probe.h"

#define PACKET_CODEC_MAC_LEN 6
/* Ethernet, IPv4 and UDP headers and the longest request; a SYN is less. */
#define PACKET_CODEC_FRAME_MAX (14 + 20 + 8 + PROBE_REQUEST_MAX + 1)

/* What all frames to one next hop have in common; addresses in host order. */
struct packet_codec_path {
	uint8_t to[PACKET_CODEC_MAC_LEN], from[PACKET_CODEC_MAC_LEN];
	uint32_t source;
};

/* Whom a frame is for, in host order. */
struct packet_codec_end {
	uint32_t addr;
	uint16_t port, our_port;
};

/*
 * Write a whole frame and return its length.  len is at most
 * PROBE_REQUEST_MAX.  The SYN has the options that Linux sends, in as many
 * bytes, so that what the ledger reckons with holds for both transports.
 */
size_t packet_codec_udp(uint8_t frame[PACKET_CODEC_FRAME_MAX],
    const struct packet_codec_path *path, const struct packet_codec_end *end,
    const uint8_t *data, size_t len);
size_t packet_codec_syn(uint8_t frame[PACKET_CODEC_FRAME_MAX],
    const struct packet_codec_path *path, const struct packet_codec_end *end,
    uint32_t seq);

/* Whom a frame that was written here is for, and by which protocol. */
void packet_codec_read_own(const uint8_t frame[PACKET_CODEC_FRAME_MAX],
    struct packet_codec_end *end, enum net_protocol *protocol);

enum packet_codec_kind {
	PACKET_CODEC_UDP,
	PACKET_CODEC_OPEN,   /* SYN and ACK */
	PACKET_CODEC_CLOSED, /* RST and ACK */
	PACKET_CODEC_ICMP,   /* destination unreachable, or time exceeded */
};

/* What came.  data is borrowed from the packet. */
struct packet_codec_answer {
	enum packet_codec_kind kind;
	enum net_protocol protocol;  /* of the question */
	struct packet_codec_end end; /* whom the question was for */
	uint32_t from;               /* who says so */
	uint32_t seq;                /* of the SYN that it belongs to */
	uint8_t icmp_type, icmp_code;
	const uint8_t *data; /* of UDP */
	size_t len;
	/* Of UDP in bytes: what was sent; or of the question, where ICMP
	 * quotes it. */
	size_t payload_len;
};

/*
 * Read a packet that begins with its IPv4 header.  False for all that is no
 * answer to a question of ours, is damaged, or is part of something larger.
 * must_check: nobody has looked at the checksum of what IP carries, and it
 * is not still to be filled in by an interface.
 */
bool packet_codec_read(struct packet_codec_answer *answer, const uint8_t *data,
    size_t len, bool must_check);

#endif
