/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Write the inventory of an invented estate, to see how an output format
 * bears its size: big_report FORMAT:FILE MACHINES [SITES].  Prints the
 * seconds and the memory (MiB) that it took.
 *
 * The hosts are made one by one, so the memory is the format's.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/addr.h"
#include "base/clock.h"
#include "output/format.h"
#include "test/unit/changes.h"

#define BIG_US      INT64_C(1000000)
#define BIG_TIME_US (INT64_C(1767956400) * BIG_US) /* 2026-01-09 11:00 */

struct big {
	unsigned n_machines, n_sites;
	uint64_t n[CACHE_N_SECTIONS];
};

/* A number that depends on i alone, below max. */
static unsigned
big_pick(unsigned i, unsigned salt, unsigned max)
{
	uint64_t x = ((uint64_t)i + 1) * UINT64_C(0x9e3779b97f4a7c15) + salt;

	x ^= x >> 29;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	return (unsigned)((x >> 33) % max);
}

/* A few servers, a fifth missing, the rest mostly clients. */
static enum cache_section
big_section(unsigned i)
{
	unsigned r = big_pick(i, 1, 100);

	if (r < 3)
		return CACHE_SERVERS;
	if (r < 70)
		return CACHE_CLIENTS;
	if (r < 74)
		return CACHE_UNIDENTIFIED;
	return r < 80 ? CACHE_ALIVE : CACHE_MISSING;
}

/* Small estates are in 192.0.2.0/24, then 198.51.100.0/24, then in 10/8. */
static struct addr
big_addr(const struct big *big, unsigned i)
{
	unsigned per_site = (big->n_machines + big->n_sites - 1) / big->n_sites;
	unsigned site = i / per_site, at = i % per_site;

	if (big->n_sites <= 2)
		return addr_v4((site == 0 ? 0xc0000200 : 0xc6336400) + 1 +
			       at * (254 / per_site));
	return addr_v4(
	    0x0a000000 + (site << 16) + (at / 254 << 8) + 1 + at % 254);
}

static struct host_service
big_service(enum cache_section section, bool is_pds, unsigned i, char *probe,
    char *match)
{
	struct host_service service = {
		.probe = strcpy(probe, is_pds ? "pds" : "rtvscan"),
		.protocol = is_pds ? NET_UDP : NET_TCP,
		.port = is_pds ? 38293 : 2967,
		.kind = OBSERVATION_REPLY,
		.rtt_us = 300 + big_pick(i, 7, 600) * big_pick(i, 8, 600) / 2,
		.time_us = BIG_TIME_US + (int64_t)i * 1000,
		.sweep = 1,
	};

	if (!is_pds && i % 400 == 17)
		service.port = 2969;
	service.match = strcpy(match, is_pds ? "bdcv-pong" : "hello");
	if (section == CACHE_UNIDENTIFIED)
		(void)strcpy(match, "sep-gup");
	if (section == CACHE_ALIVE) {
		service.kind = OBSERVATION_REFUSED;
		service.match = NULL;
	}
	return service;
}

static void
big_missing(struct host *host, unsigned i)
{
	static const struct {
		enum verdict_code code;
		const char *evidence;
	} why[] = {
		{ VERDICT_SILENT,
		    "no answer to pds (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries)" },
		{ VERDICT_SILENT,
		    "no answer to pds (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries)" },
		{ VERDICT_ALIVE_NO_AGENT,
		    "ICMP port unreachable from UDP 38293 (pds), RST from TCP 2967 (rtvscan): a machine is there, but no agent" },
		{ VERDICT_UNREACHABLE,
		    "host unreachable, said 192.0.2.254 (ICMP 3/1), when asked for pds (UDP 38293, 3 tries)" },
		{ VERDICT_PROHIBITED,
		    "communication administratively prohibited, said 192.0.2.254 (ICMP 3/13), when asked for pds (UDP 38293)" },
		{ VERDICT_EXCLUDED, "excluded from this sweep" },
	};
	unsigned at = big_pick(i, 3, sizeof(why) / sizeof(*why));

	host->verdict.code = why[at].code;
	(void)strcpy(host->verdict.evidence, why[at].evidence);
	host->best_role = big_pick(i, 4, 3) == 0 ? OBSERVATION_ROLE_NONE
						 : OBSERVATION_ROLE_CLIENT;
	host->imported_us = BIG_TIME_US - 9 * 86400 * BIG_US;
	host->last_us = host->best_role == OBSERVATION_ROLE_NONE
			    ? 0
			    : BIG_TIME_US - 3 * 86400 * BIG_US;
	host->first_us = host->last_us;
}

