/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One UDP socket: sendmmsg, recvmmsg, and the error queue.
 */
#include "scanner/udp.h"

#include <errno.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* after time.h */
#include <linux/errqueue.h>
#include <linux/sock_diag.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/probe.h"
#include "scanner/udp_socket.h"

enum {
	UDP_SEND_BATCH = 64,
	UDP_RECV_BATCH = 64,
	UDP_READ_ROUNDS = 16, /* batches per wake-up, so that timers run */
	UDP_CONTROL_CAP = 512,
	/* After ENOBUFS: a queue is empty soon, a neighbour table is not. */
	UDP_RETRY_US = 2000,
	UDP_RETRY_US_MAX = 64000,
	UDP_ANNOUNCE_TRIES = 4,
};

/* Space for what comes in, used for answers and errors in turn. */
struct udp_in {
	struct mmsghdr message[UDP_RECV_BATCH];
	struct iovec iov[UDP_RECV_BATCH];
	struct sockaddr_storage name[UDP_RECV_BATCH];
	uint8_t data[UDP_RECV_BATCH][PROBE_REPLY_MAX];
	/* aligned for struct cmsghdr */
	size_t control[UDP_RECV_BATCH][UDP_CONTROL_CAP / sizeof(size_t)];
};

struct udp_out {
	struct mmsghdr message[UDP_SEND_BATCH];
	struct iovec iov[UDP_SEND_BATCH];
	struct sockaddr_storage name[UDP_SEND_BATCH];
	uint8_t data[UDP_SEND_BATCH][PROBE_REQUEST_MAX + 1];
	unsigned head, n; /* slots head to n are waiting */
};

struct udp {
	int fd;
	unsigned family;
	const struct transport_callbacks *callbacks;
	void *arg;
	struct event *readable, *writable;
	struct event *retry; /* after ENOBUFS, where poll says "writable" */
	uint32_t n_dropped;  /* the kernel's count of answers */
	unsigned retry_us;   /* how long the next such wait is */
	bool is_blocked;     /* waits for writable */
	struct udp_out out;
	struct udp_in in;
};

/* Make the header of slot i ready for the kernel to fill. */
static void
udp_in_reset(struct udp_in *in, unsigned i)
{
	struct msghdr *header = &in->message[i].msg_hdr;

	in->iov[i].iov_base = in->data[i];
	in->iov[i].iov_len = sizeof(in->data[i]);
	memset(header, 0, sizeof(*header));
	header->msg_name = &in->name[i];
	header->msg_namelen = sizeof(in->name[i]);
	header->msg_iov = &in->iov[i];
	header->msg_iovlen = 1;
	header->msg_control = in->control[i];
	header->msg_controllen = sizeof(in->control[i]);
}

/*
 * What found no place in the socket's queue.  SO_RXQ_OVFL would tell that with
 * the next datagram, and so never of the last ones.
 */
static void
udp_look_for_lost(struct udp *udp)
{
	uint32_t info[SK_MEMINFO_VARS] = { 0 }, n;
	socklen_t len = sizeof(info);

	if (getsockopt(udp->fd, SOL_SOCKET, SO_MEMINFO, info, &len) != 0)
		return; /* before Linux 4.12 */
	n = info[SK_MEMINFO_DROPS];
	if (n != udp->n_dropped)
		udp->callbacks->on_lost(n - udp->n_dropped, udp->arg);
	udp->n_dropped = n;
}

