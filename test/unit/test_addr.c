/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Addresses, prefixes and ranges: every form, boundary and refusal.
 */
#include "base/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "test/harness.h"

static const struct {
	const char *name, *text;
	uint8_t family;        /* 0: refused */
	const char *canonical; /* or a part of the message */
} parse_rows[] = {
	{ "lowest", "0.0.0.0", 4, "0.0.0.0" },
	{ "highest", "255.255.255.255", 4, "255.255.255.255" },
	{ "usual", "10.17.0.1", 4, "10.17.0.1" },
	{ "octets of one to three digits", "9.10.99.100", 4, "9.10.99.100" },
	{ "zeros within octets", "101.110.200.209", 4, "101.110.200.209" },
	{ "octet too large", "10.0.0.256", 0, "'10.0.0.256'" },
	{ "three octets", "10.0.0", 0, "'10.0.0'" },
	{ "five octets", "10.0.0.0.1", 0, "'10.0.0.0.1'" },
	{ "empty octet", "10..0.1", 0, "'10..0.1'" },
	{ "minus", "10.0.0.-1", 0, "'10.0.0.-1'" },
	{ "plain number", "167772161", 0, "'167772161'" },
	{ "hex", "0x0a000001", 0, "'0x0a000001'" },
	{ "empty", "", 0, "not an address: ''" },
	{ "blank before", " 10.0.0.1", 0, "' 10.0.0.1'" },
	{ "blank behind", "10.0.0.1 ", 0, "'10.0.0.1 '" },
	{ "port", "10.0.0.1:80", 0, "'10.0.0.1:80'" },
	{ "name", "server1", 0, "'server1'" },
	{ "leading zero", "10.0.0.010", 0, "write 10.0.0.10" },
	{ "leading zero in front", "010.0.0.1", 0, "write 10.0.0.1" },
	{ "two zeros", "10.00.0.1", 0, "write 10.0.0.1" },
	{ "only zeros", "000.000.000.000", 0, "write 0.0.0.0" },
	{ "leading zero, octet too large", "010.0.0.999", 0,
	    "not an address: '010.0.0.999'" },
	{ "unspecified", "::", 6, "::" },
	{ "loopback", "::1", 6, "::1" },
	{ "all ones", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 6,
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "capitals and zeros", "2001:0DB8:0:0:0:0:0:00AB", 6, "2001:db8::ab" },
	{ "one zero group stays", "2001:db8:0:1:1:1:1:1", 6,
	    "2001:db8:0:1:1:1:1:1" },
	{ "the longer run is cut", "1:0:0:2:0:0:0:3", 6, "1:0:0:2::3" },
	{ "IPv4 in an IPv6 coat", "::ffff:10.0.0.1", 4, "10.0.0.1" },
	{ "the same in hex", "::ffff:a00:1", 4, "10.0.0.1" },
	{ "IPv4-compatible", "::10.0.0.1", 6, "::10.0.0.1" },
	{ "group too long", "2001:db8::12345", 0, "'2001:db8::12345'" },
	{ "two runs", "1::2::3", 0, "'1::2::3'" },
	{ "seven groups", "1:2:3:4:5:6:7", 0, "'1:2:3:4:5:6:7'" },
	{ "nine groups", "1:2:3:4:5:6:7:8:9", 0, "'1:2:3:4:5:6:7:8:9'" },
	{ "zone", "fe80::1%eth0", 0, "with a zone" },
	{ "brackets", "[::1]", 0, "'[::1]'" },
};

static void
test_parse(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(parse_rows); i++) {
		struct err err = ERR_INIT;
		struct addr addr = { 1, 2, 3 };
		char buf[ADDR_TEXT_LEN];
		int ret = addr_parse(&addr, parse_rows[i].text, &err);

		harness_row(parse_rows[i].name);
		if (parse_rows[i].family == 0) {
			CU_ASSERT_EQUAL(ret, -1);
			CU_ASSERT_EQUAL(err.code, ERR_INPUT);
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, parse_rows[i].canonical));
			CU_ASSERT_EQUAL(addr.family, 3); /* untouched */
			continue;
		}
		CU_ASSERT_EQUAL(ret, 0);
		CU_ASSERT_EQUAL(addr.family, parse_rows[i].family);
		CU_ASSERT_STRING_EQUAL(addr_format(&addr, buf),
		    parse_rows[i].canonical);
	}
}

