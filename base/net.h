/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The two transport protocols that everything here speaks of.
 */
#ifndef BASE_NET_H
#define BASE_NET_H

#include <stdbool.h>

enum net_protocol {
	NET_UDP,
	NET_TCP,
};

/* "udp" or "tcp". */
const char *net_protocol_name(enum net_protocol protocol);

/* False when the text is neither; case does not matter. */
bool net_protocol_parse(enum net_protocol *protocol, const char *text);

#endif
