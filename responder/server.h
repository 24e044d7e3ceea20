/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The service: an event loop with the sockets of all addresses that are
 * listened on.
 */
#ifndef RESPONDER_SERVER_H
#define RESPONDER_SERVER_H

#include <stdint.h>
#include <stdio.h>

#include "base/addr.h"
#include "base/err.h"
#include "responder/answer.h"

struct server;

struct server_config {
	const struct estate *estate; /* NULL: every address is this host */
	const struct pds_app_table *apps;
	const struct pds_pong_host *self; /* used without an estate */
	uint16_t pds_port, rtvscan_port;
	/* Nobody else uses the network namespace. */
	bool is_private;
};

/*
 * A service that listens nowhere yet; the configuration's pointers are
 * borrowed.  Raises the limit of open files to what is allowed.
 */
struct server *server_new(const struct server_config *config, struct err *err)
    __attribute__((warn_unused_result));
void server_free(struct server *server);

/*
 * Listen on all addresses of a prefix.  The any-address (0.0.0.0 or ::) is
 * one socket for all local addresses.  With an estate, otherwise, only the
 * hosts that exist get sockets, each those of its class, so that the kernel
 * refuses for all others.  ERR_LIMIT when the limit of open files is too low.
 */
int server_listen(struct server *server, const struct prefix *prefix,
    struct err *err) __attribute__((warn_unused_result));

/* To add the caller's own events, and to leave the loop by. */
struct event_base *server_base(const struct server *server);

/* Serve until event_base_loopbreak(). */
int server_run(struct server *server, struct err *err)
    __attribute__((warn_unused_result));

/* The counters as one line. */
void server_print_stats(const struct server *server, FILE *out);

#endif
