/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names that the inventory's writer and reader share.
 */
#include "output/inventory_attr.h"

#include <string.h>

const struct inventory_attr_part inventory_attr_part[CACHE_N_SECTIONS] = {
	[CACHE_SERVERS] = { "servers", "server" },
	[CACHE_CLIENTS] = { "clients", "client" },
	[CACHE_UNIDENTIFIED] = { "unidentified", "host" },
	[CACHE_ALIVE] = { "alive", "host" },
	[CACHE_MISSING] = { "missing", "host" },
};

/* clang-format off */
#define COUNT(name, field) \
	{ name, offsetof(struct cache_sweep, field), UINT64_MAX, false }
#define LINK(name, field, is_optional)                                    \
	{ name, offsetof(struct cache_ledger, field),                     \
	    sizeof(((struct cache_ledger *)NULL)->field) == 4             \
		? UINT32_MAX : UINT64_MAX,                                \
	    is_optional }
/* clang-format on */

const struct inventory_attr inventory_attr_counts[] = {
	COUNT("targets", n_targets),
	COUNT("excluded", n_excluded),
	COUNT("expected", n_expected),
	COUNT("answered", n_answered),
	{ NULL, 0, 0, false },
};

const struct inventory_attr inventory_attr_link[] = {
	LINK("targets", n_targets, false),
	LINK("capacity-bps", capacity_bps, true),
	LINK("budget-bps", budget_bps, true),
	LINK("out-packets", out_packets, false),
	LINK("out-bytes", out_bytes, false),
	LINK("in-packets", in_packets, false),
	LINK("in-bytes", in_bytes, false),
	LINK("peak-out-bps", peak_out_bps, false),
	LINK("peak-in-bps", peak_in_bps, false),
	LINK("srtt-us", srtt_us, true),
	LINK("rttvar-us", rttvar_us, true),
	LINK("peak10-out-bps", peak10_out_bps, true),
	LINK("peak10-in-bps", peak10_in_bps, true),
	LINK("unseen-out-packets", unseen_out_packets, true),
	LINK("unseen-out-bytes", unseen_out_bytes, true),
	LINK("unseen-in-packets", unseen_in_packets, true),
	LINK("unseen-in-bytes", unseen_in_bytes, true),
	LINK("clients", n_clients, true),
	LINK("max-clients", max_clients, true),
	{ NULL, 0, 0, false },
};

uint64_t
inventory_attr_get(const struct inventory_attr *attr, const void *from)
{
	const char *at = (const char *)from + attr->offset;
	uint64_t wide;
	uint32_t narrow;

	if (attr->max == UINT32_MAX) {
		memcpy(&narrow, at, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, at, sizeof(wide));
	return wide;
}

void
inventory_attr_set(const struct inventory_attr *attr, void *in, uint64_t value)
{
	char *at = (char *)in + attr->offset;
	uint32_t narrow = (uint32_t)value;

	if (attr->max == UINT32_MAX)
		memcpy(at, &narrow, sizeof(narrow));
	else
		memcpy(at, &value, sizeof(value));
}
