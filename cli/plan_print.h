/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What a sweep will take, as a table for people and as JSON.
 */
#ifndef CLI_PLAN_PRINT_H
#define CLI_PLAN_PRINT_H

#include <stdio.h>

#include "cli/sweep_plan.h"
#include "scanner/estimate.h"

/* All borrowed. */
struct plan_print {
	const struct sweep_plan *plan;
	const struct estimate *estimate;
	const struct opt_list *output; /* what the sweep would write */
	int64_t now_us;
};

/*
 * How long the link's window is open the next time that it opens, or from now
 * on when it never closes: UINT64_MAX.
 */
uint64_t plan_print_window_us(const struct link_config *link, int64_t now_us);

void plan_print_table(FILE *out, const struct plan_print *print,
    unsigned width);

/* Times are microseconds, as everywhere in the program's JSON. */
void plan_print_json(FILE *out, const struct plan_print *print);

#endif
