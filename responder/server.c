/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The service.
 */
#include "responder/server.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/mem.h"
#include "responder/answer_tcp.h"
#include "responder/answer_udp.h"

enum {
	SERVER_FILES_KEPT = 64, /* for everything but connections */
	SERVER_CONNECTIONS_MAX = 65536,
	SERVER_CONNECTIONS_MIN = 64,
	SERVER_LATER_MAX = 1 << 18, /* answers that wait at a time */
};

struct server {
	struct server_config config;
	struct answer answer;
	struct answer_udp *udp;
	struct answer_tcp *tcp;
	uint64_t n_files, files_max; /* sockets so far; the limit */
};

static void
on_server_later(evutil_socket_t fd, short what, void *arg)
{
	struct server *server = arg;
	struct delay_queue_item item;
	uint64_t now_ns = clock_now_ns();

	(void)fd;
	(void)what;
	while (delay_queue_take(&server->answer.later, now_ns, &item))
		if (item.kind == DELAY_QUEUE_PONG)
			answer_udp_send_item(server->udp, &item);
		else
			answer_tcp_send_item(server->tcp, &item);
	answer_udp_flush(server->udp);
	answer_arm(&server->answer);
}

/* Raise the limit of open files as far as it goes; returns it. */
static uint64_t
server_raise_files(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1024;
	return limit.rlim_cur;
}

static struct event_base *
server_new_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config != NULL) {
		/* Delays are in milliseconds. */
		(void)event_config_set_flag(config,
		    EVENT_BASE_FLAG_PRECISE_TIMER);
		base = event_base_new_with_config(config);
		event_config_free(config);
	}
	return base;
}

struct server *
server_new(const struct server_config *config, struct err *err)
{
	struct server *server = mem_new(sizeof(*server));
	uint64_t n_connections;

	server->config = *config;
	server->answer.base = server_new_base();
	if (server->answer.base == NULL) {
		err_set(err, ERR_SYSTEM, "libevent makes no event loop");
		free(server);
		return NULL;
	}
	server->answer.estate = config->estate;
	server->answer.apps = config->apps;
	server->answer.self = config->self;
	server->answer.armed_ns = UINT64_MAX;
	delay_queue_init(&server->answer.later, SERVER_LATER_MAX);
	server->answer.later_timer =
	    evtimer_new(server->answer.base, on_server_later, server);
	server->files_max = server_raise_files();
	n_connections = server->files_max / 2;
	if (n_connections > SERVER_CONNECTIONS_MAX)
		n_connections = SERVER_CONNECTIONS_MAX;
	if (n_connections < SERVER_CONNECTIONS_MIN)
		n_connections = SERVER_CONNECTIONS_MIN;
	server->udp = answer_udp_new(&server->answer, config->pds_port);
	server->tcp = answer_tcp_new(&server->answer, config->rtvscan_port,
	    (size_t)n_connections);
	return server;
}

void
server_free(struct server *server)
{
	if (server == NULL)
		return;
	answer_tcp_free(server->tcp);
	answer_udp_free(server->udp);
	event_free(server->answer.later_timer);
	delay_queue_fini(&server->answer.later);
	event_base_free(server->answer.base);
	free(server);
}

struct event_base *
server_base(const struct server *server)
{
	return server->answer.base;
}

static int
server_listen_one(struct server *server, const struct addr *addr,
    enum estate_class class, struct err *err)
{
	if (class == ESTATE_SILENT || class == ESTATE_REFUSING)
		return 0;
	if (class == ESTATE_SERVER && answer_udp_listen(server->udp, addr,
					  server->config.is_private, err) == -1)
		return -1;
	return answer_tcp_listen(server->tcp, addr, err);
}

/* Sockets that the estate's hosts within the prefix need. */
static uint64_t
server_count_files(const struct server *server, const struct prefix *prefix)
{
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;
	uint64_t n = 0;
	unsigned host_bits = addr_bits(&prefix->addr) - prefix->len;

	if (server->config.estate == NULL)
		return host_bits > 31 ? UINT32_MAX : UINT64_C(2) << host_bits;
	estate_walk_init(&walk, server->config.estate, false);
	while (estate_walk_next(&walk, &addr, &class))
		if (class != ESTATE_REFUSING && prefix_contains(prefix, &addr))
			n += class == ESTATE_SERVER ? 2 : 1;
	return n;
}

static int
server_reserve_files(struct server *server, const struct prefix *prefix,
    struct err *err)
{
	char text[ADDR_TEXT_LEN];
	uint64_t n = server_count_files(server, prefix);

	server->n_files += n;
	if (server->n_files + server->files_max / 2 + SERVER_FILES_KEPT >
	    server->files_max)
		return err_set(err, ERR_LIMIT,
		    "%s needs %" PRIu64 " sockets, and half of the limit of "
		    "open files (ulimit -Hn: %" PRIu64 ") is kept for "
		    "connections; take a smaller prefix, or --namespace",
		    prefix_format(prefix, text), n, server->files_max);
	return 0;
}

int
server_listen(struct server *server, const struct prefix *prefix,
    struct err *err)
{
	const struct prefix any = { { 0, 0, prefix->addr.family },
		addr_bits(&prefix->addr) };
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;

	if (prefix->len == any.len && addr_eq(&prefix->addr, &any.addr))
		return server_listen_one(server, &any.addr, ESTATE_SERVER, err);
	if (server_reserve_files(server, prefix, err) == -1)
		return -1;
	if (server->config.estate != NULL) {
		estate_walk_init(&walk, server->config.estate, false);
		while (estate_walk_next(&walk, &addr, &class))
			if (prefix_contains(prefix, &addr) &&
			    server_listen_one(server, &addr, class, err) == -1)
				return -1;
		return 0;
	}
	for (uint64_t i = 0;
	     i < UINT64_C(1) << (addr_bits(&prefix->addr) - prefix->len); i++) {
		addr = addr_add(&prefix->addr, i);
		if (server_listen_one(server, &addr, ESTATE_SERVER, err) == -1)
			return -1;
	}
	return 0;
}

int
server_run(struct server *server, struct err *err)
{
	if (event_base_dispatch(server->answer.base) == -1)
		return err_set(err, ERR_SYSTEM, "the event loop has failed");
	return 0;
}

void
server_print_stats(const struct server *server, FILE *out)
{
	const struct answer_stats *stats = &server->answer.stats;

	fprintf(out,
	    "pds-responder: %" PRIu64 " datagrams, %" PRIu64 " pings, %" PRIu64
	    " pongs, %" PRIu64 " connections, %" PRIu64 " hellos, %" PRIu64
	    " dropped, %" PRIu64 " evicted\n",
	    stats->datagrams, stats->pings, stats->pongs, stats->connections,
	    stats->hellos, stats->dropped, stats->evicted);
}
