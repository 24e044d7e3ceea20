/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The tables of the cache file.  cache/README.md explains each one.
 */
#include "cache/cache_schema.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/wire.h"
#include "cache/cache_private.h"

/*
 * Append only.  A released step is never edited; its test file is kept.
 * Addresses are 4 or 16 bytes in network order, times microseconds since
 * 1970, enum values as their headers number them.  What is the same in a
 * step and in schema_whole below stands in a macro.
 */
/* clang-format off */
#define SCHEMA_SWEEP \
	"CREATE TABLE sweep (" \
	" id INTEGER PRIMARY KEY AUTOINCREMENT," \
	" started_us INTEGER NOT NULL," \
	" ended_us INTEGER NOT NULL DEFAULT 0," \
	" state INTEGER NOT NULL DEFAULT 0," \
	" mode TEXT NOT NULL," \
	" targets TEXT NOT NULL," \
	" probes TEXT NOT NULL," \
	" seed INTEGER NOT NULL," \
	" n_targets INTEGER NOT NULL DEFAULT 0," \
	" n_excluded INTEGER NOT NULL DEFAULT 0," \
	" n_expected INTEGER NOT NULL DEFAULT 0," \
	" n_answered INTEGER NOT NULL DEFAULT 0);"

#define SCHEMA_FACTS \
	/* when it was last seen is the newest time of its services */ \
	"CREATE TABLE host (" \
	" addr BLOB NOT NULL PRIMARY KEY," \
	" role INTEGER NOT NULL," \
	" best_role INTEGER NOT NULL," \
	" first_us INTEGER NOT NULL) WITHOUT ROWID;" \
 \
	/* what machines said: imported names are in the packed sets below; \
	   folded: only where the name is not plain ASCII, else NULL */ \
	"CREATE TABLE name (" \
	" addr BLOB NOT NULL," \
	" source INTEGER NOT NULL," \
	" value TEXT NOT NULL," \
	" folded TEXT," \
	" detail TEXT NOT NULL," \
	" time_us INTEGER NOT NULL," \
	" sweep INTEGER NOT NULL," \
	" PRIMARY KEY (addr, source, value)) WITHOUT ROWID;" \
	"CREATE INDEX name_by_value ON name (value COLLATE NOCASE);" \
	"CREATE INDEX name_by_folded ON name (folded)" \
	" WHERE folded IS NOT NULL;" \
 \
	"CREATE TABLE service (" \
	" addr BLOB NOT NULL," \
	" protocol INTEGER NOT NULL," \
	" port INTEGER NOT NULL," \
	" probe TEXT NOT NULL," \
	" kind INTEGER NOT NULL," \
	" role INTEGER NOT NULL," \
	" match TEXT," \
	" rtt_us INTEGER," \
	" time_us INTEGER NOT NULL," \
	" sweep INTEGER NOT NULL," \
	" fields TEXT," \
	" raw BLOB," \
	" PRIMARY KEY (addr, protocol, port, probe)) WITHOUT ROWID;" \
 \
	"CREATE TABLE observation (" \
	" sweep INTEGER NOT NULL," \
	" addr BLOB NOT NULL," \
	" protocol INTEGER NOT NULL," \
	" port INTEGER NOT NULL," \
	" probe TEXT NOT NULL," \
	" kind INTEGER NOT NULL," \
	" role INTEGER NOT NULL," \
	" time_us INTEGER NOT NULL," \
	" rtt_us INTEGER," \
	" said_by BLOB," /* NULL: the address itself */ \
	" icmp_type INTEGER," \
	" icmp_code INTEGER," \
	" tries INTEGER NOT NULL," \
	" match TEXT," \
	" name TEXT," \
	" fields TEXT," \
	" raw BLOB," \
	" PRIMARY KEY (sweep, addr, protocol, port, probe, kind))" \
	" WITHOUT ROWID;" \
 \
	"CREATE TABLE verdict (" \
	" sweep INTEGER NOT NULL," \
	" addr BLOB NOT NULL," \
	" code INTEGER NOT NULL," \
	" evidence TEXT NOT NULL," \
	" PRIMARY KEY (sweep, addr)) WITHOUT ROWID;" \
 \
	/* packed sets: cache_pack.h, cache_imported.h */ \
	"CREATE TABLE import_by_addr (" \
	" first BLOB NOT NULL PRIMARY KEY," \
	" entries BLOB NOT NULL) WITHOUT ROWID;" \
	"CREATE TABLE import_by_name (" \
	" first BLOB NOT NULL PRIMARY KEY," \
	" entries BLOB NOT NULL) WITHOUT ROWID;" \
 \
	"CREATE TABLE import_file (" \
	" id INTEGER PRIMARY KEY," \
	" path TEXT NOT NULL," \
	" time_us INTEGER NOT NULL);" \
 \
	/* of the old console's registry: cache_import_learn() */ \
	"CREATE TABLE learned (" \
	" key TEXT NOT NULL PRIMARY KEY," \
	" value TEXT NOT NULL) WITHOUT ROWID;"

