/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The transport of frames: AF_PACKET to what is behind a gateway, and the
 * transport of sockets for all else and for real connections.
 */
#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "scanner/packet_hold.h"
#include "scanner/packet_out.h"
#include "scanner/packet_ports.h"
#include "scanner/packet_ring.h"
#include "scanner/packet_route.h"
#include "scanner/packet_take.h"
#include "scanner/transport.h"

/* What was found without loss: the lab's figures in test/bench. */
#define TRANSPORT_PACKET_PPS 600000
/* After ENOBUFS, and while a link address is looked for. */
#define TRANSPORT_PACKET_RETRY_US 2000
#define TRANSPORT_PACKET_DROPS_NS UINT64_C(20000000)

struct transport_packet {
	struct transport transport;
	struct transport *inner; /* of sockets */
	const struct transport_callbacks *callbacks;
	void *arg;
	struct packet_route *route;
	struct packet_ring *ring;
	struct packet_out *out;
	struct packet_ports ports;
	struct packet_take take; /* what comes, and our key */
	/* Holds the port that pings leave from, so that the kernel does not
	 * refuse pongs; NULL: UDP goes by the inner transport. */
	struct packet_hold *hold;
	struct event *readable, *changed, *writable, *retry;
	bool is_blocked;     /* the interface's or the socket's queue is full */
	bool is_waiting;     /* a link address is being looked for */
	uint64_t now_ns;     /* near enough */
	uint64_t dropped_ns; /* when drops were asked for last */
};

static struct transport_packet *
transport_packet_of(struct transport *transport)
{
	return (struct transport_packet *)transport;
}

static void
transport_packet_free(struct transport *transport)
{
	struct transport_packet *self = transport_packet_of(transport);
	struct event *const event[] = { self->readable, self->changed,
		self->writable, self->retry };

	if (self->take.n_ignored > 0)
		log_debug("packet",
		    "%llu packets answered none of our questions",
		    (unsigned long long)self->take.n_ignored);
	for (size_t i = 0; i < sizeof(event) / sizeof(event[0]); i++)
		if (event[i] != NULL)
			event_free(event[i]);
	packet_hold_free(self->hold);
	packet_ports_close(&self->ports);
	packet_out_free(self->out);
	packet_ring_free(self->ring);
	packet_route_free(self->route);
	if (self->inner != NULL)
		self->inner->ops->free(self->inner);
	free(self);
}

/* Call again soon, or when the socket says so. */
static void
transport_packet_later(struct transport_packet *self, int sys_errno)
{
	const struct timeval soon = { 0, TRANSPORT_PACKET_RETRY_US };

	if (sys_errno == EAGAIN)
		(void)event_add(self->writable, NULL);
	else
		(void)event_add(self->retry, &soon);
}

/* A frame that cannot leave at all. */
static void
transport_packet_refuse(struct transport_packet *self, int sys_errno)
{
	enum fault fault = fault_of_errno(sys_errno);
	struct packet_codec_end end;
	enum net_protocol protocol;

	packet_out_drop(self->out, &end, &protocol);
	if (fault == FAULT_OURS && sys_errno != ENXIO) {
		struct err err;

		err_set_errno(&err, ERR_NETWORK, sys_errno,
		    "cannot send packets");
		self->callbacks->on_broken(&err, self->arg);
	} else if (protocol == NET_UDP) {
		struct transport_error error = {
			.addr = addr_v4(end.addr),
			.port = end.port,
			.fault = FAULT_UNREACHABLE,
			.icmp_type = -1,
			.icmp_code = -1,
		};

		self->callbacks->on_error(&error, self->now_ns, self->arg);
	} else {
		struct transport_syn in = {
			.addr = addr_v4(end.addr),
			.port = end.port,
			.fault = FAULT_UNREACHABLE,
			.icmp_type = -1,
			.icmp_code = -1,
		};

		self->callbacks->on_syn(&in, self->now_ns, self->arg);
	}
}

static void
transport_packet_flush_out(struct transport_packet *self)
{
	int sys_errno;

	while (!self->is_blocked &&
	       (sys_errno = packet_out_flush(self->out)) != 0) {
		if (fault_of_errno(sys_errno) != FAULT_SLOW_DOWN) {
			transport_packet_refuse(self, sys_errno);
			continue;
		}
		self->is_blocked = true;
		if (sys_errno != EAGAIN)
			self->callbacks->on_pressure(1, self->arg);
		transport_packet_later(self, sys_errno);
	}
}

static void
transport_packet_flush(struct transport *transport)
{
	struct transport_packet *self = transport_packet_of(transport);

	self->now_ns = clock_now_ns();
	transport_packet_flush_out(self);
	self->inner->ops->flush(self->inner);
}

