/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Routes, next hops and their link addresses, by rtnetlink.
 */
#include "scanner/packet_route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/fib_rules.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/addr.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "scanner/rtnl.h"
#include "scanner/packet_segments.h"

/* How long others wait while a link address is looked for: the kernel asks
 * again after 1 s and gives up after 3; what waits for it is asked late. */
#define PACKET_ROUTE_WAIT_NS UINT64_C(1000000000)
/* One question in that time goes by a socket, so that the kernel keeps the
 * link address verified and notices when it has gone. */
#define PACKET_ROUTE_VERIFY_NS UINT64_C(10000000000)
/* Tables that change all the time are not read all the time. */
#define PACKET_ROUTE_AGAIN_NS UINT64_C(50000000)

enum {
	PACKET_ROUTE_BY_SOCKET = -2, /* beside PACKET_SEGMENTS_NONE */
	PACKET_ROUTE_HOPS_MAX = 4096,
	PACKET_ROUTE_DUMP_TRIES = 5,
	PACKET_ROUTE_VALID = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE |
			     NUD_PERMANENT | NUD_NOARP,
};

enum packet_route_state {
	PACKET_ROUTE_NEW,
	PACKET_ROUTE_ASKED, /* the kernel is looking for it */
	PACKET_ROUTE_READY,
	PACKET_ROUTE_DEAD, /* there is none: sockets report that best */
};

struct packet_route_entry {
	struct packet_route_hop hop;
	uint32_t gateway;
	enum packet_route_state state;
	uint64_t since_ns; /* ASKED: since; READY: last verified */
};

struct packet_route {
	int ask_fd, listen_fd;
	struct packet_segments segments;
	bool is_stale; /* routes have changed since */
	bool must_tell;
	uint64_t read_ns; /* when the segments were */
	struct packet_route_entry *entry;
	size_t n_entries, entries_cap;
	int told_ifindex; /* said last of this one that it is of no use */
};

/* A request with room for what we put into it. */
struct packet_route_request {
	struct nlmsghdr head;
	union {
		struct rtmsg route;
		struct ifinfomsg link;
		struct ndmsg neighbour;
		uint8_t room[128];
	} body;
};

static void
packet_route_begin(struct packet_route_request *request, unsigned short type,
    size_t fixed_len)
{
	memset(request, 0, sizeof(*request));
	request->head.nlmsg_type = type;
	request->head.nlmsg_len = (uint32_t)NLMSG_LENGTH(fixed_len);
}

static bool
packet_route_is(const struct nlmsghdr *message, unsigned short type,
    size_t fixed_len)
{
	return message->nlmsg_type == type &&
	       message->nlmsg_len >= NLMSG_LENGTH(fixed_len);
}

/* An IPv4 address of an attribute, in host order; 0 without one. */
static uint32_t
packet_route_addr(const struct nlmsghdr *message, size_t fixed_len,
    unsigned short type)
{
	const void *found =
	    rtnl_attribute(message, fixed_len, type, sizeof(uint32_t));
	uint32_t addr = 0;

	if (found != NULL)
		memcpy(&addr, found, sizeof(addr));
	return ntohl(addr);
}

static void
packet_route_on_prefix(const struct nlmsghdr *message, void *arg)
{
	struct packet_segments *segments = arg;
	const struct rtmsg *route = rtnl_body(message);
	const struct fib_rule_hdr *rule = rtnl_body(message);

	if (packet_route_is(message, RTM_NEWROUTE, sizeof(*route)) &&
	    route->rtm_family == AF_INET && route->rtm_dst_len <= 32)
		(void)packet_segments_cut(segments,
		    packet_route_addr(message, sizeof(*route), RTA_DST),
		    route->rtm_dst_len);
	else if (packet_route_is(message, RTM_NEWRULE, sizeof(*rule)) &&
		 rule->family == AF_INET && rule->dst_len <= 32)
		(void)packet_segments_cut(segments,
		    packet_route_addr(message, sizeof(*rule), FRA_DST),
		    rule->dst_len);
}

/* All tables and rules into pieces; returns the kernel's errno. */
static int
packet_route_dump(struct packet_route *route)
{
	struct packet_route_request request;
	int sys_errno;

	packet_segments_fini(&route->segments);
	packet_route_begin(&request, RTM_GETROUTE, sizeof(struct rtmsg));
	request.body.route.rtm_family = AF_INET;
	sys_errno = rtnl_ask(route->ask_fd, &request.head, true,
	    packet_route_on_prefix, &route->segments);
	if (sys_errno != 0)
		return sys_errno;
	packet_route_begin(&request, RTM_GETRULE, sizeof(struct rtmsg));
	request.body.route.rtm_family = AF_INET;
	sys_errno = rtnl_ask(route->ask_fd, &request.head, true,
	    packet_route_on_prefix, &route->segments);
	/* A kernel without policy routing has no rules. */
	return sys_errno == EOPNOTSUPP ? 0 : sys_errno;
}

