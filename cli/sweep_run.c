/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The loop around one sweep.
 */
#include "cli/sweep_run.h"

#include <event2/event.h>
#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/events.h"
#include "cli/neighbours.h"
#include "cli/privilege.h"
#include "cli/progress.h"
#include "cli/resume.h"
#include "cli/say.h"
#include "cli/writer.h"

/* So long nothing is sent while the cache is behind. */
#define SWEEP_RUN_HOLD_MS 10

struct sweep_run {
	struct event_base *base;
	struct event *tick, *sigint, *sigterm;
	struct sweep *sweep;
	struct cache *cache; /* the writer's while there is one */
	struct writer *writer;
	struct resume *resume; /* or NULL */
	struct progress progress;
	unsigned n_signals;
	bool is_complete, is_quiet;
	struct err trouble; /* the engine's */
};

static void
sweep_run_on_observed(const struct observation *observation, void *arg)
{
	struct sweep_run *run = arg;

	writer_add(run->writer, observation);
	if (writer_is_behind(run->writer))
		sweep_hold(run->sweep, SWEEP_RUN_HOLD_MS);
}

static void
sweep_run_on_expected_done(void *arg)
{
	struct sweep_run *run = arg;
	struct sweep_expected expected;
	struct text line = TEXT_INIT;

	sweep_expected_get(run->sweep, &expected);
	/* Where no rest follows, the summary says it. */
	if (run->is_quiet || expected.n_rest == 0 ||
	    expected.n_known + expected.n_excluded == 0)
		return;
	progress_clear(&run->progress);
	progress_add_known(&line, &expected);
	say("%s", text_str(&line));
	text_fini(&line);
}

static void
sweep_run_on_resting(void *arg)
{
	struct sweep_run *run = arg;

	writer_rest(run->writer);
}

static void
sweep_run_on_finished(bool is_complete, const struct err *err, void *arg)
{
	struct sweep_run *run = arg;

	run->is_complete = is_complete;
	if (err != NULL)
		run->trouble = *err;
	(void)event_base_loopbreak(run->base);
}

static void
sweep_run_on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct sweep_run *run = arg;
	struct sweep_progress now;

	(void)fd;
	(void)what;
	writer_tick(run->writer);
	/* A cache that cannot be written ends the sweep. */
	if (writer_has_failed(run->writer))
		sweep_stop(run->sweep);
	sweep_progress_get(run->sweep, &now);
	progress_tick(&run->progress, &now);
}

static void
sweep_run_on_signal(evutil_socket_t fd, short what, void *arg)
{
	struct sweep_run *run = arg;

	(void)fd;
	(void)what;
	progress_clear(&run->progress);
	if (++run->n_signals > 1) {
		say("stopped at once; the sweep stays unfinished");
		(void)event_base_loopbreak(run->base);
		return;
	}
	say("stopping; waiting for answers under way, once more to stop at "
	    "once");
	sweep_stop(run->sweep);
}

/* For the time after the loop, while results are written. */
static void
sweep_run_on_late_signal(int number)
{
	(void)number;
	_exit(err_exit_status(ERR_NETWORK));
}

/* Warnings go above the progress line, not into it. */
static void
sweep_run_on_log(enum log_level level, const char *subsystem, const char *line,
    void *arg)
{
	struct sweep_run *run = arg;

	(void)level;
	progress_clear(&run->progress);
	fprintf(stderr, "rollcall: %s: %s\n", subsystem, line);
}

static int
sweep_run_add_events(struct sweep_run *run, struct err *err)
{
	static const struct timeval second = { 1, 0 };

	run->tick =
	    event_new(run->base, -1, EV_PERSIST, sweep_run_on_tick, run);
	run->sigint = evsignal_new(run->base, SIGINT, sweep_run_on_signal, run);
	run->sigterm =
	    evsignal_new(run->base, SIGTERM, sweep_run_on_signal, run);
	if (run->tick == NULL || run->sigint == NULL || run->sigterm == NULL ||
	    event_add(run->tick, &second) != 0 ||
	    event_add(run->sigint, NULL) != 0 ||
	    event_add(run->sigterm, NULL) != 0)
		return err_set(err, ERR_SYSTEM,
		    "the event loop takes no timer or signal");
	return 0;
}