/* Take one batch of answers; false when there are no more for now. */
static bool
udp_read_answers(struct udp *udp, uint64_t now_ns)
{
	struct udp_in *in = &udp->in;
	int n;

	for (unsigned i = 0; i < UDP_RECV_BATCH; i++)
		udp_in_reset(in, i);
	n = recvmmsg(udp->fd, in->message, UDP_RECV_BATCH,
	    MSG_DONTWAIT | MSG_TRUNC, NULL);
	/* Any other errno belongs to the error queue, which is read next. */
	if (n < 0)
		return errno != EAGAIN;
	for (int i = 0; i < n; i++) {
		struct transport_datagram got;

		if (!addr_from_sockaddr(&got.addr, &got.port, &in->name[i]))
			continue;
		got.data = in->data[i];
		got.wire_len = in->message[i].msg_len;
		got.len = got.wire_len > sizeof(in->data[i])
			      ? sizeof(in->data[i])
			      : got.wire_len;
		udp->callbacks->on_datagram(&got, now_ns, udp->arg);
	}
	return n == UDP_RECV_BATCH;
}

/* The machine that sent an ICMP error, from behind its description. */
static void
udp_offender(struct addr *from, const struct sock_extended_err *see)
{
	/* SO_EE_OFFENDER(see), which would drop the const */
	const struct sockaddr *name = (const void *)(see + 1);
	struct sockaddr_storage copy;

	memset(&copy, 0, sizeof(copy));
	if (name->sa_family == AF_INET)
		memcpy(&copy, name, sizeof(struct sockaddr_in));
	else if (name->sa_family == AF_INET6)
		memcpy(&copy, name, sizeof(struct sockaddr_in6));
	(void)addr_from_sockaddr(from, NULL, &copy);
}

static void
udp_report_error(struct udp *udp, const struct sock_extended_err *see,
    struct transport_error *error, uint64_t now_ns)
{
	error->icmp_type = error->icmp_code = -1;
	error->sys_errno = 0;
	memset(&error->from, 0, sizeof(error->from));
	if (see->ee_origin == SO_EE_ORIGIN_ICMP ||
	    see->ee_origin == SO_EE_ORIGIN_ICMP6) {
		error->icmp_type = see->ee_type;
		error->icmp_code = see->ee_code;
		error->fault =
		    fault_of_icmp(udp->family, see->ee_type, see->ee_code);
		udp_offender(&error->from, see);
	} else {
		error->sys_errno = (int)see->ee_errno;
		error->fault = fault_of_errno(error->sys_errno);
	}
	if (error->fault != FAULT_NONE && error->fault != FAULT_OURS)
		udp->callbacks->on_error(error, now_ns, udp->arg);
}

/* Take one batch of errors; returns how many there were. */
static int
udp_read_errors(struct udp *udp, uint64_t now_ns)
{
	struct udp_in *in = &udp->in;
	int n;

	for (unsigned i = 0; i < UDP_RECV_BATCH; i++)
		udp_in_reset(in, i);
	n = recvmmsg(udp->fd, in->message, UDP_RECV_BATCH,
	    MSG_ERRQUEUE | MSG_DONTWAIT, NULL);
	for (int i = 0; i < n; i++) {
		struct msghdr *header = &in->message[i].msg_hdr;
		struct transport_error error = {
			.payload_len = in->message[i].msg_len,
		};

		/* msg_name is whom the question was for. */
		if (!addr_from_sockaddr(&error.addr, &error.port, &in->name[i]))
			continue;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL;
		     c = CMSG_NXTHDR(header, c)) {
			struct sock_extended_err see;

			if (!(c->cmsg_level == IPPROTO_IP &&
				c->cmsg_type == IP_RECVERR) &&
			    !(c->cmsg_level == IPPROTO_IPV6 &&
				c->cmsg_type == IPV6_RECVERR))
				continue;
			memcpy(&see, CMSG_DATA(c), sizeof(see));
			udp_report_error(udp,
			    (const struct sock_extended_err *)CMSG_DATA(c),
			    &error, now_ns);
		}
	}
	return n < 0 ? 0 : n;
}

static void
on_udp_readable(evutil_socket_t fd, short what, void *arg)
{
	struct udp *udp = arg;
	uint64_t now_ns = clock_now_ns();

	(void)fd;
	(void)what;
	for (int round = 0; round < UDP_READ_ROUNDS; round++) {
		bool has_more = udp_read_answers(udp, now_ns);

		if (udp_read_errors(udp, now_ns) == 0 && !has_more)
			break;
	}
	udp_look_for_lost(udp);
}