/* Longer than any buffer inside; must be refused and quoted, cut. */
static void
test_parse_long(void)
{
	struct err err = ERR_INIT;
	struct addr addr;
	struct prefix prefix;
	char text[4000];

	memset(text, '0', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	CU_ASSERT_EQUAL(addr_parse(&addr, text, &err), -1);
	memset(text, '1', sizeof(text) - 1);
	CU_ASSERT_EQUAL(addr_parse(&addr, text, &err), -1);
	memcpy(text + sizeof(text) - 4, "/24", 4);
	CU_ASSERT_EQUAL(prefix_parse(&prefix, text, &err), -1);
	memcpy(text, "10.0.0.0/", 9);
	CU_ASSERT_EQUAL(prefix_parse(&prefix, text, &err), -1);
}

static void
test_format_none(void)
{
	struct addr none = { 0, 0, 0 };
	char buf[ADDR_TEXT_LEN] = "x";

	CU_ASSERT_STRING_EQUAL(addr_format(&none, buf), "");
}

static struct addr
addr_of(const char *text)
{
	struct addr addr = { 0, 0, 0 };

	CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, text, NULL), 0);
	return addr;
}

static void
test_order(void)
{
	static const char *const ascending[] = { "0.0.0.0", "0.0.0.1",
		"127.255.255.255", "128.0.0.0", "255.255.255.255", "::", "::1",
		"::ffff:ffff:ffff:ffff", "0:0:0:1::", "ffff::" };

	for (size_t i = 0; i < HARNESS_ROWS(ascending); i++)
		for (size_t j = 0; j < HARNESS_ROWS(ascending); j++) {
			struct addr a = addr_of(ascending[i]);
			struct addr b = addr_of(ascending[j]);

			harness_row(ascending[i]);
			CU_ASSERT_EQUAL(addr_cmp(&a, &b), i < j   ? -1
							  : i > j ? 1
								  : 0);
			CU_ASSERT_EQUAL(addr_eq(&a, &b), i == j);
		}
}

static const struct {
	const char *name, *from;
	uint64_t n;
	const char *to;
} add_rows[] = {
	{ "nothing", "10.0.0.1", 0, "10.0.0.1" },
	{ "over an octet", "10.0.0.255", 1, "10.0.1.0" },
	{ "all of IPv4", "0.0.0.0", UINT32_MAX, "255.255.255.255" },
	{ "over 64 bits", "::ffff:ffff:ffff:ffff", 1, "0:0:0:1::" },
	{ "2^64 - 1", "::1", UINT64_MAX, "0:0:0:1::" },
	{ "the last", "::", UINT64_MAX, "::ffff:ffff:ffff:ffff" },
};

static void
test_add(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(add_rows); i++) {
		struct addr from = addr_of(add_rows[i].from);
		struct addr to = addr_of(add_rows[i].to);
		struct addr sum = addr_add(&from, add_rows[i].n);

		harness_row(add_rows[i].name);
		CU_ASSERT(addr_eq(&sum, &to));
		CU_ASSERT_EQUAL(addr_distance(&from, &to), add_rows[i].n);
	}
}

static void
test_bytes(void)
{
	static const uint8_t v6[16] = { 0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 5, 6, 7,
		8, 9, 10, 11, 12 };
	struct addr addr = addr_of("10.17.0.1");
	uint8_t out[16];
	char buf[ADDR_TEXT_LEN];

	CU_ASSERT_EQUAL(addr_to_bytes(&addr, out), 4);
	CU_ASSERT_EQUAL(memcmp(out, "\x0a\x11\x00\x01", 4), 0);
	CU_ASSERT_EQUAL(addr_bits(&addr), 32);
	CU_ASSERT(addr_from_bytes(&addr, v6, 16));
	CU_ASSERT_EQUAL(addr_bits(&addr), 128);
	CU_ASSERT_STRING_EQUAL(addr_format(&addr, buf),
	    "2001:db8:102:304:506:708:90a:b0c");
	CU_ASSERT_EQUAL(addr_to_bytes(&addr, out), 16);
	CU_ASSERT_EQUAL(memcmp(out, v6, 16), 0);
	for (size_t len = 0; len < 16; len++)
		if (len != 4) {
			CU_ASSERT_FALSE(addr_from_bytes(&addr, v6, len));
			CU_ASSERT_EQUAL(addr.family, 0);
		}
}

