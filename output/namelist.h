/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names and addresses for the formats that are lists of them: each name
 * once, in the order of the addresses.  What such a format cannot carry is
 * left out, each with a warning (base/log.h) that says why, and counted.
 *
 * A machine is listed under each imported name and under its display name.
 * Names are compared as the cache compares them, without case; where a name
 * stands at several addresses the newest one is listed.
 */
#ifndef OUTPUT_NAMELIST_H
#define OUTPUT_NAMELIST_H

#include "base/text.h"
#include "output/inventory.h"

struct namelist_entry {
	struct addr addr;
	int64_t time_us;
	size_t name, folded; /* where they begin in the texts below */
};

struct namelist {
	const char *format; /* for the warnings */
	struct text names, folded;
	struct namelist_entry *entry;
	size_t n, cap;
	uint64_t n_left_out;
};

/* Zeros and the format's name, which is borrowed. */
void namelist_init(struct namelist *list, const char *format);
void namelist_fini(struct namelist *list);

/*
 * NULL when the format can carry this, else what is in the way.  The name is
 * not empty, clean UTF-8, and has no blank at its end.
 */
typedef const char *(*namelist_refuse)(const struct addr *addr,
    const char *name, const void *arg);

/* Add what is to be listed of a host. */
void namelist_add_host(struct namelist *list, const struct host *host,
    namelist_refuse refuse, const void *arg);

/* After the last host: sort, list each name once, warn of the number. */
void namelist_seal(struct namelist *list);

/* Borrowed; i is less than list->n. */
const char *namelist_name(const struct namelist *list, size_t i);

#endif