/* Attached subnets go by sockets anyhow. */
static int
transport_packet_announce(struct transport *transport, const struct addr *addr,
    uint16_t port, unsigned ifindex, const uint8_t *data, size_t len)
{
	struct transport_packet *self = transport_packet_of(transport);

	return self->inner->ops->announce(self->inner, addr, port, ifindex,
	    data, len);
}

/* The queue has room, or a link address may be there. */
static void
on_transport_packet_room(evutil_socket_t fd, short what, void *arg)
{
	struct transport_packet *self = arg;

	(void)fd;
	(void)what;
	self->now_ns = clock_now_ns();
	self->is_blocked = self->is_waiting = false;
	transport_packet_flush_out(self);
	if (!self->is_blocked)
		self->callbacks->on_room(self->arg);
}

static void
on_transport_packet_changed(evutil_socket_t fd, short what, void *arg)
{
	struct transport_packet *self = arg;

	(void)fd;
	(void)what;
	packet_route_listen(self->route);
	if (!self->is_waiting)
		return;
	self->is_waiting = false;
	self->callbacks->on_room(self->arg);
}

static bool
transport_packet_has_room(const struct transport_packet *self)
{
	return !self->is_waiting &&
	       (!self->is_blocked || !packet_out_is_full(self->out));
}

/*
 * Where the next frame to addr is to be written, along *hop.  NULL: it must
 * go by a socket, or, when there is no room, be put again.
 */
static uint8_t *
transport_packet_begin(struct transport_packet *self, uint32_t addr,
    const struct packet_route_hop **hop)
{
	switch (packet_route_find(self->route, addr, self->now_ns, hop)) {
	case PACKET_ROUTE_FRAME:
		break;
	case PACKET_ROUTE_WAIT:
		self->is_waiting = true;
		transport_packet_later(self, 0);
		return NULL;
	case PACKET_ROUTE_SOCKET:
		return NULL;
	}
	if (packet_out_is_full(self->out))
		transport_packet_flush_out(self);
	return packet_out_next(self->out);
}

static bool
transport_packet_send(struct transport *transport, const struct addr *addr,
    uint16_t port, const uint8_t *data, size_t len)
{
	struct transport_packet *self = transport_packet_of(transport);
	const struct packet_route_hop *hop;
	uint8_t *frame;

	if (addr->family != 4 || self->hold == NULL)
		return self->inner->ops->send(self->inner, addr, port, data,
		    len);
	if (!transport_packet_has_room(self))
		return false;
	frame = transport_packet_begin(self, (uint32_t)addr->lo, &hop);
	if (frame == NULL)
		return transport_packet_has_room(self) &&
		       self->inner->ops->send(self->inner, addr, port, data,
			   len);
	packet_out_add(self->out,
	    packet_codec_udp(frame, &hop->path,
		&(struct packet_codec_end){ (uint32_t)addr->lo, port,
		    self->take.udp_port },
		data, len),
	    hop->ifindex);
	return true;
}

static enum transport_syn_way
transport_packet_syn(struct transport *transport, const struct addr *addr,
    uint16_t port, uint64_t now_ns)
{
	struct transport_packet *self = transport_packet_of(transport);
	const struct packet_route_hop *hop;
	struct packet_cookie cookie;
	uint8_t *frame;

	if (addr->family != 4)
		return TRANSPORT_SYN_CONNECT;
	if (!transport_packet_has_room(self))
		return TRANSPORT_SYN_NO_ROOM;
	self->now_ns = now_ns;
	frame = transport_packet_begin(self, (uint32_t)addr->lo, &hop);
	if (frame == NULL)
		return transport_packet_has_room(self) ? TRANSPORT_SYN_CONNECT
						       : TRANSPORT_SYN_NO_ROOM;
	cookie = packet_cookie_of(self->take.key, (uint32_t)addr->lo, port);
	packet_out_add(self->out,
	    packet_codec_syn(frame, &hop->path,
		&(struct packet_codec_end){ (uint32_t)addr->lo, port,
		    (uint16_t)(self->ports.first + cookie.port_index) },
		cookie.seq),
	    hop->ifindex);
	return TRANSPORT_SYN_SENT;
}

static bool
transport_packet_send_room(const struct transport *transport)
{
	const struct transport_packet *self =
	    (const struct transport_packet *)transport;

	return transport_packet_has_room(self) &&
	       self->inner->ops->send_room(self->inner);
}

static unsigned
transport_packet_connect_room(const struct transport *transport)
{
	const struct transport_packet *self =
	    (const struct transport_packet *)transport;

	return transport_packet_has_room(self)
		   ? self->inner->ops->connect_room(self->inner)
		   : 0;
}

static bool
transport_packet_connect(struct transport *transport,
    const struct transport_connect *connect, uint64_t now_ns)
{
	struct transport_packet *self = transport_packet_of(transport);

	return self->inner->ops->connect(self->inner, connect, now_ns);
}

