/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Texts on a terminal: how wide they are there.  The caller has set a locale
 * that knows their characters.
 */
#ifndef OUTPUT_COLUMN_H
#define OUTPUT_COLUMN_H

#include "base/text.h"

/* The columns that clean text takes. */
size_t column_width(const char *text);

/* The bytes of text that fit in width columns. */
size_t column_fit(const char *text, size_t width);

/* Cut what is wider than width and end it in an ellipsis. */
void column_cut(struct text *text, size_t width);

/* Break lines between words, so that none is wider than width if it can. */
void column_fold(struct text *text, size_t width);

#endif
