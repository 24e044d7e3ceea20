/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How the networks and links of a sweep fared.
 */
#include "cache/area.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define AREA_BITS_V4 24
#define AREA_BITS_V6 64

/* In front of a link's name. */
#define AREA_LINK     "link "
#define AREA_LINK_LEN (sizeof(AREA_LINK) - 1)

struct area {
	struct addr addr; /* of a network; else family 0 */
	char *name;
	struct verdict_area count; /* its name is NULL until it is found */
};

struct prefix
area_network(const struct addr *addr)
{
	struct prefix network = { *addr,
		addr->family == 4 ? AREA_BITS_V4 : AREA_BITS_V6 };

	network.addr.lo &= addr->family == 4 ? ~UINT64_C(0xff) : UINT64_C(0);
	return network;
}

void
area_count(struct verdict_area *area, const struct observation *in, size_t n,
    bool was_heard)
{
	bool is_alive = false, is_asked = false, is_unreachable = false;

	for (size_t i = 0; i < n; i++) {
		is_alive = is_alive || observation_proves_life(&in[i]);
		is_asked = is_asked || verdict_was_asked(&in[i]);
		is_unreachable =
		    is_unreachable || in[i].kind == OBSERVATION_UNREACHABLE;
	}
	area->n_alive += is_alive;
	area->n_lost += is_asked && !is_alive && was_heard;
	area->n_unreachable += is_unreachable && !is_alive;
}

/* Where the network stands, or would; *is_there says which. */
static size_t
area_seek(const struct area *area, size_t n, const struct addr *addr,
    bool *is_there)
{
	size_t low = 0, high = n;

	/* The usual case: the last one, or a new one behind it. */
	if (n > 0 && addr_cmp(&area[n - 1].addr, addr) <= 0)
		low = n - 1;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_cmp(&area[middle].addr, addr) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*is_there = low < n && addr_eq(&area[low].addr, addr);
	return low;
}

static size_t
area_seek_link(const struct area *area, size_t n, const char *name,
    bool *is_there)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(area[middle].name + AREA_LINK_LEN, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*is_there =
	    low < n && strcmp(area[low].name + AREA_LINK_LEN, name) == 0;
	return low;
}

static struct area *
area_insert(struct area **area, size_t *n, size_t *cap, size_t at)
{
	struct area *place;

	*area = mem_grow(*area, cap, *n + 1, sizeof(**area));
	place = *area + at;
	memmove(place + 1, place, ((*n)++ - at) * sizeof(*place));
	memset(place, 0, sizeof(*place));
	return place;
}

void
area_add(struct area_table *table, const char *link,
    const struct observation *in, size_t n, bool was_heard)
{
	struct prefix network = area_network(&in[0].addr);
	int which = network.addr.family == 6;
	bool is_there;
	size_t at = area_seek(table->network[which], table->n_networks[which],
	    &network.addr, &is_there);
	char name[ADDR_TEXT_LEN];
	struct area *area;

	if (is_there) {
		area = &table->network[which][at];
	} else {
		area = area_insert(&table->network[which],
		    &table->n_networks[which], &table->networks_cap[which], at);
		area->addr = network.addr;
		area->name = mem_dup(prefix_format(&network, name));
	}
	area_count(&area->count, in, n, was_heard);
	if (link == NULL)
		return;
	at = area_seek_link(table->link, table->n_links, link, &is_there);
	if (is_there) {
		area = &table->link[at];
	} else {
		area = area_insert(&table->link, &table->n_links,
		    &table->links_cap, at);
		area->name = mem_array(AREA_LINK_LEN + strlen(link) + 1, 1);
		(void)memcpy(area->name, AREA_LINK, AREA_LINK_LEN);
		(void)strcpy(area->name + AREA_LINK_LEN, link);
	}
	area_count(&area->count, in, n, was_heard);
}

void
area_find(const struct area_table *table, const struct addr *addr,
    const char *link, struct verdict_area *network,
    struct verdict_area *of_link)
{
	struct prefix prefix = area_network(addr);
	int which = addr->family == 6;
	bool is_there;
	size_t at = area_seek(table->network[which], table->n_networks[which],
	    &prefix.addr, &is_there);

	memset(network, 0, sizeof(*network));
	memset(of_link, 0, sizeof(*of_link));
	if (is_there) {
		*network = table->network[which][at].count;
		network->name = table->network[which][at].name;
	}
	if (link == NULL)
		return;
	at = area_seek_link(table->link, table->n_links, link, &is_there);
	if (is_there) {
		*of_link = table->link[at].count;
		of_link->name = table->link[at].name;
	}
}

static void
area_fini(struct area *area, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(area[i].name);
	free(area);
}

void
area_table_fini(struct area_table *table)
{
	area_fini(table->network[0], table->n_networks[0]);
	area_fini(table->network[1], table->n_networks[1]);
	area_fini(table->link, table->n_links);
	*table = (struct area_table)AREA_TABLE_INIT;
}
