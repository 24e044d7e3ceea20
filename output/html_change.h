/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What changed since the sweep before, as a part of the report.
 */
#ifndef OUTPUT_HTML_CHANGE_H
#define OUTPUT_HTML_CHANGE_H

#include "output/html.h"
#include "output/inventory.h"

/* Only where the inventory says what changed: an entry of the page's index. */
void html_change_index(struct text *out, const struct inventory *inventory);

/*
 * The section: counts, and a table for each kind of change, folded and, where
 * it is long, in several folds.  Nothing is left out.
 */
void html_change_section(FILE *out, const struct inventory *inventory);

#endif
