/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the program tells people on standard error.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

/* "rollcall: " and one line, cleaned so that no terminal is upset by it. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
