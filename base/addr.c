/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Addresses, prefixes and ranges.
 */
#include "base/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"

struct addr
addr_v4(uint32_t host_order)
{
	struct addr addr = { 0, host_order, 4 };

	return addr;
}

/* "010.0.0.1": an IPv4 address but for leading zeros?  Then its plain form. */
static bool
addr_without_zeros(const char *text, char plain[ADDR_TEXT_LEN])
{
	size_t len = 0;
	bool at_start = true;
	struct in_addr in;

	for (; *text != '\0' && len < ADDR_TEXT_LEN - 1; text++) {
		if (at_start && text[0] == '0' && text[1] >= '0' &&
		    text[1] <= '9')
			continue;
		plain[len++] = *text;
		at_start = *text == '.';
	}
	plain[len] = '\0';
	return *text == '\0' && inet_pton(AF_INET, plain, &in) == 1;
}

int
addr_parse(struct addr *addr, const char *text, struct err *err)
{
	uint8_t bytes[16];
	char plain[ADDR_TEXT_LEN];

	if (inet_pton(AF_INET, text, bytes) == 1) {
		addr_from_bytes(addr, bytes, 4);
		return 0;
	}
	if (inet_pton(AF_INET6, text, bytes) == 1) {
		addr_from_bytes(addr, bytes, 16);
		return 0;
	}
	if (addr_without_zeros(text, plain))
		return err_set(err, ERR_INPUT,
		    "an octet with a leading zero is ambiguous: '%s'; "
		    "write %s",
		    text, plain);
	if (strchr(text, '%') != NULL && strchr(text, ':') != NULL)
		return err_set(err, ERR_INPUT,
		    "an address with a zone is not taken: '%s'", text);
	return err_set(err, ERR_INPUT, "not an address: '%s'", text);
}

/* RFC 5952 writes ::ffff:0:0/96 and ::/96 mixed as inet_ntop() does. */
/* inet_ntop() does this by sprintf(), which a document of many pays for. */
static void
addr_format_v4(uint32_t addr, char *at)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		unsigned octet = addr >> shift & 255;

		if (octet >= 100)
			*at++ = (char)('0' + octet / 100);
		if (octet >= 10)
			*at++ = (char)('0' + octet / 10 % 10);
		*at++ = (char)('0' + octet % 10);
		*at++ = shift > 0 ? '.' : '\0';
	}
}

const char *
addr_format(const struct addr *addr, char buf[ADDR_TEXT_LEN])
{
	uint8_t bytes[16];

	buf[0] = '\0';
	if (addr->family == 4) {
		addr_format_v4((uint32_t)addr->lo, buf);
	} else if (addr->family != 0) {
		addr_to_bytes(addr, bytes);
		inet_ntop(AF_INET6, bytes, buf, ADDR_TEXT_LEN);
	}
	return buf;
}

int
addr_cmp(const struct addr *a, const struct addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return 0;
}

bool
addr_eq(const struct addr *a, const struct addr *b)
{
	return a->lo == b->lo && a->hi == b->hi && a->family == b->family;
}

struct addr
addr_add(const struct addr *addr, uint64_t n)
{
	struct addr sum = *addr;

	sum.lo += n;
	if (sum.lo < n)
		sum.hi++;
	return sum;
}

uint64_t
addr_distance(const struct addr *a, const struct addr *b)
{
	return b->lo - a->lo;
}

static uint64_t
addr_be64(const uint8_t *b)
{
	uint64_t x = 0;

	for (int i = 0; i < 8; i++)
		x = x << 8 | b[i];
	return x;
}

size_t
addr_to_bytes(const struct addr *addr, uint8_t bytes[16])
{
	if (addr->family == 4) {
		for (unsigned i = 0; i < 4; i++)
			bytes[i] = (uint8_t)(addr->lo >> (24 - 8 * i));
		return 4;
	}
	for (unsigned i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)(addr->hi >> (56 - 8 * i));
		bytes[8 + i] = (uint8_t)(addr->lo >> (56 - 8 * i));
	}
	return 16;
}