/* Also the end of the wait after ENOBUFS. */
static void
on_udp_writable(evutil_socket_t fd, short what, void *arg)
{
	struct udp *udp = arg;

	(void)fd;
	(void)what;
	udp->is_blocked = false;
	udp_flush(udp);
	if (!udp->is_blocked)
		udp->callbacks->on_room(udp->arg);
}

struct udp *
udp_new(const struct transport_config *config, unsigned family, struct err *err)
{
	struct udp *udp = mem_new(sizeof(*udp));

	udp->family = family;
	udp->retry_us = UDP_RETRY_US;
	udp->callbacks = config->callbacks;
	udp->arg = config->arg;
	udp->fd =
	    udp_socket_open(family, config->source_port, config->seed, err);
	if (udp->fd == -1)
		goto fail;
	udp->readable = event_new(config->base, udp->fd, EV_READ | EV_PERSIST,
	    on_udp_readable, udp);
	udp->writable =
	    event_new(config->base, udp->fd, EV_WRITE, on_udp_writable, udp);
	udp->retry = evtimer_new(config->base, on_udp_writable, udp);
	if (udp->readable == NULL || udp->writable == NULL ||
	    udp->retry == NULL || event_add(udp->readable, NULL) != 0) {
		err_set(err, ERR_SYSTEM, "libevent refuses a UDP socket");
		goto fail;
	}
	return udp;
fail:
	udp_free(udp);
	return NULL;
}

void
udp_free(struct udp *udp)
{
	if (udp == NULL)
		return;
	if (udp->readable != NULL)
		event_free(udp->readable);
	if (udp->writable != NULL)
		event_free(udp->writable);
	if (udp->retry != NULL)
		event_free(udp->retry);
	if (udp->fd != -1)
		(void)close(udp->fd);
	free(udp);
}

bool
udp_send(struct udp *udp, const struct addr *addr, uint16_t port,
    const uint8_t *data, size_t len)
{
	struct udp_out *out = &udp->out;
	struct msghdr *header;
	unsigned i = out->n;

	if (i == UDP_SEND_BATCH) {
		udp_flush(udp);
		if (out->n == UDP_SEND_BATCH)
			return false;
		i = out->n;
	}
	header = &out->message[i].msg_hdr;
	memset(header, 0, sizeof(*header));
	memcpy(out->data[i], data, len);
	out->iov[i].iov_base = out->data[i];
	out->iov[i].iov_len = len;
	header->msg_name = &out->name[i];
	header->msg_namelen = addr_to_sockaddr(addr, port, &out->name[i]);
	header->msg_iov = &out->iov[i];
	header->msg_iovlen = 1;
	out->n++;
	return true;
}

/* Which interface a datagram leaves by, whatever the routes say. */
static void
udp_set_interface(struct msghdr *header, unsigned family, unsigned ifindex)
{
	struct cmsghdr *c = header->msg_control;

	if (family == 4) {
		struct in_pktinfo info = { .ipi_ifindex = (int)ifindex };

		c->cmsg_level = IPPROTO_IP;
		c->cmsg_type = IP_PKTINFO;
		c->cmsg_len = CMSG_LEN(sizeof(info));
		memcpy(CMSG_DATA(c), &info, sizeof(info));
		header->msg_controllen = CMSG_SPACE(sizeof(info));
	} else {
		struct in6_pktinfo info = { .ipi6_ifindex = ifindex };

		c->cmsg_level = IPPROTO_IPV6;
		c->cmsg_type = IPV6_PKTINFO;
		c->cmsg_len = CMSG_LEN(sizeof(info));
		memcpy(CMSG_DATA(c), &info, sizeof(info));
		header->msg_controllen = CMSG_SPACE(sizeof(info));
	}
}