static unsigned
transport_packet_n_connecting(const struct transport *transport)
{
	const struct transport_packet *self =
	    (const struct transport_packet *)transport;

	return self->inner->ops->n_connecting(self->inner);
}

static void
transport_packet_on_packet(const uint8_t *data, size_t len, bool must_check,
    uint64_t at_ns, void *arg)
{
	struct transport_packet *self = arg;

	packet_take(&self->take, data, len, must_check, at_ns);
}

static void
on_transport_packet_readable(evutil_socket_t fd, short what, void *arg)
{
	struct transport_packet *self = arg;
	uint64_t n;

	(void)fd;
	(void)what;
	self->now_ns = clock_now_ns();
	packet_ring_read(self->ring, self->now_ns, transport_packet_on_packet,
	    self);
	if (self->now_ns - self->dropped_ns < TRANSPORT_PACKET_DROPS_NS)
		return;
	self->dropped_ns = self->now_ns;
	if ((n = packet_ring_take_drops(self->ring)) > 0)
		self->callbacks->on_pressure(n, self->arg);
}

static int
transport_packet_add_events(struct transport_packet *self,
    struct event_base *base, struct err *err)
{
	self->readable = event_new(base, packet_ring_fd(self->ring),
	    EV_READ | EV_PERSIST, on_transport_packet_readable, self);
	self->changed = event_new(base, packet_route_fd(self->route),
	    EV_READ | EV_PERSIST, on_transport_packet_changed, self);
	self->writable = event_new(base, packet_out_fd(self->out), EV_WRITE,
	    on_transport_packet_room, self);
	self->retry = evtimer_new(base, on_transport_packet_room, self);
	if (self->readable == NULL || self->changed == NULL ||
	    self->writable == NULL || self->retry == NULL ||
	    event_add(self->readable, NULL) != 0 ||
	    event_add(self->changed, NULL) != 0)
		return err_set(err, ERR_SYSTEM,
		    "libevent refuses a packet socket");
	return 0;
}

static int
transport_packet_open(struct transport_packet *self,
    const struct transport_config *config, struct err *err)
{
	struct packet_filter filter;
	uint64_t random;

	if (getrandom(self->take.key, sizeof(self->take.key), 0) !=
		(ssize_t)sizeof(self->take.key) ||
	    getrandom(&random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "the kernel gives no random numbers");
	if ((self->inner = transport_socket_new(config, err)) == NULL ||
	    (self->route = packet_route_new(config->must_tell, err)) == NULL ||
	    packet_ports_open(&self->ports, random, err) == -1)
		return -1;
	/* A port that the user wants is the inner transport's. */
	if (config->source_port == 0 &&
	    (self->hold = packet_hold_new(config, &self->take.udp_port, err)) ==
		NULL)
		return -1;
	self->take.tcp_first = self->ports.first;
	packet_filter_answers(&filter, self->take.udp_port, self->ports.first,
	    PACKET_COOKIE_PORTS);
	if ((self->ring = packet_ring_new(&filter, err)) == NULL)
		return -1;
	return transport_packet_add_events(self, config->base, err);
}

static const struct transport_ops transport_packet_ops = {
	.name = "packet",
	.rate_pps_max = TRANSPORT_PACKET_PPS,
	.settle_ns = PACKET_RING_DELAY_NS,
	.free = transport_packet_free,
	.send = transport_packet_send,
	.flush = transport_packet_flush,
	.announce = transport_packet_announce,
	.send_room = transport_packet_send_room,
	.connect_room = transport_packet_connect_room,
	.connect = transport_packet_connect,
	.n_connecting = transport_packet_n_connecting,
	.syn = transport_packet_syn,
};

struct transport *
transport_packet_new(const struct transport_config *config, struct err *err)
{
	struct transport_packet *self = mem_new(sizeof(*self));

	self->transport.ops = &transport_packet_ops;
	self->callbacks = config->callbacks;
	self->arg = config->arg;
	self->take.callbacks = config->callbacks;
	self->take.arg = config->arg;
	self->now_ns = clock_now_ns();
	memset(self->ports.fd, -1, sizeof(self->ports.fd));
	if ((self->out = packet_out_new(err)) == NULL ||
	    transport_packet_open(self, config, err) == -1) {
		transport_packet_free(&self->transport);
		return NULL;
	}
	if (config->use_ipv6)
		(config->must_tell ? log_warn : log_info)("packet",
		    "questions to IPv6 addresses go by the socket transport");
	if (config->source_port != 0)
		(config->must_tell ? log_warn : log_info)("packet",
		    "UDP from port %u goes by the socket transport",
		    config->source_port);
	return &self->transport;
}
