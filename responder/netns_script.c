/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What ip(8) and nft(8) are told.
 */
#include "responder/netns_script.h"

#include <string.h>

/* Locally administered addresses, known beforehand: nobody asks by ARP. */
#define NETNS_SCRIPT_SCANNER_MAC "02:72:63:00:00:01"
#define NETNS_SCRIPT_ESTATE_MAC  "02:72:63:00:00:02"

/*
 * Newer kernels show the limits of socket buffers in a namespace, older ones
 * do not; where they can be written they are raised.
 */
const struct netns_script_setting netns_script_scanner_settings[] = {
	{ "ipv6/conf/default/accept_ra", "0", false },
	{ "ipv6/conf/default/router_solicitations", "0", false },
	{ "core/rmem_max", "67108864", false },
	{ "core/wmem_max", "67108864", false },
	{ "ipv4/neigh/default/gc_thresh3", "131072", false },
	{ "ipv4/neigh/default/gc_thresh2", "65536", false },
	{ "ipv6/neigh/default/gc_thresh3", "131072", false },
	{ "ipv6/neigh/default/gc_thresh2", "65536", false },
	{ NULL, NULL, false },
};

/*
 * icmp_ratelimit is per peer.  icmp_msgs_per_sec bounds all ICMP of the
 * machine, and before Linux 6.12 or so no namespace has its own; but types
 * that icmp_ratemask leaves out are bounded by neither.  IPv6's mask cannot
 * be emptied; type 2 (packet too big) is never limited anyhow.
 */
const struct netns_script_setting netns_script_estate_settings[] = {
	{ "ipv6/conf/default/accept_ra", "0", false },
	{ "ipv6/conf/default/router_solicitations", "0", false },
	{ "ipv4/icmp_ratelimit", "0", true },
	{ "ipv4/icmp_ratemask", "0", true },
	{ "ipv4/icmp_msgs_per_sec", "1000000000", false },
	{ "ipv6/icmp/ratelimit", "0", false },
	{ "ipv6/icmp/ratemask", "2", false },
	{ "core/somaxconn", "65535", false },
	{ "ipv4/tcp_max_syn_backlog", "65535", false },
	{ NULL, NULL, false },
};

/* The first network that shares no address with the estate. */
static bool
netns_script_choose(struct netns_script_link *link, const struct estate *estate,
    const char *const *candidates)
{
	for (; *candidates != NULL; candidates++) {
		struct prefix prefix;
		bool is_free = prefix_parse(&prefix, *candidates, NULL) == 0;

		for (size_t i = 0; i < estate->n_rules; i++) {
			const struct prefix *other = &estate->rule[i].prefix;

			if (prefix_contains(other, &prefix.addr) ||
			    prefix_contains(&prefix, &other->addr))
				is_free = false;
		}
		if (!is_free)
			continue;
		link->len = prefix.len;
		link->scanner = addr_add(&prefix.addr, 1);
		link->estate = addr_add(&prefix.addr, 2);
		return true;
	}
	return false;
}

static int
netns_script_check_size(const struct estate *estate, struct err *err)
{
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;
	unsigned n = 0;

	estate_walk_init(&walk, estate, false);
	while (estate_walk_next(&walk, &addr, &class))
		if (++n > NETNS_SCRIPT_HOSTS_MAX)
			return err_set(err, ERR_LIMIT,
			    "the estate has more than %u hosts; take smaller "
			    "shares or prefixes",
			    NETNS_SCRIPT_HOSTS_MAX);
	return 0;
}

