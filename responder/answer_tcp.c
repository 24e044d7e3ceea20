/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Connections to Rtvscan's port.
 */
#include "responder/answer_tcp.h"

#include <errno.h>
#include <event2/event_struct.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "responder/rtvscan_hello.h"

enum {
	ANSWER_TCP_ACCEPT_BUDGET = 256,
	ANSWER_TCP_LIFE_S = 30,     /* of a connection, whatever it does */
	ANSWER_TCP_PAUSE_MS = 100,  /* when the system has no descriptors */
	ANSWER_TCP_BACKLOG = 65535, /* the kernel cuts it to somaxconn */
};

/* What a SEP Group Update Provider says to bytes that are no HTTP. */
static const char answer_tcp_http[] = "HTTP/1.1 400 Bad Request\r\n"
				      "Content-Length: 0\r\n"
				      "Connection: close\r\n\r\n";

struct answer_tcp_connection {
	struct answer_tcp *tcp;
	TAILQ_ENTRY(answer_tcp_connection) link; /* in use: oldest first */
	struct event event;
	int fd;
	uint32_t generation; /* of the slot */
	uint64_t ends_ns;
	uint32_t delay_us;
	enum estate_class class;
	const struct estate_listed *listed; /* may be NULL */
	bool is_answering, was_answered;
	uint8_t n_got; /* bytes of the hello */
	uint8_t got[RTVSCAN_HELLO_LEN];
};

TAILQ_HEAD(answer_tcp_list, answer_tcp_connection);

struct answer_tcp_listener {
	struct event *event;
	int fd;
};

struct answer_tcp {
	struct answer *answer;
	uint16_t port;
	struct answer_tcp_listener *listener;
	size_t n_listeners, listener_cap;
	struct answer_tcp_connection *connection;
	size_t n_touched, max; /* slots used so far, slots there are */
	struct answer_tcp_list used, idle;
	struct event *expiry, *resume;
};

static void
answer_tcp_close(struct answer_tcp_connection *c)
{
	(void)event_del(&c->event);
	(void)close(c->fd);
	c->generation++;
	TAILQ_REMOVE(&c->tcp->used, c, link);
	TAILQ_INSERT_HEAD(&c->tcp->idle, c, link);
}

/* Close with a reset: nothing of the connection lingers. */
static void
answer_tcp_reset(int fd)
{
	static const struct linger now = { 1, 0 };

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

static void
answer_tcp_set_expiry(struct answer_tcp *tcp)
{
	struct answer_tcp_connection *first = TAILQ_FIRST(&tcp->used);
	uint64_t now_ns = clock_now_ns(), wait_ns;
	struct timeval wait = { 1, 0 };

	if (first == NULL)
		return;
	wait_ns = first->ends_ns > now_ns ? first->ends_ns - now_ns : 0;
	/* One timer for all; it may come up to a second late. */
	wait.tv_sec += (time_t)(wait_ns / CLOCK_NS_PER_S);
	(void)evtimer_add(tcp->expiry, &wait);
}

static void
on_answer_tcp_expiry(evutil_socket_t fd, short what, void *arg)
{
	struct answer_tcp *tcp = arg;
	struct answer_tcp_connection *c;
	uint64_t now_ns = clock_now_ns();

	(void)fd;
	(void)what;
	while ((c = TAILQ_FIRST(&tcp->used)) != NULL && c->ends_ns <= now_ns)
		answer_tcp_close(c);
	answer_tcp_set_expiry(tcp);
}

static void
on_answer_tcp_resume(evutil_socket_t fd, short what, void *arg)
{
	struct answer_tcp *tcp = arg;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < tcp->n_listeners; i++)
		(void)event_add(tcp->listener[i].event, NULL);
}

/* Accept nothing for a moment: descriptors or memory have run out. */
static void
answer_tcp_pause(struct answer_tcp *tcp)
{
	static const struct timeval wait = { 0, ANSWER_TCP_PAUSE_MS * 1000 };

	for (size_t i = 0; i < tcp->n_listeners; i++)
		(void)event_del(tcp->listener[i].event);
	(void)evtimer_add(tcp->resume, &wait);
}

