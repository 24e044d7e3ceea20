/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Links: sets of prefixes behind one line, with its capacity and our share.
 * Pure.
 */
#ifndef SCANNER_LINK_H
#define SCANNER_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "base/rangeset.h"

#define LINK_SHARE_DEFAULT 100 /* permille of a known capacity: 10% */
#define LINK_DEFAULT_NAME  "default"

struct link_config {
	char *name;            /* owned */
	struct prefix *prefix; /* owned */
	size_t n_prefixes, prefixes_cap;
	uint64_t capacity_bps;   /* 0: not known */
	unsigned share_permille; /* of the capacity that is ours */
};

struct link_table {
	struct link_config *link; /* owned */
	size_t n, cap;
};

/* clang-format off */
#define LINK_TABLE_INIT { NULL, 0, 0 }
/* clang-format on */

/* A new link with defaults and a copy of the name; borrowed from the table
 * until the next add. */
struct link_config *link_table_add(struct link_table *table, const char *name);

/* The link of that name, or NULL; valid until the next add. */
struct link_config *link_table_find(struct link_table *table, const char *name);

void link_add_prefix(struct link_config *link, const struct prefix *prefix);

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

void link_table_fini(struct link_table *table);

#endif