static int
big_host(struct big *big, unsigned i, enum cache_section section,
    cache_host_fn fn, void *arg, struct err *err)
{
	static const enum observation_role role[CACHE_N_SECTIONS] = {
		OBSERVATION_ROLE_SERVER,
		OBSERVATION_ROLE_CLIENT,
		OBSERVATION_ROLE_UNIDENTIFIED,
		OBSERVATION_ROLE_ALIVE,
		OBSERVATION_ROLE_NONE,
	};
	char value[32], detail[] = "agent", probe[2][16], match[2][16];
	char field[] = "os-version", version[] = "5.2.3790";
	struct host_name name = { .value = value,
		.detail = detail,
		.source = HOST_SOURCE_AGENT };
	struct host_field os = { .name = field, .value = version };
	struct host_service service[2];
	struct host host = { .addr = big_addr(big, i),
		.role = role[section],
		.best_role = role[section],
		.first_us = BIG_TIME_US - 30 * 86400 * BIG_US,
		.last_us = BIG_TIME_US,
		.name = &name,
		.n_names = 1,
		.service = service };

	(void)snprintf(value, sizeof(value), "%s-%05u",
	    section == CACHE_SERVERS ? "SRV" : "PC", i);
	if (section == CACHE_MISSING)
		big_missing(&host, i);
	else if (section <= CACHE_CLIENTS)
		host.verdict.code = VERDICT_ANSWERED;
	if (section == CACHE_SERVERS || section == CACHE_ALIVE) {
		service[host.n_services++] =
		    big_service(section, true, i, probe[0], match[0]);
		os.time_us = service[0].time_us;
		service[0].field = &os;
		service[0].n_fields = section == CACHE_SERVERS;
	}
	if (section != CACHE_MISSING)
		service[host.n_services++] =
		    big_service(section, false, i, probe[1], match[1]);
	return fn(section, &host, arg, err);
}

static int
big_each(void *source, cache_host_fn fn, void *arg, struct err *err)
{
	struct big *big = source;

	for (int section = 0; section < CACHE_N_SECTIONS; section++)
		for (unsigned i = 0; i < big->n_machines; i++)
			if ((int)big_section(i) == section &&
			    big_host(big, i, (enum cache_section)section, fn,
				arg, err) == -1)
				return -1;
	return 0;
}

/* As big_addr() has it: a /16 for each site, or one or two /24s in all. */
static const char *
big_link_of(const void *links, const struct addr *addr)
{
	const struct cache_ledger *link = links;

	if (addr->lo >> 24 == 10)
		return link[addr->lo >> 16 & 0xff].link;
	return link[addr->lo >> 24 == 198].link;
}

/* One ledger per site; every 50th is over its budget. */
static struct cache_ledger *
big_links(const struct big *big, char (*name)[32])
{
	struct cache_ledger *link = calloc(big->n_sites, sizeof(*link));

	for (unsigned i = 0; i < big->n_sites; i++) {
		(void)snprintf(name[i], sizeof(name[i]), "branch-%03u", i + 1);
		link[i] = (struct cache_ledger){
			.link = name[i],
			.n_targets = 254,
			.capacity_bps = 56000,
			.budget_bps = 5600,
			.out_packets = 1200 + i,
			.out_bytes = 81000 + i * 17,
			.in_packets = 500 - i,
			.in_bytes = 40100 + i * 3,
			.peak_out_bps = i % 50 == 1 ? 6100 : 5590,
			.peak_in_bps = 3900,
			.srtt_us = 23000 + i * 150,
			.rttvar_us = 2100,
			.n_tries = 3,
			.loss_ppm = 1000 * (i % 40),
			.missed_milli = i % 40,
			.missed_high = 1,
			.max_missed_ppm = 1000,
		};
	}
	return link;
}

int
main(int argc, char **argv)
{
	struct big big = { .n_sites = 1 };
	struct cache_sweep sweep = { .id = 1,
		.started_us = BIG_TIME_US,
		.ended_us = BIG_TIME_US + 754 * BIG_US,
		.state = CACHE_SWEEP_COMPLETE,
		.mode = (char[]){ "intense" },
		.targets = (char[]){ "192.0.2.0/24 198.51.100.0/24" },
		.probes = (char[]){ "pds,rtvscan" } };
	struct inventory inventory = { .generator = "rollcall 0.1.0",
		.written_us = BIG_TIME_US + 760 * BIG_US,
		.sweep = &sweep,
		.stale_after_s = 30 * 86400,
		.each = big_each,
		.source = &big };
	struct inventory_view view = { 0, false };
	char wide[] = "10.0.0.0/8";
	struct changes changes;
	struct format_request request;
	struct err err = ERR_INIT;
	struct rusage usage;
	uint64_t start_ns = clock_now_ns();
	char(*name)[32];
	int ret;

	if (argc < 3 || argc > 4 ||
	    (big.n_machines = (unsigned)atoi(argv[2])) == 0)
		return 2;
	if (argc == 4 &&
	    ((big.n_sites = (unsigned)atoi(argv[3])) == 0 || big.n_sites > 256))
		return 2;
	if (format_request_parse(&request, argv[1], &err) == -1) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	if (big.n_sites > 2)
		sweep.targets = wide;
	sweep.n_targets = (uint64_t)big.n_sites * 254;
	for (unsigned i = 0; i < big.n_machines; i++)
		big.n[big_section(i)]++;
	sweep.n_answered = big.n[CACHE_SERVERS] + big.n[CACHE_CLIENTS];
	sweep.n_expected = sweep.n_answered + big.n[CACHE_MISSING];
	name = calloc(big.n_sites, sizeof(*name));
	inventory.link = big_links(&big, name);
	inventory.n_links = big.n_sites;
	inventory.link_of = big_link_of;
	inventory.links = inventory.link;
	changes_fill(&changes);
	inventory.changes = &changes.document;
	ret = format_write(&request, 1, &inventory, &view, &err);
	if (ret == -1)
		(void)fprintf(stderr, "%s\n", err.text);
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("%.2f %.1f\n", (double)(clock_now_ns() - start_ns) / 1e9,
	    (double)usage.ru_maxrss / 1024);
	free((void *)(uintptr_t)inventory.link);
	free(name);
	return ret == -1;
}
