/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What this machine says of itself.
 */
#include "responder/self.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/hash.h"

static void
self_find_mac(uint8_t mac[6])
{
	struct ifaddrs *list, *at;

	if (getifaddrs(&list) != 0)
		return;
	for (at = list; at != NULL; at = at->ifa_next) {
		struct sockaddr_ll link;

		if (at->ifa_addr == NULL ||
		    at->ifa_addr->sa_family != AF_PACKET ||
		    (at->ifa_flags & IFF_LOOPBACK) != 0)
			continue;
		memcpy(&link, at->ifa_addr, sizeof(link));
		if (link.sll_halen == 6) {
			memcpy(mac, link.sll_addr, 6);
			break;
		}
	}
	freeifaddrs(list);
}

void
self_describe(struct pds_pong_host *self)
{
	struct utsname system;
	unsigned major = 0, minor = 0, build = 0;
	uint64_t high = 0, low;

	memset(self, 0, sizeof(*self));
	self_find_mac(self->mac);
	if (uname(&system) == 0) {
		(void)snprintf(self->name, sizeof(self->name), "%.*s",
		    (int)sizeof(self->name) - 1, system.nodename);
		(void)sscanf(system.release, "%3u.%3u.%5u", &major, &minor,
		    &build);
	}
	self->os_major = (uint8_t)major;
	self->os_minor = (uint8_t)minor;
	self->os_build = (uint16_t)build;
	for (size_t i = 0; i < sizeof(self->mac); i++)
		high = hash_u64(high, self->mac[i]);
	low = high;
	for (const char *p = self->name; *p != '\0'; p++)
		low = hash_u64(low, (unsigned char)*p);
	memcpy(self->guid, &high, 8);
	memcpy(self->guid + 8, &low, 8);
}
