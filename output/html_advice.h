/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Verdicts for people who have never seen rollcall: in words, what it means,
 * and what to do next.
 */
#ifndef OUTPUT_HTML_ADVICE_H
#define OUTPUT_HTML_ADVICE_H

#include "cache/verdict.h"

#define HTML_ADVICE_N (VERDICT_NOT_ASKED + 1)

struct html_advice {
	const char *words, *meaning, *next;
};

/* Never NULL; VERDICT_NONE is a machine that no sweep has judged. */
const struct html_advice *html_advice_of(enum verdict_code code);

#endif
