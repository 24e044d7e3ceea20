/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What every output format is given: the sweep, its links, and the hosts one
 * after the other.  A source is filled by the caller; nothing here knows how
 * the hosts are stored.
 */
#ifndef OUTPUT_INVENTORY_H
#define OUTPUT_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "cache/cache.h"

struct diff_document;

/* All borrowed for the time of writing. */
struct inventory {
	const char *generator; /* "rollcall 0.1.0" */
	int64_t written_us;
	/* NULL: the document shows the cache, not one sweep. */
	const struct cache_sweep *sweep;
	const struct cache_ledger *link;
	size_t n_links;
	uint64_t stale_after_s; /* for host_state_at() */
	/*
	 * Call fn for every host once, section by section (servers, clients,
	 * unidentified, alive, missing), addresses ascending.
	 */
	int (*each)(void *source, cache_host_fn fn, void *arg, struct err *err);
	void *source;
	/* What the sweep asked of every target; 0: not known. */
	const struct cache_ask *ask;
	size_t n_asks;
	/* The link that an address is on; NULL: all are on one. */
	const char *(*link_of)(const void *links, const struct addr *addr);
	const void *links;
	bool is_forced;      /* write even what its reader may misunderstand */
	const char *scanner; /* the name of the machine that we run on */
	/*
	 * Whether a list of names and addresses brings this name back when it
	 * is imported again; NULL: any clean name does.
	 */
	bool (*can_list)(const char *name);
	/*
	 * What an import taught of the old console's registry: the type of
	 * Address_0 ("dword", "sz", "hex"), and Protocol as it stands in a
	 * .reg file ("dword:00000002"); NULL: nothing.
	 */
	const char *reg_address_type, *reg_protocol;
	/* What changed since the sweep before; NULL: not known. */
	const struct diff_document *changes;
};

/* What the reader's end looks like, for formats made for people. */
struct inventory_view {
	unsigned width; /* columns; 0: as wide as needed */
	bool use_color;
};

#endif
