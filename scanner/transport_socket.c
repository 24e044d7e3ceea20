/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The transport of ordinary sockets: UDP for each family that is used, and
 * TCP by connect.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "scanner/ramp.h"
#include "scanner/tcp.h"
#include "scanner/transport.h"
#include "scanner/udp.h"

struct transport_socket {
	struct transport transport;
	struct udp *udp4, *udp6;
	struct tcp *tcp;
};

/* The whole around its first member. */
static struct transport_socket *
transport_socket_of(struct transport *transport)
{
	return (struct transport_socket *)transport;
}

static void
transport_socket_free(struct transport *transport)
{
	struct transport_socket *self = transport_socket_of(transport);

	udp_free(self->udp4);
	udp_free(self->udp6);
	tcp_free(self->tcp);
	free(self);
}

static bool
transport_socket_send(struct transport *transport, const struct addr *addr,
    uint16_t port, const uint8_t *data, size_t len)
{
	struct transport_socket *self = transport_socket_of(transport);

	return udp_send(addr->family == 4 ? self->udp4 : self->udp6, addr, port,
	    data, len);
}

static void
transport_socket_flush(struct transport *transport)
{
	struct transport_socket *self = transport_socket_of(transport);

	if (self->udp4 != NULL)
		udp_flush(self->udp4);
	if (self->udp6 != NULL)
		udp_flush(self->udp6);
}

static int
transport_socket_announce(struct transport *transport, const struct addr *addr,
    uint16_t port, unsigned ifindex, const uint8_t *data, size_t len)
{
	struct transport_socket *self = transport_socket_of(transport);

	return udp_announce(addr->family == 4 ? self->udp4 : self->udp6, addr,
	    port, ifindex, data, len);
}

static bool
transport_socket_send_room(const struct transport *transport)
{
	const struct transport_socket *self =
	    (const struct transport_socket *)transport;

	return (self->udp4 == NULL || udp_room(self->udp4)) &&
	       (self->udp6 == NULL || udp_room(self->udp6));
}

static unsigned
transport_socket_connect_room(const struct transport *transport)
{
	return tcp_room(((const struct transport_socket *)transport)->tcp);
}

static unsigned
transport_socket_n_connecting(const struct transport *transport)
{
	return tcp_n_connecting(
	    ((const struct transport_socket *)transport)->tcp);
}

static bool
transport_socket_connect(struct transport *transport,
    const struct transport_connect *connect, uint64_t now_ns)
{
	return tcp_connect(transport_socket_of(transport)->tcp, connect,
	    now_ns);
}

static const struct transport_ops transport_socket_ops = {
	.name = "socket",
	.rate_pps_max = RAMP_LAST_PPS,
	.free = transport_socket_free,
	.send = transport_socket_send,
	.flush = transport_socket_flush,
	.announce = transport_socket_announce,
	.send_room = transport_socket_send_room,
	.connect_room = transport_socket_connect_room,
	.connect = transport_socket_connect,
	.n_connecting = transport_socket_n_connecting,
};

struct transport *
transport_socket_new(const struct transport_config *config, struct err *err)
{
	struct transport_socket *self = mem_new(sizeof(*self));

	self->transport.ops = &transport_socket_ops;
	if ((self->tcp = tcp_new(config, err)) == NULL)
		goto fail;
	if (config->use_ipv4 && (self->udp4 = udp_new(config, 4, err)) == NULL)
		goto fail;
	if (config->use_ipv6 && (self->udp6 = udp_new(config, 6, err)) == NULL)
		goto fail;
	return &self->transport;
fail:
	transport_socket_free(&self->transport);
	return NULL;
}
