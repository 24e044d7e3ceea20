/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which transport a sweep uses.
 */
#include <inttypes.h>

#include "base/log.h"
#include "scanner/sweep_private.h"

static bool
sweep_transport_uses(const struct sweep_config *config, uint8_t family)
{
	for (size_t i = 0; i < config->targets->n; i++)
		if (config->targets->range[i].first.family == family)
			return true;
	for (size_t i = 0; i < config->n_shouts; i++)
		if (config->shout[i].addr.family == family)
			return true;
	return false;
}

/* What a user who left it to us is told with -v. */
static struct transport *
sweep_transport_choose(const struct transport_config *config,
    uint64_t n_questions, struct err *err)
{
	struct transport *transport;
	struct err why = ERR_INIT;

	if (n_questions < SWEEP_PACKET_QUESTIONS_MIN) {
		log_info("sweep",
		    "transport socket: for %" PRIu64
		    " questions frames of our own are not worth it (from %d)",
		    n_questions, SWEEP_PACKET_QUESTIONS_MIN);
		return transport_socket_new(config, err);
	}
	transport = transport_packet_new(config, &why);
	if (transport != NULL) {
		log_info("sweep",
		    "transport packet: %" PRIu64
		    " questions, and raw packets may be sent",
		    n_questions);
		return transport;
	}
	log_info("sweep", "transport socket: %s", why.text);
	return transport_socket_new(config, err);
}

int
sweep_transport_open(struct sweep *sweep, struct err *err)
{
	const struct sweep_config *config = &sweep->config;
	const struct transport_config transport = {
		.base = sweep->base,
		.source_port = config->source_port,
		.seed = config->seed,
		.use_ipv4 = sweep_transport_uses(config, 4),
		.use_ipv6 = sweep_transport_uses(config, 6),
		.must_tell = config->transport == SWEEP_TRANSPORT_PACKET,
		.callbacks = &sweep_receive_callbacks,
		.arg = sweep,
	};

	switch (config->transport) {
	case SWEEP_TRANSPORT_AUTO:
		sweep->transport = sweep_transport_choose(&transport,
		    config->targets->count * config->n_asks, err);
		break;
	case SWEEP_TRANSPORT_SOCKET:
		sweep->transport = transport_socket_new(&transport, err);
		break;
	case SWEEP_TRANSPORT_PACKET:
		sweep->transport = transport_packet_new(&transport, err);
		break;
	}
	return sweep->transport == NULL ? -1 : 0;
}

bool
sweep_transport_is_timed(const struct sweep *sweep, enum net_protocol protocol)
{
	return protocol == NET_UDP || sweep->transport->ops->syn != NULL;
}
