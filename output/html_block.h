/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The networks of a report: for each 256 addresses (a /24, or a /120 of
 * IPv6) the counts, and which machine stands where.  In memory is one small
 * struct per network; the machines are in a temporary file, as a chain per
 * network.
 */
#ifndef OUTPUT_HTML_BLOCK_H
#define OUTPUT_HTML_BLOCK_H

#include <stdbool.h>

#include "cache/cache.h"
#include "output/html.h"

#define HTML_BLOCK_CELLS 256

/* How a machine is drawn. */
enum html_block_kind {
	HTML_BLOCK_SERVER,
	HTML_BLOCK_CLIENT,
	HTML_BLOCK_UNIDENTIFIED,
	HTML_BLOCK_ALIVE,
	HTML_BLOCK_MISSING,
	HTML_BLOCK_NOT_ASKED, /* or excluded: nothing is known of it */
	HTML_BLOCK_N_KINDS,
};

struct html_block {
	struct html_block *next; /* addresses ascending */
	struct addr base;
	uint64_t chain; /* place behind the newest record; 0: none */
	uint32_t n[HTML_BLOCK_N_KINDS];
};

struct html_blocks {
	struct html_block *first, *last_used;
	size_t n;
	struct html_spool spool;
};

/* One machine on its network's map; the name is its display name or NULL. */
struct html_block_cell {
	enum html_block_kind kind;
	struct text name;
	bool is_set;
};

struct addr html_block_base(const struct addr *addr);

/* 24 or 120. */
unsigned html_block_prefix_len(const struct addr *addr);

enum html_block_kind html_block_kind_of(enum cache_section section,
    const struct host *host);

/* Fast when addresses ascend. */
void html_block_add(struct html_blocks *blocks, enum html_block_kind kind,
    const struct host *host);

/* All machines of one network by the last byte of the address. */
void html_block_cells(struct html_blocks *blocks,
    const struct html_block *block,
    struct html_block_cell cell[HTML_BLOCK_CELLS]);
void html_block_cells_fini(struct html_block_cell cell[HTML_BLOCK_CELLS]);

void html_block_fini(struct html_blocks *blocks);

#endif
