/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Making a UDP socket as udp.c wants it: bound, non-blocking, with large
 * buffers and the error queue.
 */
#ifndef SCANNER_UDP_SOCKET_H
#define SCANNER_UDP_SOCKET_H

#include <stdint.h>

#include "base/err.h"

/*
 * For family 4 or 6.  source_port 0: a free one in 1024 to 4999, which the
 * seed chooses, since old firewalls let pongs back only there.  -1 and
 * ERR_NETWORK when none can be had; the caller closes it.
 */
int udp_socket_open(unsigned family, uint16_t source_port, uint64_t seed,
    struct err *err) __attribute__((warn_unused_result));

#endif
