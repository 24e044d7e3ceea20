/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the diff share.
 */
#ifndef CACHE_DIFF_PRIVATE_H
#define CACHE_DIFF_PRIVATE_H

#include "cache/diff.h"

/* Sort the items by address; of one address twice, the first stays. */
void diff_side_seal(struct diff_side *side);

/* The item of an address, or NULL. */
struct diff_item *diff_side_find(const struct diff_side *side,
    const struct addr *addr);

/* Whether the side used the probe; one whose probes are not known did. */
bool diff_side_used(const struct diff_side *side, const char *probe);

/* Whether the side asked an address that it says nothing of. */
bool diff_side_asked(const struct diff_side *side, const struct addr *addr);

/* Join the machines of both sides by what they are known again by. */
void diff_match(struct diff_side *was, struct diff_side *is);

/* By what the two are the same machine: NULL for the address alone. */
const char *diff_match_by(const struct diff_item *was,
    const struct diff_item *is);

/* Whether a verdict says that the address was asked in vain. */
bool diff_is_lost(enum verdict_code code);

#endif
