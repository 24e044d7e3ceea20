/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What we conclude about an expected host, with the evidence.  Pure.
 */
#ifndef CACHE_VERDICT_H
#define CACHE_VERDICT_H

#include <stddef.h>

#include "base/text.h"
#include "cache/observation.h"

#define VERDICT_EVIDENCE_CAP 512
/* So many machines must be lost at once for the line to be blamed. */
#define VERDICT_LINK_DOWN_MIN 3

/* The numbers are stored: append only. */
enum verdict_code {
	VERDICT_NONE = 0, /* nobody expected it */
	VERDICT_ANSWERED = 1,
	VERDICT_MOVED = 2,
	VERDICT_ALIVE_NO_AGENT = 3,
	VERDICT_PROHIBITED = 4,
	VERDICT_UNREACHABLE = 5,
	VERDICT_LINK_DOWN = 6,
	VERDICT_SILENT = 7,
	VERDICT_EXCLUDED = 8,
	VERDICT_NOT_ASKED = 9,
};

struct verdict {
	enum verdict_code code;
	char evidence[VERDICT_EVIDENCE_CAP]; /* one sentence, UTF-8 */
};

/* One circle around an address: its network, or its link. */
struct verdict_area {
	const char *name; /* "10.1.2.0/24", "link north"; NULL: none */
	/* Counts of this sweep, the address itself among them. */
	uint64_t n_alive;       /* showed life */
	uint64_t n_lost;        /* showed life once; asked, and did not now */
	uint64_t n_unreachable; /* a router said so of them */
};

/* Where the machine that was here is now; all borrowed. */
struct verdict_move {
	struct addr to;
	const char *by;    /* "device-id" */
	const char *value; /* what it showed in both places */
	int64_t from_us;   /* last here; 0: it was only imported */
	int64_t to_us;     /* last there */
};

/* What is known beside the observations of the address; zeros: nothing. */
struct verdict_facts {
	int64_t last_us; /* the last sign of life before this sweep; 0: none */
	struct verdict_area network, link;
	const struct verdict_move *move; /* NULL: it did not move */
};

/*
 * The verdict on one address from what one sweep observed of it, in any
 * order.  No observation at all means not asked.  facts may be NULL.
 */
struct verdict verdict_of(const struct observation *observation, size_t n,
    const struct verdict_facts *facts);

/* Whether one observation was enough to know that the address was asked. */
bool verdict_was_asked(const struct observation *observation);

/*
 * The evidence piece by piece, strongest first: fn is called with a line for
 * each observation, and when it was made (0: not known).
 */
void verdict_explain(const struct observation *observation, size_t n,
    void (*fn)(const char *line, int64_t time_us, void *arg), void *arg);

/* What to do next about this verdict: sentences, appended to out. */
void verdict_advise(struct text *out, enum verdict_code code,
    const struct observation *observation, size_t n,
    const struct verdict_facts *facts);

/* "answered", "alive-no-agent", ...: as in the inventory; "" for none. */
const char *verdict_name(enum verdict_code code);

/* Whether an expected host with this verdict counts as missing. */
bool verdict_is_missing(enum verdict_code code);

#endif
