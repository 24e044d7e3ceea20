/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rtvscan's hello.
 */
#include "responder/rtvscan_hello.h"

#include <string.h>

static const uint8_t rtvscan_hello_request[RTVSCAN_HELLO_LEN] = {
	0x01, 0x10, 0x00, 0x00, 0x14, /* type 0x14, no body */
};

const uint8_t rtvscan_hello_answer[RTVSCAN_HELLO_LEN] = {
	0x01,
	0x10,
	0x00,
	0x00,
	0x14,
	0x01,
	0x01,
};

enum rtvscan_hello_state
rtvscan_hello_read(const uint8_t *data, size_t len)
{
	size_t n = len < RTVSCAN_HELLO_LEN ? len : RTVSCAN_HELLO_LEN;

	if (len > RTVSCAN_HELLO_LEN ||
	    memcmp(data, rtvscan_hello_request, n) != 0)
		return RTVSCAN_HELLO_OTHER;
	return n < RTVSCAN_HELLO_LEN ? RTVSCAN_HELLO_PART : RTVSCAN_HELLO_WHOLE;
}
