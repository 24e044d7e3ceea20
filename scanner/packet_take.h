/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a packet means to the engine: an answer to a question of ours with the
 * right number, or nothing.  Pure but for the callbacks.
 */
#ifndef SCANNER_PACKET_TAKE_H
#define SCANNER_PACKET_TAKE_H

#include "scanner/packet_codec.h"
#include "scanner/packet_cookie.h"
#include "scanner/transport.h"

struct packet_take {
	const struct transport_callbacks *callbacks;
	void *arg;
	uint8_t key[PACKET_COOKIE_KEY_LEN];
	uint16_t tcp_first; /* of PACKET_COOKIE_PORTS */
	uint16_t udp_port;
	uint64_t n_ignored; /* packets that answered none of our questions */
};

/* A packet from its IPv4 header on; must_check as packet_codec_read(). */
void packet_take(struct packet_take *take, const uint8_t *data, size_t len,
    bool must_check, uint64_t at_ns);

#endif
