/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The kernel's neighbour table, by rtnetlink(7).
 */
#include "cli/neighbours.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hex.h"

#define NEIGHBOURS_BUF_SIZE 32768
#define NEIGHBOURS_MAC_LEN  6

struct neighbours {
	const struct rangeset *addrs;
	void (*fn)(const struct observation *observation, void *arg);
	void *arg;
};

/* mac is NULL where nobody answered. */
static void
neighbours_tell(const struct neighbours *to, const struct addr *addr,
    const uint8_t *mac)
{
	struct observation seen = {
		.addr = *addr,
		.probe = addr->family == 6 ? "ndp" : "arp",
		.kind = OBSERVATION_NEIGHBOUR,
		.time_us = clock_now_wall_us(),
		.rtt_us = OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
	};
	struct text text = TEXT_INIT;

	if (mac != NULL) {
		hex_add(&text, mac, NEIGHBOURS_MAC_LEN, ':');
		seen.match = text_str(&text);
	}
	to->fn(&seen, to->arg);
	text_fini(&text);
}

/*
 * Whether an entry says anything.  Only "reachable" was confirmed of late: a
 * stale one may have been switched off long ago.
 */
static bool
neighbours_is_known(const struct ndmsg *entry, const uint8_t *mac)
{
	if ((entry->ndm_state & NUD_REACHABLE) != 0)
		return mac != NULL;
	return (entry->ndm_state & (NUD_INCOMPLETE | NUD_FAILED)) != 0;
}

static void
neighbours_take(const struct neighbours *to, struct nlmsghdr *header)
{
	struct ndmsg *entry = NLMSG_DATA(header);
	const uint8_t *mac = NULL;
	struct addr addr = { 0, 0, 0 };
	ssize_t len =
	    (ssize_t)header->nlmsg_len - (ssize_t)NLMSG_LENGTH(sizeof(*entry));

	if (header->nlmsg_type != RTM_NEWNEIGH || len < 0)
		return;
	for (struct rtattr *attr =
		 (void *)((char *)entry + NLMSG_ALIGN(sizeof(*entry)));
	     RTA_OK(attr, len); attr = RTA_NEXT(attr, len)) {
		if (attr->rta_type == NDA_DST)
			(void)addr_from_bytes(&addr, RTA_DATA(attr),
			    RTA_PAYLOAD(attr));
		else if (attr->rta_type == NDA_LLADDR &&
			 RTA_PAYLOAD(attr) == NEIGHBOURS_MAC_LEN)
			mac = RTA_DATA(attr);
	}
	if (addr.family != 0 && neighbours_is_known(entry, mac) &&
	    rangeset_contains(to->addrs, &addr))
		neighbours_tell(to, &addr,
		    (entry->ndm_state & NUD_REACHABLE) != 0 ? mac : NULL);
}

static void
neighbours_read(const struct neighbours *to, int fd)
{
	static const struct {
		struct nlmsghdr header;
		struct ndmsg entry;
	} request = {
		.header = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct ndmsg)),
		    .nlmsg_type = RTM_GETNEIGH,
		    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
	};
	_Alignas(struct nlmsghdr) char buf[NEIGHBOURS_BUF_SIZE];
	ssize_t len;

	if (send(fd, &request, request.header.nlmsg_len, 0) == -1)
		return;
	while ((len = recv(fd, buf, sizeof(buf), 0)) > 0 ||
	       (len == -1 && errno == EINTR)) {
		for (struct nlmsghdr *header = (void *)buf;
		     NLMSG_OK(header, len); header = NLMSG_NEXT(header, len)) {
			if (header->nlmsg_type == NLMSG_DONE ||
			    header->nlmsg_type == NLMSG_ERROR)
				return;
			neighbours_take(to, header);
		}
	}
}

void
neighbours_each(const struct rangeset *addrs,
    void (*fn)(const struct observation *observation, void *arg), void *arg)
{
	const struct neighbours to = { addrs, fn, arg };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd == -1)
		return;
	neighbours_read(&to, fd);
	(void)close(fd);
}