struct answer_tcp *
answer_tcp_new(struct answer *answer, uint16_t port, size_t max_connections)
{
	struct answer_tcp *tcp = mem_new(sizeof(*tcp));

	tcp->answer = answer;
	tcp->port = port;
	tcp->max = max_connections;
	tcp->connection = mem_array(max_connections, sizeof(*tcp->connection));
	TAILQ_INIT(&tcp->used);
	TAILQ_INIT(&tcp->idle);
	tcp->expiry = evtimer_new(answer->base, on_answer_tcp_expiry, tcp);
	tcp->resume = evtimer_new(answer->base, on_answer_tcp_resume, tcp);
	return tcp;
}

void
answer_tcp_free(struct answer_tcp *tcp)
{
	struct answer_tcp_connection *c;

	if (tcp == NULL)
		return;
	while ((c = TAILQ_FIRST(&tcp->used)) != NULL)
		answer_tcp_close(c);
	for (size_t i = 0; i < tcp->n_listeners; i++) {
		if (tcp->listener[i].event != NULL)
			event_free(tcp->listener[i].event);
		(void)close(tcp->listener[i].fd);
	}
	event_free(tcp->expiry);
	event_free(tcp->resume);
	free(tcp->listener);
	free(tcp->connection);
	free(tcp);
}

/* The bytes that this connection's peer gets. */
static const void *
answer_tcp_bytes(const struct answer_tcp_connection *c, size_t *len)
{
	if (c->class == ESTATE_GUP) {
		*len = sizeof(answer_tcp_http) - 1;
		return answer_tcp_http;
	}
	if (c->listed != NULL && c->listed->answer.data != NULL) {
		*len = c->listed->answer.len;
		return c->listed->answer.data;
	}
	*len = RTVSCAN_HELLO_LEN;
	return rtvscan_hello_answer;
}

static void
answer_tcp_send(struct answer_tcp_connection *c)
{
	struct answer_stats *stats = &c->tcp->answer->stats;
	size_t len;
	const void *bytes = answer_tcp_bytes(c, &len);
	ssize_t sent = send(c->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);

	c->was_answered = true;
	c->n_got = 0;
	if (sent != (ssize_t)len) {
		/* A peer that reads nothing; its window is full. */
		stats->dropped++;
		answer_tcp_close(c);
		return;
	}
	if (c->class == ESTATE_GUP)
		(void)shutdown(c->fd, SHUT_WR);
	else
		stats->hellos++;
}

void
answer_tcp_send_item(struct answer_tcp *tcp,
    const struct delay_queue_item *item)
{
	struct answer_tcp_connection *c = &tcp->connection[item->slot];

	if (c->generation != item->generation || !c->is_answering)
		return;
	c->is_answering = false;
	(void)event_add(&c->event, NULL);
	answer_tcp_send(c);
}

/* Answer now or after the host's delay; until then nothing is read. */
static void
answer_tcp_answer(struct answer_tcp_connection *c)
{
	struct delay_queue_item item = { .kind = DELAY_QUEUE_HELLO };

	if (c->delay_us == 0) {
		answer_tcp_send(c);
		return;
	}
	c->is_answering = true;
	(void)event_del(&c->event);
	item.due_ns = clock_now_ns() + UINT64_C(1000) * c->delay_us;
	item.slot = (uint32_t)(c - c->tcp->connection);
	item.generation = c->generation;
	answer_later(c->tcp->answer, &item);
}

/* Bytes for Rtvscan; false when they are no hello. */
static bool
answer_tcp_take_hello(struct answer_tcp_connection *c, const uint8_t *data,
    size_t len)
{
	if (len > sizeof(c->got) - c->n_got)
		return false;
	memcpy(c->got + c->n_got, data, len);
	c->n_got = (uint8_t)(c->n_got + len);
	switch (rtvscan_hello_read(c->got, c->n_got)) {
	case RTVSCAN_HELLO_PART:
		return true;
	case RTVSCAN_HELLO_WHOLE:
		answer_tcp_answer(c);
		return true;
	case RTVSCAN_HELLO_OTHER:
		break;
	}
	return false;
}

static void
on_answer_tcp_readable(evutil_socket_t fd, short what, void *arg)
{
	struct answer_tcp_connection *c = arg;
	uint8_t data[512];
	ssize_t n = recv(fd, data, sizeof(data), MSG_DONTWAIT);

	(void)what;
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0)
		answer_tcp_close(c);
	else if (c->class == ESTATE_OPEN)
		return;
	else if (c->class == ESTATE_GUP && !c->was_answered)
		answer_tcp_answer(c);
	else if (c->class != ESTATE_GUP &&
		 !answer_tcp_take_hello(c, data, (size_t)n))
		answer_tcp_close(c);
}

