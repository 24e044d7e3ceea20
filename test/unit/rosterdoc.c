/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Random inventories as a document can tell them.
 */
#include "test/unit/rosterdoc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cache/merge.h"
#include "output/piece.h"

static void
rosterdoc_clean(char **text)
{
	struct text clean = TEXT_INIT;

	if (*text == NULL)
		return;
	utf8_clean(&clean, *text, strlen(*text));
	free(*text);
	*text = text_take(&clean);
}

static void
rosterdoc_round(int64_t *time_us)
{
	*time_us = piece_time_in_range(*time_us) / 1000 * 1000;
}

/* A host as the document can tell it. */
static void
rosterdoc_tell(enum cache_section section, struct host *host)
{
	static const enum observation_role role[CACHE_N_SECTIONS] = {
		OBSERVATION_ROLE_SERVER,
		OBSERVATION_ROLE_CLIENT,
		OBSERVATION_ROLE_UNIDENTIFIED,
		OBSERVATION_ROLE_ALIVE,
	};
	char *evidence = mem_dup(host->verdict.evidence);

	rosterdoc_round(&host->first_us);
	rosterdoc_round(&host->last_us);
	rosterdoc_round(&host->imported_us);
	for (size_t i = 0; i < host->n_names; i++) {
		rosterdoc_clean(&host->name[i].value);
		rosterdoc_clean(&host->name[i].detail);
		rosterdoc_round(&host->name[i].time_us);
	}
	for (size_t i = 0; i < host->n_services; i++) {
		struct host_service *service = &host->service[i];

		rosterdoc_clean(&service->probe);
		rosterdoc_clean(&service->match);
		rosterdoc_round(&service->time_us);
		for (size_t j = 0; j < service->n_fields; j++) {
			rosterdoc_clean(&service->field[j].name);
			rosterdoc_clean(&service->field[j].value);
			rosterdoc_round(&service->field[j].time_us);
		}
	}
	host->role =
	    section == CACHE_MISSING ? merge_role(host) : role[section];
	if (section != CACHE_MISSING)
		host->best_role = host->role;
	rosterdoc_clean(&evidence);
	(void)snprintf(host->verdict.evidence, sizeof(host->verdict.evidence),
	    "%s", host->verdict.code == VERDICT_NONE ? "" : evidence);
	free(evidence);
}

static int
rosterdoc_by_place(const void *a, const void *b)
{
	const struct roster_host *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return addr_cmp(&x->host.addr, &y->host.addr);
}

/* Sorted, each machine once, and as a document can tell it. */
static void
rosterdoc_put_in_order(struct roster *roster)
{
	size_t n = 0;

	if (roster->n > 0)
		qsort(roster->host, roster->n, sizeof(*roster->host),
		    rosterdoc_by_place);
	for (size_t i = 0; i < roster->n; i++) {
		if (n > 0 && rosterdoc_by_place(&roster->host[n - 1],
				 &roster->host[i]) == 0) {
			host_fini(&roster->host[i].host);
			continue;
		}
		roster->host[n] = roster->host[i];
		rosterdoc_tell(roster->host[n].section, &roster->host[n].host);
		n++;
	}
	roster->n = n;
}

/* Numbers of all sizes for the sweep and its links. */
static void
rosterdoc_shake(struct roster *roster, uint64_t seed)
{
	struct cache_ledger *link = roster->link;

	roster->sweep.n_targets = hash_u64(seed, 1) >> seed % 64;
	roster->sweep.n_answered = hash_u64(seed, 2);
	roster->sweep.state = (enum cache_sweep_state)(seed % 3);
	if (roster->sweep.state == CACHE_SWEEP_RUNNING)
		roster->sweep.ended_us = 0;
	if (seed % 7 == 0)
		roster->inventory.sweep = NULL;
	roster->inventory.stale_after_s = seed % 5 * 86400;
	roster->inventory.n_links = seed % 3;
	for (size_t i = 0; i < seed % 3; i++) {
		uint64_t key = hash_u64(seed, i + 3);

		link[i] = (struct cache_ledger){
			.link = mem_dup(i == 0 ? "\xc3\xa4 & <b>" : ""),
			.n_targets = key,
			.capacity_bps = key >> key % 64,
			.out_packets = hash_u64(key, 1),
			.in_bytes = hash_u64(key, 2),
			.peak_in_bps = hash_u64(key, 3),
			.srtt_us = (uint32_t)key >> key % 32,
			.rttvar_us = (uint32_t)hash_u64(key, 4),
			.peak10_out_bps = hash_u64(key, 5) >> key % 64,
			.unseen_in_bytes = hash_u64(key, 6),
		};
		if (key % 3 == 0)
			continue;
		link[i].n_tries = 1 + hash_u64(key, 7) % UINT32_MAX;
		link[i].loss_ppm = hash_u64(key, 8) % 1000001;
		link[i].missed_milli = hash_u64(key, 9) >> key % 64;
		link[i].missed_low = hash_u64(key, 10);
		link[i].missed_high = hash_u64(key, 11);
		link[i].max_missed_ppm = hash_u64(key, 12) >> key % 64;
	}
}

void
rosterdoc_fill(struct roster *roster, uint64_t seed, size_t n)
{
	roster_add_random(roster, seed, n);
	rosterdoc_put_in_order(roster);
	rosterdoc_shake(roster, seed);
}