bool
addr_from_bytes(struct addr *addr, const uint8_t *bytes, size_t len)
{
	if (len == 4) {
		*addr = addr_v4((uint32_t)bytes[0] << 24 |
				(uint32_t)bytes[1] << 16 |
				(uint32_t)bytes[2] << 8 | bytes[3]);
		return true;
	}
	if (len == 16) {
		addr->hi = addr_be64(bytes);
		addr->lo = addr_be64(bytes + 8);
		addr->family = 6;
		/* ::ffff:0:0/96 (RFC 4291) is IPv4 by another name. */
		if (addr->hi == 0 && addr->lo >> 32 == 0xffff)
			*addr = addr_v4((uint32_t)addr->lo);
		return true;
	}
	memset(addr, 0, sizeof(*addr));
	return false;
}

socklen_t
addr_to_sockaddr(const struct addr *addr, uint16_t port,
    struct sockaddr_storage *out)
{
	memset(out, 0, sizeof(*out));
	if (addr->family == 4) {
		struct sockaddr_in *in = (struct sockaddr_in *)out;

		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		in->sin_addr.s_addr = htonl((uint32_t)addr->lo);
		return sizeof(*in);
	}
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	addr_to_bytes(addr, in6->sin6_addr.s6_addr);
	return sizeof(*in6);
}

bool
addr_from_sockaddr(struct addr *addr, uint16_t *port,
    const struct sockaddr_storage *ss)
{
	uint16_t net_port;

	if (ss->ss_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)ss;

		*addr = addr_v4(ntohl(in->sin_addr.s_addr));
		net_port = in->sin_port;
	} else if (ss->ss_family == AF_INET6) {
		const struct sockaddr_in6 *in6 =
		    (const struct sockaddr_in6 *)ss;

		addr_from_bytes(addr, in6->sin6_addr.s6_addr, 16);
		net_port = in6->sin6_port;
	} else {
		return false;
	}
	if (port != NULL)
		*port = ntohs(net_port);
	return true;
}

unsigned
addr_bits(const struct addr *addr)
{
	return addr->family == 4 ? 32 : 128;
}

static struct addr
addr_mask(const struct addr *addr, unsigned len, bool set_host_bits)
{
	struct addr out = *addr;
	unsigned bits = addr_bits(addr), host = bits - len;
	uint64_t lo = host >= 64 ? UINT64_MAX : (UINT64_C(1) << host) - 1;
	uint64_t hi = host <= 64    ? 0
		      : host == 128 ? UINT64_MAX
				    : (UINT64_C(1) << (host - 64)) - 1;

	out.lo = set_host_bits ? addr->lo | lo : addr->lo & ~lo;
	out.hi = set_host_bits ? addr->hi | hi : addr->hi & ~hi;
	return out;
}

int
prefix_parse(struct prefix *prefix, const char *text, struct err *err)
{
	char buf[ADDR_TEXT_LEN], net[ADDR_TEXT_LEN];
	const char *slash = strchr(text, '/');
	struct err ignored;
	struct addr masked;
	uint64_t len;

	if (slash == NULL) {
		if (addr_parse(&prefix->addr, text, err) == -1)
			return -1;
		prefix->len = addr_bits(&prefix->addr);
		return 0;
	}
	if ((size_t)(slash - text) >= sizeof(buf))
		return err_set(err, ERR_INPUT, "not a prefix: '%s'", text);
	memcpy(buf, text, (size_t)(slash - text));
	buf[slash - text] = '\0';
	if (addr_parse(&prefix->addr, buf, err) == -1)
		return -1;
	if (num_parse(&len, slash + 1, 0, addr_bits(&prefix->addr), "",
		&ignored) == -1)
		return err_set(err, ERR_INPUT,
		    "prefix length must be 0 to %u, not '%s'",
		    addr_bits(&prefix->addr), slash + 1);
	masked = addr_mask(&prefix->addr, (unsigned)len, false);
	if (!addr_eq(&masked, &prefix->addr))
		return err_set(err, ERR_INPUT,
		    "host bits are set in '%s'; write %s/%u for the network "
		    "or %s for the one address",
		    text, addr_format(&masked, net), (unsigned)len, buf);
	prefix->len = (unsigned)len;
	return 0;
}

const char *
prefix_format(const struct prefix *prefix, char buf[ADDR_TEXT_LEN])
{
	size_t len;

	addr_format(&prefix->addr, buf);
	len = strlen(buf);
	(void)snprintf(buf + len, ADDR_TEXT_LEN - len, "/%u", prefix->len);
	return buf;
}

struct addr_range
prefix_range(const struct prefix *prefix)
{
	struct addr_range range;

	range.first = addr_mask(&prefix->addr, prefix->len, false);
	range.last = addr_mask(&prefix->addr, prefix->len, true);
	return range;
}

