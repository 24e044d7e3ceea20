/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Machines made of sockets on 127.77.1.0/24, and a sweep over them, all in
 * one event loop.  Answers are literal bytes.
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/sweep.h"

#define WORLD_BASE         0x7f4d0100u /* 127.77.1.0 */
#define WORLD_MACHINES_MAX 16
#define WORLD_SEEN_MAX     256

struct event;

/* One socket that stands for a machine's port. */
struct machine {
	struct event *event;
	int fd;
	const uint8_t *reply; /* NULL: silent, or an end without a word */
	size_t len;
	unsigned copies;
	unsigned n_asked, n_right;
	unsigned answers_from; /* answer that question and later ones */
	int reply_fd;          /* -1: the same socket */
};

struct seen {
	struct addr addr;
	char probe[32], match[32], name[32];
	enum observation_kind kind;
	enum observation_role role;
	uint16_t port;
	unsigned tries;
	size_t raw_len;
};

struct world {
	struct event_base *base;
	struct machine machine[WORLD_MACHINES_MAX];
	size_t n_machines;
	uint16_t udp_port, tcp_port;
	struct probe_set probes;
	struct rangeset targets, excluded, expected;
	struct sweep_config config;
	struct sweep *sweep;
	struct seen seen[WORLD_SEEN_MAX];
	size_t n_seen;
	size_t n_seen_at_expected; /* when expected_done() came */
	unsigned n_expected_done, n_finished;
	unsigned n_rests; /* how often there was nothing to ask */
	bool is_complete;
	unsigned stop_after;                       /* observations; 0: never */
	void (*before_start)(struct world *world); /* or NULL */
};

/* Defaults: no targets yet, 5,000/s, one retry, 150 ms. */
void world_init(struct world *world);
void world_fini(struct world *world);

/* A socket of that type at 127.77.1.x; port 0 is chosen and set.  -1: no. */
int world_bind(int type, uint32_t addr, uint16_t *port);

/* A machine's port, SOCK_DGRAM or SOCK_STREAM, and what it answers. */
struct machine *world_add(struct world *world, int type, unsigned host,
    const void *reply, size_t len);
/* The same on a socket that is bound already. */
struct machine *world_take(struct world *world, int type, int fd,
    const void *reply, size_t len);

/* Hosts first to last into a set, sealed. */
void world_range(struct rangeset *set, unsigned first, unsigned last);

void world_ask(struct world *world, const char *probe, uint16_t port);

/* Run the sweep to its end; ten seconds are the bound. */
void world_run(struct world *world);

/* The callbacks that note what is seen. */
void world_on_observed(const struct observation *in, void *arg);
void world_on_finished(bool is_complete, const struct err *err, void *arg);

/* The only observation of that host and probe, or NULL. */
const struct seen *world_seen(const struct world *world, unsigned host,
    const char *probe);

void world_check(const struct world *world, unsigned host, const char *probe,
    enum observation_kind kind, enum observation_role role, const char *match);

#endif
