/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Events of sweeps for syslog or the journal.
 */
#include "cli/events.h"

#include <inttypes.h>
#include <string.h>
#include <syslog.h>

#include "base/text.h"
#include "base/utf8.h"

#define EVENTS_TARGETS_MAX 200 /* bytes of what was typed */

/* The line of an event; whoever reads it splits at blanks and "=". */
static void
events_send(const struct config *config, int priority, const struct text *line)
{
	if (!config->use_syslog)
		return;
	openlog(PACKAGE_NAME, LOG_PID, LOG_DAEMON);
	syslog(priority, "%s", text_str(line));
	closelog();
}

static void
events_begin(struct text *line, const char *event, int64_t sweep)
{
	text_addf(line, "event=%s sweep=%" PRId64, event, sweep);
}

static void
events_add_targets(struct text *line, const char *targets)
{
	size_t len = strnlen(targets, EVENTS_TARGETS_MAX);

	text_add(line, " targets=\"");
	for (size_t i = 0; i < len; i++)
		text_add_char(line,
		    targets[i] >= ' ' && targets[i] < 0x7f && targets[i] != '"'
			? targets[i]
			: '?');
	text_add(line, targets[len] == '\0' ? "\"" : "...\"");
}

void
events_started(const struct config *config, const struct cache_sweep *sweep)
{
	struct text line = TEXT_INIT;

	events_begin(&line, "sweep-started", sweep->id);
	text_addf(&line, " mode=%s asked=%" PRIu64 " expected=%" PRIu64,
	    sweep->mode, sweep->n_targets, sweep->n_expected);
	events_add_targets(&line, sweep->targets);
	events_send(config, LOG_INFO, &line);
	text_fini(&line);
}

void
events_ended(const struct config *config, const struct cache_sweep *sweep)
{
	bool is_complete = sweep->state == CACHE_SWEEP_COMPLETE;
	uint64_t n_missing = sweep->n_expected - sweep->n_answered;
	struct text line = TEXT_INIT;

	events_begin(&line, is_complete ? "sweep-ended" : "sweep-incomplete",
	    sweep->id);
	text_addf(&line,
	    " mode=%s asked=%" PRIu64 " expected=%" PRIu64 " answered=%" PRIu64
	    " seconds=%" PRId64,
	    sweep->mode, sweep->n_targets, sweep->n_expected, sweep->n_answered,
	    (sweep->ended_us - sweep->started_us) / 1000000);
	events_send(config, is_complete ? LOG_INFO : LOG_WARNING, &line);
	if (n_missing > 0) {
		text_clear(&line);
		events_begin(&line, "hosts-missing", sweep->id);
		text_addf(&line, " missing=%" PRIu64 " expected=%" PRIu64,
		    n_missing, sweep->n_expected);
		events_send(config, LOG_WARNING, &line);
	}
	text_fini(&line);
}

void
events_hook_failed(const struct config *config, int64_t sweep, int status)
{
	struct text line = TEXT_INIT;

	events_begin(&line, "change-hook-failed", sweep);
	text_addf(&line, " status=%d", status);
	events_send(config, LOG_WARNING, &line);
	text_fini(&line);
}
