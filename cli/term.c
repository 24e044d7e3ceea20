/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the reader's end looks like.
 */
#include "cli/term.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/num.h"

#define TERM_COLUMNS_MAX 10000

const char *const term_color_names[] = { "auto", "always", "never", NULL };

bool
term_color_decide(enum term_color when, bool is_terminal, const char *no_color,
    const char *term)
{
	if (when != TERM_COLOR_AUTO)
		return when == TERM_COLOR_ALWAYS;
	if (no_color != NULL && *no_color != '\0')
		return false;
	return is_terminal && term != NULL && *term != '\0' &&
	       strcmp(term, "dumb") != 0;
}

bool
term_use_color(enum term_color when, int fd)
{
	return term_color_decide(when, isatty(fd) == 1, getenv("NO_COLOR"),
	    getenv("TERM"));
}

unsigned
term_columns_decide(const char *columns, unsigned of_terminal)
{
	uint64_t n;

	if (columns != NULL &&
	    num_parse(&n, columns, 1, TERM_COLUMNS_MAX, "COLUMNS", NULL) == 0)
		return (unsigned)n;
	return of_terminal;
}

unsigned
term_columns(int fd)
{
	struct winsize size;

	if (isatty(fd) != 1)
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		size.ws_col = TERM_COLUMNS_DEFAULT;
	return term_columns_decide(getenv("COLUMNS"), size.ws_col);
}

unsigned
term_columns_prose(void)
{
	unsigned n = term_columns(STDOUT_FILENO);

	if (n == 0)
		n = term_columns_decide(getenv("COLUMNS"),
		    TERM_COLUMNS_DEFAULT);
	if (n < TERM_COLUMNS_MIN)
		return TERM_COLUMNS_MIN;
	return n > TERM_COLUMNS_PROSE ? TERM_COLUMNS_PROSE : n;
}
