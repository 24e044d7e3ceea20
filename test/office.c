/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Two sweeps over the offices of a large organisation.
 */
#include "test/office.h"

#include <stdio.h>
#include <string.h>

#include "cache/batch.h"

#define OFFICE_NET          UINT32_C(0x0a140000) /* 10.20.0.0 */
#define OFFICE_FIRST_US     INT64_C(1795000000000000)
#define OFFICE_DAY_US       INT64_C(86400000000)
#define OFFICE_SERVER_EVERY 15
#define OFFICE_MARKS_MAX    64

/* Who is at an address, for one sweep. */
struct office_machine {
	struct addr addr;
	unsigned link, number; /* the machine's own, wherever it is */
	unsigned generation;   /* one more when it is installed again */
	int64_t time_us;
};

struct office {
	struct cache *cache;
	struct batch batch;
	int64_t sweep;
	struct err *err;
	int ret;
};

static struct addr
office_addr(unsigned link, unsigned octet)
{
	return addr_v4(OFFICE_NET + link * 256 + octet);
}

/* Hand over what came, in the batches of a sweep. */
static void
office_put(struct office *office, const struct observation *in)
{
	batch_add(&office->batch, in);
	if (office->ret == 0 && office->batch.n >= 16384)
		office->ret = batch_flush(&office->batch, office->cache,
		    office->sweep, office->err);
}

static struct observation
office_observation(const struct office_machine *machine, const char *probe,
    enum net_protocol protocol, uint16_t port, enum observation_kind kind)
{
	return (struct observation){
		.addr = machine->addr,
		.probe = probe,
		.protocol = protocol,
		.port = port,
		.kind = kind,
		.time_us = machine->time_us,
		.rtt_us =
		    kind <= OBSERVATION_REFUSED ? 20000 : OBSERVATION_NO_RTT,
		.icmp_type = -1,
		.icmp_code = -1,
		.tries = 1,
	};
}

/* A pong of a server, or a refusal; then the hello of both; then its names. */
static void
office_answer(struct office *office, const struct office_machine *machine)
{
	bool is_server = machine->number % OFFICE_SERVER_EVERY == 0;
	char id[OFFICE_MARKS_MAX], mac[OFFICE_MARKS_MAX];
	char name[OFFICE_MARKS_MAX];
	struct observation pds = office_observation(machine, "pds", NET_UDP,
	    38293, is_server ? OBSERVATION_REPLY : OBSERVATION_REFUSED);
	struct observation hello = office_observation(machine, "rtvscan",
	    NET_TCP, 2967, OBSERVATION_REPLY);
	struct observation names = office_observation(machine, "nbstat",
	    NET_UDP, 137, OBSERVATION_REPLY);

	(void)snprintf(id, sizeof(id), "%08x-0000-0000-0000-%012x",
	    machine->generation, machine->link * 1000 + machine->number);
	(void)snprintf(mac, sizeof(mac), "02:00:00:%02x:%02x:%02x",
	    machine->link, machine->number >> 8, machine->number & 0xff);
	(void)snprintf(name, sizeof(name), "PC-%03u-%03u", machine->link,
	    machine->number);
	pds.role = OBSERVATION_ROLE_ALIVE;
	if (is_server) {
		pds.role = OBSERVATION_ROLE_SERVER;
		pds.match = "bdcv-pong";
		pds.name = name;
		pds.field[0] = (struct observation_field){ "device-id", id };
		pds.field[1] = (struct observation_field){ "mac", mac };
		pds.n_fields = 2;
	}
	hello.role = OBSERVATION_ROLE_CLIENT;
	hello.match = "hello";
	names.role = OBSERVATION_ROLE_ALIVE;
	names.match = "names";
	names.name = name;
	names.field[0] = (struct observation_field){ "mac", mac };
	names.field[1] = (struct observation_field){ "device-id", id };
	names.n_fields = 2;
	office_put(office, &pds);
	office_put(office, &hello);
	office_put(office, &names);
}