/* All that can be refused before there is a sweep to speak of. */
static int
sweep_run_open(struct sweep_run *run, const struct sweep_plan *plan,
    struct err *err)
{
	static const struct sweep_callbacks callbacks = {
		.observed = sweep_run_on_observed,
		.expected_done = sweep_run_on_expected_done,
		.resting = sweep_run_on_resting,
		.finished = sweep_run_on_finished,
	};

	run->base = event_base_new();
	if (run->base == NULL)
		return err_set(err, ERR_SYSTEM, "there is no event loop");
	run->sweep = sweep_new(run->base, &plan->sweep, &callbacks, run, err);
	return run->sweep == NULL ? -1 : sweep_run_add_events(run, err);
}

/* From the first packet to the last answer. */
static int
sweep_run_loop(struct sweep_run *run, struct err *err)
{
	int ret;

	if (run->progress.is_terminal)
		log_set_sink(sweep_run_on_log, run);
	ret = sweep_start(run->sweep, err);
	if (ret == 0 && event_base_dispatch(run->base) == -1)
		ret = err_set(err, ERR_SYSTEM, "the event loop failed");
	log_set_sink(NULL, NULL);
	progress_clear(&run->progress);
	return ret;
}

static void
sweep_run_free_events(struct sweep_run *run)
{
	struct event **const event[] = { &run->tick, &run->sigint,
		&run->sigterm };

	for (size_t i = 0; i < sizeof(event) / sizeof(event[0]); i++) {
		if (*event[i] != NULL)
			event_free(*event[i]);
		*event[i] = NULL;
	}
}

/* The loop is over: a signal now ends the program, whatever it is doing. */
static void
sweep_run_leave_signals(struct sweep_run *run)
{
	sweep_run_free_events(run);
	(void)signal(SIGINT, sweep_run_on_late_signal);
	(void)signal(SIGTERM, sweep_run_on_late_signal);
}

/* For the writer: how far the sweep is, its earlier runs included. */
static void
sweep_run_take_journal(struct journal *journal, void *arg)
{
	struct sweep_run *run = arg;

	sweep_journal(run->sweep, journal);
	if (run->resume != NULL)
		resume_add_ledger(run->resume, journal->ledger,
		    journal->n_ledgers);
}

/* A new sweep in the cache, with all that another run needs to go on. */
static int
sweep_run_begin(struct cache *cache, struct cache_sweep *kept,
    const struct sweep_plan *plan, const struct sweep_options *options,
    struct err *err)
{
	struct setup setup = { .n = 0 };
	int ret = cache_begin(cache, err);

	if (ret == -1)
		return -1;
	setup_describe(&setup, plan, options);
	ret = cache_sweep_start(cache, kept, err);
	if (ret == 0)
		ret = setup_save(&setup, cache, kept->id, err);
	if (ret == 0)
		ret = cache_targets_put(cache, kept->id, &plan->asked, err);
	if (ret == 0)
		ret = cache_commit(cache, err);
	if (ret == -1)
		cache_rollback(cache);
	setup_fini(&setup);
	return ret;
}

/* The same sweep once more, from where it was. */
static int
sweep_run_resume(struct sweep_run *run, struct cache_sweep *kept,
    struct err *err)
{
	kept->id = run->resume->sweep.id;
	kept->started_us = run->resume->sweep.started_us;
	return resume_engine(run->resume, run->sweep, run->cache, err);
}

/* What stands in the cache from the start, so that a crash shows. */
static void
sweep_run_describe(struct cache_sweep *kept, const struct sweep_plan *plan)
{
	*kept = (struct cache_sweep){
		.started_us = clock_now_wall_us(),
		.state = CACHE_SWEEP_RUNNING,
		.mode = mem_dup(sweep_options_mode_name(plan->mode)),
		.targets = mem_dup(text_str(&plan->targets_text)),
		.probes = mem_dup(text_str(&plan->probes_text)),
		.seed = plan->sweep.seed,
		.n_targets = plan->n_asked,
		.n_excluded = plan->n_excluded,
		.n_expected = plan->expected.count,
	};
}

/* The rest of the world is no line that could be down. */
static const char *
sweep_run_link_of(const void *links, const struct addr *addr)
{
	const char *name = link_of(links, addr);

	return strcmp(name, LINK_DEFAULT_NAME) == 0 ? NULL : name;
}

