/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The subnets that this machine stands in, from the kernel.
 */
#include "scanner/attached.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static unsigned
attached_mask_len(const struct addr *mask)
{
	return (unsigned)(__builtin_popcountll(mask->hi) +
			  __builtin_popcountll(mask->lo));
}

static bool
attached_prefix_of(struct prefix *prefix, const struct ifaddrs *at)
{
	struct sockaddr_storage addr, mask;
	struct addr mask_addr;
	size_t len;

	if (at->ifa_addr == NULL || at->ifa_netmask == NULL ||
	    !(at->ifa_flags & IFF_UP) || (at->ifa_flags & IFF_LOOPBACK))
		return false;
	if (at->ifa_addr->sa_family == AF_INET)
		len = sizeof(struct sockaddr_in);
	else if (at->ifa_addr->sa_family == AF_INET6)
		len = sizeof(struct sockaddr_in6);
	else
		return false;
	memset(&addr, 0, sizeof(addr));
	memset(&mask, 0, sizeof(mask));
	memcpy(&addr, at->ifa_addr, len);
	memcpy(&mask, at->ifa_netmask, len);
	mask.ss_family = addr.ss_family;
	if (!addr_from_sockaddr(&prefix->addr, NULL, &addr) ||
	    !addr_from_sockaddr(&mask_addr, NULL, &mask))
		return false;
	prefix->len = attached_mask_len(&mask_addr);
	prefix->addr = prefix_range(prefix).first;
	return true;
}

int
attached_prefixes(struct prefix **prefix, size_t *n, struct err *err)
{
	struct ifaddrs *list;
	size_t cap = 0;

	*prefix = NULL;
	*n = 0;
	if (getifaddrs(&list) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot read the interfaces of this machine");
	for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next) {
		*prefix = mem_grow(*prefix, &cap, *n + 1, sizeof(**prefix));
		if (attached_prefix_of(&(*prefix)[*n], at))
			++*n;
	}
	freeifaddrs(list);
	return 0;
}
