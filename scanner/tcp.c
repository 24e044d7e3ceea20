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
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/kernel_drops.h"
#include "scanner/probe.h"
#include "scanner/tcp_socket.h"

/* How often it is looked whether SYNs may have been thrown away. */
#define TCP_LOOK_NS UINT64_C(20000000)
/* How long nobody is asked then: the kernel frees places every few seconds,
 * and UDP, which is told of each failure, gets them first. */
#define TCP_HOLD_US 250000

enum tcp_state {
	TCP_IDLE,
	TCP_CONNECTING,
	TCP_READING, /* the handshake is done */
};

/* What is known of the question under way. */
struct tcp_question {
	struct transport_connect ask;
	int sys_errno;    /* that connect() failed with; 0: none yet */
	bool is_doubtful; /* its SYN may never have left */
	bool has_sent;
	bool is_late; /* no answer came until the deadline */
	uint64_t started_ns, deadline_ns;
	uint32_t rtt_us;
	uint8_t *reply; /* NULL until bytes come */
	size_t reply_len;
};

/*
 * A socket.  It serves one question after another and stays with the event
 * loop meanwhile: to make, register and close one for each question costs
 * more than to ask.  Its event is a hint that something may have changed,
 * perhaps for the question before: what has, the socket is asked.
 */
struct tcp_conn {
	TAILQ_ENTRY(tcp_conn) entry; /* in the queue of its state */
	struct tcp *tcp;
	struct event event;
	int fd;
	unsigned family;
	enum tcp_state state;
	struct tcp_question now; /* not when idle */
};

TAILQ_HEAD(tcp_queue, tcp_conn);

struct tcp {
	struct event_base *base;
	const struct transport_callbacks *callbacks;
	void *arg;
	/* Those of connecting and reading are sorted by deadline. */
	struct tcp_queue queue[TCP_READING + 1];
	struct event *expiry;
	uint64_t expiry_ns; /* when the timer will fire; 0: it will not */
	unsigned n, max;    /* questions; sockets are never more */
	struct kernel_drops *drops;
	struct kernel_drops_counts dropped; /* what it said last */
	uint64_t looked_ns;                 /* when */
	bool has_begun;                     /* a connect, since then */
	struct event *hold;
	bool is_held; /* until that fires */
};

static void tcp_schedule(struct tcp *tcp);

/* Into the queue of that state. */
static void
tcp_enter(struct tcp_conn *conn, enum tcp_state state)
{
	struct tcp_queue *queue = &conn->tcp->queue[state];
	struct tcp_conn *before = TAILQ_LAST(queue, tcp_queue);

	conn->state = state;
	/* Answers come in order of their questions: it is near the end. */
	while (
	    before != NULL && before->now.deadline_ns > conn->now.deadline_ns)
		before = TAILQ_PREV(before, tcp_queue, entry);
	if (before == NULL)
		TAILQ_INSERT_HEAD(queue, conn, entry);
	else
		TAILQ_INSERT_AFTER(queue, before, conn, entry);
}

static void
tcp_leave(struct tcp_conn *conn)
{
	TAILQ_REMOVE(&conn->tcp->queue[conn->state], conn, entry);
}

/* Close it; it is in no queue. */
static void
tcp_discard(struct tcp_conn *conn)
{
	(void)event_del(&conn->event);
	(void)close(conn->fd);
	free(conn->now.reply);
	free(conn);
}

/* Report the end of the question, and keep the socket for the next. */
static void
tcp_end(struct tcp_conn *conn, enum fault fault, uint64_t now_ns)
{
	struct tcp *tcp = conn->tcp;
	const struct tcp_question *was = &conn->now;
	struct transport_tcp end = {
		.ticket = was->ask.ticket,
		.addr = was->ask.addr,
		.port = was->ask.port,
		.fault = fault,
		.icmp_type = -1,
		.icmp_code = -1,
		.sys_errno = was->sys_errno,
		.data = was->reply,
		.len = was->reply_len,
		.rtt_us = was->rtt_us,
		.has_sent = was->has_sent,
		.is_mute = was->is_late && was->reply_len == 0,
	};
	bool is_kept;

	tcp_socket_read_info(conn->fd, now_ns - was->started_ns, &end);
	if (fault != FAULT_NONE && fault != FAULT_TIMEOUT)
		tcp_socket_read_icmp(conn->fd, &end);
	if (end.fault == FAULT_REFUSED) /* as good a round trip as any */
		end.rtt_us = (uint32_t)((now_ns - was->started_ns) / 1000);
	is_kept = tcp_socket_reset(conn->fd);
	tcp_leave(conn);
	tcp->n--;
	tcp->callbacks->on_tcp(&end, now_ns, tcp->arg);
	free(was->reply);
	memset(&conn->now, 0, sizeof(conn->now));
	if (is_kept)
		tcp_enter(conn, TCP_IDLE);
	else
		tcp_discard(conn);
}

