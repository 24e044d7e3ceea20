/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * TCP questions by non-blocking connect.
 */
#include "scanner/tcp.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* after time.h */
#include <linux/errqueue.h>
#include <linux/tcp.h> /* newer counters than netinet/tcp.h */

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/probe.h"

enum {
	TCP_RESERVED_FDS = 64,       /* for the store, outputs, name look-ups */
	TCP_CONNECTIONS_MAX = 15000, /* more gain nothing: PERFORMANCE 3 */
	/* TCP_ESTABLISHED and TCP_CLOSE, which linux/tcp.h does not name */
	TCP_STATE_ESTABLISHED = 1,
	TCP_STATE_CLOSE = 7,
};

/* One question under way.  Freed ones are kept for the next. */
struct tcp_conn {
	TAILQ_ENTRY(tcp_conn) entry; /* in its queue, or the free list */
	struct tcp *tcp;
	struct event event;
	struct transport_connect ask;
	int fd;
	int sys_errno; /* that connect() failed with; 0: none yet */
	bool is_open;  /* the handshake is done */
	bool has_sent;
	uint64_t started_ns, deadline_ns;
	uint32_t rtt_us;
	uint8_t *reply; /* NULL until bytes come */
	size_t reply_len;
};

TAILQ_HEAD(tcp_queue, tcp_conn);

struct tcp {
	struct event_base *base;
	const struct transport_callbacks *callbacks;
	void *arg;
	/* Each sorted by deadline: handshakes, and answers. */
	struct tcp_queue connecting, reading, unused;
	struct event *expiry;
	uint64_t expiry_ns; /* when the timer will fire; 0: it will not */
	unsigned n, max;
};

static void tcp_schedule(struct tcp *tcp);

/* How many connections the descriptors allow. */
static unsigned
tcp_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 256;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= TCP_CONNECTIONS_MAX + TCP_RESERVED_FDS)
		return TCP_CONNECTIONS_MAX;
	if (limit.rlim_cur < 2 * TCP_RESERVED_FDS)
		return (unsigned)limit.rlim_cur / 2 + 1;
	return (unsigned)limit.rlim_cur - TCP_RESERVED_FDS;
}

/* Answers come in order of their questions, so the place is near the end. */
static void
tcp_enqueue(struct tcp_queue *queue, struct tcp_conn *conn)
{
	struct tcp_conn *before = TAILQ_LAST(queue, tcp_queue);

	while (before != NULL && before->deadline_ns > conn->deadline_ns)
		before = TAILQ_PREV(before, tcp_queue, entry);
	if (before == NULL)
		TAILQ_INSERT_HEAD(queue, conn, entry);
	else
		TAILQ_INSERT_AFTER(queue, before, conn, entry);
}

static struct tcp_queue *
tcp_queue_of(struct tcp_conn *conn)
{
	return conn->is_open ? &conn->tcp->reading : &conn->tcp->connecting;
}

