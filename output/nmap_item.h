/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A machine as nmap would have seen it: what the formats nmap and grep say
 * in the same words.
 */
#ifndef OUTPUT_NMAP_ITEM_H
#define OUTPUT_NMAP_ITEM_H

#include "base/text.h"
#include "output/inventory.h"

#define NMAP_ITEM_DATE_LEN 32

struct nmap_item_counts {
	uint64_t n_up, n_all; /* written so far */
};

/* "Fri Jan  9 11:00:00 2026", in UTC. */
const char *nmap_item_date(int64_t wall_us, char buf[NMAP_ITEM_DATE_LEN]);

/* When the sweep began and ended; both the writing's time without one. */
int64_t nmap_item_start_us(const struct inventory *inventory);
int64_t nmap_item_end_us(const struct inventory *inventory);

/* The command line that the document comes from, as good as it is known. */
void nmap_item_args(struct text *out, const struct inventory *inventory);

/* "0.1.0" of "rollcall 0.1.0". */
const char *nmap_item_version(const struct inventory *inventory);

/* Addresses asked, or machines written where that is not known. */
uint64_t nmap_item_total(const struct inventory *inventory,
    const struct nmap_item_counts *counts);

/* "up", "down", "unknown" or "skipped", and why. */
const char *nmap_item_state(enum cache_section section,
    const struct host *host);
const char *nmap_item_reason(const struct inventory *inventory,
    enum cache_section section, const struct host *host);

/*
 * The next port that answered in the sweep, or ever where the document shows
 * the cache; NULL when there is none.  *at is 0 at first.  Where several
 * probes asked one port, the answer that proves most stands for it.
 */
const struct host_service *nmap_item_port(const struct inventory *inventory,
    const struct host *host, size_t *at);

/* "open" or "closed", and nmap's reason. */
const char *nmap_item_port_state(const struct host_service *service);
const char *nmap_item_port_reason(const struct host_service *service);

/* What nmap calls the service of this port; NULL where it has no name. */
const char *nmap_item_service(enum net_protocol protocol, uint16_t port);

/* Whether the sweep asked this of the machine, and nothing came back. */
bool nmap_item_is_silent(const struct inventory *inventory,
    const struct host *host, const struct cache_ask *ask);

#endif