static int
packet_route_read(struct packet_route *route, struct err *err)
{
	int sys_errno = EAGAIN;

	for (int i = 0; sys_errno == EAGAIN && i < PACKET_ROUTE_DUMP_TRIES; i++)
		sys_errno = packet_route_dump(route);
	route->is_stale = sys_errno == EAGAIN; /* it goes on changing */
	if (route->segments.is_full)
		return err_set(err, ERR_LIMIT,
		    "the routing tables name more prefixes than the packet "
		    "transport takes (%d)",
		    PACKET_SEGMENTS_MAX / 2);
	packet_segments_seal(&route->segments);
	if (sys_errno != 0 && sys_errno != EAGAIN)
		return err_set_errno(err, ERR_SYSTEM, sys_errno,
		    "cannot read the routing tables");
	return 0;
}

struct packet_route *
packet_route_new(bool must_tell, struct err *err)
{
	struct packet_route *route = mem_new(sizeof(*route));

	route->ask_fd = route->listen_fd = -1;
	route->must_tell = must_tell;
	/* Listen first, so that no change falls between. */
	route->listen_fd =
	    rtnl_open(RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR |
			  RTMGRP_IPV4_ROUTE | RTMGRP_IPV4_RULE,
		err);
	if (route->listen_fd == -1)
		goto fail;
	route->ask_fd = rtnl_open(0, err);
	if (route->ask_fd == -1 || packet_route_read(route, err) == -1)
		goto fail;
	return route;
fail:
	packet_route_free(route);
	return NULL;
}

void
packet_route_free(struct packet_route *route)
{
	if (route == NULL)
		return;
	if (route->ask_fd != -1)
		(void)close(route->ask_fd);
	if (route->listen_fd != -1)
		(void)close(route->listen_fd);
	packet_segments_fini(&route->segments);
	free(route->entry);
	free(route);
}

int
packet_route_fd(const struct packet_route *route)
{
	return route->listen_fd;
}

static void
packet_route_settle(struct packet_route_entry *entry,
    enum packet_route_state state)
{
	char buf[ADDR_TEXT_LEN];
	struct addr gateway = addr_v4(entry->gateway);

	if (entry->state == state)
		return;
	if (state == PACKET_ROUTE_DEAD)
		log_info("packet",
		    "the gateway %s does not answer: questions behind it go "
		    "by the socket transport",
		    addr_format(&gateway, buf));
	if (state == PACKET_ROUTE_READY)
		entry->since_ns = clock_now_ns();
	entry->state = state;
}

/* What is known of a neighbour now, where it is one of our next hops. */
static void
packet_route_on_neighbour(const struct nlmsghdr *message, void *arg)
{
	struct packet_route *route = arg;
	const struct ndmsg *neighbour = rtnl_body(message);
	bool is_new = message->nlmsg_type == RTM_NEWNEIGH;
	const uint8_t *mac;
	uint32_t addr;

	if (!packet_route_is(message, message->nlmsg_type,
		sizeof(*neighbour)) ||
	    neighbour->ndm_family != AF_INET)
		return;
	addr = packet_route_addr(message, sizeof(*neighbour), NDA_DST);
	mac = rtnl_attribute(message, sizeof(*neighbour), NDA_LLADDR,
	    PACKET_CODEC_MAC_LEN);
	for (size_t i = 0; i < route->n_entries; i++) {
		struct packet_route_entry *entry = &route->entry[i];

		if (entry->gateway != addr ||
		    entry->hop.ifindex != neighbour->ndm_ifindex)
			continue;
		if (is_new && mac != NULL &&
		    (neighbour->ndm_state & PACKET_ROUTE_VALID)) {
			memcpy(entry->hop.path.to, mac, PACKET_CODEC_MAC_LEN);
			packet_route_settle(entry, PACKET_ROUTE_READY);
		} else if (is_new && (neighbour->ndm_state & NUD_FAILED)) {
			packet_route_settle(entry, PACKET_ROUTE_DEAD);
		} else if (!is_new && entry->state == PACKET_ROUTE_READY) {
			packet_route_settle(entry, PACKET_ROUTE_NEW);
		}
	}
}