/* What ICMP said, where the kernel keeps it for TCP too. */
static void
tcp_read_icmp(const struct tcp_conn *conn, struct transport_tcp *end)
{
	size_t control[512 / sizeof(size_t)];
	struct msghdr header = {
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};

	if (recvmsg(conn->fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c != NULL;
	     c = CMSG_NXTHDR(&header, c)) {
		struct sock_extended_err *see = (void *)CMSG_DATA(c);
		struct sockaddr_storage from;

		if (!(c->cmsg_level == IPPROTO_IP &&
			c->cmsg_type == IP_RECVERR) &&
		    !(c->cmsg_level == IPPROTO_IPV6 &&
			c->cmsg_type == IPV6_RECVERR))
			continue;
		if (see->ee_origin != SO_EE_ORIGIN_ICMP &&
		    see->ee_origin != SO_EE_ORIGIN_ICMP6)
			continue;
		end->sys_errno = 0;
		end->icmp_type = see->ee_type;
		end->icmp_code = see->ee_code;
		end->fault =
		    fault_of_icmp(end->addr.family, see->ee_type, see->ee_code);
		memset(&from, 0, sizeof(from));
		memcpy(&from, SO_EE_OFFENDER(see),
		    see->ee_origin == SO_EE_ORIGIN_ICMP
			? sizeof(struct sockaddr_in)
			: sizeof(struct sockaddr_in6));
		(void)addr_from_sockaddr(&end->from, NULL, &from);
	}
}

/*
 * What the kernel sent and got, for the ledger: SYNs that it sent a second
 * time, and all segments of a connection, since an end or a second segment of
 * the peer's may or may not have come by now.
 */
static void
tcp_read_info(const struct tcp_conn *conn, struct transport_tcp *end,
    uint64_t now_ns)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	bool is_late = now_ns - conn->started_ns >= CLOCK_NS_PER_S;

	memset(&info, 0, sizeof(info));
	if ((end->fault != FAULT_NONE && !is_late) ||
	    getsockopt(conn->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return;
	if (is_late)
		end->n_resent = info.tcpi_total_retrans;
	end->n_segments_out = info.tcpi_segs_out;
	end->n_segments_in = info.tcpi_segs_in;
	end->is_reset_due = info.tcpi_state != TCP_STATE_CLOSE;
	end->is_end_due = info.tcpi_state == TCP_STATE_ESTABLISHED;
}

/* Close, report, and keep the struct for the next question. */
static void
tcp_end(struct tcp_conn *conn, enum fault fault, uint64_t now_ns)
{
	struct tcp *tcp = conn->tcp;
	struct transport_tcp end = {
		.ticket = conn->ask.ticket,
		.addr = conn->ask.addr,
		.port = conn->ask.port,
		.fault = fault,
		.icmp_type = -1,
		.icmp_code = -1,
		.sys_errno = conn->sys_errno,
		.data = conn->reply,
		.len = conn->reply_len,
		.rtt_us = conn->rtt_us,
		.has_sent = conn->has_sent,
	};

	tcp_read_info(conn, &end, now_ns);
	if (fault != FAULT_NONE && fault != FAULT_TIMEOUT)
		tcp_read_icmp(conn, &end);
	if (end.fault == FAULT_REFUSED) /* as good a round trip as any */
		end.rtt_us = (uint32_t)((now_ns - conn->started_ns) / 1000);
	(void)event_del(&conn->event);
	(void)close(conn->fd); /* lingers 0 s: one RST */
	TAILQ_REMOVE(tcp_queue_of(conn), conn, entry);
	TAILQ_INSERT_HEAD(&tcp->unused, conn, entry);
	tcp->n--;
	tcp->callbacks->on_tcp(&end, now_ns, tcp->arg);
	free(conn->reply);
	conn->reply = NULL;
	conn->reply_len = 0;
}

static void
tcp_read(struct tcp_conn *conn, uint64_t now_ns)
{
	struct tcp *tcp = conn->tcp;
	ssize_t got;

	if (conn->reply == NULL)
		conn->reply = mem_new(PROBE_REPLY_MAX);
	got = recv(conn->fd, conn->reply + conn->reply_len,
	    PROBE_REPLY_MAX - conn->reply_len, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got > 0)
		conn->reply_len += (size_t)got;
	/* End of file, a reset after the handshake, enough, or full. */
	if (got <= 0 || conn->reply_len == PROBE_REPLY_MAX ||
	    tcp->callbacks->is_enough(&conn->ask.ticket, conn->reply,
		conn->reply_len, tcp->arg))
		tcp_end(conn, FAULT_NONE, now_ns);
}

static void
on_tcp_readable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	tcp_read(arg, clock_now_ns());
}

/* The handshake is done: say hello, and wait for the answer. */
static void
tcp_opened(struct tcp_conn *conn, uint64_t now_ns)
{
	struct tcp *tcp = conn->tcp;

	conn->rtt_us = (uint32_t)((now_ns - conn->started_ns) / 1000);
	if (conn->ask.request_len == 0) {
		tcp_end(conn, FAULT_NONE, now_ns);
		return;
	}
	conn->has_sent =
	    send(conn->fd, conn->ask.request, conn->ask.request_len,
		MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)conn->ask.request_len;
	if (!conn->has_sent) {
		tcp_end(conn, FAULT_NONE, now_ns);
		return;
	}
	TAILQ_REMOVE(&tcp->connecting, conn, entry);
	conn->is_open = true;
	conn->deadline_ns = now_ns + conn->ask.reply_timeout_ns;
	tcp_enqueue(&tcp->reading, conn);
	(void)event_assign(&conn->event, tcp->base, conn->fd,
	    EV_READ | EV_PERSIST, on_tcp_readable, conn);
	if (event_add(&conn->event, NULL) != 0)
		tcp_end(conn, FAULT_NONE, now_ns);
	else
		tcp_schedule(tcp);
}

static void
on_tcp_connected(evutil_socket_t fd, short what, void *arg)
{
	struct tcp_conn *conn = arg;
	uint64_t now_ns = clock_now_ns();
	socklen_t len = sizeof(conn->sys_errno);

	(void)what;
	if (conn->sys_errno == 0 &&
	    getsockopt(fd, SOL_SOCKET, SO_ERROR, &conn->sys_errno, &len) != 0)
		conn->sys_errno = errno;
	if (conn->sys_errno == 0)
		tcp_opened(conn, now_ns);
	else
		tcp_end(conn, fault_of_errno(conn->sys_errno), now_ns);
}

/* End what is late; returns when the next of the queue will be, or 0. */
static uint64_t
tcp_expire_queue(struct tcp_queue *queue, enum fault fault, uint64_t now_ns)
{
	struct tcp_conn *conn;

	while ((conn = TAILQ_FIRST(queue)) != NULL) {
		if (conn->deadline_ns > now_ns)
			return conn->deadline_ns;
		tcp_end(conn, fault, now_ns);
	}
	return 0;
}

static void
on_tcp_expiry(evutil_socket_t fd, short what, void *arg)
{
	struct tcp *tcp = arg;
	uint64_t now_ns = clock_now_ns();

	(void)fd;
	(void)what;
	tcp->expiry_ns = 0;
	(void)tcp_expire_queue(&tcp->connecting, FAULT_TIMEOUT, now_ns);
	/* It was accepted; that nothing was said is no failure. */
	(void)tcp_expire_queue(&tcp->reading, FAULT_NONE, now_ns);
	tcp_schedule(tcp);
}

/* Let the timer fire when the first of both queues is due. */
static void
tcp_schedule(struct tcp *tcp)
{
	const struct tcp_conn *a = TAILQ_FIRST(&tcp->connecting);
	const struct tcp_conn *b = TAILQ_FIRST(&tcp->reading);
	uint64_t due_ns = UINT64_MAX, now_ns, left_us;
	struct timeval wait;

	if (a != NULL)
		due_ns = a->deadline_ns;
	if (b != NULL && b->deadline_ns < due_ns)
		due_ns = b->deadline_ns;
	if (due_ns == UINT64_MAX ||
	    (tcp->expiry_ns != 0 && tcp->expiry_ns <= due_ns))
		return;
	now_ns = clock_now_ns();
	left_us = due_ns > now_ns ? (due_ns - now_ns) / 1000 + 1 : 1;
	wait.tv_sec = (time_t)(left_us / CLOCK_US_PER_S);
	wait.tv_usec = (suseconds_t)(left_us % CLOCK_US_PER_S);
	tcp->expiry_ns = due_ns;
	(void)event_add(tcp->expiry, &wait);
}

struct tcp *
tcp_new(const struct transport_config *config, struct err *err)
{
	struct tcp *tcp = mem_new(sizeof(*tcp));

	tcp->base = config->base;
	tcp->callbacks = config->callbacks;
	tcp->arg = config->arg;
	TAILQ_INIT(&tcp->connecting);
	TAILQ_INIT(&tcp->reading);
	TAILQ_INIT(&tcp->unused);
	tcp->max = tcp_limit();
	tcp->expiry = evtimer_new(config->base, on_tcp_expiry, tcp);
	if (tcp->expiry == NULL) {
		err_set(err, ERR_SYSTEM, "libevent refuses a timer");
		tcp_free(tcp);
		return NULL;
	}
	return tcp;
}

static void
tcp_free_queue(struct tcp_queue *queue, bool is_active)
{
	struct tcp_conn *conn;

	while ((conn = TAILQ_FIRST(queue)) != NULL) {
		TAILQ_REMOVE(queue, conn, entry);
		if (is_active) {
			(void)event_del(&conn->event);
			(void)close(conn->fd);
		}
		free(conn->reply);
		free(conn);
	}
}

void
tcp_free(struct tcp *tcp)
{
	if (tcp == NULL)
		return;
	tcp_free_queue(&tcp->connecting, true);
	tcp_free_queue(&tcp->reading, true);
	tcp_free_queue(&tcp->unused, false);
	if (tcp->expiry != NULL)
		event_free(tcp->expiry);
	free(tcp);
}

unsigned
tcp_room(const struct tcp *tcp)
{
	return tcp->max - tcp->n;
}

unsigned
tcp_n_connecting(const struct tcp *tcp)
{
	return tcp->n;
}

/* A socket that reports ICMP errors and closes with one RST, or -1. */
static int
tcp_open_socket(unsigned family)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };
	const int on = 1;
	int fd = socket(family == 4 ? AF_INET : AF_INET6,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	/* Not a given for TCP on older kernels: then errno must do. */
	if (family == 4)
		(void)setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	else
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on,
		    sizeof(on));
	return fd;
}