static void
tcp_read(struct tcp_conn *conn, uint64_t now_ns)
{
	struct tcp *tcp = conn->tcp;
	struct tcp_question *now = &conn->now;
	ssize_t got;

	if (now->reply == NULL)
		now->reply = mem_new(PROBE_REPLY_MAX);
	/* All of it: what is left makes no further event. */
	do {
		got = recv(conn->fd, now->reply + now->reply_len,
		    PROBE_REPLY_MAX - now->reply_len, MSG_DONTWAIT);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got > 0)
			now->reply_len += (size_t)got;
		/* Else end of file, or a reset after the handshake. */
	} while (got > 0 && now->reply_len < PROBE_REPLY_MAX &&
		 !tcp->callbacks->is_enough(&now->ask.ticket, now->reply,
		     now->reply_len, tcp->arg));
	tcp_end(conn, FAULT_NONE, now_ns);
}

/* The handshake is done, and hello is said. */
static void
tcp_opened(struct tcp_conn *conn, uint64_t now_ns)
{
	struct tcp_question *now = &conn->now;

	now->rtt_us = (uint32_t)((now_ns - now->started_ns) / 1000);
	if (!now->has_sent) {
		tcp_end(conn, FAULT_NONE, now_ns);
		return;
	}
	tcp_socket_spare_ack(conn->fd);
	tcp_leave(conn);
	now->deadline_ns = now_ns + now->ask.reply_timeout_ns;
	tcp_enter(conn, TCP_READING);
	tcp_schedule(conn->tcp);
}

/*
 * Has the handshake ended, and how?  Whether hello can be said, be it of no
 * bytes, is the answer.
 */
static void
tcp_look(struct tcp_conn *conn, uint64_t now_ns)
{
	struct tcp_question *now = &conn->now;
	int sys_errno = now->sys_errno;

	if (sys_errno == 0) {
		sys_errno = tcp_socket_say(conn->fd, now->ask.request,
		    now->ask.request_len);
		if (sys_errno == EAGAIN)
			return;
	}
	now->sys_errno = sys_errno;
	now->has_sent = sys_errno == 0 && now->ask.request_len > 0;
	if (sys_errno == 0)
		tcp_opened(conn, now_ns);
	else
		tcp_end(conn, fault_of_errno(sys_errno), now_ns);
}

static void
on_tcp_event(evutil_socket_t fd, short what, void *arg)
{
	struct tcp_conn *conn = arg;

	(void)fd;
	(void)what;
	switch (conn->state) {
	case TCP_IDLE:
		break;
	case TCP_CONNECTING:
		tcp_look(conn, clock_now_ns());
		break;
	case TCP_READING:
		tcp_read(conn, clock_now_ns());
		break;
	}
}

/* No place for a link address: that takes longer than a full queue. */
static void
tcp_hold(struct tcp *tcp)
{
	static const struct timeval hold = { 0, TCP_HOLD_US };

	if (!tcp->is_held)
		(void)event_add(tcp->hold, &hold);
	tcp->is_held = true;
}

/*
 * Where the kernel has thrown packets away since the last look, every SYN
 * since then may have been lost before it left.
 */
