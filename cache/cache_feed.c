/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rows in memory that SQL sees as a table: the least that SQLite asks of a
 * virtual table (https://www.sqlite.org/vtab.html), read from first to last.
 */
#include "cache/cache_feed.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

struct feed_table {
	sqlite3_vtab base;
	const struct cache_feed *feed;
};

struct feed_cursor {
	sqlite3_vtab_cursor base;
	const struct cache_feed *feed;
	size_t row;
};

static int
feed_connect(sqlite3 *db, void *arg, int argc, const char *const *argv,
    sqlite3_vtab **out, char **message)
{
	const struct cache_feed *feed = arg;
	struct feed_table *table;
	struct text sql = TEXT_INIT;
	int code;

	(void)argc;
	(void)argv;
	(void)message;
	text_addf(&sql, "CREATE TABLE feed (%s)", feed->columns);
	code = sqlite3_declare_vtab(db, text_str(&sql));
	text_fini(&sql);
	if (code != SQLITE_OK)
		return code;
	/* What stands in the file may not use it, only our statements. */
	(void)sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
	table = mem_new(sizeof(*table));
	table->feed = feed;
	*out = &table->base;
	return SQLITE_OK;
}

static int
feed_disconnect(sqlite3_vtab *base)
{
	free(base);
	return SQLITE_OK;
}

/* Always all rows; statements put it first in their joins. */
static int
feed_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	(void)base;
	info->estimatedCost = 1e6;
	return SQLITE_OK;
}

static int
feed_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct feed_cursor *cursor = mem_new(sizeof(*cursor));

	cursor->feed = ((const struct feed_table *)base)->feed;
	*out = &cursor->base;
	return SQLITE_OK;
}

static int
feed_close(sqlite3_vtab_cursor *base)
{
	free(base);
	return SQLITE_OK;
}

static int
feed_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc,
    sqlite3_value **argv)
{
	(void)number;
	(void)name;
	(void)argc;
	(void)argv;
	((struct feed_cursor *)base)->row = 0;
	return SQLITE_OK;
}

static int
feed_next(sqlite3_vtab_cursor *base)
{
	((struct feed_cursor *)base)->row++;
	return SQLITE_OK;
}

static int
feed_eof(sqlite3_vtab_cursor *base)
{
	const struct feed_cursor *cursor = (struct feed_cursor *)base;

	return cursor->row >= cursor->feed->n;
}

static int
feed_column(sqlite3_vtab_cursor *base, sqlite3_context *out, int column)
{
	const struct feed_cursor *cursor = (struct feed_cursor *)base;

	cursor->feed->show(out, column, cursor->row, cursor->feed->arg);
	return SQLITE_OK;
}

static int
feed_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)((struct feed_cursor *)base)->row;
	return SQLITE_OK;
}

int
cache_feed_attach(sqlite3 *db, struct cache_feed *feed)
{
	/* Without xCreate the module itself is the table. */
	static const sqlite3_module module = {
		.xConnect = feed_connect,
		.xBestIndex = feed_best_index,
		.xDisconnect = feed_disconnect,
		.xOpen = feed_open,
		.xClose = feed_close,
		.xFilter = feed_filter,
		.xNext = feed_next,
		.xEof = feed_eof,
		.xColumn = feed_column,
		.xRowid = feed_rowid,
	};

	return sqlite3_create_module_v2(db, feed->name, &module, feed, NULL);
}
