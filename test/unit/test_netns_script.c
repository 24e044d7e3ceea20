/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What ip(8) and nft(8) are told.
 */
#include "responder/netns_script.h"

#include <string.h>

#include "responder/estate_file.h"
#include "test/harness.h"

static int
begin(struct netns_script *script, struct estate *estate, const char *text,
    struct err *err)
{
	if (estate_file_parse(estate, text, strlen(text), "f", err) == -1)
		CU_FAIL_FATAL("the estate is refused");
	return netns_script_init(script, estate, 38293, 2967, err);
}

#define LINK                                                     \
	"link add scanner0 address 02:72:63:00:00:01 type veth " \
	"peer name estate0 address 02:72:63:00:00:02 netns /n\n"

static void
test_ip4(void)
{
	struct netns_script script;
	struct estate estate;
	struct err err = ERR_INIT;
	struct text out = TEXT_INIT;

	CU_ASSERT_EQUAL_FATAL(
	    begin(&script, &estate,
		"prefix 10.77.0.0/16\nservers 1/8\nprefix 10.78.0.0/24\n"
		"prefix 10.79.0.0/24\nclient 10.79.0.1\n",
		&err),
	    0);
	netns_script_scanner_ip(&script, "/n", &out);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "link set lo up\n" LINK "link set scanner0 addrgenmode none up\n"
	    "address add 10.255.255.1/30 dev scanner0\n"
	    "neighbour replace 10.255.255.2 lladdr 02:72:63:00:00:02 nud "
	    "permanent dev scanner0\n"
	    "route add 10.77.0.0/16 via 10.255.255.2 dev scanner0\n"
	    "route add 10.78.0.0/24 via 10.255.255.2 dev scanner0\n"
	    "route add 10.79.0.0/24 via 10.255.255.2 dev scanner0\n");
	text_clear(&out);
	netns_script_estate_ip(&script, &out);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "link set lo up\n"
	    "link set estate0 addrgenmode none up\n"
	    "address add 10.255.255.2/30 dev estate0\n"
	    "neighbour replace 10.255.255.1 lladdr 02:72:63:00:00:01 nud "
	    "permanent dev estate0\n"
	    "route add local 10.77.0.0/16 dev lo\n"
	    "route add blackhole 10.78.0.0/24\n"
	    "route add local 10.79.0.0/24 dev lo\n");
	text_fini(&out);
	estate_fini(&estate);
}

static void
test_ip6(void)
{
	struct netns_script script;
	struct estate estate;
	struct err err = ERR_INIT;
	struct text out = TEXT_INIT;

	CU_ASSERT_EQUAL_FATAL(begin(&script, &estate,
				  "prefix fd77::/112\nservers 1/8\n", &err),
	    0);
	netns_script_scanner_ip(&script, "/n", &out);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "link set lo up\n" LINK "link set scanner0 up\n"
	    "address add fdff:ffff:ffff:ffff::1/126 dev scanner0 nodad\n"
	    "neighbour replace fdff:ffff:ffff:ffff::2 lladdr "
	    "02:72:63:00:00:02 nud permanent dev scanner0\n"
	    "route add fd77::/112 via fdff:ffff:ffff:ffff::2 dev scanner0\n");
	text_clear(&out);
	netns_script_nft_rules(&script, &out);
	CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&out),
	    "meta protocol arp accept\n"
	    "ip6 daddr fdff:ffff:ffff:ffff::2 meta mark set 3 accept\n"
	    "drop\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&out),
	    "icmpv6 type destination-unreachable ip6 saddr set @th,256,128\n"));
	text_fini(&out);
	estate_fini(&estate);
}

static const struct {
	const char *name, *estate, *scanner4, *scanner6;
} link_rows[] = {
	{ "first", "prefix 10.77.0.0/16 fd00::/64", "10.255.255.1",
	    "fdff:ffff:ffff:ffff::1" },
	{ "taken by a larger one", "prefix 10.0.0.0/8 fdff::/16",
	    "172.31.255.253", "fd00:ffff:ffff:ffff::1" },
	{ "taken by a part", "prefix 10.255.255.2 fdff:ffff:ffff:ffff::3",
	    "172.31.255.253", "fd00:ffff:ffff:ffff::1" },
	{ "beside it", "prefix 10.255.255.4/30 fdff:ffff:ffff:ffff::4/126",
	    "10.255.255.1", "fdff:ffff:ffff:ffff::1" },
	{ "third", "prefix 10.0.0.0/8 172.16.0.0/12 fd00::/16 fdff::/16",
	    "192.168.255.253", "2001:db8:ffff:ffff::1" },
	{ "fourth", "prefix 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16",
	    "198.19.255.253", NULL },
	{ "none left",
	    "prefix 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15",
	    NULL, NULL },
	{ "none left of IPv6", "prefix fd00::/16 fdff::/16 2001:db8::/32", NULL,
	    NULL },
	{ "loopback", "prefix 127.77.0.0/24", NULL, NULL },
};

