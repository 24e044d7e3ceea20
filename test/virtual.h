/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep in virtual time: no socket, no waiting.  The program is linked with
 *	-Wl,--wrap=X for each X of VIRTUAL_WRAPPED in scanner.mk
 * so that the engine's clock, its timer and its transport are those of the
 * one world that runs.  Answers are literal bytes.
 */
#ifndef TEST_VIRTUAL_H
#define TEST_VIRTUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/sweep.h"

/* What is at an address. */
enum virtual_class {
	VIRTUAL_SILENT,
	VIRTUAL_REFUSING,
	VIRTUAL_CLIENT,
	VIRTUAL_SERVER,
};

struct virtual_event;

struct virtual_world {
	/* To be set before virtual_run(). */
	enum virtual_class (*class_of)(const struct addr *addr);
	uint32_t rtt_us;
	unsigned loss_percent; /* of packets, each way */
	unsigned connects_max;
	struct sweep_config config; /* targets, links, rate... */
	uint64_t stop_after_ns;     /* 0: never */

	/* To be read after it. */
	struct sweep *sweep;
	uint64_t began_ns, now_ns;
	uint64_t n_sent; /* datagrams and SYNs */
	uint64_t n_observed;
	size_t heap_peak; /* of what the sweep allocates, in bytes */
	bool has_finished, is_complete;

	/* Private. */
	struct probe_set probes;
	struct virtual_event *event; /* a heap, by time */
	size_t n_events, event_cap;
	uint64_t seq, chance;
	size_t heap_before;
	unsigned n_connecting;
	const struct transport_callbacks *callbacks;
	void *arg;
};

/* Defaults: nobody there, pds and rtvscan, two retries, 50 ms. */
void virtual_init(struct virtual_world *world);
void virtual_run(struct virtual_world *world);
void virtual_fini(struct virtual_world *world);

#endif
