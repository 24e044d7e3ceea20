/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a half-open question carries instead of being remembered: a keyed
 * value in source port and sequence number, which a true answer brings back
 * and a stranger cannot know.  Pure but for the making of the key.
 */
#ifndef SCANNER_PACKET_COOKIE_H
#define SCANNER_PACKET_COOKIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKET_COOKIE_KEY_LEN 16
#define PACKET_COOKIE_PORTS   16 /* source ports in use; a power of two */

/* SipHash-2-4 (Aumasson, Bernstein 2012) of len bytes. */
uint64_t packet_cookie_siphash(const uint8_t key[PACKET_COOKIE_KEY_LEN],
    const uint8_t *data, size_t len);

/* Of a question to a port there: which of our ports, and the number. */
struct packet_cookie {
	uint16_t port_index; /* below PACKET_COOKIE_PORTS */
	uint32_t seq;
};

struct packet_cookie packet_cookie_of(const uint8_t key[PACKET_COOKIE_KEY_LEN],
    uint32_t addr, uint16_t port);

#endif
