/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Ethernet, IPv4 (RFC 791), UDP (RFC 768), TCP (RFC 9293) and ICMP (RFC 792)
 * as bytes.
 */
#include "scanner/packet_codec.h"

#include <string.h>

#include "base/wire.h"

enum {
	PACKET_CODEC_ETHERNET_LEN = 14,
	PACKET_CODEC_IP_LEN = 20,
	PACKET_CODEC_UDP_LEN = 8,
	PACKET_CODEC_TCP_LEN = 20,
	PACKET_CODEC_SYN_LEN = 40, /* with options */
	PACKET_CODEC_IP_ICMP = 1,
	PACKET_CODEC_IP_TCP = 6,
	PACKET_CODEC_IP_UDP = 17,
	PACKET_CODEC_TTL = 64,
	PACKET_CODEC_FIN = 0x01,
	PACKET_CODEC_SYN = 0x02,
	PACKET_CODEC_RST = 0x04,
	PACKET_CODEC_ACK = 0x10,
};

/*
 * The sum of RFC 1071 over len bytes, on top of sum, in the byte order of
 * the packet: the machine's own order cancels out (section 2.B there).
 */
static uint64_t
packet_codec_sum(const uint8_t *data, size_t len, uint64_t sum)
{
	for (; len >= sizeof(uint32_t); len -= sizeof(uint32_t)) {
		uint32_t word;

		memcpy(&word, data, sizeof(word));
		sum += word;
		data += sizeof(word);
	}
	if (len > 0) {
		uint8_t rest[sizeof(uint32_t)] = { 0 };
		uint32_t word;

		memcpy(rest, data, len);
		memcpy(&word, rest, sizeof(word));
		sum += word;
	}
	return sum;
}

