/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A clock that stands still while the engine works, and a transport whose
 * answers come when the clock gets there.
 */
#include "test/virtual.h"

#include <assert.h>
#include <event2/event.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "scanner/transport.h"

/* The looks at the heap, one per so many events, cost little then. */
#define VIRTUAL_LOOK 1024

static const uint8_t pong[] = { 2, 0x0a, 0x24, 0, 'B', 'D', 'C', 'V', 'P', 'I',
	'N', 'G', 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x28, 0x0a, 1, 5, 0, 0,
	0, 0, 'A', 0, 0, 0 };
static const uint8_t hello[] = { 1, 0x10, 0, 0, 0x14, 1, 1, 0, 0, 0, 0, 0, 0, 0,
	0, 0 };

enum virtual_what {
	VIRTUAL_PONG,
	VIRTUAL_UNREACHABLE,
	VIRTUAL_TCP,
};

/* Something that will have come at a time; earlier ones first. */
struct virtual_event {
	uint64_t at_ns, seq, asked_ns;
	struct addr addr;
	struct transport_ticket ticket;
	uint16_t port;
	uint8_t what, fault;
	size_t payload_len;
};

/* The engine's timer. */
struct event {
	event_callback_fn callback;
	void *arg;
	uint64_t at_ns; /* 0: not set */
};

static struct virtual_world *the_world;
static struct event *the_timer;

/* The engine's, by --wrap. */
uint64_t __wrap_clock_now_ns(void);
struct event *__wrap_event_new(struct event_base *base, evutil_socket_t fd,
    short what, event_callback_fn callback, void *arg);
int __wrap_event_add(struct event *event, const struct timeval *wait);
int __wrap_event_del(struct event *event);
void __wrap_event_free(struct event *event);
struct transport *
__wrap_transport_socket_new(const struct transport_config *config,
    struct err *err);
struct transport *
__wrap_transport_packet_new(const struct transport_config *config,
    struct err *err);

uint64_t
__wrap_clock_now_ns(void)
{
	return the_world->now_ns;
}

struct event *
__wrap_event_new(struct event_base *base, evutil_socket_t fd, short what,
    event_callback_fn callback, void *arg)
{
	struct event *event = mem_new(sizeof(*event));

	(void)base;
	assert(fd == -1 && what == 0 && the_timer == NULL);
	event->callback = callback;
	event->arg = arg;
	the_timer = event;
	return event;
}

int
__wrap_event_add(struct event *event, const struct timeval *wait)
{
	event->at_ns = the_world->now_ns +
		       (uint64_t)wait->tv_sec * CLOCK_NS_PER_S +
		       (uint64_t)wait->tv_usec * 1000;
	return 0;
}

int
__wrap_event_del(struct event *event)
{
	event->at_ns = 0;
	return 0;
}

void
__wrap_event_free(struct event *event)
{
	assert(event == the_timer);
	the_timer = NULL;
	free(event);
}

static bool
virtual_is_before(const struct virtual_event *a, const struct virtual_event *b)
{
	return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->seq < b->seq;
}

