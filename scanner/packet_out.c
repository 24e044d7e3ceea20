/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A queue of frames, sent with sendmmsg.
 */
#include "scanner/packet_out.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

enum {
	PACKET_OUT_CAP = 128,
	PACKET_OUT_BUFFER_BYTES = 4 << 20,
};

struct packet_out {
	int fd;
	int ifindex;      /* that the socket is bound to; 0: none yet */
	unsigned head, n; /* slots head to n are waiting */
	struct mmsghdr message[PACKET_OUT_CAP];
	struct iovec iov[PACKET_OUT_CAP];
	struct sockaddr_ll name[PACKET_OUT_CAP];
	uint8_t frame[PACKET_OUT_CAP][PACKET_CODEC_FRAME_MAX];
};

struct packet_out *
packet_out_new(struct err *err)
{
	struct packet_out *out = mem_new(sizeof(*out));
	const int size = PACKET_OUT_BUFFER_BYTES;

	/* Protocol 0: it receives nothing. */
	out->fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (out->fd == -1) {
		if (errno == EPERM)
			err_set(err, ERR_USAGE,
			    "the packet transport needs the right to send raw "
			    "packets (CAP_NET_RAW): run it as root, give the "
			    "program that right with 'setcap cap_net_raw+ep', "
			    "or use --transport socket");
		else
			err_set_errno(err, ERR_NETWORK, errno,
			    "cannot open a packet socket");
		packet_out_free(out);
		return NULL;
	}
	if (setsockopt(out->fd, SOL_SOCKET, SO_SNDBUFFORCE, &size,
		sizeof(size)) != 0)
		(void)setsockopt(out->fd, SOL_SOCKET, SO_SNDBUF, &size,
		    sizeof(size));
	for (unsigned i = 0; i < PACKET_OUT_CAP; i++) {
		struct msghdr *header = &out->message[i].msg_hdr;

		out->name[i].sll_family = AF_PACKET;
		out->name[i].sll_protocol = htons(ETH_P_IP);
		out->name[i].sll_halen = ETH_ALEN;
		out->iov[i].iov_base = out->frame[i];
		header->msg_iov = &out->iov[i];
		header->msg_iovlen = 1;
	}
	return out;
}

void
packet_out_free(struct packet_out *out)
{
	if (out == NULL)
		return;
	if (out->fd != -1)
		(void)close(out->fd);
	free(out);
}

int
packet_out_fd(const struct packet_out *out)
{
	return out->fd;
}

bool
packet_out_is_full(const struct packet_out *out)
{
	return out->n == PACKET_OUT_CAP;
}

uint8_t *
packet_out_next(struct packet_out *out)
{
	return packet_out_is_full(out) ? NULL : out->frame[out->n];
}

/* Frames that leave there need no name, which the kernel would look up. */
static void
packet_out_bind(struct packet_out *out, int ifindex)
{
	/* Protocol 0, still: it receives nothing. */
	const struct sockaddr_ll name = {
		.sll_family = AF_PACKET,
		.sll_ifindex = ifindex,
	};

	if (bind(out->fd, (const struct sockaddr *)&name, sizeof(name)) == 0)
		out->ifindex = ifindex;
}

void
packet_out_add(struct packet_out *out, size_t len, int ifindex)
{
	struct msghdr *header = &out->message[out->n].msg_hdr;
	struct sockaddr_ll *name = &out->name[out->n];

	if (out->ifindex == 0)
		packet_out_bind(out, ifindex);
	out->iov[out->n++].iov_len = len;
	name->sll_ifindex = ifindex;
	header->msg_name = ifindex == out->ifindex ? NULL : name;
	header->msg_namelen = ifindex == out->ifindex ? 0 : sizeof(*name);
}

int
packet_out_flush(struct packet_out *out)
{
	while (out->head < out->n) {
		int sent = sendmmsg(out->fd, &out->message[out->head],
		    out->n - out->head, MSG_DONTWAIT);

		if (sent <= 0)
			return errno;
		out->head += (unsigned)sent;
	}
	out->head = out->n = 0;
	return 0;
}

void
packet_out_drop(struct packet_out *out, struct packet_codec_end *end,
    enum net_protocol *protocol)
{
	assert(out->head < out->n);
	packet_codec_read_own(out->frame[out->head++], end, protocol);
}
