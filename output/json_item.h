/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep, a link and a machine as JSON objects.  The keys are the same in
 * the formats json and jsonl, always all there, and null when not known.
 */
#ifndef OUTPUT_JSON_ITEM_H
#define OUTPUT_JSON_ITEM_H

#include "output/inventory.h"
#include "output/jsonout.h"

/* NULL is null: the document shows the cache. */
void json_item_sweep(struct jsonout *j, const char *key,
    const struct cache_sweep *sweep);

void json_item_link(struct jsonout *j, const struct cache_ledger *link);

void json_item_host(struct jsonout *j, const struct inventory *inventory,
    enum cache_section section, const struct host *host);

#endif
