/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Links: sets of prefixes behind one line, with its capacity and our share.
 * Pure but for link_table_schedule(), which needs time zones.
 */
#ifndef SCANNER_LINK_H
#define SCANNER_LINK_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rangeset.h"
#include "scanner/window.h"

#define LINK_SHARE_DEFAULT       100 /* permille of a known capacity: 10% */
#define LINK_DEFAULT_NAME        "default" /* all that no prefix covers */
#define LINK_RETRIES_OF_SWEEP    UINT_MAX
#define LINK_MAX_CLIENTS_DEFAULT 5000
#define LINK_MAX_MISSED_DEFAULT  1000 /* of a million: 0.1% */

enum link_yield {
	LINK_YIELD_AUTO, /* where the capacity is known */
	LINK_YIELD_NO,
	LINK_YIELD_YES,
};

struct link_config {
	char *name;            /* owned */
	struct prefix *prefix; /* owned */
	size_t n_prefixes, prefixes_cap;
	uint64_t capacity_bps;   /* 0: not known */
	unsigned share_permille; /* of the capacity that is ours */
	/* When it may be asked; none: always. */
	struct window *window; /* owned */
	size_t n_windows, windows_cap;
	/* What the windows come to; whoever asks makes it.  NULL: always. */
	struct window_schedule *schedule; /* owned */
	unsigned retries;    /* LINK_RETRIES_OF_SWEEP: as the sweep says */
	unsigned timeout_ms; /* 0: as the sweep says */
	enum link_yield yield;
	unsigned overhead;       /* bytes per packet beyond IP */
	unsigned max_clients;    /* more of them are worth a warning */
	unsigned max_missed_ppm; /* hosts that may be missed, of a million */
	/* The least of earlier sweeps, by protocol; 0: not known. */
	uint32_t base_rtt_us[2];
};

struct link_table {
	struct link_config *link; /* owned */
	size_t n, cap;
};

/* clang-format off */
#define LINK_TABLE_INIT { NULL, 0, 0 }
/* clang-format on */

/* A link with defaults: no name, nothing known of it, nothing owned. */
extern const struct link_config link_config_default;

/* A new link with defaults and a copy of the name; borrowed from the table
 * until the next add. */
struct link_config *link_table_add(struct link_table *table, const char *name);

/* The link of that name, or NULL; valid until the next add. */
struct link_config *link_table_find(struct link_table *table, const char *name);

/* The link of all that no prefix covers: the one of that name, or defaults. */
const struct link_config *link_table_rest(const struct link_table *table);

void link_add_prefix(struct link_config *link, const struct prefix *prefix);

/* Takes what the window owns. */
void link_add_window_take(struct link_config *link,
    const struct window *window);

/* What windows of the links come to, from now_us on: zone_schedule(). */
void link_table_schedule(struct link_table *table, int64_t now_us);

/* Does the sweep step aside on it for others? */
bool link_yields(const struct link_config *link);

/* What we may use of it in each direction; 0: not limited in bits. */
uint64_t link_budget_bps(const struct link_config *link);

/*
 * Share the targets out: part[i] (empty sets) becomes what belongs to link
 * i, the longest prefix winning, and rest what no prefix covers.  All sealed.
 */
void link_assign(const struct link_table *table, const struct rangeset *targets,
    struct rangeset *part, struct rangeset *rest);

/* The name of the link that addr is on; LINK_DEFAULT_NAME for none of them. */
const char *link_of(const struct link_table *table, const struct addr *addr);

/* A prefix of one link inside a shorter one of another link. */
struct link_overlap {
	const struct link_config *inner, *outer; /* of the table */
	struct prefix inner_prefix, outer_prefix;
};

/* All of them, in the order of the table; the caller frees the array. */
struct link_overlap *link_overlaps(const struct link_table *table, size_t *n);

/* Release what a link owns but its name. */
void link_config_fini(struct link_config *link);

void link_table_fini(struct link_table *table);

#endif