int
netns_script_init(struct netns_script *script, const struct estate *estate,
    uint16_t pds_port, uint16_t rtvscan_port, struct err *err)
{
	static const char *const networks4[] = { "10.255.255.0/30",
		"172.31.255.252/30", "192.168.255.252/30", "198.19.255.252/30",
		NULL };
	static const char *const networks6[] = { "fdff:ffff:ffff:ffff::/126",
		"fd00:ffff:ffff:ffff::/126", "2001:db8:ffff:ffff::/126", NULL };
	char text[ADDR_TEXT_LEN];

	memset(script, 0, sizeof(*script));
	script->estate = estate;
	script->pds_port = pds_port;
	script->rtvscan_port = rtvscan_port;
	for (size_t i = 0; i < estate->n_rules; i++) {
		const struct prefix *prefix = &estate->rule[i].prefix;

		if (prefix->addr.family == 6)
			script->link6.is_used = true;
		else
			script->link4.is_used = true;
		if (prefix->addr.family == 4 && prefix->addr.lo >> 24 == 127)
			return err_set(err, ERR_INPUT,
			    "%s is each namespace's own; with --namespace "
			    "take another prefix, such as 10.77.0.0/24",
			    prefix_format(prefix, text));
	}
	if (script->link4.is_used &&
	    !netns_script_choose(&script->link4, estate, networks4))
		return err_set(err, ERR_INPUT,
		    "the estate leaves no network for the scanner; leave "
		    "198.19.255.252/30 free");
	if (script->link6.is_used &&
	    !netns_script_choose(&script->link6, estate, networks6))
		return err_set(err, ERR_INPUT,
		    "the estate leaves no network for the scanner; leave "
		    "2001:db8:ffff:ffff::/126 free");
	return netns_script_check_size(estate, err);
}

/* Without IPv6 in the estate nothing but probes shall be on the line. */
static void
netns_script_up(struct text *out, const char *device,
    const struct netns_script *script)
{
	text_addf(out, "link set %s %sup\n", device,
	    script->link6.is_used ? "" : "addrgenmode none ");
}

/* One end of the line for one family. */
static void
netns_script_end(struct text *out, const struct netns_script_link *link,
    const char *device, const struct addr *own, const struct addr *peer,
    const char *peer_mac)
{
	char text[ADDR_TEXT_LEN];

	if (!link->is_used)
		return;
	text_addf(out, "address add %s/%u dev %s%s\n", addr_format(own, text),
	    link->len, device, own->family == 6 ? " nodad" : "");
	text_addf(out, "neighbour replace %s lladdr %s nud permanent dev %s\n",
	    addr_format(peer, text), peer_mac, device);
}

void
netns_script_scanner_ip(const struct netns_script *script,
    const char *estate_netns, struct text *out)
{
	const struct estate *estate = script->estate;
	const struct netns_script_link *link;
	char text[ADDR_TEXT_LEN];

	text_add(out, "link set lo up\n");
	text_addf(out,
	    "link add scanner0 address " NETNS_SCRIPT_SCANNER_MAC
	    " type veth peer name estate0 address " NETNS_SCRIPT_ESTATE_MAC
	    " netns %s\n",
	    estate_netns);
	netns_script_up(out, "scanner0", script);
	netns_script_end(out, &script->link4, "scanner0",
	    &script->link4.scanner, &script->link4.estate,
	    NETNS_SCRIPT_ESTATE_MAC);
	netns_script_end(out, &script->link6, "scanner0",
	    &script->link6.scanner, &script->link6.estate,
	    NETNS_SCRIPT_ESTATE_MAC);
	for (size_t i = 0; i < estate->n_rules; i++) {
		const struct prefix *prefix = &estate->rule[i].prefix;

		link =
		    prefix->addr.family == 4 ? &script->link4 : &script->link6;
		text_addf(out, "route add %s", prefix_format(prefix, text));
		text_addf(out, " via %s dev scanner0\n",
		    addr_format(&link->estate, text));
	}
}

/* Whether any listed host stands in the rule's prefix. */
static bool
netns_script_has_hosts(const struct estate *estate,
    const struct estate_rule *rule)
{
	if (estate_rule_has_shares(rule))
		return true;
	for (size_t i = 0; i < estate->n_listed; i++)
		if (prefix_contains(&rule->prefix, &estate->listed[i].addr))
			return true;
	return false;
}

void
netns_script_estate_ip(const struct netns_script *script, struct text *out)
{
	const struct estate *estate = script->estate;
	char text[ADDR_TEXT_LEN];

	text_add(out, "link set lo up\n");
	netns_script_up(out, "estate0", script);
	netns_script_end(out, &script->link4, "estate0", &script->link4.estate,
	    &script->link4.scanner, NETNS_SCRIPT_SCANNER_MAC);
	netns_script_end(out, &script->link6, "estate0", &script->link6.estate,
	    &script->link6.scanner, NETNS_SCRIPT_SCANNER_MAC);
	for (size_t i = 0; i < estate->n_rules; i++) {
		const struct estate_rule *rule = &estate->rule[i];

		prefix_format(&rule->prefix, text);
		if (netns_script_has_hosts(estate, rule))
			text_addf(out, "route add local %s dev lo\n", text);
		else
			text_addf(out, "route add blackhole %s\n", text);
	}
}