/* Loss, peaks over ten seconds, and what no socket sees. */
#define SCHEMA_LEDGER_COLUMNS \
	" sweep INTEGER NOT NULL," \
	" link TEXT NOT NULL," \
	" n_targets INTEGER NOT NULL," \
	" capacity_bps INTEGER NOT NULL," \
	" budget_bps INTEGER NOT NULL," \
	" out_packets INTEGER NOT NULL," \
	" out_bytes INTEGER NOT NULL," \
	" in_packets INTEGER NOT NULL," \
	" in_bytes INTEGER NOT NULL," \
	" peak_out_bps INTEGER NOT NULL," \
	" peak_in_bps INTEGER NOT NULL," \
	" srtt_us INTEGER NOT NULL," \
	" rttvar_us INTEGER NOT NULL," \
	" peak10_out_bps INTEGER NOT NULL DEFAULT 0," \
	" peak10_in_bps INTEGER NOT NULL DEFAULT 0," \
	" unseen_out_packets INTEGER NOT NULL DEFAULT 0," \
	" unseen_out_bytes INTEGER NOT NULL DEFAULT 0," \
	" unseen_in_packets INTEGER NOT NULL DEFAULT 0," \
	" unseen_in_bytes INTEGER NOT NULL DEFAULT 0," \
	" least_udp_us INTEGER NOT NULL DEFAULT 0," \
	" least_tcp_us INTEGER NOT NULL DEFAULT 0," \
	" n_tries INTEGER NOT NULL DEFAULT 0," \
	" loss_ppm INTEGER NOT NULL DEFAULT 0," \
	" missed_milli INTEGER NOT NULL DEFAULT 0," \
	" missed_low INTEGER NOT NULL DEFAULT 0," \
	" missed_high INTEGER NOT NULL DEFAULT 0," \
	" max_missed_ppm INTEGER NOT NULL DEFAULT 0," \
	" is_lossy INTEGER NOT NULL DEFAULT 0," \
	" n_clients INTEGER NOT NULL DEFAULT 0," \
	" max_clients INTEGER NOT NULL DEFAULT 0," \
	" PRIMARY KEY (sweep, link)) WITHOUT ROWID;"

#define SCHEMA_LEDGER_INDEX \
	"CREATE INDEX ledger_by_link ON ledger (link, sweep);"

/* how far a sweep is that has not ended yet: cache_journal.h */
#define SCHEMA_JOURNAL \
	"CREATE TABLE setup (" \
	" sweep INTEGER NOT NULL," \
	" key TEXT NOT NULL," \
	" value BLOB NOT NULL," \
	" PRIMARY KEY (sweep, key)) WITHOUT ROWID;" \
	"CREATE TABLE journal (" \
	" sweep INTEGER PRIMARY KEY," \
	" walks TEXT NOT NULL);" \
	"CREATE TABLE journal_extra (" \
	" sweep INTEGER NOT NULL," \
	" addr BLOB NOT NULL," \
	" protocol INTEGER NOT NULL," \
	" port INTEGER NOT NULL," \
	" probe TEXT NOT NULL," \
	" tries INTEGER NOT NULL," \
	" ended INTEGER NOT NULL," \
	" PRIMARY KEY (sweep, addr, protocol, port, probe)) WITHOUT ROWID;"