static void
test_sockaddr(void)
{
	static const char *const texts[] = { "0.0.0.0", "10.1.2.3",
		"255.255.255.255", "::1", "2001:db8::1" };
	struct sockaddr_storage ss;
	struct addr got;
	uint16_t port;

	for (size_t i = 0; i < HARNESS_ROWS(texts); i++) {
		struct addr addr = addr_of(texts[i]);
		socklen_t len = addr_to_sockaddr(&addr, 38293, &ss);

		harness_row(texts[i]);
		CU_ASSERT_EQUAL(ss.ss_family,
		    addr.family == 4 ? AF_INET : AF_INET6);
		CU_ASSERT_EQUAL(len, addr.family == 4
					 ? sizeof(struct sockaddr_in)
					 : sizeof(struct sockaddr_in6));
		port = 0;
		CU_ASSERT(addr_from_sockaddr(&got, &port, &ss));
		CU_ASSERT(addr_eq(&addr, &got));
		CU_ASSERT_EQUAL(port, 38293);
		CU_ASSERT(addr_from_sockaddr(&got, NULL, &ss));
	}
	harness_row("neither");
	ss.ss_family = AF_UNIX;
	CU_ASSERT_FALSE(addr_from_sockaddr(&got, &port, &ss));
}

/* What the kernel sees, not only what we read back. */
static void
test_sockaddr_kernel_order(void)
{
	struct addr addr = addr_v4(0x0a010203);
	struct sockaddr_storage ss;
	const struct sockaddr_in *in = (const struct sockaddr_in *)&ss;
	char buf[INET_ADDRSTRLEN];

	(void)addr_to_sockaddr(&addr, 0x1234, &ss);
	CU_ASSERT_EQUAL(ntohs(in->sin_port), 0x1234);
	CU_ASSERT_STRING_EQUAL(inet_ntop(AF_INET, &in->sin_addr, buf,
				   sizeof(buf)),
	    "10.1.2.3");
}

static const struct {
	const char *name, *text;
	const char *canonical;    /* NULL: refused */
	const char *first, *last; /* or first: a part of the message */
} prefix_rows[] = {
	{ "everything", "0.0.0.0/0", "0.0.0.0/0", "0.0.0.0",
	    "255.255.255.255" },
	{ "a half", "128.0.0.0/1", "128.0.0.0/1", "128.0.0.0",
	    "255.255.255.255" },
	{ "/8", "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0", "10.255.255.255" },
	{ "/31", "10.0.0.2/31", "10.0.0.2/31", "10.0.0.2", "10.0.0.3" },
	{ "/32", "10.0.0.1/32", "10.0.0.1/32", "10.0.0.1", "10.0.0.1" },
	{ "alone", "10.0.0.1", "10.0.0.1/32", "10.0.0.1", "10.0.0.1" },
	{ "/33", "10.0.0.0/33", NULL, "must be 0 to 32, not '33'", NULL },
	{ "minus", "10.0.0.0/-1", NULL, "must be 0 to 32, not '-1'", NULL },
	{ "no length", "10.0.0.0/", NULL, "must be 0 to 32, not ''", NULL },
	{ "a mask", "10.0.0.0/255.0.0.0", NULL, "not '255.0.0.0'", NULL },
	{ "two lengths", "10.0.0.0/8/8", NULL, "not '8/8'", NULL },
	{ "blank", "10.0.0.0/ 8", NULL, "not ' 8'", NULL },
	{ "host bits", "10.0.0.1/8", NULL,
	    "write 10.0.0.0/8 for the network or 10.0.0.1", NULL },
	{ "the last host bit", "10.0.0.1/31", NULL, "write 10.0.0.0/31", NULL },
	{ "only a length", "/8", NULL, "not an address: ''", NULL },
	{ "empty", "", NULL, "not an address: ''", NULL },
	{ "bad address", "10.0.0/8", NULL, "not an address: '10.0.0'", NULL },
	{ "leading zero", "010.0.0.0/8", NULL, "write 10.0.0.0", NULL },
	{ "all of IPv6", "::/0", "::/0",
	    "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "/63", "0:0:0:2::/63", "0:0:0:2::/63",
	    "0:0:0:2::", "::3:ffff:ffff:ffff:ffff" },
	{ "/64", "2001:db8::/64", "2001:db8::/64",
	    "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff" },
	{ "/65", "2001:db8::/65", "2001:db8::/65",
	    "2001:db8::", "2001:db8::7fff:ffff:ffff:ffff" },
	{ "/112", "2001:db8::/112", "2001:db8::/112",
	    "2001:db8::", "2001:db8::ffff" },
	{ "/128", "::1/128", "::1/128", "::1", "::1" },
	{ "/129", "::/129", NULL, "must be 0 to 128, not '129'", NULL },
	{ "IPv6 host bits", "2001:db8::1/64", NULL, "write 2001:db8::/64",
	    NULL },
};

