/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The parts of a report that are known only at the end: counts, warnings,
 * reasons, links.  They are counted host by host.
 */
#ifndef OUTPUT_HTML_SUMMARY_H
#define OUTPUT_HTML_SUMMARY_H

#include "output/html_advice.h"
#include "output/html_block.h"
#include "output/inventory.h"

struct html_summary {
	uint64_t section[CACHE_N_SECTIONS];
	uint64_t kind[HTML_BLOCK_N_KINDS];
	uint64_t verdict[HTML_ADVICE_N];           /* of the missing */
	uint64_t was[OBSERVATION_ROLE_SERVER + 1]; /* roles of the missing */
	uint64_t n_stale[CACHE_N_SECTIONS];
	uint64_t n, n_elsewhere; /* elsewhere: not on its usual port */
};

void html_summary_count(struct html_summary *summary,
    const struct inventory *inventory, enum cache_section section,
    const struct host *host);

/* "3 of 5 expected machines are missing", or what there is to say. */
void html_summary_headline(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory);

/* When, whom, how far; then the counts. */
void html_summary_facts(struct text *out, const struct inventory *inventory);
void html_summary_counts(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory);

/* What to mind when reading the rest; nothing where there is nothing. */
void html_summary_warnings(struct text *out, const struct html_summary *summary,
    const struct inventory *inventory);

/* The verdicts on the missing: how many, what they mean, what to do. */
void html_summary_reasons(struct text *out, const struct html_summary *summary);

#endif
