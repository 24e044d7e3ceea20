/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pings and pongs over UDP.
 */
#include "responder/answer_udp.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

enum {
	ANSWER_UDP_BATCH = 256,
	ANSWER_UDP_ROUNDS = 4,  /* batches before other events have a turn */
	ANSWER_UDP_IN_CAP = 64, /* a ping has 16 bytes; more is no ping */
	ANSWER_UDP_CTL_CAP = 128,
	ANSWER_UDP_BUFFER = 16 << 20, /* receive buffer that we want */
	ANSWER_UDP_SOCKETS_MAX = 64,  /* for one address */
};

struct answer_udp_socket {
	struct answer_udp *udp;
	struct event *event;
	int fd;
	uint32_t index;
};

/* One datagram with all that the system calls want. */
struct answer_udp_slot {
	struct sockaddr_storage peer;
	struct iovec iov;
	_Alignas(struct cmsghdr) uint8_t ctl[ANSWER_UDP_CTL_CAP];
	uint8_t data[PDS_PONG_CAP];
};

struct answer_udp {
	struct answer *answer;
	uint16_t port;
	struct answer_udp_socket **socket;
	size_t n_sockets, socket_cap;
	struct mmsghdr in[ANSWER_UDP_BATCH], out[ANSWER_UDP_BATCH];
	struct answer_udp_slot in_slot[ANSWER_UDP_BATCH];
	struct answer_udp_slot out_slot[ANSWER_UDP_BATCH];
	unsigned n_out;
	uint32_t out_socket; /* whose pongs wait in out */
};

struct answer_udp *
answer_udp_new(struct answer *answer, uint16_t port)
{
	struct answer_udp *udp = mem_new(sizeof(*udp));

	udp->answer = answer;
	udp->port = port;
	return udp;
}

void
answer_udp_free(struct answer_udp *udp)
{
	if (udp == NULL)
		return;
	for (size_t i = 0; i < udp->n_sockets; i++) {
		if (udp->socket[i]->event != NULL)
			event_free(udp->socket[i]->event);
		(void)close(udp->socket[i]->fd);
		free(udp->socket[i]);
	}
	free(udp->socket);
	free(udp);
}

/* The local address that a datagram was sent to, from its control data. */
static bool
answer_udp_local(struct msghdr *msg, struct addr *local)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c != NULL;
	     c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			struct in_pktinfo info;

			/* spec_dst, not addr: a broadcast ping is answered
			 * from the interface's own address. */
			memcpy(&info, CMSG_DATA(c), sizeof(info));
			*local = addr_v4(ntohl(info.ipi_spec_dst.s_addr));
			return true;
		}
		if (c->cmsg_level == IPPROTO_IPV6 &&
		    c->cmsg_type == IPV6_PKTINFO) {
			struct in6_pktinfo info;

			memcpy(&info, CMSG_DATA(c), sizeof(info));
			return addr_from_bytes(local, info.ipi6_addr.s6_addr,
				   16) &&
			       !IN6_IS_ADDR_MULTICAST(&info.ipi6_addr);
		}
	}
	return false;
}

/* Control data that makes the kernel send from the given address. */
static void
answer_udp_set_source(struct msghdr *msg, const struct addr *from)
{
	struct cmsghdr *c = msg->msg_control;

	if (from->family == 4) {
		struct in_pktinfo info = { 0 };

		info.ipi_spec_dst.s_addr = htonl((uint32_t)from->lo);
		c->cmsg_level = IPPROTO_IP;
		c->cmsg_type = IP_PKTINFO;
		c->cmsg_len = CMSG_LEN(sizeof(info));
		memcpy(CMSG_DATA(c), &info, sizeof(info));
		msg->msg_controllen = CMSG_SPACE(sizeof(info));
	} else {
		struct in6_pktinfo info = { 0 };

		addr_to_bytes(from, info.ipi6_addr.s6_addr);
		c->cmsg_level = IPPROTO_IPV6;
		c->cmsg_type = IPV6_PKTINFO;
		c->cmsg_len = CMSG_LEN(sizeof(info));
		memcpy(CMSG_DATA(c), &info, sizeof(info));
		msg->msg_controllen = CMSG_SPACE(sizeof(info));
	}
}

/*
 * Send what waits.  The sockets block for at most their SO_SNDTIMEO; an
 * error belongs to the first datagram not sent, which is left out.
 */