/*
 * What becomes of a packet is marked where it comes in, before the kernel looks
 * for its route: the estate has the scanner's processor for its own, so that
 * whoever is not there must cost little.
 */
enum netns_script_mark {
	NETNS_SCRIPT_ACCEPT = 1,
	NETNS_SCRIPT_NO_PDS,
	NETNS_SCRIPT_REFUSE,
};

static void
netns_script_nft_ingress(const struct netns_script *script, struct text *out)
{
	const struct netns_script_link *link[] = { &script->link4,
		&script->link6 };
	char text[ADDR_TEXT_LEN];

	text_add(out, "table netdev estate {\n"
		      "map hosts4 {\ntype ipv4_addr : mark\n}\n"
		      "map hosts6 {\ntype ipv6_addr : mark\n}\n"
		      "chain ingress {\n"
		      "type filter hook ingress device \"estate0\" priority 0\n"
		      "meta mark set ip daddr map @hosts4\n"
		      "meta mark set ip6 daddr map @hosts6\n"
		      "meta mark != 0 accept\n"
		      "meta protocol arp accept\n");
	for (size_t i = 0; i < sizeof(link) / sizeof(link[0]); i++)
		if (link[i]->is_used)
			text_addf(out, "%s daddr %s meta mark set %d accept\n",
			    link[i]->estate.family == 4 ? "ip" : "ip6",
			    addr_format(&link[i]->estate, text),
			    NETNS_SCRIPT_REFUSE);
	/* Whoever is not in the maps does not exist. */
	text_add(out, "drop\n}\n}\n");
}

void
netns_script_nft_rules(const struct netns_script *script, struct text *out)
{
	netns_script_nft_ingress(script, out);
	/* In the input hook, since a reject speaks from the address that was
	 * asked only once the packet is known to be local. */
	text_addf(out,
	    "table inet estate {\n"
	    "chain input {\n"
	    "type filter hook input priority 0\n"
	    "meta mark < %d accept\n"
	    "udp dport %u reject with icmpx type port-unreachable\n"
	    "meta mark %d tcp dport %u reject with tcp reset\n"
	    "}\n",
	    NETNS_SCRIPT_NO_PDS, script->pds_port, NETNS_SCRIPT_REFUSE,
	    script->rtvscan_port);
	/* For IPv6 the kernel holds no AnyIP address for its own, and would
	 * refuse from the line's address: take the one that was asked, which
	 * is the destination of the packet within (8 + 24 bytes on). */
	if (script->link6.is_used)
		text_add(out, "chain output {\n"
			      "type filter hook output priority 0\n"
			      "icmpv6 type destination-unreachable "
			      "ip6 saddr set @th,256,128\n"
			      "}\n");
	text_add(out, "}\n");
}

static void
netns_script_nft_element(struct text *out, const struct addr *addr,
    enum estate_class class)
{
	static const enum netns_script_mark mark[ESTATE_N_CLASSES] = {
		[ESTATE_SERVER] = NETNS_SCRIPT_ACCEPT,
		[ESTATE_CLIENT] = NETNS_SCRIPT_NO_PDS,
		[ESTATE_OPEN] = NETNS_SCRIPT_NO_PDS,
		[ESTATE_GUP] = NETNS_SCRIPT_NO_PDS,
		[ESTATE_REFUSING] = NETNS_SCRIPT_REFUSE,
	};
	char text[ADDR_TEXT_LEN];

	text_addf(out, "add element netdev estate hosts%u { %s : %d }\n",
	    addr->family, addr_format(addr, text), mark[class]);
}

size_t
netns_script_nft_hosts(struct estate_walk *walk, struct text *out)
{
	struct addr addr;
	enum estate_class class;
	size_t n = 0;

	while (
	    n < NETNS_SCRIPT_CHUNK && estate_walk_next(walk, &addr, &class)) {
		netns_script_nft_element(out, &addr, class);
		n++;
	}
	return n;
}