static void
test_prefix(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(prefix_rows); i++) {
		struct err err = ERR_INIT;
		struct prefix prefix;
		struct addr_range range;
		char buf[ADDR_TEXT_LEN];
		int ret = prefix_parse(&prefix, prefix_rows[i].text, &err);

		harness_row(prefix_rows[i].name);
		if (prefix_rows[i].canonical == NULL) {
			CU_ASSERT_EQUAL(ret, -1);
			CU_ASSERT_EQUAL(err.code, ERR_INPUT);
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, prefix_rows[i].first));
			continue;
		}
		CU_ASSERT_EQUAL_FATAL(ret, 0);
		CU_ASSERT_STRING_EQUAL(prefix_format(&prefix, buf),
		    prefix_rows[i].canonical);
		range = prefix_range(&prefix);
		CU_ASSERT_STRING_EQUAL(addr_format(&range.first, buf),
		    prefix_rows[i].first);
		CU_ASSERT_STRING_EQUAL(addr_format(&range.last, buf),
		    prefix_rows[i].last);
		CU_ASSERT(prefix_contains(&prefix, &range.first));
		CU_ASSERT(prefix_contains(&prefix, &range.last));
	}
}

static const struct {
	const char *name, *prefix, *addr;
	bool is_inside;
} contains_rows[] = {
	{ "before", "10.0.1.0/24", "10.0.0.255", false },
	{ "first", "10.0.1.0/24", "10.0.1.0", true },
	{ "last", "10.0.1.0/24", "10.0.1.255", true },
	{ "behind", "10.0.1.0/24", "10.0.2.0", false },
	{ "everything", "0.0.0.0/0", "255.255.255.255", true },
	{ "other family", "0.0.0.0/0", "::", false },
	{ "other family back", "::/0", "0.0.0.0", false },
	{ "IPv6 before", "2001:db8::/64", "2001:db7:ffff:ffff:ffff::", false },
	{ "IPv6 last", "2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true },
	{ "IPv6 behind", "2001:db8::/64", "2001:db8:0:1::", false },
};

static void
test_contains(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(contains_rows); i++) {
		struct addr addr = addr_of(contains_rows[i].addr);
		struct prefix prefix;

		harness_row(contains_rows[i].name);
		CU_ASSERT_EQUAL_FATAL(prefix_parse(&prefix,
					  contains_rows[i].prefix, NULL),
		    0);
		CU_ASSERT_EQUAL(prefix_contains(&prefix, &addr),
		    contains_rows[i].is_inside);
	}
}

