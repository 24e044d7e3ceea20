/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names that must not occur twice in one document.
 */
#ifndef OUTPUT_UNIQ_H
#define OUTPUT_UNIQ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/addr.h"
#include "base/text.h"

struct uniq {
	char **slot; /* open addressing, NULL: free */
	size_t n, cap;
};

/* clang-format off */
#define UNIQ_INIT { NULL, 0, 0 }
/* clang-format on */

void uniq_fini(struct uniq *uniq);

/* Whether the name is new; it is then taken.  ASCII case is ignored. */
bool uniq_take(struct uniq *uniq, const char *name);

/* The name as it was taken, or NULL; borrowed. */
const char *uniq_find(const struct uniq *uniq, const char *name);

/*
 * Take the name, or, where it is empty or taken, the name with the address
 * behind it (its colons as dots), at most max characters long; max is at
 * least 128.
 */
void uniq_name(struct uniq *uniq, struct text *name, const struct addr *addr,
    size_t max);

#endif
