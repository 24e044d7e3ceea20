/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rtvscan's hello on TCP 2967: 16 bytes in, 16 bytes out (the exchange of
 * the public check, Nessus plugin 22419).  Pure.
 */
#ifndef RESPONDER_RTVSCAN_HELLO_H
#define RESPONDER_RTVSCAN_HELLO_H

#include <stddef.h>
#include <stdint.h>

#define RTVSCAN_HELLO_LEN 16

enum rtvscan_hello_state {
	RTVSCAN_HELLO_PART, /* right so far, more must come */
	RTVSCAN_HELLO_WHOLE,
	RTVSCAN_HELLO_OTHER, /* anything else: not answered */
};

/* What the first len bytes of a connection are. */
enum rtvscan_hello_state rtvscan_hello_read(const uint8_t *data, size_t len);

extern const uint8_t rtvscan_hello_answer[RTVSCAN_HELLO_LEN];

#endif
