/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Addresses, prefixes and ranges, IPv4 and IPv6, as values in host order.
 */
#ifndef BASE_ADDR_H
#define BASE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"

#define ADDR_TEXT_LEN 64

/*
 * family is 4, 6 or 0 (none).  An IPv4 address is in the low 32 bits of lo.
 * Compare with addr_cmp(): IPv4 comes before IPv6.
 */
struct addr {
	uint64_t hi, lo;
	uint8_t family;
};

struct prefix {
	struct addr addr; /* host bits are zero */
	unsigned len;
};

/* Both ends belong to the range and have the same family. */
struct addr_range {
	struct addr first, last;
};

struct addr addr_v4(uint32_t host_order);

/*
 * Read an address without prefix, port or brackets.  An octet with a leading
 * zero is refused (the old tool's library read it as octal) and the message
 * shows the plain form; an IPv6 zone ("%eth0") is refused.  ERR_INPUT.
 */
int addr_parse(struct addr *addr, const char *text, struct err *err)
    __attribute__((warn_unused_result));

/* The canonical text (RFC 5952 for IPv6) into buf; returns buf. */
const char *addr_format(const struct addr *addr, char buf[ADDR_TEXT_LEN]);

int addr_cmp(const struct addr *a, const struct addr *b);
bool addr_eq(const struct addr *a, const struct addr *b);

/* addr + n and b - a; the caller knows that they stay within the family. */
struct addr addr_add(const struct addr *addr, uint64_t n);
uint64_t addr_distance(const struct addr *a, const struct addr *b);

/*
 * 4 or 16 bytes in network order; returns the number.  An IPv4-mapped IPv6
 * address becomes the IPv4 address that it stands for, here and wherever
 * else an address comes in, so that each has one name: an exclude or a cache
 * entry cannot be missed by writing it differently.
 */
size_t addr_to_bytes(const struct addr *addr, uint8_t bytes[16]);
bool addr_from_bytes(struct addr *addr, const uint8_t *bytes, size_t len);

/* A socket address; returns its length. */
socklen_t addr_to_sockaddr(const struct addr *addr, uint16_t port,
    struct sockaddr_storage *out);
/* False for a family other than IPv4 and IPv6; port may be NULL. */
bool addr_from_sockaddr(struct addr *addr, uint16_t *port,
    const struct sockaddr_storage *in);

/*
 * "10.0.0.0/8", or an address alone (its full length).  Host bits that are
 * set are refused, and the message shows the two ways to mean it.  ERR_INPUT.
 */
int prefix_parse(struct prefix *prefix, const char *text, struct err *err)
    __attribute__((warn_unused_result));
const char *prefix_format(const struct prefix *prefix, char buf[ADDR_TEXT_LEN]);
struct addr_range prefix_range(const struct prefix *prefix);
bool prefix_contains(const struct prefix *prefix, const struct addr *addr);
unsigned addr_bits(const struct addr *addr); /* 32 or 128 */

/*
 * Whether the address is in globally routable unicast space, that is, in
 * none of the private, shared, link-local, loopback, benchmark,
 * documentation, multicast or reserved blocks of IANA's special-purpose
 * registries (RFC 6890 and its updates).
 */
bool addr_is_global(const struct addr *addr);

/*
 * The first globally routable address of a range, if there is one.  An IPv6
 * range is judged by its ends, so it must not be longer than a block of the
 * registries (a /32).
 */
bool addr_range_global(const struct addr_range *range, struct addr *first);

#endif
