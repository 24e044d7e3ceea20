/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Talk for people.  The level and the sink are the program's only globals.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

static struct {
	enum log_level level;
	log_sink sink;
	void *arg;
} log_state = { LOG_LEVEL_WARN, NULL, NULL };

void
log_set_level(enum log_level level)
{
	log_state.level = level;
}

void
log_set_sink(log_sink sink, void *arg)
{
	log_state.sink = sink;
	log_state.arg = arg;
}

/*
 * Whether stderr is the stream that systemd connected to the journal: its
 * device and inode stand in the environment, which children with another
 * stderr inherit.
 */
static bool
log_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char text[48];
	struct stat st;

	if (stream == NULL || fstat(STDERR_FILENO, &st) != 0)
		return false;
	(void)snprintf(text, sizeof(text), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	return strcmp(stream, text) == 0;
}

static void
log_to_stderr(enum log_level level, const char *subsystem, const char *line)
{
	/* syslog's numbers for error, warning, info and debug */
	static const char *const priority[] = { "<3>", "<4>", "<6>", "<7>" };

	fprintf(stderr, "%srollcall: %s: %s\n",
	    log_is_journal() ? priority[level] : "", subsystem, line);
}

static void __attribute__((format(printf, 3, 0))) log_line(enum log_level level,
    const char *subsystem, const char *format, va_list ap)
{
	char raw[2048];
	struct text line = TEXT_INIT;

	if (level > log_state.level)
		return;
	(void)vsnprintf(raw, sizeof(raw), format, ap);
	utf8_clean(&line, raw, strlen(raw));
	if (log_state.sink != NULL)
		log_state.sink(level, subsystem, text_str(&line),
		    log_state.arg);
	else
		log_to_stderr(level, subsystem, text_str(&line));
	text_fini(&line);
}

void
log_error(const char *subsystem, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	log_line(LOG_LEVEL_ERROR, subsystem, format, ap);
	va_end(ap);
}

void
log_warn(const char *subsystem, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	log_line(LOG_LEVEL_WARN, subsystem, format, ap);
	va_end(ap);
}

void
log_info(const char *subsystem, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	log_line(LOG_LEVEL_INFO, subsystem, format, ap);
	va_end(ap);
}

void
log_debug(const char *subsystem, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	log_line(LOG_LEVEL_DEBUG, subsystem, format, ap);
	va_end(ap);
}
