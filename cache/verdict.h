/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What we conclude about an expected host, with the evidence.  Pure.
 */
#ifndef CACHE_VERDICT_H
#define CACHE_VERDICT_H

#include <stddef.h>

#include "cache/observation.h"

#define VERDICT_EVIDENCE_CAP 256

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

/*
 * The verdict on one address from what one sweep observed of it, in any
 * order.  No observation at all means not asked.
 */
struct verdict verdict_of(const struct observation *observation, size_t n);

/* "answered", "alive-no-agent", ...: as in the inventory; "" for none. */
const char *verdict_name(enum verdict_code code);

/* Whether an expected host with this verdict counts as missing. */
bool verdict_is_missing(enum verdict_code code);

#endif
