/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the program tells people on standard error.
 */
#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void
say(const char *format, ...)
{
	char raw[2048];
	struct text line = TEXT_INIT;
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(raw, sizeof(raw), format, ap);
	va_end(ap);
	utf8_clean(&line, raw, strlen(raw));
	fprintf(stderr, "rollcall: %s\n", text_str(&line));
	text_fini(&line);
}
