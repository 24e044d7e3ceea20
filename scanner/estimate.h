/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep will put on each link, and how long that takes: worked out
 * with the engine's own sizes (scanner/ledger.h), before anything is sent.
 * Pure.
 */
#ifndef SCANNER_ESTIMATE_H
#define SCANNER_ESTIMATE_H

#include "scanner/link.h"
#include "scanner/sweep.h"

/* What goes one way over a link. */
struct estimate_side {
	uint64_t packets, bytes;
};

struct estimate_work {
	struct estimate_side out, in;
	uint64_t time_us; /* waits for the last answers included */
};

struct estimate_link {
	const char *name; /* borrowed from the table */
	const struct link_config *config;
	uint64_t n_targets;  /* to be asked */
	uint64_t n_expected; /* of these */
	uint64_t n_excluded; /* taken out of the targets */
	uint64_t budget_bps; /* 0: not limited in bits */
	unsigned n_tries;
	/* Every question once, and each answered in full. */
	struct estimate_work first;
	/* The most it can be: each answered in full, at the last try. */
	struct estimate_work most;
};

/* Links in the order of the table, the rest last; those with targets. */
struct estimate {
	struct estimate_link *link; /* owned */
	size_t n;
	struct estimate_link total; /* config is NULL */
};

/*
 * Fill the estimate; the config is as for sweep_new(), and what it points to
 * must live as long.  Release with estimate_fini().
 */
void estimate_make(struct estimate *estimate,
    const struct sweep_config *config);

void estimate_fini(struct estimate *estimate);

#endif
