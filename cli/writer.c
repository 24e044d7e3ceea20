/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The thread that writes observations.
 */
#include "cli/writer.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/batch.h"

/* Two batches of this many are what the observations may take in memory. */
#define WRITER_BEHIND_MAX (2 * WRITER_BATCH_MAX)

struct writer {
	struct cache *cache;
	int64_t sweep;
	/* Of the loop's thread. */
	struct batch front;
	writer_take take; /* NULL: no journal */
	void *take_arg;
	struct text walks; /* of the journal before */
	bool has_failed;   /* as it knows */
	pthread_t thread;
	bool is_running;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* Under the mutex. */
	struct batch back;      /* the thread's own while is_busy */
	struct journal journal; /* and this, when has_journal */
	bool has_journal;
	bool is_busy, is_ending;
	bool is_resting;   /* the batch is of a rest */
	size_t n_unfolded; /* observations since the log was folded */
	struct err err;
};

/* A batch and the journal that goes with it: both or none. */
static int
writer_flush(struct writer *writer, struct batch *batch, struct err *err)
{
	int ret;

	if (!writer->has_journal)
		return batch_flush(batch, writer->cache, writer->sweep, err);
	if (cache_begin(writer->cache, err) == -1)
		return -1;
	ret = batch_flush(batch, writer->cache, writer->sweep, err);
	if (ret == 0)
		ret = cache_journal_put(writer->cache, writer->sweep,
		    &writer->journal, err);
	if (ret == 0)
		ret = cache_commit(writer->cache, err);
	if (ret == -1)
		cache_rollback(writer->cache);
	return ret;
}

/* In a rest, when it is worth it: at the end somebody would wait for that. */
static void
writer_fold(struct writer *writer)
{
	if (!writer->is_resting || writer->n_unfolded < WRITER_FOLD_MIN)
		return;
	cache_fold_log(writer->cache);
	writer->n_unfolded = 0;
}

/* Write the back batch, with the mutex held on entry and on return. */
static void
writer_write(struct writer *writer)
{
	struct err err = ERR_INIT;
	int ret;

	(void)pthread_mutex_unlock(&writer->mutex);
	writer->n_unfolded += writer->back.n;
	ret = writer_flush(writer, &writer->back, &err);
	if (ret == 0)
		writer_fold(writer);
	(void)pthread_mutex_lock(&writer->mutex);
	if (ret == -1)
		writer->err = err;
	writer->is_busy = false;
	(void)pthread_cond_broadcast(&writer->changed);
}

static void *
writer_main(void *arg)
{
	struct writer *writer = arg;

	(void)pthread_mutex_lock(&writer->mutex);
	for (;;) {
		if (writer->is_busy)
			writer_write(writer);
		else if (writer->is_ending)
			break;
		else
			(void)pthread_cond_wait(&writer->changed,
			    &writer->mutex);
	}
	(void)pthread_mutex_unlock(&writer->mutex);
	return NULL;
}

struct writer *
writer_new(struct cache *cache, int64_t sweep, struct err *err)
{
	struct writer *writer = mem_new(sizeof(*writer));
	sigset_t all, before;
	int error;

	writer->cache = cache;
	writer->sweep = sweep;
	writer->err = (struct err)ERR_INIT;
	(void)pthread_mutex_init(&writer->mutex, NULL);
	(void)pthread_cond_init(&writer->changed, NULL);
	/* Signals are the loop's. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&writer->thread, NULL, writer_main, writer);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	writer->is_running = error == 0;
	if (error != 0) {
		err_set_errno(err, ERR_SYSTEM, error,
		    "cannot start a thread to write the cache");
		writer_free(writer);
		return NULL;
	}
	return writer;
}

void
writer_set_journal(struct writer *writer, writer_take take, void *arg)
{
	writer->take = take;
	writer->take_arg = arg;
}

/* The journal for the front batch; false when there is no news at all. */
static bool
writer_take_journal(struct writer *writer)
{
	struct text *walks = &writer->journal.walks;

	if (!writer->has_journal)
		return writer->front.n > 0;
	text_clear(&writer->walks);
	text_add(&writer->walks, text_str(walks));
	writer->take(&writer->journal, writer->take_arg);
	return writer->front.n > 0 || writer->journal.n_extras > 0 ||
	       strcmp(text_str(&writer->walks), text_str(walks)) != 0;
}

/* Why a batch is handed over. */
enum writer_cause { WRITER_FULL, WRITER_REST, WRITER_TICK };

/*
 * Give the front batch to the thread if that is idle.  A journal goes along
 * at a tick only: while answers are being read, some that came in time are
 * not known yet.
 */
static void
writer_hand_over(struct writer *writer, enum writer_cause cause)
{
	(void)pthread_mutex_lock(&writer->mutex);
	writer->has_failed = writer->err.code != ERR_NONE;
	if (!writer->is_busy && !writer->has_failed) {
		struct batch empty = writer->back;

		writer->has_journal =
		    cause == WRITER_TICK && writer->take != NULL;
		if (!writer_take_journal(writer))
			goto out;
		writer->back = writer->front;
		writer->front = empty;
		writer->is_busy = true;
		writer->is_resting = cause == WRITER_REST;
		(void)pthread_cond_broadcast(&writer->changed);
	}
out:
	(void)pthread_mutex_unlock(&writer->mutex);
}

void
writer_add(struct writer *writer, const struct observation *observation)
{
	if (writer->has_failed)
		return;
	batch_add(&writer->front, observation);
	if (writer->front.n % WRITER_BATCH_MAX == 0)
		writer_hand_over(writer, WRITER_FULL);
}

void
writer_rest(struct writer *writer)
{
	if (writer->front.n >= WRITER_REST_MIN && !writer->has_failed)
		writer_hand_over(writer, WRITER_REST);
}

void
writer_tick(struct writer *writer)
{
	writer_hand_over(writer, WRITER_TICK);
}

bool
writer_is_behind(struct writer *writer)
{
	if (writer->front.n < WRITER_BEHIND_MAX || writer->has_failed)
		return false;
	writer_hand_over(writer, WRITER_FULL);
	return writer->front.n != 0 && !writer->has_failed;
}

bool
writer_has_failed(const struct writer *writer)
{
	return writer->has_failed;
}

/* Let the thread finish what it has, and no more. */
static void
writer_join(struct writer *writer)
{
	if (!writer->is_running)
		return;
	(void)pthread_mutex_lock(&writer->mutex);
	writer->is_ending = true;
	(void)pthread_cond_broadcast(&writer->changed);
	(void)pthread_mutex_unlock(&writer->mutex);
	(void)pthread_join(writer->thread, NULL);
	writer->is_running = false;
}

int
writer_end(struct writer *writer, struct err *err)
{
	writer_join(writer);
	writer->has_journal = writer->take != NULL;
	if (writer->has_journal)
		writer->take(&writer->journal, writer->take_arg);
	if (writer->err.code == ERR_NONE &&
	    writer_flush(writer, &writer->front, &writer->err) == 0)
		return 0;
	*err = writer->err;
	return -1;
}

void
writer_free(struct writer *writer)
{
	if (writer == NULL)
		return;
	writer_join(writer);
	batch_fini(&writer->front);
	batch_fini(&writer->back);
	journal_fini(&writer->journal);
	text_fini(&writer->walks);
	(void)pthread_cond_destroy(&writer->changed);
	(void)pthread_mutex_destroy(&writer->mutex);
	free(writer);
}
