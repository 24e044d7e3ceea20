/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * PDS pings and pongs.  The layout is the one that the public LANDesk check
 * (Nessus plugin 29993) sends and reads; what it does not read is zero here.
 */
#include "responder/pds_pong.h"

#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"

/* Offsets in a BDCV pong. */
enum {
	PDS_PONG_AT_LENGTH = 0x12, /* LE16: the datagram's length less four */
	PDS_PONG_AT_OS = 0x18,     /* LE16 build, minor, major */
	PDS_PONG_AT_NAME = 0x20, /* UTF-16LE, NUL-ended; MAC and GUID follow */
};

bool
pds_pong_read_ping(const uint8_t *data, size_t len, uint8_t id[PDS_PONG_ID_LEN])
{
	struct wire in = wire_reader(data, len);
	const uint8_t *wanted;

	if (len != PDS_PONG_PING_LEN)
		return false;
	wire_expect(&in, "\x02\x0a", 2);
	if (wire_le16(&in) != PDS_PONG_PING_LEN)
		return false;
	wire_expect(&in, "PING", 4);
	wanted = wire_bytes(&in, PDS_PONG_ID_LEN);
	if (!wire_ok(&in))
		return false;
	/* The last four bytes have no known meaning and are not looked at. */
	memcpy(id, wanted, PDS_PONG_ID_LEN);
	return true;
}

static void
pds_pong_put_le16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

/* name as UTF-16LE with its NUL; returns the bytes written. */
static size_t
pds_pong_put_name(uint8_t *at, const char *name)
{
	size_t left = strnlen(name, PDS_PONG_NAME_CAP - 1), len = 0, used;

	for (; left > 0; name += used, left -= used) {
		int32_t c = utf8_decode(name, left, &used);

		if (c < 0)
			c = UTF8_REPLACEMENT;
		if (c >= 0x10000) {
			pds_pong_put_le16(at + len,
			    0xd800 | (uint32_t)(c - 0x10000) >> 10);
			len += 2;
			c = 0xdc00 | (c & 0x3ff);
		}
		pds_pong_put_le16(at + len, (uint32_t)c);
		len += 2;
	}
	pds_pong_put_le16(at + len, 0);
	return len + 2;
}

size_t
pds_pong_build(uint8_t out[PDS_PONG_CAP], const struct pds_pong_host *host)
{
	size_t len;

	memset(out, 0, PDS_PONG_AT_NAME);
	out[0] = 0x02;
	out[1] = 0x0a;
	memcpy(out + 4, "BDCVPING", 8);
	pds_pong_put_le16(out + PDS_PONG_AT_OS, host->os_build);
	out[PDS_PONG_AT_OS + 2] = host->os_minor;
	out[PDS_PONG_AT_OS + 3] = host->os_major;
	len = PDS_PONG_AT_NAME;
	len += pds_pong_put_name(out + len, host->name);
	memcpy(out + len, host->mac, sizeof(host->mac));
	len += sizeof(host->mac);
	memcpy(out + len, host->guid, sizeof(host->guid));
	len += sizeof(host->guid);
	pds_pong_put_le16(out + 2, (uint32_t)len);
	pds_pong_put_le16(out + PDS_PONG_AT_LENGTH, (uint32_t)len - 4);
	return len;
}
