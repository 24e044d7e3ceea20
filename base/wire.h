/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes through a cursor that remembers failure: after the first read beyond
 * the end (or a mismatch) every read gives zero, and wire_ok() says so once.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire {
	const uint8_t *data;
	size_t len, at;
	bool failed;
};

/* A cursor at the start of len bytes, borrowed; NULL when len is 0. */
struct wire wire_reader(const void *data, size_t len);

uint8_t wire_u8(struct wire *wire);
uint16_t wire_le16(struct wire *wire);
uint16_t wire_be16(struct wire *wire);
uint32_t wire_le32(struct wire *wire);
uint32_t wire_be32(struct wire *wire);

/* len bytes at the cursor, or NULL after failure; borrowed from the data. */
const uint8_t *wire_bytes(struct wire *wire, size_t len);

void wire_skip(struct wire *wire, size_t len);
void wire_seek(struct wire *wire, size_t at);

/* Fail unless the next len bytes are these. */
void wire_expect(struct wire *wire, const void *bytes, size_t len);

size_t wire_left(const struct wire *wire);
bool wire_ok(const struct wire *wire);

#endif