/* Nothing came, or a firewall's word. */
static void
office_missing(struct office *office, const struct office_machine *machine,
    bool is_prohibited)
{
	static const struct {
		const char *probe;
		enum net_protocol protocol;
		uint16_t port;
	} asks[] = {
		{ "pds", NET_UDP, 38293 },
		{ "rtvscan", NET_TCP, 2967 },
		{ "nbstat", NET_UDP, 137 },
	};

	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		struct observation in = office_observation(machine,
		    asks[i].probe, asks[i].protocol, asks[i].port,
		    is_prohibited ? OBSERVATION_PROHIBITED
				  : OBSERVATION_SILENT);

		if (is_prohibited) {
			in.from = office_addr(machine->link, 254);
			in.icmp_type = 3;
			in.icmp_code = 13;
		} else {
			in.tries = 3;
		}
		office_put(office, &in);
	}
}

static void
office_sweep_link(struct office *office, unsigned link, bool is_second,
    int64_t time_us)
{
	for (unsigned i = 1; i <= OFFICE_MACHINES; i++) {
		struct office_machine machine = { office_addr(link, i), link, i,
			is_second && i == OFFICE_RENEWED, time_us + i };

		if (is_second && (i == OFFICE_MOVED || i == OFFICE_GONE))
			office_missing(office, &machine, false);
		else if (is_second && i == OFFICE_FIREWALLED)
			office_missing(office, &machine, true);
		else
			office_answer(office, &machine);
	}
	if (is_second) {
		struct office_machine moved = { office_addr(link,
						    OFFICE_MOVED_TO),
			link, OFFICE_MOVED, 0, time_us };
		struct office_machine new = { office_addr(link, OFFICE_NEW),
			link, OFFICE_NEW, 0, time_us };

		office_answer(office, &moved);
		office_answer(office, &new);
	}
}

static int
office_sweep(struct cache *cache, unsigned n_links, bool is_second,
    struct err *err)
{
	struct cache_sweep sweep = {
		.started_us = OFFICE_FIRST_US + is_second * OFFICE_DAY_US,
		.ended_us = OFFICE_FIRST_US + is_second * OFFICE_DAY_US + 1000,
		.state = CACHE_SWEEP_COMPLETE,
		.mode = (char[]){ "intense" },
		.targets = (char[]){ "10.20.0.0/16" },
		.probes = (char[]){ "pds,rtvscan,nbstat" },
		.n_targets = n_links * 254,
	};
	struct office office = { cache, BATCH_INIT, 0, err, 0 };
	struct rangeset expected = RANGESET_INIT, targets = RANGESET_INIT;
	struct addr_range all = { office_addr(0, 0), office_addr(255, 255) };

	rangeset_add(&targets, &all);
	rangeset_seal(&targets);
	office.ret = cache_expected(cache, &expected, err);
	if (office.ret == 0)
		office.ret = cache_sweep_start(cache, &sweep, err);
	if (office.ret == 0)
		office.ret = cache_targets_put(cache, sweep.id, &targets, err);
	office.sweep = sweep.id;
	for (unsigned i = 0; office.ret == 0 && i < n_links; i++)
		office_sweep_link(&office, i, is_second, sweep.started_us);
	if (office.ret == 0)
		office.ret = batch_flush(&office.batch, cache, sweep.id, err);
	if (office.ret == 0)
		office.ret = cache_conclude(cache, &sweep, &expected, err);
	if (office.ret == 0)
		office.ret = cache_sweep_finish(cache, &sweep, NULL, 0, err);
	batch_fini(&office.batch);
	rangeset_fini(&expected);
	rangeset_fini(&targets);
	return office.ret;
}

int
office_fill(struct cache *cache, unsigned n_links, struct err *err)
{
	return office_sweep(cache, n_links, false, err) == -1
		   ? -1
		   : office_sweep(cache, n_links, true, err);
}
