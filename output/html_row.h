/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine as a row of a report's table.
 */
#ifndef OUTPUT_HTML_ROW_H
#define OUTPUT_HTML_ROW_H

#include "output/html.h"
#include "output/inventory.h"

/* The cells of the table's head, for the section. */
const char *html_row_head(enum cache_section section);

void html_row_add(struct text *out, const struct inventory *inventory,
    enum cache_section section, const struct host *host);

/* Whether an agent's service answered elsewhere than where it usually does. */
bool html_row_is_elsewhere(const struct host_service *service);

/* "pds UDP 38293: reply pong, 0.8 ms" */
void html_row_service(struct text *out, const struct host_service *service);

/* The display name, set apart so that right-to-left text stays inside. */
void html_row_name(struct text *out, const struct host *host);

/*
 * A text from outside in a cell: set apart where it may be in a right-to-left
 * script, and in a box that scrolls where it is long.
 */
void html_row_text(struct text *out, const char *value);

#endif
