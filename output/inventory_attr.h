/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names that the inventory's writer and reader share: the parts of the
 * document, and the numbers of a sweep and of a link as attributes.  A new
 * number is a row in inventory_attr.c and its lines in inventory.rng.
 */
#ifndef OUTPUT_INVENTORY_ATTR_H
#define OUTPUT_INVENTORY_ATTR_H

#include "output/inventory.h"

#define INVENTORY_ATTR_NAMESPACE "urn:rollcall:inventory:1"

/* A part of the document and a machine in it. */
struct inventory_attr_part {
	const char *part, *machine;
};

extern const struct inventory_attr_part inventory_attr_part[CACHE_N_SECTIONS];

/* A number in a struct; one that is left out where it is 0 is optional. */
struct inventory_attr {
	const char *name; /* NULL: the end of the table */
	size_t offset;
	uint64_t max; /* UINT32_MAX: a uint32_t, else a uint64_t */
	bool is_optional;
};

extern const struct inventory_attr inventory_attr_counts[]; /* cache_sweep */
extern const struct inventory_attr inventory_attr_link[];   /* cache_ledger */

uint64_t inventory_attr_get(const struct inventory_attr *attr,
    const void *from);
void inventory_attr_set(const struct inventory_attr *attr, void *in,
    uint64_t value);

#endif
