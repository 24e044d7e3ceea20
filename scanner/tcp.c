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

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/neighbour_table.h"
#include "scanner/probe.h"
#include "scanner/tcp_socket.h"

enum {
	TCP_RESERVED_FDS = 64,       /* for the store, outputs, name look-ups */
	TCP_CONNECTIONS_MAX = 15000, /* more gain nothing: PERFORMANCE 3 */
};

/* How often it is looked whether SYNs may have been thrown away. */
#define TCP_FULL_NS UINT64_C(20000000)
/* How long nobody is asked then: the kernel frees places every few seconds,
 * and UDP, which is told of each failure, gets them first. */
#define TCP_HOLD_US 250000

/* One question under way.  Freed ones are kept for the next. */
struct tcp_conn {
	TAILQ_ENTRY(tcp_conn) entry; /* in its queue, or the free list */
	struct tcp *tcp;
	struct event event;
	struct transport_connect ask;
	int fd;
	int sys_errno;    /* that connect() failed with; 0: none yet */
	bool is_open;     /* the handshake is done */
	bool is_doubtful; /* its SYN may never have left */
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
	struct neighbour_table *neighbours;
	uint64_t n_full, full_ns; /* what it said, and when */
	struct event *hold;
	bool is_held; /* until that fires */
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

	tcp_socket_read_info(conn->fd, now_ns - conn->started_ns, &end);
	if (fault != FAULT_NONE && fault != FAULT_TIMEOUT)
		tcp_socket_read_icmp(conn->fd, &end);
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
	tcp_socket_spare_ack(conn->fd);
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

/*
 * Where the kernel had no place for a link address since the last look,
 * every SYN since then may have been lost before it left.
 */
static void
tcp_look_for_lost(struct tcp *tcp, uint64_t now_ns)
{
	static const struct timeval hold = { 0, TCP_HOLD_US };
	uint64_t since_ns = tcp->full_ns, n_full;
	struct tcp_conn *conn;

	tcp->full_ns = now_ns;
	n_full = neighbour_table_n_full(tcp->neighbours);
	if (n_full == tcp->n_full)
		return;
	if (!tcp->is_held)
		(void)event_add(tcp->hold, &hold);
	tcp->is_held = true;
	TAILQ_FOREACH_REVERSE(conn, &tcp->connecting, tcp_queue, entry)
	{
		if (conn->started_ns < since_ns)
			break;
		conn->is_doubtful = true;
	}
	tcp->callbacks->on_pressure(n_full - tcp->n_full, tcp->arg);
	tcp->n_full = n_full;
}

static void
on_tcp_hold(evutil_socket_t fd, short what, void *arg)
{
	struct tcp *tcp = arg;

	(void)fd;
	(void)what;
	tcp->is_held = false;
	tcp_look_for_lost(tcp, clock_now_ns());
	if (!tcp->is_held)
		tcp->callbacks->on_room(tcp->arg);
}

/* End what is late; returns when the next of the queue will be, or 0. */
static uint64_t
tcp_expire_queue(struct tcp_queue *queue, enum fault fault, uint64_t now_ns)
{
	struct tcp_conn *conn;

	while ((conn = TAILQ_FIRST(queue)) != NULL) {
		if (conn->deadline_ns > now_ns)
			return conn->deadline_ns;
		tcp_end(conn,
		    conn->is_doubtful && !conn->is_open ? FAULT_SLOW_DOWN
							: fault,
		    now_ns);
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
	tcp_look_for_lost(tcp, now_ns);
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
	tcp->neighbours = neighbour_table_new();
	tcp->n_full = neighbour_table_n_full(tcp->neighbours);
	tcp->expiry = evtimer_new(config->base, on_tcp_expiry, tcp);
	tcp->hold = evtimer_new(config->base, on_tcp_hold, tcp);
	if (tcp->expiry == NULL || tcp->hold == NULL) {
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
	neighbour_table_free(tcp->neighbours);
	if (tcp->expiry != NULL)
		event_free(tcp->expiry);
	if (tcp->hold != NULL)
		event_free(tcp->hold);
	free(tcp);
}

unsigned
tcp_room(const struct tcp *tcp)
{
	return tcp->is_held ? 0 : tcp->max - tcp->n;
}

unsigned
tcp_n_connecting(const struct tcp *tcp)
{
	return tcp->n;
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

	if (now_ns - tcp->full_ns >= TCP_FULL_NS)
		tcp_look_for_lost(tcp, now_ns);
	if (tcp_room(tcp) == 0)
		return false;
	fd = tcp_socket_open(ask->addr.family);
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
	if (ask->request_len > 0)
		tcp_socket_spare_ack(fd);
	if (connect(fd, (struct sockaddr *)&name, name_len) != 0 &&
	    errno != EINPROGRESS)
		conn->sys_errno = errno;
	/* What happened at once is told from the loop like all else. */
	if (conn->sys_errno != 0 || event_add(&conn->event, NULL) != 0)
		event_active(&conn->event, EV_TIMEOUT, 0);
	tcp_schedule(tcp);
	return true;
}