static struct tcp_conn *
tcp_take_conn(struct tcp *tcp)
{
	struct tcp_conn *conn = TAILQ_FIRST(&tcp->unused);

	if (conn == NULL)
		return mem_new(sizeof(*conn));
	TAILQ_REMOVE(&tcp->unused, conn, entry);
	memset(conn, 0, sizeof(*conn));
	return conn;
}

bool
tcp_connect(struct tcp *tcp, const struct transport_connect *ask,
    uint64_t now_ns)
{
	struct sockaddr_storage name;
	struct tcp_conn *conn;
	socklen_t name_len;
	int fd;

	if (tcp->n >= tcp->max)
		return false;
	fd = tcp_open_socket(ask->addr.family);
	if (fd == -1) {
		struct err err;

		/* Somebody else uses the descriptors: live with fewer. */
		if (tcp->n > 0) {
			tcp->max = tcp->n;
		} else {
			err_set_errno(&err, ERR_SYSTEM, errno,
			    "cannot open a TCP socket");
			tcp->callbacks->on_broken(&err, tcp->arg);
		}
		return false;
	}
	conn = tcp_take_conn(tcp);
	conn->tcp = tcp;
	conn->ask = *ask;
	conn->fd = fd;
	conn->started_ns = now_ns;
	conn->deadline_ns = now_ns + ask->timeout_ns;
	conn->rtt_us = UINT32_MAX;
	tcp_enqueue(&tcp->connecting, conn);
	tcp->n++;
	(void)event_assign(&conn->event, tcp->base, fd, EV_WRITE,
	    on_tcp_connected, conn);
	name_len = addr_to_sockaddr(&ask->addr, ask->port, &name);
	if (connect(fd, (struct sockaddr *)&name, name_len) != 0 &&
	    errno != EINPROGRESS)
		conn->sys_errno = errno;
	/* What happened at once is told from the loop like all else. */
	if (conn->sys_errno != 0 || event_add(&conn->event, NULL) != 0)
		event_active(&conn->event, EV_TIMEOUT, 0);
	tcp_schedule(tcp);
	return true;
}