void
answer_udp_flush(struct answer_udp *udp)
{
	struct answer_stats *stats = &udp->answer->stats;
	unsigned at = 0;

	while (at < udp->n_out) {
		int n = sendmmsg(udp->socket[udp->out_socket]->fd,
		    udp->out + at, udp->n_out - at, 0);

		if (n > 0) {
			stats->pongs += (unsigned)n;
			at += (unsigned)n;
		} else if (errno == EAGAIN) {
			/* Full for as long as we may wait: all must go. */
			stats->dropped += udp->n_out - at;
			break;
		} else if (errno != EINTR) {
			stats->dropped++;
			at++;
		}
	}
	udp->n_out = 0;
}

/* Put one pong into the batch. */
static void
answer_udp_add(struct answer_udp *udp, uint32_t socket_index,
    const struct answer_identity *identity, const uint8_t id[PDS_PONG_ID_LEN],
    const struct addr *from, const void *peer, socklen_t peer_len)
{
	struct answer_udp_slot *slot;
	struct msghdr *msg;
	const uint8_t *bytes;
	size_t len;

	if (udp->n_out == ANSWER_UDP_BATCH || udp->out_socket != socket_index)
		answer_udp_flush(udp);
	udp->out_socket = socket_index;
	slot = &udp->out_slot[udp->n_out];
	len = answer_pong(udp->answer, identity, id, slot->data, &bytes);
	if (len == 0)
		return;
	memcpy(&slot->peer, peer, peer_len);
	/* sendmsg() does not write to what iov_base points to. */
	slot->iov.iov_base = (void *)(uintptr_t)bytes;
	slot->iov.iov_len = len;
	msg = &udp->out[udp->n_out].msg_hdr;
	memset(msg, 0, sizeof(*msg));
	msg->msg_name = &slot->peer;
	msg->msg_namelen = peer_len;
	msg->msg_iov = &slot->iov;
	msg->msg_iovlen = 1;
	msg->msg_control = slot->ctl;
	answer_udp_set_source(msg, from);
	udp->n_out++;
}

void
answer_udp_send_item(struct answer_udp *udp,
    const struct delay_queue_item *item)
{
	struct answer_identity identity;
	struct sockaddr_storage peer;
	socklen_t peer_len = addr_to_sockaddr(&item->to, item->port, &peer);

	answer_identify(udp->answer, &item->from, &identity);
	answer_udp_add(udp, item->slot, &identity, item->id, &item->from, &peer,
	    peer_len);
}

static void
answer_udp_take(struct answer_udp_socket *socket, struct mmsghdr *in,
    uint64_t now_ns)
{
	struct answer_udp *udp = socket->udp;
	struct answer_identity identity;
	struct delay_queue_item item = { .kind = DELAY_QUEUE_PONG };
	struct msghdr *msg = &in->msg_hdr;

	if (!answer_udp_local(msg, &item.from) ||
	    !pds_pong_read_ping(msg->msg_iov->iov_base, in->msg_len, item.id))
		return;
	udp->answer->stats.pings++;
	answer_identify(udp->answer, &item.from, &identity);
	if (identity.class != ESTATE_SERVER)
		return;
	if (identity.delay_us == 0) {
		answer_udp_add(udp, socket->index, &identity, item.id,
		    &item.from, msg->msg_name, msg->msg_namelen);
		return;
	}
	if (!addr_from_sockaddr(&item.to, &item.port, msg->msg_name))
		return;
	item.due_ns = now_ns + UINT64_C(1000) * identity.delay_us;
	item.slot = socket->index;
	answer_later(udp->answer, &item);
}

static int
answer_udp_receive(struct answer_udp *udp, int fd)
{
	for (unsigned i = 0; i < ANSWER_UDP_BATCH; i++) {
		struct answer_udp_slot *slot = &udp->in_slot[i];
		struct msghdr *msg = &udp->in[i].msg_hdr;

		slot->iov.iov_base = slot->data;
		slot->iov.iov_len = ANSWER_UDP_IN_CAP;
		memset(msg, 0, sizeof(*msg));
		msg->msg_name = &slot->peer;
		msg->msg_namelen = sizeof(slot->peer);
		msg->msg_iov = &slot->iov;
		msg->msg_iovlen = 1;
		msg->msg_control = slot->ctl;
		msg->msg_controllen = sizeof(slot->ctl);
	}
	return recvmmsg(fd, udp->in, ANSWER_UDP_BATCH, MSG_DONTWAIT, NULL);
}

