/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How fast one thread can send finished frames by AF_PACKET:
 *	bare_packet INTERFACE NEXT-HOP-MAC SOURCE NETWORK BITS COUNT
 * in calls of sendmmsg() with 256 frames, past the queueing discipline.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "test/bench/bare.h"

#define FRAMES 256

struct frame {
	struct ether_header ether;
	struct iphdr ip;
	struct udphdr udp;
	uint8_t ping[sizeof(bare_ping)];
} __attribute__((packed));

static uint16_t
checksum(const void *data, size_t len)
{
	const uint8_t *byte = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += (uint32_t)(byte[i] << 8 | byte[i + 1]);
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

/* All but the destination and what depends on it. */
static int
frame_init(struct frame *frame, int fd, const char *interface, const char *mac,
    const char *source)
{
	struct ifreq own;
	unsigned byte[ETH_ALEN];

	memset(frame, 0, sizeof(*frame));
	memset(&own, 0, sizeof(own));
	strncpy(own.ifr_name, interface, IFNAMSIZ - 1);
	if (ioctl(fd, SIOCGIFHWADDR, &own) != 0 ||
	    sscanf(mac, "%x:%x:%x:%x:%x:%x", &byte[0], &byte[1], &byte[2],
		&byte[3], &byte[4], &byte[5]) != ETH_ALEN ||
	    inet_pton(AF_INET, source, &frame->ip.saddr) != 1)
		return -1;
	for (int i = 0; i < ETH_ALEN; i++)
		frame->ether.ether_dhost[i] = (uint8_t)byte[i];
	memcpy(frame->ether.ether_shost, own.ifr_hwaddr.sa_data, ETH_ALEN);
	frame->ether.ether_type = htons(ETHERTYPE_IP);
	frame->ip.version = 4;
	frame->ip.ihl = sizeof(frame->ip) / 4;
	frame->ip.tot_len = htons(sizeof(*frame) - sizeof(frame->ether));
	frame->ip.ttl = 64;
	frame->ip.protocol = IPPROTO_UDP;
	frame->udp.source = htons(4000);
	frame->udp.dest = htons(BARE_PORT);
	frame->udp.len = htons(sizeof(frame->udp) + sizeof(frame->ping));
	memcpy(frame->ping, bare_ping, sizeof(bare_ping));
	return 0;
}

static void
frame_address(struct frame *frame, uint32_t addr)
{
	frame->ip.daddr = htonl(addr);
	frame->ip.check = 0;
	frame->ip.check = checksum(&frame->ip, sizeof(frame->ip));
}

static void
flood(int fd, const struct frame *model, uint32_t network, unsigned bits,
    uint64_t count)
{
	static struct frame frame[FRAMES];
	static struct iovec part[FRAMES];
	static struct mmsghdr message[FRAMES];
	uint64_t n_sent = 0, n_refused = 0;
	double begin_s = bare_now_s();

	for (size_t i = 0; i < FRAMES; i++) {
		frame[i] = *model;
		part[i] = (struct iovec){ &frame[i], sizeof(frame[i]) };
		message[i].msg_hdr.msg_iov = &part[i];
		message[i].msg_hdr.msg_iovlen = 1;
	}
	while (n_sent + n_refused < count) {
		uint64_t at = n_sent + n_refused;
		unsigned n = 0;
		int sent;

		for (; n < FRAMES && at + n < count; n++)
			frame_address(&frame[n],
			    network | bare_host(at + n, bits));
		sent = sendmmsg(fd, message, n, 0);
		if (sent > 0)
			n_sent += (unsigned)sent;
		else if (errno == ENOBUFS)
			n_refused++; /* the peer's queue is full */
		else
			break;
	}
	bare_print(n_sent, n_refused, bare_now_s() - begin_s);
}

int
main(int argc, char **argv)
{
	struct sockaddr_ll own = { .sll_family = AF_PACKET };
	struct in_addr network;
	struct frame model;
	int fd, bypass = 1;

	if (argc != 7 || inet_pton(AF_INET, argv[4], &network) != 1) {
		fputs("usage: bare_packet INTERFACE NEXT-HOP-MAC SOURCE "
		      "NETWORK BITS COUNT\n",
		    stderr);
		return 2;
	}
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	own.sll_ifindex = (int)if_nametoindex(argv[1]);
	if (fd == -1 || bind(fd, (struct sockaddr *)&own, sizeof(own)) != 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass,
		sizeof(bypass)) != 0 ||
	    frame_init(&model, fd, argv[1], argv[2], argv[3]) == -1) {
		perror("bare_packet");
		return 1;
	}
	flood(fd, &model, ntohl(network.s_addr),
	    (unsigned)strtoul(argv[5], NULL, 10), strtoull(argv[6], NULL, 10));
	return 0;
}