/* The sweep as it ended: verdicts, numbers and the end of its journal. */
static int
sweep_run_keep(struct sweep_run *run, const struct sweep_run_result *result,
    struct cache_sweep *kept, const struct sweep_plan *plan, struct err *err)
{
	int ret = cache_begin(run->cache, err);

	if (ret == -1)
		return -1;
	ret = cache_conclude(run->cache, kept, &plan->expected, err);
	if (ret == 0)
		ret = cache_sweep_finish(run->cache, kept, result->ledger,
		    result->n_links, err);
	if (ret == 0 && run->is_complete)
		ret = cache_journal_drop(run->cache, kept->id, err);
	if (ret == 0)
		ret = cache_commit(run->cache, err);
	if (ret == -1)
		cache_rollback(run->cache);
	return ret;
}

static int
sweep_run_finish(struct sweep_run *run, struct sweep_run_result *result,
    const struct sweep_plan *plan, struct err *err)
{
	struct cache_sweep *kept = &result->kept;

	sweep_report_silent(run->sweep, sweep_run_on_observed, run);
	neighbours_each(&plan->expected, sweep_run_on_observed, run);
	if (writer_end(run->writer, err) == -1)
		return -1;
	result->n_closed = sweep_window_n_closed(run->sweep, &result->closed,
	    &result->opens_us);
	result->ledger = sweep_ledger(run->sweep, &result->n_links);
	if (run->resume != NULL)
		resume_add_ledger(run->resume, result->ledger, result->n_links);
	kept->ended_us = clock_now_wall_us();
	kept->state =
	    run->is_complete ? CACHE_SWEEP_COMPLETE : CACHE_SWEEP_INCOMPLETE;
	cache_know_links(run->cache, sweep_run_link_of, plan->sweep.links);
	return sweep_run_keep(run, result, kept, plan, err);
}

/*
 * The writer's thread would get a heap of its own, which grows by a page at
 * each mprotect(), thousands of them, and each stops the loop's page faults.
 * Most of what either thread allocates never gets as far as the shared heap.
 */
static void
sweep_run_share_heap(void)
{
	(void)mallopt(M_ARENA_MAX, 1);
}

int
sweep_run(struct sweep_run_result *result, const struct sweep_plan *plan,
    const struct sweep_options *options, struct cache *cache, struct err *err)
{
	struct sweep_run run = { .cache = cache,
		.resume = plan->resume,
		.is_quiet = options->globals.is_quiet || options->is_check,
		.trouble = ERR_INIT };
	int ret = -1;

	*result = (struct sweep_run_result){ .trouble = ERR_INIT };
	sweep_run_share_heap();
	sweep_run_describe(&result->kept, plan);
	progress_init(&run.progress, options->progress_every_s,
	    options->globals.is_quiet);
	/* The sockets are open, and the writer's thread is not there yet. */
	if (sweep_run_open(&run, plan, err) == -1 ||
	    privilege_drop(plan->has_others_files, err) == -1 ||
	    (run.resume == NULL
		    ? sweep_run_begin(cache, &result->kept, plan, options, err)
		    : sweep_run_resume(&run, &result->kept, err)) == -1)
		goto out;
	run.writer = writer_new(cache, result->kept.id, err);
	if (run.writer == NULL)
		goto out;
	writer_set_journal(run.writer, sweep_run_take_journal, &run);
	log_info("sweep", "sweep %" PRId64 " with --seed %" PRIu64,
	    result->kept.id, plan->sweep.seed);
	if (!options->use_no_cache)
		events_started(plan->config, &result->kept);
	ret = sweep_run_loop(&run, err);
	sweep_run_leave_signals(&run);
	if (ret == -1)
		goto out;
	result->trouble = run.trouble;
	result->is_abandoned = run.n_signals > 1;
	ret = result->is_abandoned ? 0
				   : sweep_run_finish(&run, result, plan, err);
out:
	sweep_run_free_events(&run);
	sweep_free(run.sweep);
	if (run.base != NULL)
		event_base_free(run.base);
	writer_free(run.writer);
	return ret;
}

void
sweep_run_result_fini(struct sweep_run_result *result)
{
	for (size_t i = 0; i < result->n_links; i++)
		free(result->ledger[i].link);
	free(result->ledger);
	cache_sweep_fini(&result->kept);
}
