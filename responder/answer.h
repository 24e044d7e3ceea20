/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What is answered, whatever the protocol: the identity behind each local
 * address, answers that must wait, and the counters.
 */
#ifndef RESPONDER_ANSWER_H
#define RESPONDER_ANSWER_H

#include <event2/event.h>
#include <stddef.h>
#include <stdint.h>

#include "responder/delay_queue.h"
#include "responder/estate.h"
#include "responder/pds_app.h"

struct answer_stats {
	uint64_t datagrams; /* all that came in on the PDS port */
	uint64_t pings;     /* well-formed ones among them */
	uint64_t pongs;     /* sent */
	uint64_t connections;
	uint64_t hellos;  /* answered */
	uint64_t dropped; /* answers that could not be sent or kept */
	uint64_t evicted; /* connections closed to make room */
};

struct answer {
	struct event_base *base;
	const struct estate *estate; /* NULL: every address is this host */
	const struct pds_app_table *apps;
	const struct pds_pong_host *self;
	struct delay_queue later;
	struct event *later_timer;
	uint64_t armed_ns; /* when the timer goes off; UINT64_MAX: never */
	struct answer_stats stats;
};

/* What stands behind a local address. */
struct answer_identity {
	enum estate_class class;
	uint32_t delay_us;
	const struct pds_pong_host *pds;
	const struct estate_listed *listed; /* may be NULL */
	struct estate_host host;            /* room for pds */
};

void answer_identify(const struct answer *answer, const struct addr *local,
    struct answer_identity *identity);

/*
 * The pong for an APP ID: *bytes point into scratch or to registered bytes.
 * Returns their number, 0 when this identity does not answer that id.
 */
size_t answer_pong(const struct answer *answer,
    const struct answer_identity *identity, const uint8_t id[PDS_PONG_ID_LEN],
    uint8_t scratch[PDS_PONG_CAP], const uint8_t **bytes);

/* Keep the item until it is due; counts it as dropped when too many wait. */
void answer_later(struct answer *answer, const struct delay_queue_item *item);

/* Set the timer for the item that is due first. */
void answer_arm(struct answer *answer);

#endif