bool
prefix_contains(const struct prefix *prefix, const struct addr *addr)
{
	struct addr masked;

	if (addr->family != prefix->addr.family)
		return false;
	masked = addr_mask(addr, prefix->len, false);
	return addr_eq(&masked, &prefix->addr);
}

/* One row of IANA's special-purpose registries. */
struct addr_block {
	uint64_t hi, lo;
	unsigned len;
};

static const struct addr_block addr_special4[] = {
	{ 0, 0x00000000, 8 },  /* this network */
	{ 0, 0x0a000000, 8 },  /* private */
	{ 0, 0x64400000, 10 }, /* shared, RFC 6598 */
	{ 0, 0x7f000000, 8 },  /* loopback */
	{ 0, 0xa9fe0000, 16 }, /* link-local */
	{ 0, 0xac100000, 12 }, /* private */
	{ 0, 0xc0000000, 24 }, /* IETF protocol assignments */
	{ 0, 0xc0000200, 24 }, /* documentation */
	{ 0, 0xc0a80000, 16 }, /* private */
	{ 0, 0xc6120000, 15 }, /* benchmarking, RFC 2544 */
	{ 0, 0xc6336400, 24 }, /* documentation */
	{ 0, 0xcb007100, 24 }, /* documentation */
	{ 0, 0xe0000000, 3 },  /* multicast, reserved, broadcast */
};

/* Of 2000::/3, all of which is global unicast but for these. */
static const struct addr_block addr_special6[] = {
	{ UINT64_C(0x20010db800000000), 0, 32 }, /* documentation */
	{ UINT64_C(0x2001000200000000), 0, 48 }, /* benchmarking */
	{ UINT64_C(0x3fff000000000000), 0, 20 }, /* documentation */
};

/* The range of the special block that holds addr, if any. */
static bool
addr_special_block(const struct addr *addr, struct addr_range *range)
{
	static const struct addr_block unicast6 = { UINT64_C(2) << 60, 0, 3 };
	const struct addr_block *block =
	    addr->family == 4 ? addr_special4 : addr_special6;
	size_t n = addr->family == 4
		       ? sizeof(addr_special4) / sizeof(addr_special4[0])
		       : sizeof(addr_special6) / sizeof(addr_special6[0]);

	for (size_t i = 0; i < n; i++) {
		struct prefix prefix = {
			{ block[i].hi, block[i].lo, addr->family }, block[i].len
		};

		if (!prefix_contains(&prefix, addr))
			continue;
		*range = prefix_range(&prefix);
		return true;
	}
	if (addr->family == 6) {
		struct prefix prefix = { { unicast6.hi, unicast6.lo, 6 },
			unicast6.len };

		range->first = range->last = *addr;
		return !prefix_contains(&prefix, addr);
	}
	return false;
}

/* NAT64 (RFC 6052): the last 32 bits of 64:ff9b::/96 are an IPv4 address. */
static const struct prefix addr_nat64 = {
	{ UINT64_C(0x64ff9b) << 32, 0, 6 },
	96,
};

bool
addr_is_global(const struct addr *addr)
{
	struct addr inner = addr_v4((uint32_t)addr->lo);
	struct addr_range block;

	if (prefix_contains(&addr_nat64, addr))
		return !addr_special_block(&inner, &block);
	return !addr_special_block(addr, &block);
}

static bool
addr_range4_global(const struct addr_range *range, struct addr *first)
{
	struct addr_range block;

	*first = range->first;
	while (addr_cmp(first, &range->last) <= 0) {
		if (!addr_special_block(first, &block))
			return true;
		*first = addr_add(&block.last, 1);
		if (first->lo > UINT32_MAX)
			break;
	}
	return false;
}

bool
addr_range_global(const struct addr_range *range, struct addr *first)
{
	if (range->first.family == 4)
		return addr_range4_global(range, first);
	if (prefix_contains(&addr_nat64, &range->first) &&
	    prefix_contains(&addr_nat64, &range->last)) {
		struct addr_range inner = {
			addr_v4((uint32_t)range->first.lo),
			addr_v4((uint32_t)range->last.lo),
		};
		bool has_global = addr_range4_global(&inner, first);

		*first = addr_add(&addr_nat64.addr, first->lo);
		return has_global;
	}
	*first = range->first;
	if (addr_is_global(first))
		return true;
	*first = range->last;
	return addr_is_global(first);
}