int
udp_announce(struct udp *udp, const struct addr *addr, uint16_t port,
    unsigned ifindex, const uint8_t *data, size_t len)
{
	_Alignas(struct cmsghdr) uint8_t control[UDP_CONTROL_CAP] = { 0 };
	const int on = 1;
	struct sockaddr_storage name;
	/* sendmsg() does not write to what iov_base points to. */
	struct iovec iov = { (void *)(uintptr_t)data, len };
	struct msghdr header = {
		.msg_name = &name,
		.msg_namelen = addr_to_sockaddr(addr, port, &name),
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
	};
	int sys_errno = 0;

	if (setsockopt(udp->fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on)) != 0)
		return errno;
	udp_set_interface(&header, addr->family, ifindex);
	/* One that was pending from an earlier datagram comes out first. */
	for (int left = UDP_ANNOUNCE_TRIES; left > 0; left--) {
		if (sendmsg(udp->fd, &header, MSG_DONTWAIT) != -1)
			return 0;
		sys_errno = errno;
		if (udp_read_errors(udp, clock_now_ns()) == 0)
			break;
	}
	return sys_errno;
}

/*
 * The first n of the queue are done with.  Errors that come back while a batch
 * leaves cut it into small pieces, so nothing is moved.
 */
static void
udp_out_done(struct udp_out *out, unsigned n)
{
	out->head += n;
	if (out->head == out->n)
		out->head = out->n = 0;
}

/*
 * The kernel refused the first datagram of the queue, and its error queue
 * is empty: so this errno is about that address.
 */
static void
udp_refuse_first(struct udp *udp, int sys_errno, uint64_t now_ns)
{
	struct transport_error error = {
		.fault = fault_of_errno(sys_errno),
		.icmp_type = -1,
		.icmp_code = -1,
		.sys_errno = sys_errno,
	};
	struct err err;

	if (error.fault == FAULT_OURS) {
		err_set_errno(&err, ERR_NETWORK, sys_errno, "cannot send");
		udp->callbacks->on_broken(&err, udp->arg);
	} else if (addr_from_sockaddr(&error.addr, &error.port,
		       &udp->out.name[udp->out.head])) {
		udp->callbacks->on_error(&error, now_ns, udp->arg);
	}
	udp_out_done(&udp->out, 1);
}

/* The queue of the socket or of the interface is full. */
static void
udp_block(struct udp *udp, int sys_errno)
{
	const struct timeval soon = { 0, (suseconds_t)udp->retry_us };

	udp->is_blocked = true;
	if (sys_errno == EAGAIN) {
		(void)event_add(udp->writable, NULL);
		return;
	}
	udp->callbacks->on_pressure(1, udp->arg);
	(void)event_add(udp->retry, &soon);
	if (udp->retry_us < UDP_RETRY_US_MAX)
		udp->retry_us *= 2;
}

void
udp_flush(struct udp *udp)
{
	struct udp_out *out = &udp->out;
	uint64_t now_ns = 0;

	while (out->n > 0 && !udp->is_blocked) {
		int n = sendmmsg(udp->fd, &out->message[out->head],
		    out->n - out->head, MSG_DONTWAIT);
		int sys_errno = errno;

		if (n > 0) {
			udp_out_done(out, (unsigned)n);
			udp->retry_us = UDP_RETRY_US;
			continue;
		}
		if (now_ns == 0)
			now_ns = clock_now_ns();
		if (fault_of_errno(sys_errno) == FAULT_SLOW_DOWN) {
			udp_block(udp, sys_errno);
			return;
		}
		/*
		 * An error that is pending on the socket comes out of the
		 * next send, whomever that is for: it belongs to the queue.
		 */
		if (udp_read_errors(udp, now_ns) == 0)
			udp_refuse_first(udp, sys_errno, now_ns);
	}
}

bool
udp_room(const struct udp *udp)
{
	return !udp->is_blocked || udp->out.n < UDP_SEND_BATCH;
}

int
udp_fd(const struct udp *udp)
{
	return udp->fd;
}
