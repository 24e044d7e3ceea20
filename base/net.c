/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The two transport protocols.
 */
#include "base/net.h"

#include <strings.h>

const char *
net_protocol_name(enum net_protocol protocol)
{
	return protocol == NET_UDP ? "udp" : "tcp";
}

bool
net_protocol_parse(enum net_protocol *protocol, const char *text)
{
	if (strcasecmp(text, "udp") == 0)
		*protocol = NET_UDP;
	else if (strcasecmp(text, "tcp") == 0)
		*protocol = NET_TCP;
	else
		return false;
	return true;
}
