/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How the networks and links of a sweep fared, counted: what the neighbours
 * of a missing machine did.  Pure.
 */
#ifndef CACHE_AREA_H
#define CACHE_AREA_H

#include "cache/verdict.h"

/* Networks and links with their counts; private to area.c. */
struct area_table {
	struct area *network[2]; /* of IPv4 and of IPv6, rising */
	size_t n_networks[2], networks_cap[2];
	struct area *link; /* by name */
	size_t n_links, links_cap;
};

/* clang-format off */
#define AREA_TABLE_INIT { { NULL, NULL }, { 0, 0 }, { 0, 0 }, NULL, 0, 0 }
/* clang-format on */

/* The network of an address: its /24, or its /64. */
struct prefix area_network(const struct addr *addr);

/* Count one address into an area; was_heard: by an earlier sweep. */
void area_count(struct verdict_area *area, const struct observation *in,
    size_t n, bool was_heard);

/*
 * Count one address, with the name of its link (NULL: none).  Cheap where
 * the addresses of each family rise.
 */
void area_add(struct area_table *table, const char *link,
    const struct observation *in, size_t n, bool was_heard);

/*
 * The areas of an address, their names borrowed until the table changes;
 * link may be NULL.
 */
void area_find(const struct area_table *table, const struct addr *addr,
    const char *link, struct verdict_area *network,
    struct verdict_area *of_link);

void area_table_fini(struct area_table *table);

#endif
