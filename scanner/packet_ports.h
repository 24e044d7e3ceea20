/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * TCP ports that half-open questions leave from: bound, so that nobody else
 * on this machine gets them, and never listening, so that the kernel answers
 * an unasked SYN-ACK with a RST.  Glue.
 */
#ifndef SCANNER_PACKET_PORTS_H
#define SCANNER_PACKET_PORTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "scanner/packet_cookie.h"

struct packet_ports {
	uint16_t first;
	int fd[PACKET_COOKIE_PORTS];
};

/* PACKET_COOKIE_PORTS ports in a row, chosen by random.  ERR_NETWORK. */
int packet_ports_open(struct packet_ports *ports, uint64_t random,
    struct err *err) __attribute__((warn_unused_result));
void packet_ports_close(struct packet_ports *ports);

#endif
