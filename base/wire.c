/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes through a cursor that remembers failure.
 */
#include "base/wire.h"

#include <string.h>

struct wire
wire_reader(const void *data, size_t len)
{
	static const uint8_t nothing[1];
	struct wire wire = { data == NULL ? nothing : data, len, 0, false };

	return wire;
}

const uint8_t *
wire_bytes(struct wire *wire, size_t len)
{
	const uint8_t *bytes;

	if (wire->failed || len > wire->len - wire->at) {
		wire->failed = true;
		return NULL;
	}
	bytes = wire->data + wire->at;
	wire->at += len;
	return bytes;
}

uint8_t
wire_u8(struct wire *wire)
{
	const uint8_t *b = wire_bytes(wire, 1);

	return b == NULL ? 0 : b[0];
}

uint16_t
wire_le16(struct wire *wire)
{
	const uint8_t *b = wire_bytes(wire, 2);

	if (b == NULL)
		return 0;
	return (uint16_t)(b[0] | b[1] << 8);
}

uint16_t
wire_be16(struct wire *wire)
{
	const uint8_t *b = wire_bytes(wire, 2);

	if (b == NULL)
		return 0;
	return (uint16_t)(b[0] << 8 | b[1]);
}

uint32_t
wire_le32(struct wire *wire)
{
	uint32_t low = wire_le16(wire);
	uint32_t high = wire_le16(wire);

	return wire->failed ? 0 : low | high << 16;
}

uint32_t
wire_be32(struct wire *wire)
{
	uint32_t high = wire_be16(wire);
	uint32_t low = wire_be16(wire);

	return wire->failed ? 0 : low | high << 16;
}

void
wire_skip(struct wire *wire, size_t len)
{
	(void)wire_bytes(wire, len);
}

void
wire_seek(struct wire *wire, size_t at)
{
	if (at > wire->len)
		wire->failed = true;
	else
		wire->at = at;
}

void
wire_expect(struct wire *wire, const void *bytes, size_t len)
{
	const uint8_t *b = wire_bytes(wire, len);

	if (b != NULL && memcmp(b, bytes, len) != 0)
		wire->failed = true;
}

size_t
wire_left(const struct wire *wire)
{
	return wire->failed ? 0 : wire->len - wire->at;
}

bool
wire_ok(const struct wire *wire)
{
	return !wire->failed;
}
