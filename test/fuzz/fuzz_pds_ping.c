/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any datagram as a ping, any bytes as a connection's first ones, and any
 * name in a pong.
 */
#include <string.h>

#include "responder/pds_pong.h"
#include "responder/rtvscan_hello.h"
#include "test/fuzz/fuzz.h"

/* A ping is 16 bytes and can be written in one way but for the last four. */
static void
fuzz_ping(const uint8_t *data, size_t size)
{
	uint8_t id[PDS_PONG_ID_LEN];

	if (!pds_pong_read_ping(data, size, id))
		return;
	FUZZ_ASSERT(size == 16);
	FUZZ_ASSERT(memcmp(data, "\x02\x0a\x10\x00PING", 8) == 0);
	FUZZ_ASSERT(memcmp(data + 8, id, 4) == 0);
}

/* Every byte decides; what is right stays right when it is cut short. */
static void
fuzz_hello(const uint8_t *data, size_t size)
{
	enum rtvscan_hello_state whole = rtvscan_hello_read(data, size);

	for (size_t len = 0; len < size && len < 32; len++) {
		enum rtvscan_hello_state part = rtvscan_hello_read(data, len);

		FUZZ_ASSERT(part != RTVSCAN_HELLO_OTHER ||
			    whole == RTVSCAN_HELLO_OTHER);
	}
	FUZZ_ASSERT(whole != RTVSCAN_HELLO_WHOLE || size == 16);
}

static void
fuzz_pong(const uint8_t *data, size_t size)
{
	struct pds_pong_host host = { .name = "" };
	uint8_t out[PDS_PONG_CAP];
	size_t len;

	memcpy(host.name, data,
	    size < sizeof(host.name) ? size : sizeof(host.name));
	len = pds_pong_build(out, &host);
	FUZZ_ASSERT(len >= 0x20 + 2 + 6 + 16 && len <= sizeof(out));
	FUZZ_ASSERT(((size_t)out[2] | (size_t)out[3] << 8) == len);
	FUZZ_ASSERT(((size_t)out[0x12] | (size_t)out[0x13] << 8) + 4 == len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_ping(data, size);
	fuzz_hello(data, size);
	fuzz_pong(data, size);
	return 0;
}
