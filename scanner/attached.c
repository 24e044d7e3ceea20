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
attached_net_of(struct attached_net *net, const struct ifaddrs *at)
{
	struct sockaddr_storage addr, mask;
	struct addr mask_addr;
	size_t len;

	if (at->ifa_addr == NULL || at->ifa_netmask == NULL ||
	    !(at->ifa_flags & IFF_UP))
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
	if (!addr_from_sockaddr(&net->own, NULL, &addr) ||
	    !addr_from_sockaddr(&mask_addr, NULL, &mask))
		return false;
	net->prefix.addr = net->own;
	net->prefix.len = attached_mask_len(&mask_addr);
	net->prefix.addr = prefix_range(&net->prefix).first;
	net->ifindex = if_nametoindex(at->ifa_name);
	net->is_loopback = at->ifa_flags & IFF_LOOPBACK;
	net->is_point_to_point = at->ifa_flags & IFF_POINTOPOINT;
	net->has_broadcast = at->ifa_flags & IFF_BROADCAST;
	net->has_multicast = at->ifa_flags & IFF_MULTICAST;
	return true;
}

int
attached_nets(struct attached_net **net, size_t *n, struct err *err)
{
	struct ifaddrs *list;
	size_t cap = 0;

	*net = NULL;
	*n = 0;
	if (getifaddrs(&list) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot read the interfaces of this machine");
	for (const struct ifaddrs *at = list; at != NULL; at = at->ifa_next) {
		*net = mem_grow(*net, &cap, *n + 1, sizeof(**net));
		if (attached_net_of(&(*net)[*n], at))
			++*n;
	}
	freeifaddrs(list);
	return 0;
}

int
attached_prefixes(struct prefix **prefix, size_t *n, struct err *err)
{
	struct attached_net *net;
	size_t n_nets;

	*prefix = NULL;
	*n = 0;
	if (attached_nets(&net, &n_nets, err) == -1)
		return -1;
	*prefix = mem_array(n_nets + 1, sizeof(**prefix));
	for (size_t i = 0; i < n_nets; i++)
		if (!net[i].is_loopback)
			(*prefix)[(*n)++] = net[i].prefix;
	free(net);
	return 0;
}
