/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rows in memory that SQL sees as a table, so that one statement writes or
 * looks up all of them: what a statement costs beyond its row is paid once.
 * Private to cache/.
 */
#ifndef CACHE_CACHE_FEED_H
#define CACHE_CACHE_FEED_H

#include <sqlite3.h>
#include <stddef.h>

/*
 * What show() gives must stay where it is until the next row is shown.  n
 * and arg may change whenever no statement runs that reads the table.
 */
struct cache_feed {
	const char *name;
	const char *columns; /* "a, b, c" */
	void (*show)(sqlite3_context *out, int column, size_t row, void *arg);
	size_t n; /* rows */
	void *arg;
};

/*
 * Make feed a table of that name; it is borrowed until db is closed.
 * Returns a code of SQLite.
 */
int cache_feed_attach(sqlite3 *db, struct cache_feed *feed)
    __attribute__((warn_unused_result));

#endif
