/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A sweep's plan for people: what --dry-run shows.
 */
#ifndef CLI_SWEEP_PRINT_H
#define CLI_SWEEP_PRINT_H

#include <stdio.h>

#include "cli/sweep_plan.h"

/* What would be asked of whom, in lines of at most width columns. */
void sweep_print_plan(FILE *out, const struct sweep_plan *plan, unsigned width);

#endif