/* A free slot; the oldest connection gives way when there is none. */
static struct answer_tcp_connection *
answer_tcp_slot(struct answer_tcp *tcp)
{
	struct answer_tcp_connection *c = TAILQ_FIRST(&tcp->idle);

	if (c == NULL && tcp->n_touched < tcp->max) {
		c = &tcp->connection[tcp->n_touched++];
		c->tcp = tcp;
		return c;
	}
	if (c == NULL) {
		c = TAILQ_FIRST(&tcp->used);
		answer_tcp_reset(c->fd);
		answer_tcp_close(c);
		tcp->answer->stats.evicted++;
	}
	TAILQ_REMOVE(&tcp->idle, c, link);
	return c;
}

static bool
answer_tcp_identify(struct answer_tcp *tcp, int fd,
    struct answer_identity *identity)
{
	struct sockaddr_storage name;
	socklen_t name_len = sizeof(name);
	struct addr local;

	if (getsockname(fd, (struct sockaddr *)&name, &name_len) != 0 ||
	    !addr_from_sockaddr(&local, NULL, &name))
		return false;
	answer_identify(tcp->answer, &local, identity);
	return identity->class != ESTATE_SILENT &&
	       identity->class != ESTATE_REFUSING;
}

static void
answer_tcp_take(struct answer_tcp *tcp, int fd)
{
	struct answer_identity identity;
	struct answer_tcp_connection *c;
	bool was_empty = TAILQ_EMPTY(&tcp->used);

	tcp->answer->stats.connections++;
	if (!answer_tcp_identify(tcp, fd, &identity)) {
		answer_tcp_reset(fd);
		(void)close(fd);
		return;
	}
	c = answer_tcp_slot(tcp);
	c->fd = fd;
	c->ends_ns = clock_now_ns() + ANSWER_TCP_LIFE_S * CLOCK_NS_PER_S;
	c->delay_us = identity.delay_us;
	c->class = identity.class;
	c->listed = identity.listed;
	c->is_answering = c->was_answered = false;
	c->n_got = 0;
	TAILQ_INSERT_TAIL(&tcp->used, c, link);
	(void)event_assign(&c->event, tcp->answer->base, fd,
	    EV_READ | EV_PERSIST, on_answer_tcp_readable, c);
	if (event_add(&c->event, NULL) != 0)
		answer_tcp_close(c);
	else if (was_empty)
		answer_tcp_set_expiry(tcp);
}

static void
on_answer_tcp_accept(evutil_socket_t fd, short what, void *arg)
{
	struct answer_tcp *tcp = arg;

	(void)what;
	for (int i = 0; i < ANSWER_TCP_ACCEPT_BUDGET; i++) {
		int got = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (got != -1) {
			answer_tcp_take(tcp, got);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
		    errno == ENOMEM)
			answer_tcp_pause(tcp);
		if (errno != EINTR && errno != ECONNABORTED)
			return;
	}
}

int
answer_tcp_listen(struct answer_tcp *tcp, const struct addr *addr,
    struct err *err)
{
	char text[ADDR_TEXT_LEN];
	struct sockaddr_storage name;
	socklen_t name_len = addr_to_sockaddr(addr, tcp->port, &name);
	struct answer_tcp_listener *listener;
	int on = 1, fd = socket(name.ss_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd == -1)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot open a TCP socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (addr->family == 6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on,
		    sizeof(on));
	if (bind(fd, (const struct sockaddr *)&name, name_len) != 0 ||
	    listen(fd, ANSWER_TCP_BACKLOG) != 0) {
		err_set_errno(err, ERR_NETWORK, errno,
		    "cannot listen on TCP %s port %u", addr_format(addr, text),
		    tcp->port);
		(void)close(fd);
		return -1;
	}
	tcp->listener = mem_grow(tcp->listener, &tcp->listener_cap,
	    tcp->n_listeners + 1, sizeof(*tcp->listener));
	listener = &tcp->listener[tcp->n_listeners++];
	listener->fd = fd;
	listener->event = event_new(tcp->answer->base, fd, EV_READ | EV_PERSIST,
	    on_answer_tcp_accept, tcp);
	if (listener->event == NULL || event_add(listener->event, NULL) != 0)
		return err_set(err, ERR_SYSTEM, "libevent takes no event");
	return 0;
}
