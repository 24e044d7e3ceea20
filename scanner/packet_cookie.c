/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Keyed values for half-open questions.
 */
#include "scanner/packet_cookie.h"

struct packet_cookie_state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
packet_cookie_rotate(uint64_t x, unsigned n)
{
	return x << n | x >> (64 - n);
}

static void
packet_cookie_rounds(struct packet_cookie_state *s, unsigned n)
{
	for (; n > 0; n--) {
		s->v0 += s->v1;
		s->v1 = packet_cookie_rotate(s->v1, 13) ^ s->v0;
		s->v0 = packet_cookie_rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = packet_cookie_rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = packet_cookie_rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = packet_cookie_rotate(s->v1, 17) ^ s->v2;
		s->v2 = packet_cookie_rotate(s->v2, 32);
	}
}

/* Up to 8 bytes, the lowest first. */
static uint64_t
packet_cookie_word(const uint8_t *data, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)data[i] << (8 * i);
	return word;
}

static void
packet_cookie_take(struct packet_cookie_state *s, uint64_t word)
{
	s->v3 ^= word;
	packet_cookie_rounds(s, 2);
	s->v0 ^= word;
}

uint64_t
packet_cookie_siphash(const uint8_t key[PACKET_COOKIE_KEY_LEN],
    const uint8_t *data, size_t len)
{
	uint64_t k0 = packet_cookie_word(key, 8);
	uint64_t k1 = packet_cookie_word(key + 8, 8);
	struct packet_cookie_state s = {
		k0 ^ UINT64_C(0x736f6d6570736575),
		k1 ^ UINT64_C(0x646f72616e646f6d),
		k0 ^ UINT64_C(0x6c7967656e657261),
		k1 ^ UINT64_C(0x7465646279746573),
	};
	size_t left = len;

	for (; left >= 8; left -= 8, data += 8)
		packet_cookie_take(&s, packet_cookie_word(data, 8));
	packet_cookie_take(&s,
	    packet_cookie_word(data, left) | (uint64_t)len << 56);
	s.v2 ^= 0xff;
	packet_cookie_rounds(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

struct packet_cookie
packet_cookie_of(const uint8_t key[PACKET_COOKIE_KEY_LEN], uint32_t addr,
    uint16_t port)
{
	const uint8_t about[6] = {
		(uint8_t)(addr >> 24),
		(uint8_t)(addr >> 16),
		(uint8_t)(addr >> 8),
		(uint8_t)addr,
		(uint8_t)(port >> 8),
		(uint8_t)port,
	};
	uint64_t hash = packet_cookie_siphash(key, about, sizeof(about));

	return (struct packet_cookie){
		.port_index = (uint16_t)(hash >> 32) % PACKET_COOKIE_PORTS,
		.seq = (uint32_t)hash,
	};
}
