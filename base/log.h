/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Talk for people: warnings and, with -v, what is going on.  Never results.
 * Every line names its subsystem; text is cleaned before it is written, so
 * that nothing from outside can move a terminal's cursor.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,  /* -v */
	LOG_LEVEL_DEBUG, /* -vv */
};

/* Called with one cleaned line without its line end. */
typedef void (*log_sink)(enum log_level level, const char *subsystem,
    const char *line, void *arg);

/* Lines above this level are dropped; LOG_LEVEL_WARN at start. */
void log_set_level(enum log_level level);

/* Where lines go; NULL means stderr, with <N> priorities under journald. */
void log_set_sink(log_sink sink, void *arg);

void log_error(const char *subsystem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_warn(const char *subsystem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_info(const char *subsystem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_debug(const char *subsystem, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