/* what machines are known again by, and what sweeps were to ask */
#define SCHEMA_IDENTITY \
	"CREATE TABLE identity (" \
	" kind INTEGER NOT NULL," /* cache/identity.h */ \
	" value TEXT NOT NULL," \
	" addr BLOB NOT NULL," \
	" PRIMARY KEY (kind, value, addr)) WITHOUT ROWID;"

#define SCHEMA_TARGETS \
	"CREATE TABLE targets (" \
	" sweep INTEGER PRIMARY KEY," \
	" ranges BLOB NOT NULL);"
/* clang-format on */

static const char *const schema_steps[] = {
	SCHEMA_SWEEP

	"CREATE TABLE ledger ("
	" sweep INTEGER NOT NULL,"
	" link TEXT NOT NULL,"
	" n_targets INTEGER NOT NULL,"
	" capacity_bps INTEGER NOT NULL,"
	" budget_bps INTEGER NOT NULL,"
	" out_packets INTEGER NOT NULL,"
	" out_bytes INTEGER NOT NULL,"
	" in_packets INTEGER NOT NULL,"
	" in_bytes INTEGER NOT NULL,"
	" peak_out_bps INTEGER NOT NULL,"
	" peak_in_bps INTEGER NOT NULL,"
	" srtt_us INTEGER NOT NULL,"
	" rttvar_us INTEGER NOT NULL,"
	" PRIMARY KEY (sweep, link)) WITHOUT ROWID;"

	SCHEMA_FACTS,

	/*
	 * Made anew and renamed: each added column would have SQLite read the
	 * schema again.
	 */
	"CREATE TABLE ledger_2 (" SCHEMA_LEDGER_COLUMNS
	"INSERT INTO ledger_2 (sweep, link, n_targets, capacity_bps,"
	" budget_bps, out_packets, out_bytes, in_packets, in_bytes,"
	" peak_out_bps, peak_in_bps, srtt_us, rttvar_us)"
	" SELECT sweep, link, n_targets, capacity_bps, budget_bps,"
	" out_packets, out_bytes, in_packets, in_bytes, peak_out_bps,"
	" peak_in_bps, srtt_us, rttvar_us FROM ledger;"
	"DROP TABLE ledger;"
	"ALTER TABLE ledger_2 RENAME TO ledger;" SCHEMA_LEDGER_INDEX,

	SCHEMA_JOURNAL,

	SCHEMA_IDENTITY
	"CREATE INDEX identity_by_addr ON identity (addr);" SCHEMA_TARGETS
	/* a field is a line; one that was said at another time than the
	   rest ("mac@TIME=") is left for the next sweep */
	"INSERT OR IGNORE INTO identity SELECT 0, substr(fields,"
	" instr(char(10) || fields, char(10) || 'device-id=') + 10, 36), addr"
	" FROM service WHERE instr(char(10) || fields,"
	" char(10) || 'device-id=') > 0;"
	"INSERT OR IGNORE INTO identity SELECT 1, substr(fields,"
	" instr(char(10) || fields, char(10) || 'mac=') + 4, 17), addr"
	" FROM service WHERE instr(char(10) || fields,"
	" char(10) || 'mac=') > 0;",

	/* Only "cache delete" asked it, and each new mark was written twice. */
	"DROP INDEX identity_by_addr;",
};

/*
 * What all steps make of an empty file, in one: SQLite would read the schema
 * again and again while they run.
 */
static const char schema_whole[] = SCHEMA_SWEEP SCHEMA_FACTS
    "CREATE TABLE ledger (" SCHEMA_LEDGER_COLUMNS SCHEMA_LEDGER_INDEX
	SCHEMA_JOURNAL SCHEMA_IDENTITY SCHEMA_TARGETS;

#define CACHE_SCHEMA_N_STEPS ((int)(sizeof(schema_steps) / sizeof(char *)))

int
cache_schema_version(void)
{
	return CACHE_SCHEMA_N_STEPS;
}

/* https://www.sqlite.org/fileformat.html section 1.3 */
#define CACHE_SCHEMA_HEADER_LEN     100
#define CACHE_SCHEMA_APPLICATION_AT 68

