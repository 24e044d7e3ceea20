/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The links of a report: how many machines are known, confirmed and missing
 * on each, and what the sweep sent and received there.
 */
#ifndef OUTPUT_HTML_LINK_H
#define OUTPUT_HTML_LINK_H

#include "base/text.h"
#include "output/inventory.h"

struct html_link {
	const char *name; /* the inventory's */
	uint64_t n_known; /* expected, or, where the cache is shown, all */
	uint64_t n_missing, n_found;
};

struct html_links {
	struct html_link *link; /* those of the ledger first */
	size_t n, cap, last;
};

void html_link_init(struct html_links *links,
    const struct inventory *inventory);
void html_link_fini(struct html_links *links);

/*
 * The name of the link that an address is on, where that says something:
 * there are several, or it is not the one that has all others.  Else NULL.
 */
const char *html_link_name(const struct inventory *inventory,
    const struct addr *addr);

void html_link_count(struct html_links *links,
    const struct inventory *inventory, enum cache_section section,
    const struct host *host);

/* Two tables: who is there on each link, and the ledger. */
void html_link_tables(struct text *out, const struct html_links *links,
    const struct inventory *inventory);

#endif