static void
virtual_push(struct virtual_world *world, const struct virtual_event *event)
{
	size_t at = world->n_events++;

	world->event = mem_grow(world->event, &world->event_cap,
	    world->n_events, sizeof(*world->event));
	while (
	    at > 0 && virtual_is_before(event, &world->event[(at - 1) / 2])) {
		world->event[at] = world->event[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	world->event[at] = *event;
	world->event[at].seq = world->seq++;
}

static struct virtual_event
virtual_pop(struct virtual_world *world)
{
	struct virtual_event first = world->event[0];
	struct virtual_event last = world->event[--world->n_events];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < world->n_events) {
		if (child + 1 < world->n_events &&
		    virtual_is_before(&world->event[child + 1],
			&world->event[child]))
			child++;
		if (!virtual_is_before(&world->event[child], &last))
			break;
		world->event[at] = world->event[child];
		at = child;
	}
	world->event[at] = last;
	return first;
}

/* Whether the next packet gets lost; the same for the same seed. */
static bool
virtual_is_lost(struct virtual_world *world)
{
	world->chance = hash_u64(world->config.seed, world->chance + 1);
	return world->chance % 100 < world->loss_percent;
}

/* A question and its answer, both of them on the way. */
static bool
virtual_is_heard(struct virtual_world *world)
{
	bool is_lost = virtual_is_lost(world);

	return !is_lost && !virtual_is_lost(world);
}

static bool
virtual_send(struct transport *transport, const struct addr *addr,
    uint16_t port, const uint8_t *data, size_t len)
{
	struct virtual_world *world = the_world;
	enum virtual_class class = world->class_of(addr);

	(void)transport;
	(void)data;
	world->n_sent++;
	if (class == VIRTUAL_SILENT || !virtual_is_heard(world))
		return true;
	virtual_push(world,
	    &(struct virtual_event){
		.at_ns = world->now_ns + world->rtt_us * UINT64_C(1000),
		.addr = *addr,
		.port = port,
		.what = class == VIRTUAL_SERVER ? VIRTUAL_PONG
						: VIRTUAL_UNREACHABLE,
		.payload_len = len,
	    });
	return true;
}

static bool
virtual_connect(struct transport *transport,
    const struct transport_connect *connect, uint64_t now_ns)
{
	struct virtual_world *world = the_world;
	enum virtual_class class = world->class_of(&connect->addr);
	struct virtual_event event = {
		.at_ns = now_ns + connect->timeout_ns,
		.asked_ns = now_ns,
		.addr = connect->addr,
		.ticket = connect->ticket,
		.port = connect->port,
		.what = VIRTUAL_TCP,
		.fault = FAULT_TIMEOUT,
	};

	(void)transport;
	world->n_sent++;
	world->n_connecting++;
	if (class != VIRTUAL_SILENT && virtual_is_heard(world) &&
	    world->rtt_us * UINT64_C(1000) < connect->timeout_ns) {
		event.at_ns = now_ns + world->rtt_us * UINT64_C(1000);
		event.fault =
		    class == VIRTUAL_REFUSING ? FAULT_REFUSED : FAULT_NONE;
	}
	virtual_push(world, &event);
	return true;
}

static void
virtual_flush(struct transport *transport)
{
	(void)transport;
}

static bool
virtual_send_room(const struct transport *transport)
{
	(void)transport;
	return true;
}

static unsigned
virtual_connect_room(const struct transport *transport)
{
	(void)transport;
	return the_world->connects_max - the_world->n_connecting;
}

static unsigned
virtual_n_connecting(const struct transport *transport)
{
	(void)transport;
	return the_world->n_connecting;
}

static void
virtual_free(struct transport *transport)
{
	free(transport);
}

struct transport *
__wrap_transport_socket_new(const struct transport_config *config,
    struct err *err)
{
	static const struct transport_ops ops = {
		.name = "virtual",
		.free = virtual_free,
		.send = virtual_send,
		.flush = virtual_flush,
		.send_room = virtual_send_room,
		.connect_room = virtual_connect_room,
		.connect = virtual_connect,
		.n_connecting = virtual_n_connecting,
	};
	struct transport *transport = mem_new(sizeof(*transport));

	(void)err;
	transport->ops = &ops;
	the_world->callbacks = config->callbacks;
	the_world->arg = config->arg;
	return transport;
}

/* What a sweep without privilege is told. */
struct transport *
__wrap_transport_packet_new(const struct transport_config *config,
    struct err *err)
{
	(void)config;
	err_set(err, ERR_NETWORK, "there are no packets in virtual time");
	return NULL;
}

static void
virtual_deliver(struct virtual_world *world, const struct virtual_event *event)
{
	const struct transport_callbacks *to = world->callbacks;

	switch (event->what) {
	case VIRTUAL_PONG:
		to->on_datagram(
		    &(struct transport_datagram){
			.addr = event->addr,
			.port = event->port,
			.data = pong,
			.len = sizeof(pong),
			.wire_len = sizeof(pong),
		    },
		    world->now_ns, world->arg);
		break;
	case VIRTUAL_UNREACHABLE:
		to->on_error(
		    &(struct transport_error){
			.addr = event->addr,
			.port = event->port,
			.fault = FAULT_REFUSED,
			.from = event->addr,
			.icmp_type = 3,
			.icmp_code = 3,
			.payload_len = event->payload_len,
		    },
		    world->now_ns, world->arg);
		break;
	case VIRTUAL_TCP:
		world->n_connecting--;
		to->on_tcp(
		    &(struct transport_tcp){
			.ticket = event->ticket,
			.addr = event->addr,
			.port = event->port,
			.fault = event->fault,
			.from = event->addr,
			.icmp_type = -1,
			.icmp_code = -1,
			.data = hello,
			.len = event->fault == FAULT_NONE ? sizeof(hello) : 0,
			.rtt_us = event->fault == FAULT_TIMEOUT ? UINT32_MAX
								: world->rtt_us,
			.has_sent = event->fault == FAULT_NONE,
			.n_segments_out = 4,
			.n_segments_in = 3,
			.is_reset_due = true,
		    },
		    world->now_ns, world->arg);
		break;
	default:
		assert(false);
	}
}

static void
virtual_on_observed(const struct observation *observation, void *arg)
{
	struct virtual_world *world = arg;

	(void)observation;
	world->n_observed++;
}

static void
virtual_on_finished(bool is_complete, const struct err *err, void *arg)
{
	struct virtual_world *world = arg;

	world->has_finished = true;
	world->is_complete = is_complete && err == NULL;
}

/*
 * What is allocated, the world's own events left out; nothing where a
 * sanitizer's allocator does not tell.
 */
static size_t
virtual_heap(const struct virtual_world *world)
{
	struct mallinfo2 info = mallinfo2();
	size_t all = info.uordblks + info.hblkhd;
	size_t own = world->event_cap * sizeof(*world->event);

	return all > own ? all - own : 0;
}

static void
virtual_look(struct virtual_world *world)
{
	size_t now = virtual_heap(world);

	if (now > world->heap_before + world->heap_peak)
		world->heap_peak = now - world->heap_before;
}

void
virtual_init(struct virtual_world *world)
{
	memset(world, 0, sizeof(*world));
	probe_set_add_shipped(&world->probes);
	world->began_ns = world->now_ns = CLOCK_NS_PER_S;
	world->rtt_us = 50000;
	world->connects_max = 15000;
	world->config = (struct sweep_config){
		.probes = &world->probes,
		.ask = { { probe_find(&world->probes, "pds"), 38293 },
		    { probe_find(&world->probes, "rtvscan"), 2967 } },
		.n_asks = 2,
		.rate_pps = SWEEP_RATE_AUTO,
		.retries = SWEEP_RETRIES_DEFAULT,
		.seed = 1,
	};
}

void
virtual_run(struct virtual_world *world)
{
	static const struct sweep_callbacks callbacks = {
		.observed = virtual_on_observed,
		.finished = virtual_on_finished,
	};
	uint64_t n = 0;

	the_world = world;
	world->heap_before = virtual_heap(world);
	world->sweep = sweep_new(NULL, &world->config, &callbacks, world, NULL);
	if (world->sweep == NULL || sweep_start(world->sweep, NULL) == -1)
		abort();
	while (!world->has_finished) {
		bool is_timer = the_timer->at_ns != 0 &&
				(world->n_events == 0 ||
				    the_timer->at_ns <= world->event[0].at_ns);
		uint64_t at_ns = is_timer              ? the_timer->at_ns
				 : world->n_events > 0 ? world->event[0].at_ns
						       : 0;

		if (at_ns == 0 ||
		    (world->stop_after_ns != 0 &&
			at_ns - world->began_ns > world->stop_after_ns))
			break;
		if (at_ns > world->now_ns)
			world->now_ns = at_ns;
		if (is_timer) {
			the_timer->at_ns = 0;
			the_timer->callback(-1, EV_TIMEOUT, the_timer->arg);
		} else {
			struct virtual_event event = virtual_pop(world);

			virtual_deliver(world, &event);
		}
		if (++n % VIRTUAL_LOOK == 0)
			virtual_look(world);
	}
	virtual_look(world);
}

void
virtual_fini(struct virtual_world *world)
{
	the_world = world;
	sweep_free(world->sweep);
	free(world->event);
	probe_set_fini(&world->probes);
	the_world = NULL;
}
