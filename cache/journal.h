/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep has come, as a value: see cache_journal.h.
 */
#ifndef CACHE_JOURNAL_H
#define CACHE_JOURNAL_H

#include "base/text.h"
#include "cache/cache.h"

/* A question outside the walks: see scanner/extra.h. */
struct journal_extra {
	struct addr addr;
	char *probe; /* owned */
	enum net_protocol protocol;
	uint16_t port;
	unsigned tries; /* that need no repetition */
	bool has_answered, was_served;
};

struct journal {
	struct text walks;
	struct journal_extra *extra; /* those that have changed */
	size_t n_extras, extras_cap;
	struct cache_ledger *ledger; /* of the whole sweep until now */
	size_t n_ledgers;
};

/* clang-format off */
#define JOURNAL_INIT { TEXT_INIT, NULL, 0, 0, NULL, 0 }
/* clang-format on */

/* A new extra at the end, all zero but for its probe, which is copied. */
struct journal_extra *journal_add(struct journal *journal, const char *probe);
void journal_clear(struct journal *journal);
void journal_fini(struct journal *journal);

/* What a link took before and what it takes now, as one; sum keeps its name. */
void journal_add_ledger(struct cache_ledger *sum,
    const struct cache_ledger *part);

#endif