static void
packet_route_on_change(const struct nlmsghdr *message, void *arg)
{
	struct packet_route *route = arg;

	if (message->nlmsg_type == RTM_NEWNEIGH ||
	    message->nlmsg_type == RTM_DELNEIGH)
		packet_route_on_neighbour(message, arg);
	else
		route->is_stale = true;
}

void
packet_route_listen(struct packet_route *route)
{
	if (rtnl_listen(route->listen_fd, packet_route_on_change, route))
		return;
	/* Messages were lost: nothing that is known can be relied on. */
	route->is_stale = true;
	for (size_t i = 0; i < route->n_entries; i++)
		packet_route_settle(&route->entry[i], PACKET_ROUTE_NEW);
}

/* What the kernel says of one route and one link. */
struct packet_route_answer {
	int ifindex; /* 0: no use */
	uint32_t gateway, source;
	bool is_special; /* more than a gateway on a link */
	bool is_ethernet, is_vlan, is_up;
	uint8_t mac[PACKET_CODEC_MAC_LEN];
};

static void
packet_route_on_route(const struct nlmsghdr *message, void *arg)
{
	struct packet_route_answer *answer = arg;
	const struct rtmsg *route = rtnl_body(message);
	const size_t fixed = sizeof(*route);
	const void *oif;

	if (!packet_route_is(message, RTM_NEWROUTE, fixed))
		return;
	oif = rtnl_attribute(message, fixed, RTA_OIF, sizeof(int));
	if ((route->rtm_type != RTN_UNICAST && route->rtm_type != RTN_LOCAL) ||
	    oif == NULL)
		return;
	memcpy(&answer->ifindex, oif, sizeof(answer->ifindex));
	answer->gateway = packet_route_addr(message, fixed, RTA_GATEWAY);
	answer->source = packet_route_addr(message, fixed, RTA_PREFSRC);
	answer->is_special =
	    rtnl_attribute(message, fixed, RTA_VIA, 0) != NULL ||
	    rtnl_attribute(message, fixed, RTA_ENCAP, 0) != NULL;
}

static void
packet_route_on_link(const struct nlmsghdr *message, void *arg)
{
	struct packet_route_answer *answer = arg;
	const struct ifinfomsg *link = rtnl_body(message);
	const size_t fixed = sizeof(*link), head = NLMSG_LENGTH(fixed);
	const void *mac, *info, *kind;
	size_t info_len, kind_len;

	if (!packet_route_is(message, RTM_NEWLINK, fixed))
		return;
	mac =
	    rtnl_attribute(message, fixed, IFLA_ADDRESS, PACKET_CODEC_MAC_LEN);
	answer->is_ethernet = link->ifi_type == ARPHRD_ETHER && mac != NULL;
	answer->is_up = (link->ifi_flags & IFF_UP) != 0;
	if (mac != NULL)
		memcpy(answer->mac, mac, sizeof(answer->mac));
	info = rtnl_nested((const uint8_t *)message + head,
	    message->nlmsg_len - head, IFLA_LINKINFO, 0, &info_len);
	kind = info == NULL
		   ? NULL
		   : rtnl_nested(info, info_len, IFLA_INFO_KIND, 4, &kind_len);
	answer->is_vlan = kind != NULL && memcmp(kind, "vlan", 4) == 0;
}

static void
packet_route_on_neighbour_of(const struct nlmsghdr *message, void *arg)
{
	if (message->nlmsg_type == RTM_NEWNEIGH)
		packet_route_on_neighbour(message, arg);
}

/* Whether frames may go that way; says it once for each link if not. */
static bool
packet_route_may_use(struct packet_route *route,
    const struct packet_route_answer *answer)
{
	char name[IF_NAMESIZE] = "?";
	const char *why = NULL;

	if (!answer->is_ethernet)
		why = "is no Ethernet link";
	else if (answer->is_vlan)
		why = "is a VLAN";
	else if (answer->is_special)
		why = "leads into a tunnel";
	if (why != NULL && answer->ifindex != route->told_ifindex) {
		(void)if_indextoname((unsigned)answer->ifindex, name);
		(route->must_tell ? log_warn : log_info)("packet",
		    "%s %s: questions that leave there go by the socket "
		    "transport",
		    name, why);
		route->told_ifindex = answer->ifindex;
	}
	return why == NULL && answer->is_up && answer->gateway != 0 &&
	       answer->source != 0;
}