static uint16_t
packet_codec_fold(uint64_t sum)
{
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* The sum over addresses, protocol and length that UDP and TCP begin with. */
static uint64_t
packet_codec_pseudo(const uint8_t *ip, uint8_t protocol, size_t len)
{
	const uint8_t rest[4] = { 0, protocol, (uint8_t)(len >> 8),
		(uint8_t)len };

	return packet_codec_sum(ip + 12, 8, packet_codec_sum(rest, 4, 0));
}

static void
packet_codec_put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void
packet_codec_put32(uint8_t *at, uint32_t value)
{
	packet_codec_put16(at, value >> 16);
	packet_codec_put16(at + 2, value & 0xffff);
}

/* Ethernet and IPv4 headers for len bytes behind them; returns the IP one. */
static uint8_t *
packet_codec_head(uint8_t *frame, const struct packet_codec_path *path,
    uint32_t addr, uint8_t protocol, size_t len)
{
	uint8_t *ip = frame + PACKET_CODEC_ETHERNET_LEN;
	uint16_t sum;

	memcpy(frame, path->to, PACKET_CODEC_MAC_LEN);
	memcpy(frame + PACKET_CODEC_MAC_LEN, path->from, PACKET_CODEC_MAC_LEN);
	packet_codec_put16(frame + 12, 0x0800);
	packet_codec_put16(ip, 0x4500);
	packet_codec_put16(ip + 2, (unsigned)(PACKET_CODEC_IP_LEN + len));
	packet_codec_put16(ip + 4, 0);
	packet_codec_put16(ip + 6, 0x4000); /* not to be fragmented */
	ip[8] = PACKET_CODEC_TTL;
	ip[9] = protocol;
	packet_codec_put16(ip + 10, 0);
	packet_codec_put32(ip + 12, path->source);
	packet_codec_put32(ip + 16, addr);
	sum = packet_codec_fold(packet_codec_sum(ip, PACKET_CODEC_IP_LEN, 0));
	memcpy(ip + 10, &sum, sizeof(sum));
	return ip;
}

size_t
packet_codec_udp(uint8_t frame[PACKET_CODEC_FRAME_MAX],
    const struct packet_codec_path *path, const struct packet_codec_end *end,
    const uint8_t *data, size_t len)
{
	size_t udp_len = PACKET_CODEC_UDP_LEN + len;
	uint8_t *ip = packet_codec_head(frame, path, end->addr,
	    PACKET_CODEC_IP_UDP, udp_len);
	uint8_t *udp = ip + PACKET_CODEC_IP_LEN;
	uint16_t sum;

	packet_codec_put16(udp, end->our_port);
	packet_codec_put16(udp + 2, end->port);
	packet_codec_put16(udp + 4, (unsigned)udp_len);
	packet_codec_put16(udp + 6, 0);
	memcpy(udp + PACKET_CODEC_UDP_LEN, data, len);
	sum = packet_codec_fold(packet_codec_sum(udp, udp_len,
	    packet_codec_pseudo(ip, PACKET_CODEC_IP_UDP, udp_len)));
	if (sum == 0)
		sum = 0xffff; /* 0 would mean that there is none */
	memcpy(udp + 6, &sum, sizeof(sum));
	return PACKET_CODEC_ETHERNET_LEN + PACKET_CODEC_IP_LEN + udp_len;
}

size_t
packet_codec_syn(uint8_t frame[PACKET_CODEC_FRAME_MAX],
    const struct packet_codec_path *path, const struct packet_codec_end *end,
    uint32_t seq)
{
	/* Segment size 1460, SACK, timestamp, window scale: as Linux. */
	static const uint8_t options[20] = { 2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0,
		0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7 };
	uint8_t *ip = packet_codec_head(frame, path, end->addr,
	    PACKET_CODEC_IP_TCP, PACKET_CODEC_SYN_LEN);
	uint8_t *tcp = ip + PACKET_CODEC_IP_LEN;
	uint16_t sum;

	packet_codec_put16(tcp, end->our_port);
	packet_codec_put16(tcp + 2, end->port);
	packet_codec_put32(tcp + 4, seq);
	packet_codec_put32(tcp + 8, 0);
	tcp[12] = PACKET_CODEC_SYN_LEN / 4 << 4;
	tcp[13] = PACKET_CODEC_SYN;
	packet_codec_put16(tcp + 14, 64240); /* 44 segments, as Linux */
	packet_codec_put32(tcp + 16, 0);
	memcpy(tcp + PACKET_CODEC_TCP_LEN, options, sizeof(options));
	sum = packet_codec_fold(packet_codec_sum(tcp, PACKET_CODEC_SYN_LEN,
	    packet_codec_pseudo(ip, PACKET_CODEC_IP_TCP,
		PACKET_CODEC_SYN_LEN)));
	memcpy(tcp + 16, &sum, sizeof(sum));
	return PACKET_CODEC_ETHERNET_LEN + PACKET_CODEC_IP_LEN +
	       PACKET_CODEC_SYN_LEN;
}

void
packet_codec_read_own(const uint8_t frame[PACKET_CODEC_FRAME_MAX],
    struct packet_codec_end *end, enum net_protocol *protocol)
{
	struct wire wire = wire_reader(frame, PACKET_CODEC_FRAME_MAX);

	wire_skip(&wire, PACKET_CODEC_ETHERNET_LEN + 9);
	*protocol = wire_u8(&wire) == PACKET_CODEC_IP_TCP ? NET_TCP : NET_UDP;
	wire_skip(&wire, 6);
	end->addr = wire_be32(&wire);
	end->our_port = wire_be16(&wire);
	end->port = wire_be16(&wire);
}

/* An IPv4 header, and how much of what it carries is here. */
struct packet_codec_ip {
	const uint8_t *head;
	uint8_t protocol;
	uint32_t source, dest;
	size_t body_len; /* as the header says */
	struct wire body;
};

/* A quoted packet may be cut and its header changed on the way. */
static bool
packet_codec_read_ip(struct packet_codec_ip *ip, const uint8_t *data,
    size_t len, bool is_quoted)
{
	struct wire wire = wire_reader(data, len);
	uint8_t version = wire_u8(&wire);
	size_t head_len = (version & 15u) * 4u, total, fragment;

	wire_skip(&wire, 1);
	total = wire_be16(&wire);
	wire_skip(&wire, 2);
	fragment = wire_be16(&wire);
	wire_skip(&wire, 1);
	ip->protocol = wire_u8(&wire);
	wire_skip(&wire, 2);
	ip->source = wire_be32(&wire);
	ip->dest = wire_be32(&wire);
	if (!wire_ok(&wire) || version >> 4 != 4 ||
	    head_len < PACKET_CODEC_IP_LEN || head_len > len ||
	    total < head_len || (fragment & 0x3fff) != 0)
		return false;
	if (!is_quoted &&
	    (total > len ||
		packet_codec_fold(packet_codec_sum(data, head_len, 0)) != 0))
		return false;
	if (len > total)
		len = total; /* what Ethernet filled up with */
	ip->head = data;
	ip->body_len = total - head_len;
	ip->body = wire_reader(data + head_len, len - head_len);
	return true;
}

/* Whether the checksum over the whole body is right. */
static bool
packet_codec_is_whole(const struct packet_codec_ip *ip)
{
	uint64_t sum = 0;

	if (ip->protocol != PACKET_CODEC_IP_ICMP)
		sum = packet_codec_pseudo(ip->head, ip->protocol, ip->body_len);
	return packet_codec_fold(
		   packet_codec_sum(ip->body.data, ip->body_len, sum)) == 0;
}

static bool
packet_codec_read_udp(struct packet_codec_answer *answer,
    struct packet_codec_ip *ip, bool must_check)
{
	struct wire *wire = &ip->body;
	size_t udp_len;
	uint16_t sum;

	answer->kind = PACKET_CODEC_UDP;
	answer->protocol = NET_UDP;
	answer->end.addr = ip->source;
	answer->end.port = wire_be16(wire);
	answer->end.our_port = wire_be16(wire);
	udp_len = wire_be16(wire);
	sum = wire_be16(wire);
	if (!wire_ok(wire) || udp_len < PACKET_CODEC_UDP_LEN ||
	    udp_len > ip->body_len)
		return false;
	ip->body_len = udp_len;
	if (must_check && sum != 0 && !packet_codec_is_whole(ip))
		return false;
	answer->len = answer->payload_len = udp_len - PACKET_CODEC_UDP_LEN;
	answer->data = ip->body.data + PACKET_CODEC_UDP_LEN;
	return true;
}

static bool
packet_codec_read_tcp(struct packet_codec_answer *answer,
    struct packet_codec_ip *ip, bool must_check)
{
	struct wire *wire = &ip->body;
	uint8_t flags;

	answer->protocol = NET_TCP;
	answer->end.addr = ip->source;
	answer->end.port = wire_be16(wire);
	answer->end.our_port = wire_be16(wire);
	wire_skip(wire, 4);
	answer->seq = wire_be32(wire) - 1; /* it acknowledges ours plus 1 */
	wire_skip(wire, 1);
	flags = wire_u8(wire);
	wire_skip(wire, 6);
	/* Without an ACK there is nothing that shows whom it answers. */
	if (!wire_ok(wire) || (flags & PACKET_CODEC_ACK) == 0)
		return false;
	if (flags & PACKET_CODEC_RST)
		answer->kind = PACKET_CODEC_CLOSED;
	else if ((flags & PACKET_CODEC_SYN) && !(flags & PACKET_CODEC_FIN))
		answer->kind = PACKET_CODEC_OPEN;
	else
		return false;
	return !must_check || packet_codec_is_whole(ip);
}

/* An error about a packet of ours: of that, at least 8 bytes come back. */
static bool
packet_codec_read_icmp(struct packet_codec_answer *answer,
    struct packet_codec_ip *ip, bool must_check)
{
	struct wire *wire = &ip->body;
	struct packet_codec_ip quoted;
	size_t udp_len;

	answer->kind = PACKET_CODEC_ICMP;
	answer->icmp_type = wire_u8(wire);
	answer->icmp_code = wire_u8(wire);
	wire_skip(wire, 6);
	if (!wire_ok(wire) ||
	    (answer->icmp_type != 3 && answer->icmp_type != 11) ||
	    (must_check && !packet_codec_is_whole(ip)) ||
	    !packet_codec_read_ip(&quoted, wire->data + wire->at,
		wire_left(wire), true))
		return false;
	answer->end.addr = quoted.dest;
	wire = &quoted.body;
	answer->end.our_port = wire_be16(wire);
	answer->end.port = wire_be16(wire);
	if (quoted.protocol == PACKET_CODEC_IP_TCP) {
		answer->protocol = NET_TCP;
		answer->seq = wire_be32(wire);
		return wire_ok(wire);
	}
	answer->protocol = NET_UDP;
	udp_len = wire_be16(wire);
	answer->payload_len =
	    udp_len < PACKET_CODEC_UDP_LEN ? 0 : udp_len - PACKET_CODEC_UDP_LEN;
	return wire_ok(wire) && quoted.protocol == PACKET_CODEC_IP_UDP;
}

bool
packet_codec_read(struct packet_codec_answer *answer, const uint8_t *data,
    size_t len, bool must_check)
{
	struct packet_codec_ip ip;

	memset(answer, 0, sizeof(*answer));
	if (!packet_codec_read_ip(&ip, data, len, false))
		return false;
	answer->from = ip.source;
	switch (ip.protocol) {
	case PACKET_CODEC_IP_UDP:
		return packet_codec_read_udp(answer, &ip, must_check);
	case PACKET_CODEC_IP_TCP:
		return packet_codec_read_tcp(answer, &ip, must_check);
	case PACKET_CODEC_IP_ICMP:
		return packet_codec_read_icmp(answer, &ip, must_check);
	default:
		return false;
	}
}
