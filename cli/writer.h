/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations on their way into the cache, written by a thread of their
 * own: while a commit waits for the disk, answers go on being read.
 *
 * Life cycle: writer_new(), writer_add() and writer_tick() from the loop's
 * thread, writer_end(), writer_free().  Between new and end the cache
 * belongs to the writer.
 */
#ifndef CLI_WRITER_H
#define CLI_WRITER_H

#include <stdbool.h>

#include "cache/cache.h"
#include "cache/cache_journal.h"

/*
 * So many go to the thread before a tick.  The larger a batch is against the
 * tables, the fewer of their pages each observation touches for itself.
 */
#define WRITER_BATCH_MAX 16384
/* Fewer are not worth a transaction of their own in a rest. */
#define WRITER_REST_MIN 256
/* Fewer are not worth another pass over the cache's pages. */
#define WRITER_FOLD_MIN 4096

struct writer;

/* NULL and ERR_SYSTEM when no thread can be had. */
struct writer *writer_new(struct cache *cache, int64_t sweep, struct err *err);

/*
 * From now on what writer_tick() hands over is written in one transaction
 * with what take() says of that moment, in the loop's thread; so is what is
 * left at the end.
 */
typedef void (*writer_take)(struct journal *journal, void *arg);
void writer_set_journal(struct writer *writer, writer_take take, void *arg);

/* Copy it; a full batch goes to the thread unless that is busy. */
void writer_add(struct writer *writer, const struct observation *observation);

/*
 * A moment in which nothing else is to be done: hand over what there is, unless
 * that is less than WRITER_REST_MIN or the thread is busy, and fold the
 * cache's log after each WRITER_FOLD_MIN.
 */
void writer_rest(struct writer *writer);

/* Hand over what there is, however little, unless the thread is busy. */
void writer_tick(struct writer *writer);

/* It is far behind: nothing should be added that can wait. */
bool writer_is_behind(struct writer *writer);

/* Writing has failed, as far as the last tick knows: nothing more is kept. */
bool writer_has_failed(const struct writer *writer);

/*
 * Write the rest and end the thread; then the cache is the caller's again.
 * The first error of all is told here.  Once only.
 */
int writer_end(struct writer *writer, struct err *err)
    __attribute__((warn_unused_result));

/* Without writer_end(), what was not written yet is dropped. */
void writer_free(struct writer *writer);

#endif