static void
tcp_look_for_lost(struct tcp *tcp, uint64_t now_ns)
{
	uint64_t since_ns = tcp->looked_ns;
	struct kernel_drops_counts news;
	struct tcp_conn *conn;

	tcp->looked_ns = now_ns;
	tcp->has_begun = false;
	kernel_drops_look(tcp->drops, &tcp->dropped, &news);
	if (news.n_table_full + news.n_queue_full == 0)
		return;
	if (news.n_table_full > 0)
		tcp_hold(tcp);
	TAILQ_FOREACH_REVERSE(conn, &tcp->queue[TCP_CONNECTING], tcp_queue,
	    entry)
	{
		if (conn->now.started_ns < since_ns)
			break;
		conn->now.is_doubtful = true;
	}
	tcp->callbacks->on_pressure(news.n_table_full + news.n_queue_full,
	    tcp->arg);
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

/* End what is late. */
static void
tcp_expire(struct tcp *tcp, enum tcp_state state, uint64_t now_ns)
{
	struct tcp_conn *conn;
	enum fault fault;

	while ((conn = TAILQ_FIRST(&tcp->queue[state])) != NULL &&
	       conn->now.deadline_ns <= now_ns) {
		/* It was accepted; that nothing was said is no failure. */
		conn->now.is_late = true;
		if (state == TCP_READING)
			fault = FAULT_NONE;
		else
			fault = conn->now.is_doubtful ? FAULT_SLOW_DOWN
						      : FAULT_TIMEOUT;
		tcp_end(conn, fault, now_ns);
	}
}

static void
on_tcp_expiry(evutil_socket_t fd, short what, void *arg)
{
	struct tcp *tcp = arg;
	uint64_t now_ns = clock_now_ns();

	(void)fd;
	(void)what;
	tcp->expiry_ns = 0;
	/* Before anything is given up of which it was not looked. */
	if (tcp->has_begun)
		tcp_look_for_lost(tcp, now_ns);
	tcp_expire(tcp, TCP_CONNECTING, now_ns);
	tcp_expire(tcp, TCP_READING, now_ns);
	tcp_schedule(tcp);
}

/* Let the timer fire when the first of both queues is due. */
static void
tcp_schedule(struct tcp *tcp)
{
	const struct tcp_conn *a = TAILQ_FIRST(&tcp->queue[TCP_CONNECTING]);
	const struct tcp_conn *b = TAILQ_FIRST(&tcp->queue[TCP_READING]);
	uint64_t due_ns = UINT64_MAX, now_ns, left_us;
	struct timeval wait;

	if (a != NULL)
		due_ns = a->now.deadline_ns;
	if (b != NULL && b->now.deadline_ns < due_ns)
		due_ns = b->now.deadline_ns;
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
	for (int state = TCP_IDLE; state <= TCP_READING; state++)
		TAILQ_INIT(&tcp->queue[state]);
	tcp->max = tcp_socket_limit();
	tcp->drops = kernel_drops_new();
	kernel_drops_look(tcp->drops, &tcp->dropped, NULL);
	tcp->expiry = evtimer_new(config->base, on_tcp_expiry, tcp);
	tcp->hold = evtimer_new(config->base, on_tcp_hold, tcp);
	if (tcp->expiry == NULL || tcp->hold == NULL) {
		err_set(err, ERR_SYSTEM, "libevent refuses a timer");
		tcp_free(tcp);
		return NULL;
	}
	return tcp;
}

void
tcp_free(struct tcp *tcp)
{
	struct tcp_conn *conn;

	if (tcp == NULL)
		return;
	for (int state = TCP_IDLE; state <= TCP_READING; state++)
		while ((conn = TAILQ_FIRST(&tcp->queue[state])) != NULL) {
			tcp_leave(conn);
			tcp_discard(conn);
		}
	kernel_drops_free(tcp->drops);
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

/* One that is registered, or NULL with errno. */
static struct tcp_conn *
tcp_new_conn(struct tcp *tcp, unsigned family)
{
	int fd = tcp_socket_open(family);
	struct tcp_conn *conn;

	if (fd == -1)
		return NULL;
	conn = mem_new(sizeof(*conn));
	conn->tcp = tcp;
	conn->fd = fd;
	conn->family = family;
	if (event_assign(&conn->event, tcp->base, fd,
		EV_READ | EV_WRITE | EV_ET | EV_PERSIST, on_tcp_event,
		conn) == 0 &&
	    event_add(&conn->event, NULL) == 0)
		return conn;
	tcp_discard(conn);
	errno = ENOMEM;
	return NULL;
}

/* One in no queue, for the next question; NULL with errno. */
static struct tcp_conn *
tcp_take_conn(struct tcp *tcp, unsigned family)
{
	struct tcp_conn *idle = TAILQ_LAST(&tcp->queue[TCP_IDLE], tcp_queue);

	if (idle != NULL) {
		tcp_leave(idle);
		if (idle->family == family)
			return idle;
		tcp_discard(idle);
	}
	return tcp_new_conn(tcp, family);
}

bool
tcp_connect(struct tcp *tcp, const struct transport_connect *ask,
    uint64_t now_ns)
{
	struct sockaddr_storage name;
	struct tcp_conn *conn;
	socklen_t name_len;

	if (now_ns - tcp->looked_ns >= TCP_LOOK_NS)
		tcp_look_for_lost(tcp, now_ns);
	if (tcp_room(tcp) == 0)
		return false;
	conn = tcp_take_conn(tcp, ask->addr.family);
	if (conn == NULL) {
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
	conn->now = (struct tcp_question){
		.ask = *ask,
		.started_ns = now_ns,
		.deadline_ns = now_ns + ask->timeout_ns,
		.rtt_us = UINT32_MAX,
	};
	tcp_enter(conn, TCP_CONNECTING);
	tcp->n++;
	tcp->has_begun = true;
	name_len = addr_to_sockaddr(&ask->addr, ask->port, &name);
	if (connect(conn->fd, (struct sockaddr *)&name, name_len) != 0 &&
	    errno != EINPROGRESS) {
		conn->now.sys_errno = errno;
		/* What happened at once is told from the loop like all else. */
		event_active(&conn->event, EV_TIMEOUT, 0);
	}
	tcp_schedule(tcp);
	return true;
}