static void
on_answer_udp_readable(evutil_socket_t fd, short what, void *arg)
{
	struct answer_udp_socket *socket = arg;
	struct answer_udp *udp = socket->udp;
	int n = ANSWER_UDP_BATCH;

	(void)what;
	for (int round = 0; round < ANSWER_UDP_ROUNDS && n == ANSWER_UDP_BATCH;
	     round++) {
		uint64_t now_ns;

		n = answer_udp_receive(udp, fd);
		now_ns = clock_now_ns();
		if (n > 0)
			udp->answer->stats.datagrams += (unsigned)n;
		for (int i = 0; i < n; i++)
			answer_udp_take(socket, &udp->in[i], now_ns);
		answer_udp_flush(udp);
	}
}

static int
answer_udp_set_options(int fd, int family, bool is_shared)
{
	static const struct timeval send_wait = { 0, 100000 };
	int on = 1, ret;

	if (family == 4)
		ret = setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on));
	else
		ret =
		    setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on,
			sizeof(on)) |
		    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) |
		    /* for AnyIP: the source is on no interface */
		    setsockopt(fd, IPPROTO_IPV6, IPV6_FREEBIND, &on,
			sizeof(on));
	if (is_shared)
		ret |=
		    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &send_wait,
	    sizeof(send_wait));
	return ret;
}

/* Make the receive buffer large; returns how large it became. */
static size_t
answer_udp_grow_buffer(int fd)
{
	int want = ANSWER_UDP_BUFFER, got = 0;
	socklen_t len = sizeof(got);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &want, sizeof(want)) !=
	    0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &want,
		    sizeof(want));
	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &got, &len) != 0)
		return 0;
	return (size_t)got;
}

/* Open one socket; *buffer_len is its receive buffer. */
static int
answer_udp_open(struct answer_udp *udp, const struct addr *addr, bool is_shared,
    size_t *buffer_len, struct err *err)
{
	char text[ADDR_TEXT_LEN];
	struct sockaddr_storage name;
	socklen_t name_len = addr_to_sockaddr(addr, udp->port, &name);
	struct answer_udp_socket *socket_;
	int fd = socket(name.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot open a UDP socket");
	if (answer_udp_set_options(fd, addr->family, is_shared) != 0 ||
	    bind(fd, (const struct sockaddr *)&name, name_len) != 0) {
		err_set_errno(err, ERR_NETWORK, errno,
		    "cannot listen on UDP %s port %u", addr_format(addr, text),
		    udp->port);
		(void)close(fd);
		return -1;
	}
	*buffer_len = answer_udp_grow_buffer(fd);
	socket_ = mem_new(sizeof(*socket_));
	socket_->udp = udp;
	socket_->fd = fd;
	socket_->index = (uint32_t)udp->n_sockets;
	socket_->event = event_new(udp->answer->base, fd, EV_READ | EV_PERSIST,
	    on_answer_udp_readable, socket_);
	udp->socket = mem_grow(udp->socket, &udp->socket_cap,
	    udp->n_sockets + 1, sizeof(struct answer_udp_socket *));
	udp->socket[udp->n_sockets++] = socket_;
	if (socket_->event == NULL || event_add(socket_->event, NULL) != 0)
		return err_set(err, ERR_SYSTEM, "libevent takes no event");
	return 0;
}

int
answer_udp_listen(struct answer_udp *udp, const struct addr *addr,
    bool is_private, struct err *err)
{
	size_t buffer_len, n = 1;

	if (answer_udp_open(udp, addr, is_private, &buffer_len, err) == -1)
		return -1;
	/*
	 * Without privilege a buffer holds net.core.rmem_max bytes, some 270
	 * pings by default.  The kernel spreads pings over all sockets of a
	 * port by their addresses, so many small buffers make a large one.
	 */
	if (is_private && buffer_len > 0)
		n = ANSWER_UDP_BUFFER / buffer_len;
	if (n > ANSWER_UDP_SOCKETS_MAX)
		n = ANSWER_UDP_SOCKETS_MAX;
	for (size_t i = 1; i < n; i++)
		if (answer_udp_open(udp, addr, true, &buffer_len, err) == -1)
			return -1;
	return 0;
}
