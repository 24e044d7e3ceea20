/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Files of "[SECTION]" and "KEY = VALUE" lines, read by inih.  What inih
 * would do in silence is refused or mended: a line or name that does not fit
 * its buffers, an indented key, which it takes for more of the value before,
 * and a section without keys, which it does not tell of.
 */
#ifndef CLI_SECTIONS_H
#define CLI_SECTIONS_H

#include <stddef.h>

#include "base/err.h"

#define SECTIONS_NAME_MAX 48 /* bytes of a section or key */

/* Return 0, or -1 and *err, which gets file and line in front. */
struct sections_callbacks {
	int (*section)(const char *section, void *arg, struct err *err);
	/* Called again for each further line of a value that goes on. */
	int (*value)(const char *section, const char *key, const char *value,
	    void *arg, struct err *err);
};

/*
 * Read the text; path is for messages.  Stops at the first error: ERR_INPUT
 * names file and line.
 */
int sections_read(const char *path, const char *text, size_t len,
    const struct sections_callbacks *callbacks, void *arg, struct err *err)
    __attribute__((warn_unused_result));

#endif