static void
test_links(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(link_rows); i++) {
		struct netns_script script;
		struct estate estate;
		struct err err = ERR_INIT;
		char text[ADDR_TEXT_LEN];
		int ret = begin(&script, &estate, link_rows[i].estate, &err);

		harness_row(link_rows[i].name);
		CU_ASSERT_EQUAL(ret, link_rows[i].scanner4 == NULL ? -1 : 0);
		if (ret == -1)
			CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		if (ret == 0)
			CU_ASSERT_STRING_EQUAL(addr_format(&script.link4
								.scanner,
						   text),
			    link_rows[i].scanner4);
		if (link_rows[i].scanner6 != NULL)
			CU_ASSERT_STRING_EQUAL(addr_format(&script.link6
								.scanner,
						   text),
			    link_rows[i].scanner6);
		estate_fini(&estate);
	}
}

static void
test_nft_rules(void)
{
	struct netns_script script;
	struct estate estate;
	struct err err = ERR_INIT;
	struct text out = TEXT_INIT;

	CU_ASSERT_EQUAL_FATAL(begin(&script, &estate, "prefix 10.77.0.0/24\n",
				  &err),
	    0);
	script.pds_port = 1111;
	script.rtvscan_port = 2222;
	netns_script_nft_rules(&script, &out);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "table netdev estate {\n"
	    "map hosts4 {\ntype ipv4_addr : mark\n}\n"
	    "map hosts6 {\ntype ipv6_addr : mark\n}\n"
	    "chain ingress {\n"
	    "type filter hook ingress device \"estate0\" priority 0\n"
	    "meta mark set ip daddr map @hosts4\n"
	    "meta mark set ip6 daddr map @hosts6\n"
	    "meta mark != 0 accept\n"
	    "meta protocol arp accept\n"
	    "ip daddr 10.255.255.2 meta mark set 3 accept\n"
	    "drop\n"
	    "}\n"
	    "}\n"
	    "table inet estate {\n"
	    "chain input {\n"
	    "type filter hook input priority 0\n"
	    "meta mark < 2 accept\n"
	    "udp dport 1111 reject with icmpx type port-unreachable\n"
	    "meta mark 3 tcp dport 2222 reject with tcp reset\n"
	    "}\n"
	    "}\n");
	text_fini(&out);
	estate_fini(&estate);
}

static void
test_nft_hosts(void)
{
	struct netns_script script;
	struct estate estate;
	struct estate_walk walk;
	struct err err = ERR_INIT;
	struct text out = TEXT_INIT;

	CU_ASSERT_EQUAL_FATAL(
	    begin(&script, &estate,
		"prefix 10.77.0.0/24 fd00::/64\nserver 10.77.0.1\n"
		"client 10.77.0.2\nopen 10.77.0.3\ngup 10.77.0.4\n"
		"refusing 10.77.0.5\nsilent 10.77.0.6\nserver fd00::7\n",
		&err),
	    0);
	estate_walk_init(&walk, &estate, false);
	CU_ASSERT_EQUAL(netns_script_nft_hosts(&walk, &out), 6);
	CU_ASSERT_STRING_EQUAL(text_str(&out),
	    "add element netdev estate hosts4 { 10.77.0.1 : 1 }\n"
	    "add element netdev estate hosts4 { 10.77.0.2 : 2 }\n"
	    "add element netdev estate hosts4 { 10.77.0.3 : 2 }\n"
	    "add element netdev estate hosts4 { 10.77.0.4 : 2 }\n"
	    "add element netdev estate hosts4 { 10.77.0.5 : 3 }\n"
	    "add element netdev estate hosts6 { fd00::7 : 1 }\n");
	CU_ASSERT_EQUAL(netns_script_nft_hosts(&walk, &out), 0);
	text_fini(&out);
	estate_fini(&estate);
}

static void
test_size(void)
{
	struct netns_script script;
	struct estate estate;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(begin(&script, &estate,
			    "servers 1/1\nprefix fd77::/110\n", &err),
	    0);
	estate_fini(&estate);
	CU_ASSERT_EQUAL(begin(&script, &estate,
			    "servers 1/1\nprefix fd77::/110 fd78::1\n", &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "262144"));
	estate_fini(&estate);
}

/* Every host once, in runs of at most NETNS_SCRIPT_CHUNK. */
static void
test_nft_chunks(void)
{
	struct netns_script script;
	struct estate estate;
	struct estate_walk walk;
	struct err err = ERR_INIT;
	struct text out = TEXT_INIT;
	size_t n, sum = 0, runs = 0;

	CU_ASSERT_EQUAL_FATAL(begin(&script, &estate,
				  "servers 1/1\nprefix 10.77.0.0/20\n", &err),
	    0);
	estate_walk_init(&walk, &estate, false);
	while ((n = netns_script_nft_hosts(&walk, &out)) > 0) {
		CU_ASSERT(n <= NETNS_SCRIPT_CHUNK);
		sum += n;
		runs++;
	}
	CU_ASSERT_EQUAL(sum, 4094);
	CU_ASSERT_EQUAL(runs,
	    (4094 + NETNS_SCRIPT_CHUNK - 1) / NETNS_SCRIPT_CHUNK);
	text_fini(&out);
	estate_fini(&estate);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "ip4", test_ip4 },
		{ "ip6", test_ip6 },
		{ "links", test_links },
		{ "size", test_size },
		{ "nft_rules", test_nft_rules },
		{ "nft_hosts", test_nft_hosts },
		{ "nft_chunks", test_nft_chunks },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "netns_script", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
