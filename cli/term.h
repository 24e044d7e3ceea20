/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the reader's end looks like: how wide, and whether colours are
 * wanted.
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdbool.h>

#define TERM_COLUMNS_MIN     50
#define TERM_COLUMNS_DEFAULT 80
#define TERM_COLUMNS_PROSE   100 /* longer lines are hard to read */

/* --color; the order of term_color_names. */
enum term_color {
	TERM_COLOR_AUTO,
	TERM_COLOR_ALWAYS,
	TERM_COLOR_NEVER,
};

extern const char *const term_color_names[];

/*
 * Pure: no_color and term are $NO_COLOR and $TERM, or NULL.  What was asked
 * for on the command line goes over NO_COLOR (any value but an empty one),
 * and that over what the terminal can do.
 */
bool term_color_decide(enum term_color when, bool is_terminal,
    const char *no_color, const char *term);

/* Whether to colour what goes to this file descriptor. */
bool term_use_color(enum term_color when, int fd);

/*
 * Pure: the number in $COLUMNS (NULL: not set), else of_terminal, where 0
 * means that there is none.
 */
unsigned term_columns_decide(const char *columns, unsigned of_terminal);

/* Columns of the terminal at fd; 0 when it is none: as wide as needed. */
unsigned term_columns(int fd);

/* For running text on standard output: TERM_COLUMNS_MIN to _PROSE. */
unsigned term_columns_prose(void);

#endif