/* The entry of a next hop, found or made; its place, or BY_SOCKET. */
static int
packet_route_entry_of(struct packet_route *route,
    const struct packet_route_answer *answer)
{
	struct packet_route_request request;
	struct packet_route_entry *entry;
	size_t i;

	for (i = 0; i < route->n_entries; i++) {
		entry = &route->entry[i];
		if (entry->hop.ifindex == answer->ifindex &&
		    entry->gateway == answer->gateway &&
		    entry->hop.path.source == answer->source)
			break;
	}
	if (i == PACKET_ROUTE_HOPS_MAX)
		return PACKET_ROUTE_BY_SOCKET;
	if (i == route->n_entries) {
		route->entry = mem_grow(route->entry, &route->entries_cap,
		    ++route->n_entries, sizeof(*route->entry));
		route->entry[i] = (struct packet_route_entry){
			.hop = { .ifindex = answer->ifindex,
			    .path = { .source = answer->source } },
			.gateway = answer->gateway,
		};
	}
	entry = &route->entry[i];
	memcpy(entry->hop.path.from, answer->mac, sizeof(answer->mac));
	if (entry->state == PACKET_ROUTE_READY)
		return (int)i;
	packet_route_begin(&request, RTM_GETNEIGH, sizeof(struct ndmsg));
	request.body.neighbour.ndm_family = AF_INET;
	(void)rtnl_ask(route->ask_fd, &request.head, true,
	    packet_route_on_neighbour_of, route);
	entry->since_ns = 0; /* not verified by us */
	return (int)i;
}

/* Ask the kernel how it would send there. */
static int
packet_route_resolve(struct packet_route *route, uint32_t addr)
{
	struct packet_route_answer answer = { 0 };
	struct packet_route_request request;
	uint32_t wire = htonl(addr);

	packet_route_begin(&request, RTM_GETROUTE, sizeof(struct rtmsg));
	request.body.route.rtm_family = AF_INET;
	request.body.route.rtm_dst_len = 32;
	rtnl_put(&request.head, RTA_DST, &wire, sizeof(wire));
	if (rtnl_ask(route->ask_fd, &request.head, false, packet_route_on_route,
		&answer) != 0 ||
	    answer.ifindex == 0)
		return PACKET_ROUTE_BY_SOCKET;
	packet_route_begin(&request, RTM_GETLINK, sizeof(struct ifinfomsg));
	request.body.link.ifi_index = answer.ifindex;
	if (rtnl_ask(route->ask_fd, &request.head, false, packet_route_on_link,
		&answer) != 0 ||
	    !packet_route_may_use(route, &answer))
		return PACKET_ROUTE_BY_SOCKET;
	return packet_route_entry_of(route, &answer);
}

static enum packet_route_way
packet_route_judge(struct packet_route_entry *entry, uint64_t now_ns)
{
	switch (entry->state) {
	case PACKET_ROUTE_NEW:
		/* This question makes the kernel look for it. */
		entry->state = PACKET_ROUTE_ASKED;
		entry->since_ns = now_ns;
		return PACKET_ROUTE_SOCKET;
	case PACKET_ROUTE_ASKED:
		if (now_ns - entry->since_ns < PACKET_ROUTE_WAIT_NS)
			return PACKET_ROUTE_WAIT;
		packet_route_settle(entry, PACKET_ROUTE_DEAD);
		return PACKET_ROUTE_SOCKET;
	case PACKET_ROUTE_READY:
		if (entry->since_ns != 0 &&
		    now_ns < entry->since_ns + PACKET_ROUTE_VERIFY_NS)
			return PACKET_ROUTE_FRAME;
		entry->since_ns = now_ns;
		return PACKET_ROUTE_SOCKET;
	case PACKET_ROUTE_DEAD:
		break;
	}
	return PACKET_ROUTE_SOCKET;
}

enum packet_route_way
packet_route_find(struct packet_route *route, uint32_t addr, uint64_t now_ns,
    const struct packet_route_hop **hop)
{
	struct packet_route_entry *entry;
	int *place;

	if (route->is_stale &&
	    now_ns >= route->read_ns + PACKET_ROUTE_AGAIN_NS) {
		log_info("packet", "routes have changed; they are read again");
		route->read_ns = now_ns;
		route->told_ifindex = 0;
		if (packet_route_read(route, NULL) == -1)
			packet_segments_fini(&route->segments);
	}
	if (!route->segments.is_sealed)
		return PACKET_ROUTE_SOCKET;
	place = packet_segments_at(&route->segments, addr);
	if (*place == PACKET_SEGMENTS_NONE)
		*place = packet_route_resolve(route, addr);
	if (*place == PACKET_ROUTE_BY_SOCKET)
		return PACKET_ROUTE_SOCKET;
	entry = &route->entry[*place];
	*hop = &entry->hop;
	return packet_route_judge(entry, now_ns);
}