int
cache_schema_recognize(sqlite3 *db, const char *path, struct err *err)
{
	sqlite3_file *file = NULL;
	sqlite3_int64 size = 0;
	uint8_t header[CACHE_SCHEMA_HEADER_LEN] = { 0 };
	struct wire in = wire_reader(header, sizeof(header));
	struct stat st;

	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER,
		&file) != SQLITE_OK ||
	    file == NULL || file->pMethods == NULL)
		return 0; /* in memory */
	if (file->pMethods->xFileSize(file, &size) != SQLITE_OK ||
	    (size >= CACHE_SCHEMA_HEADER_LEN &&
		file->pMethods->xRead(file, header, sizeof(header), 0) !=
		    SQLITE_OK))
		return err_set(err, ERR_CACHE, "cannot read '%s'", path);
	/* SQLite takes a file of one byte for an empty one. */
	if (size == 0 && (stat(path, &st) != 0 || st.st_size == 0))
		return 0;
	wire_expect(&in, "SQLite format 3", 16);
	wire_seek(&in, CACHE_SCHEMA_APPLICATION_AT);
	if (!wire_ok(&in))
		return err_set(err, ERR_CACHE, "'%s' is not an address cache",
		    path);
	if (wire_be32(&in) != CACHE_SCHEMA_APPLICATION_ID)
		return err_set(err, ERR_CACHE,
		    "'%s' is not an address cache, but another program's "
		    "database",
		    path);
	return 0;
}

static int
cache_schema_run(sqlite3 *db, const char *path, const char *sql,
    struct err *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return cache_fail_db(db, path, err);
	return 0;
}

/* A version that this program knows; any other is refused. */
static int
cache_schema_read_version(sqlite3 *db, const char *path, int *version,
    struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int ret = 0;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL) ==
		SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		*version = sqlite3_column_int(stmt, 0);
	else
		ret = cache_fail_db(db, path, err);
	sqlite3_finalize(stmt);
	if (ret == 0 && (*version < 0 || *version > CACHE_SCHEMA_N_STEPS))
		ret = err_set(err, ERR_CACHE,
		    "'%s' has version %d, but this rollcall knows versions up "
		    "to %d; use the newer rollcall that wrote it",
		    path, *version, CACHE_SCHEMA_N_STEPS);
	return ret;
}

/*
 * One step, or all for an empty file, and its number in one transaction.
 * Returns 1 when there is nothing left to do, 0 after a step, or -1.
 */
static int
cache_schema_step(sqlite3 *db, const char *path, struct err *err)
{
	char pragma[128];
	int version;

	if (cache_schema_run(db, path, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	/* Somebody else may have gone on while we waited for the lock. */
	if (cache_schema_read_version(db, path, &version, err) == -1)
		goto fail;
	if (version < CACHE_SCHEMA_N_STEPS) {
		bool is_new = version == 0;

		(void)snprintf(pragma, sizeof(pragma),
		    "PRAGMA application_id = %d; PRAGMA user_version = %d",
		    CACHE_SCHEMA_APPLICATION_ID,
		    is_new ? CACHE_SCHEMA_N_STEPS : version + 1);
		if (cache_schema_run(db, path,
			is_new ? schema_whole : schema_steps[version],
			err) == -1 ||
		    cache_schema_run(db, path, pragma, err) == -1)
			goto fail;
	}
	if (cache_schema_run(db, path, "COMMIT", err) == -1)
		goto fail;
	return version == CACHE_SCHEMA_N_STEPS;
fail:
	(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

int
cache_schema_update(sqlite3 *db, const char *path, int may_write,
    struct err *err)
{
	int version, ret = 0;

	if (cache_schema_read_version(db, path, &version, err) == -1)
		return -1;
	if (version == CACHE_SCHEMA_N_STEPS)
		return 0;
	if (!may_write)
		return version == 0
			   ? err_set(err, ERR_CACHE,
				 "'%s' is empty; a sweep or an import fills it",
				 path)
			   : err_set(err, ERR_CACHE,
				 "'%s' has version %d; its owner brings it to %d by "
				 "a sweep or an import",
				 path, version, CACHE_SCHEMA_N_STEPS);
	while (ret == 0)
		ret = cache_schema_step(db, path, err);
	return ret == 1 ? 0 : -1;
}