/* The last before, the first and last of, and the first behind each block. */
static const struct {
	const char *name, *before, *first, *last, *behind;
} special_rows[] = {
	{ "this network", NULL, "0.0.0.0", "0.255.255.255", "1.0.0.0" },
	{ "10/8", "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0" },
	{ "shared", "100.63.255.255", "100.64.0.0", "100.127.255.255",
	    "100.128.0.0" },
	{ "loopback", "126.255.255.255", "127.0.0.0", "127.255.255.255",
	    "128.0.0.0" },
	{ "link-local", "169.253.255.255", "169.254.0.0", "169.254.255.255",
	    "169.255.0.0" },
	{ "172.16/12", "172.15.255.255", "172.16.0.0", "172.31.255.255",
	    "172.32.0.0" },
	{ "protocol assignments", "191.255.255.255", "192.0.0.0", "192.0.0.255",
	    "192.0.1.0" },
	{ "documentation 1", "192.0.1.255", "192.0.2.0", "192.0.2.255",
	    "192.0.3.0" },
	{ "192.168/16", "192.167.255.255", "192.168.0.0", "192.168.255.255",
	    "192.169.0.0" },
	{ "benchmarking", "198.17.255.255", "198.18.0.0", "198.19.255.255",
	    "198.20.0.0" },
	{ "documentation 2", "198.51.99.255", "198.51.100.0", "198.51.100.255",
	    "198.51.101.0" },
	{ "documentation 3", "203.0.112.255", "203.0.113.0", "203.0.113.255",
	    "203.0.114.0" },
	{ "multicast and up", "223.255.255.255", "224.0.0.0", "255.255.255.255",
	    NULL },
	{ "below 2000::/3", NULL,
	    "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::" },
	{ "IPv6 documentation", "2001:db7:ffff::", "2001:db8::",
	    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::" },
	{ "IPv6 benchmarking", "2001:1:ffff::", "2001:2::",
	    "2001:2:0:ffff:ffff:ffff:ffff:ffff", "2001:2:1::" },
	{ "IPv6 documentation 2", "3ffe:ffff::", "3fff::",
	    "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::" },
	{ "above 2000::/3", "3fff:ffff::", "4000::",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL },
};

static bool
is_global(const char *text)
{
	struct addr addr = addr_of(text);

	return addr_is_global(&addr);
}

static void
test_is_global(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(special_rows); i++) {
		harness_row(special_rows[i].name);
		CU_ASSERT_FALSE(is_global(special_rows[i].first));
		CU_ASSERT_FALSE(is_global(special_rows[i].last));
		if (special_rows[i].before != NULL)
			CU_ASSERT(is_global(special_rows[i].before));
		if (special_rows[i].behind != NULL)
			CU_ASSERT(is_global(special_rows[i].behind));
	}
	/* By another name the packets go to the same machine. */
	harness_row("IPv4 inside IPv6");
	CU_ASSERT(is_global("::ffff:8.8.8.8"));
	CU_ASSERT_FALSE(is_global("::ffff:10.0.0.1"));
	CU_ASSERT(is_global("64:ff9b::8.8.8.8"));
	CU_ASSERT_FALSE(is_global("64:ff9b::10.0.0.1"));
}

static const struct {
	const char *name, *first, *last;
	const char *global; /* the first one; NULL: none */
} range_global_rows[] = {
	{ "private", "10.0.0.0", "10.255.255.255", NULL },
	{ "one global", "8.8.8.8", "8.8.8.8", "8.8.8.8" },
	{ "one private", "10.0.0.1", "10.0.0.1", NULL },
	{ "leaves at the end", "10.255.255.255", "11.0.0.0", "11.0.0.0" },
	{ "enters at the end", "9.255.255.255", "10.0.0.0", "9.255.255.255" },
	{ "between two blocks", "192.0.0.0", "192.0.2.255", "192.0.1.0" },
	{ "over all of it", "0.0.0.0", "255.255.255.255", "1.0.0.0" },
	{ "up to the end", "224.0.0.0", "255.255.255.255", NULL },
	{ "IPv6 private", "fd00::", "fd00::ffff", NULL },
	{ "IPv6 global", "2600::", "2600::ffff", "2600::" },
	{ "IPv6 leaves at the end", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
	    "2001:db9::", "2001:db9::" },
	{ "NAT64 private", "64:ff9b::10.0.0.0", "64:ff9b::10.0.255.255", NULL },
	{ "NAT64 between two blocks", "64:ff9b::192.0.0.5",
	    "64:ff9b::192.0.2.5", "64:ff9b::192.0.1.0" },
};

static void
test_range_global(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(range_global_rows); i++) {
		struct addr_range range = {
			addr_of(range_global_rows[i].first),
			addr_of(range_global_rows[i].last),
		};
		struct addr first, want;
		bool has_global = addr_range_global(&range, &first);

		harness_row(range_global_rows[i].name);
		CU_ASSERT_EQUAL(has_global,
		    range_global_rows[i].global != NULL);
		if (!has_global || range_global_rows[i].global == NULL)
			continue;
		want = addr_of(range_global_rows[i].global);
		CU_ASSERT(addr_eq(&first, &want));
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "parse", test_parse },
		{ "parse, far too long", test_parse_long },
		{ "format nothing", test_format_none },
		{ "order", test_order },
		{ "add and distance", test_add },
		{ "bytes", test_bytes },
		{ "socket addresses", test_sockaddr },
		{ "socket address in network order",
		    test_sockaddr_kernel_order },
		{ "prefix", test_prefix },
		{ "prefix contains", test_contains },
		{ "is_global", test_is_global },
		{ "range_global", test_range_global },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "addr", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
