/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A UDP port that is held.
 */
#include "scanner/packet_hold.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "scanner/packet_filter.h"
#include "scanner/udp.h"

struct packet_hold {
	struct udp *udp;
	const struct transport_callbacks *callbacks;
	void *arg;
};

/* A datagram too long for the ring, perhaps put together from fragments. */
static void
packet_hold_on_long(const struct transport_datagram *in, uint64_t now_ns,
    void *arg)
{
	struct packet_hold *self = arg;

	self->callbacks->on_datagram(in, now_ns, self->arg);
}

/* The ring has all errors; what the filter drops looks like an overflow. */
static void
packet_hold_on_error(const struct transport_error *error, uint64_t now_ns,
    void *arg)
{
	(void)error;
	(void)now_ns;
	(void)arg;
}

static void
packet_hold_on_pressure(uint64_t n, void *arg)
{
	(void)n;
	(void)arg;
}

static const struct transport_callbacks packet_hold_callbacks = {
	.on_datagram = packet_hold_on_long,
	.on_error = packet_hold_on_error,
	.on_pressure = packet_hold_on_pressure,
	.on_lost = packet_hold_on_pressure,
};

static int
packet_hold_set_options(int fd, uint16_t *port, struct err *err)
{
	struct packet_filter filter;
	struct sock_fprog program;
	struct sockaddr_in name;
	socklen_t len = sizeof(name);
	const int off = 0;

	packet_filter_long(&filter);
	program = (struct sock_fprog){ filter.n, filter.code };
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		sizeof(program)) != 0 ||
	    setsockopt(fd, IPPROTO_IP, IP_RECVERR, &off, sizeof(off)) != 0 ||
	    getsockname(fd, (struct sockaddr *)&name, &len) != 0)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot hold a UDP port");
	*port = ntohs(name.sin_port);
	return 0;
}

struct packet_hold *
packet_hold_new(const struct transport_config *config, uint16_t *port,
    struct err *err)
{
	struct packet_hold *hold = mem_new(sizeof(*hold));
	struct transport_config udp = *config;

	hold->callbacks = config->callbacks;
	hold->arg = config->arg;
	udp.callbacks = &packet_hold_callbacks;
	udp.arg = hold;
	udp.seed = ~config->seed; /* another order of ports */
	if ((hold->udp = udp_new(&udp, 4, err)) == NULL ||
	    packet_hold_set_options(udp_fd(hold->udp), port, err) == -1) {
		packet_hold_free(hold);
		return NULL;
	}
	return hold;
}

void
packet_hold_free(struct packet_hold *hold)
{
	if (hold == NULL)
		return;
	udp_free(hold->udp);
	free(hold);
}
