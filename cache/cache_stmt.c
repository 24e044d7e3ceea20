/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The statements of the store: SQL as data, prepared on first use and kept.
 */
#include "cache/cache_private.h"

/* clang-format off */
/* The columns that cache_load.c reads. */
#define CACHE_HOST(of) " " of "role, " of "best_role, " of "first_us"
#define CACHE_NAME " source, value, detail, time_us, sweep"
#define CACHE_SERVICE(of)						\
	" " of "protocol, " of "port, " of "probe, " of "kind, "	\
	of "role, " of "match, " of "rtt_us, " of "time_us, "		\
	of "sweep, " of "fields, " of "raw"

#define CACHE_SECTION_OF_ROLE(role)					\
	" CASE " role " WHEN 4 THEN 0 WHEN 3 THEN 1 WHEN 2 THEN 2 ELSE 3 END"

/* cache_pack.h explains these rows. */
#define CACHE_PACK_SQL(set, table)					\
	[CACHE_STMT_PACK_##set##_AT] =					\
	    "SELECT first, entries FROM " table " WHERE first <= ?1"	\
	    " ORDER BY first DESC LIMIT 1",				\
	[CACHE_STMT_PACK_##set##_AFTER] =				\
	    "SELECT first, entries FROM " table " WHERE first > ?1"	\
	    " ORDER BY first LIMIT 1",					\
	[CACHE_STMT_PACK_##set##_PUT] =					\
	    "INSERT OR REPLACE INTO " table " (first, entries)"		\
	    " VALUES (?1, ?2)",						\
	[CACHE_STMT_PACK_##set##_DROP] =				\
	    "DELETE FROM " table " WHERE first = ?1"

static const char *const cache_sql[CACHE_N_STMTS] = {
	[CACHE_STMT_BEGIN_READ] = "BEGIN",
	[CACHE_STMT_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[CACHE_STMT_COMMIT] = "COMMIT",
	[CACHE_STMT_ROLLBACK] = "ROLLBACK",
	CACHE_PACK_SQL(ADDR, "import_by_addr"),
	CACHE_PACK_SQL(NAME, "import_by_name"),
	[CACHE_STMT_IMPORT_FILE_ADD] =
	    "INSERT INTO import_file (path, time_us) VALUES (?1, ?2)",
	[CACHE_STMT_IMPORT_FILE_GET] =
	    "SELECT path, time_us FROM import_file WHERE id = ?1",
	[CACHE_STMT_IMPORT_SAID] = "SELECT addr, value FROM name",
	[CACHE_STMT_LEARNED_GET] = "SELECT value FROM learned WHERE key = ?1",
	[CACHE_STMT_LEARNED_PUT] =
	    "INSERT OR REPLACE INTO learned (key, value) VALUES (?1, ?2)",
	[CACHE_STMT_SWEEP_START] =
	    "INSERT INTO sweep (started_us, ended_us, state, mode, targets,"
	    " probes, seed, n_targets, n_excluded, n_expected, n_answered)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[CACHE_STMT_SWEEP_FINISH] =
	    "UPDATE sweep SET started_us = ?1, ended_us = ?2, state = ?3,"
	    " mode = ?4, targets = ?5, probes = ?6, seed = ?7,"
	    " n_targets = ?8, n_excluded = ?9, n_expected = ?10,"
	    " n_answered = ?11 WHERE id = ?12",
	[CACHE_STMT_SWEEP_GET] =
	    "SELECT id, started_us, ended_us, state, mode, targets, probes,"
	    " seed, n_targets, n_excluded, n_expected, n_answered"
	    " FROM sweep WHERE id = ?1",
	[CACHE_STMT_SWEEP_NEWEST] =
	    "SELECT id, started_us, ended_us, state, mode, targets, probes,"
	    " seed, n_targets, n_excluded, n_expected, n_answered"
	    " FROM sweep ORDER BY id DESC LIMIT 1",
	[CACHE_STMT_JOURNAL_PUT] =
	    "INSERT OR REPLACE INTO journal (sweep, walks) VALUES (?1, ?2)",
	[CACHE_STMT_JOURNAL_GET] = "SELECT walks FROM journal WHERE sweep = ?1",
	[CACHE_STMT_JOURNAL_DROP] = "DELETE FROM journal WHERE sweep = ?1",
	[CACHE_STMT_JOURNAL_NEWEST] =
	    "SELECT id FROM sweep WHERE state <> 1 AND EXISTS"
	    " (SELECT 1 FROM setup WHERE setup.sweep = sweep.id AND"
	    " (?1 IS NULL OR (key = 'name' AND value = ?1)))"
	    " AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM sweep AS later"
	    " WHERE later.id > sweep.id AND later.state = 1"
	    " AND later.targets = sweep.targets AND later.mode = sweep.mode))"
	    " ORDER BY id DESC LIMIT 1",
	/* 5, 7: silent and not asked, as the interruption left it */
	[CACHE_STMT_JOURNAL_REOPEN] =
	    "DELETE FROM observation WHERE sweep = ?1 AND kind IN (5, 7)",
	[CACHE_STMT_JOURNAL_EACH] =
	    "SELECT addr, protocol, port, probe, kind, role, time_us, rtt_us,"
	    " said_by, tries, match, name, fields FROM observation"
	    " WHERE sweep = ?1 ORDER BY addr",
	[CACHE_STMT_JOURNAL_EXTRA_PUT] =
	    "INSERT OR REPLACE INTO journal_extra (sweep, addr, protocol,"
	    " port, probe, tries, ended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[CACHE_STMT_JOURNAL_EXTRA_GET] =
	    "SELECT addr, protocol, port, probe, tries, ended"
	    " FROM journal_extra WHERE sweep = ?1",
	[CACHE_STMT_JOURNAL_EXTRA_DROP] =
	    "DELETE FROM journal_extra WHERE sweep = ?1",
	[CACHE_STMT_JOURNAL_EXTRA_DELETE] =
	    "DELETE FROM journal_extra WHERE sweep IN (SELECT id FROM sweep)"
	    " AND addr = ?1",
	[CACHE_STMT_SETUP_PUT] =
	    "INSERT OR REPLACE INTO setup (sweep, key, value)"
	    " VALUES (?1, ?2, ?3)",
	[CACHE_STMT_SETUP_GET] =
	    "SELECT value FROM setup WHERE sweep = ?1 AND key = ?2",
	[CACHE_STMT_SETUP_DROP] = "DELETE FROM setup WHERE sweep = ?1",
	[CACHE_STMT_LEDGER_ADD] =
	    "INSERT OR REPLACE INTO ledger (sweep, link, n_targets,"
	    " capacity_bps, budget_bps, out_packets, out_bytes, in_packets,"
	    " in_bytes, peak_out_bps, peak_in_bps, srtt_us, rttvar_us,"
	    " peak10_out_bps, peak10_in_bps, unseen_out_packets,"
	    " unseen_out_bytes, unseen_in_packets, unseen_in_bytes,"
	    " least_udp_us, least_tcp_us, n_tries, loss_ppm,"
	    " missed_milli, missed_low, missed_high, max_missed_ppm,"
	    " is_lossy,"
	    " n_clients, max_clients)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
	    " ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,"
	    " ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)",
	[CACHE_STMT_LEDGER_GET] =
	    "SELECT link, n_targets, capacity_bps, budget_bps, out_packets,"
	    " out_bytes, in_packets, in_bytes, peak_out_bps, peak_in_bps,"
	    " srtt_us, rttvar_us,"
	    " peak10_out_bps, peak10_in_bps, unseen_out_packets,"
	    " unseen_out_bytes, unseen_in_packets, unseen_in_bytes,"
	    " least_udp_us, least_tcp_us, n_tries, loss_ppm,"
	    " missed_milli, missed_low, missed_high, max_missed_ppm,"
	    " is_lossy,"
	    " n_clients, max_clients"
	    " FROM ledger WHERE sweep = ?1 ORDER BY link",
	[CACHE_STMT_LEDGER_LEAST] =
	    "SELECT MIN(NULLIF(least_udp_us, 0)), MIN(NULLIF(least_tcp_us, 0))"
	    " FROM (SELECT least_udp_us, least_tcp_us FROM ledger"
	    " WHERE link = ?1 ORDER BY sweep DESC LIMIT 8)",
	/* What follow-ups asked, of some hosts only, is not among it. */
	[CACHE_STMT_ASKED] =
	    "SELECT DISTINCT o.probe, o.protocol, o.port"
	    " FROM sweep AS s CROSS JOIN observation AS o ON o.sweep = s.id"
	    " WHERE s.id = ?1 AND o.kind <= 5"
	    " AND instr(',' || s.probes || ',', ',' || o.probe || ',') > 0"
	    " ORDER BY o.protocol, o.port, o.probe",
	[CACHE_STMT_HOST_GET] =
	    "SELECT" CACHE_HOST("h.") "," CACHE_SERVICE("s.")
	    " FROM host AS h LEFT JOIN service AS s ON s.addr = h.addr"
	    " WHERE h.addr = ?1 ORDER BY s.protocol, s.port, s.probe",
	/* Each service comes by its primary key, so in the order of it. */
	[CACHE_STMT_HOST_GET_FED] =
	    "SELECT f.at, h.role, h.best_role, h.first_us,"
	    " s.protocol, s.port, s.probe, s.kind, s.role, s.match, s.rtt_us,"
	    " s.time_us, s.sweep, s.fields, s.raw FROM feed_addr AS f"
	    " CROSS JOIN host AS h ON h.addr = f.addr"
	    " LEFT JOIN service AS s ON s.addr = h.addr",
	[CACHE_STMT_HOST_PUT] =
	    "INSERT OR REPLACE INTO host (addr, role, best_role, first_us)"
	    " SELECT addr, role, best_role, first_us FROM feed_host",
	[CACHE_STMT_NAME_GET] =
	    "SELECT" CACHE_NAME " FROM name"
	    " WHERE addr = ?1 ORDER BY source, value",
	/* merge_name() of names that machines said: the newest stays. */
	[CACHE_STMT_NAME_PUT] =
	    "INSERT INTO name (addr, source, value, folded, detail, time_us,"
	    " sweep) SELECT addr, source, value, folded, detail, time_us, ?1"
	    " FROM feed_name WHERE true"
	    " ON CONFLICT DO UPDATE SET detail = excluded.detail,"
	    " time_us = excluded.time_us, sweep = excluded.sweep"
	    " WHERE (excluded.time_us, detail, sweep)"
	    " > (time_us, excluded.detail, excluded.sweep)",
	[CACHE_STMT_NAME_FIND] =
	    "SELECT addr FROM name WHERE value = ?1 COLLATE NOCASE",
	[CACHE_STMT_NAME_FIND_FOLDED] =
	    "SELECT addr FROM name WHERE folded = ?1",
	[CACHE_STMT_SERVICE_PUT] =
	    "INSERT OR REPLACE INTO service (addr, protocol, port, probe,"
	    " kind, role, match, rtt_us, time_us, sweep, fields, raw)"
	    " SELECT addr, protocol, port, probe, kind, role, match, rtt_us,"
	    " time_us, sweep, fields, raw FROM feed_service",
	/* The newest of a kind stays; between equals, the larger. */
	[CACHE_STMT_OBSERVATION_PUT] =
	    "INSERT INTO observation (sweep, addr, protocol, port, probe,"
	    " kind, role, time_us, rtt_us, said_by, icmp_type, icmp_code,"
	    " tries, match, name, fields, raw) SELECT ?1, addr, protocol, port,"
	    " probe, kind, role, time_us, rtt_us, said_by, icmp_type,"
	    " icmp_code, tries, match, name, fields, raw"
	    " FROM feed_observation WHERE true"
	    " ON CONFLICT DO UPDATE SET role = excluded.role,"
	    " time_us = excluded.time_us, rtt_us = excluded.rtt_us,"
	    " said_by = excluded.said_by, icmp_type = excluded.icmp_type,"
	    " icmp_code = excluded.icmp_code, tries = excluded.tries,"
	    " match = excluded.match, name = excluded.name,"
	    " fields = excluded.fields, raw = excluded.raw"
	    " WHERE (excluded.time_us, excluded.tries, excluded.role,"
	    " ifnull(excluded.said_by, x''), ifnull(excluded.icmp_type, -1),"
	    " ifnull(excluded.icmp_code, -1), ifnull(excluded.rtt_us, -1),"
	    " ifnull(excluded.match, ''), ifnull(excluded.name, ''),"
	    " ifnull(excluded.fields, ''), ifnull(excluded.raw, x''))"
	    " > (time_us, tries, role, ifnull(said_by, x''),"
	    " ifnull(icmp_type, -1), ifnull(icmp_code, -1),"
	    " ifnull(rtt_us, -1), ifnull(match, ''), ifnull(name, ''),"
	    " ifnull(fields, ''), ifnull(raw, x''))",
	/* All columns in the order of CACHE_STMT_OBSERVATION_PUT, but the
	   sweep. */
	[CACHE_STMT_OBSERVATION_BETWEEN] =
	    "SELECT addr, protocol, port, probe, kind, role, time_us, rtt_us,"
	    " said_by, icmp_type, icmp_code, tries, match, name, fields, raw"
	    " FROM observation WHERE sweep = ?1 AND addr BETWEEN ?2 AND ?3"
	    " ORDER BY addr",
	[CACHE_STMT_OBSERVATION_BRIEF] =
	    "SELECT addr, protocol, port, probe, kind, role, time_us, rtt_us,"
	    " said_by, icmp_type, icmp_code, tries, match"
	    " FROM observation WHERE sweep = ?1 AND addr BETWEEN ?2 AND ?3"
	    " ORDER BY addr",
	/* A look at a key for each sweep, the newest first. */
	[CACHE_STMT_OBSERVED_NEWEST] =
	    "SELECT s.id FROM sweep AS s WHERE EXISTS (SELECT 1 FROM"
	    " observation AS o WHERE o.sweep = s.id AND o.addr = ?1)"
	    " ORDER BY s.id DESC LIMIT 1",
	/* From the first address of the sweep to its last. */
	[CACHE_STMT_DIFF_FIRSTS] =
	    "SELECT addr, first_us FROM host WHERE addr BETWEEN"
	    " (SELECT min(addr) FROM observation WHERE sweep = ?1) AND"
	    " (SELECT max(addr) FROM observation WHERE sweep = ?1)"
	    " ORDER BY addr",
	[CACHE_STMT_DIFF_VERDICTS] =
	    "SELECT addr, code, evidence FROM verdict WHERE sweep = ?1"
	    " ORDER BY addr",
	[CACHE_STMT_DIFF_BASE] =
	    "SELECT id FROM sweep WHERE id < ?1 ORDER BY state = 1 DESC,"
	    " mode = ?2 AND targets = ?3 DESC, id DESC LIMIT 1",
	[CACHE_STMT_HISTORY_EACH] = "SELECT id FROM sweep ORDER BY id",
	[CACHE_STMT_HISTORY_OLDEST_KEPT] =
	    "SELECT id FROM sweep ORDER BY id DESC LIMIT 1 OFFSET ?1",
	[CACHE_STMT_HISTORY_HOSTS] =
	    "SELECT h.addr, h.role, h.best_role, (SELECT max(s.time_us)"
	    " FROM service AS s WHERE s.addr = h.addr) FROM host AS h"
	    " ORDER BY h.addr",
	[CACHE_STMT_IDENTITY_PUT] =
	    "INSERT OR IGNORE INTO identity (kind, value, addr)"
	    " SELECT kind, value, addr FROM feed_identity",
	[CACHE_STMT_IDENTITY_FIND] =
	    "SELECT addr FROM identity WHERE kind = ?1 AND value = ?2",
	/* ?3 is the field's name, or NULL for the machine's name. */
	[CACHE_STMT_IDENTITY_SEEN] =
	    "SELECT 1 FROM observation WHERE sweep = ?1 AND addr = ?2"
	    " AND kind = 0 AND CASE WHEN ?3 IS NULL"
	    " THEN name = ?4 COLLATE NOCASE"
	    " ELSE instr(char(10) || fields,"
	    " char(10) || ?3 || '=' || ?4 || char(10)) > 0 END LIMIT 1",
	[CACHE_STMT_IDENTITY_DELETE] = "DELETE FROM identity WHERE addr = ?1",
	[CACHE_STMT_TARGETS_PUT] =
	    "INSERT OR REPLACE INTO targets (sweep, ranges) VALUES (?1, ?2)",
	[CACHE_STMT_TARGETS_GET] =
	    "SELECT ranges FROM targets WHERE sweep = ?1",
	[CACHE_STMT_VERDICT_PUT] =
	    "INSERT OR REPLACE INTO verdict (sweep, addr, code, evidence)"
	    " VALUES (?1, ?2, ?3, ?4)",
	[CACHE_STMT_HOST_EACH] = "SELECT addr FROM host",
	[CACHE_STMT_SWEEP_COUNT] = "SELECT count(*) FROM sweep",
	[CACHE_STMT_HOST_DELETE] = "DELETE FROM host WHERE addr = ?1",
	[CACHE_STMT_NAME_DELETE] = "DELETE FROM name WHERE addr = ?1",
	[CACHE_STMT_SERVICE_DELETE] = "DELETE FROM service WHERE addr = ?1",
	[CACHE_STMT_OBSERVATION_DELETE] =
	    "DELETE FROM observation WHERE sweep IN (SELECT id FROM sweep)"
	    " AND addr = ?1",
	[CACHE_STMT_VERDICT_DELETE] =
	    "DELETE FROM verdict WHERE sweep IN (SELECT id FROM sweep)"
	    " AND addr = ?1",
	[CACHE_STMT_WALK_EXPECTED] =
	    "SELECT addr FROM host WHERE addr >= ?1"
	    " AND best_role >= 2 ORDER BY addr",
	/* cache_walk.h: those that are gone along, by address. */
	[CACHE_STMT_WALK_HOST] =
	    "SELECT addr," CACHE_HOST("") " FROM host"
	    " WHERE addr >= ?1 ORDER BY addr",
	[CACHE_STMT_WALK_SECTION] =
	    "SELECT addr," CACHE_HOST("") " FROM host WHERE addr >= ?1"
	    " AND" CACHE_SECTION_OF_ROLE("role") " = ?2 ORDER BY addr",
	[CACHE_STMT_WALK_SERVICE] =
	    "SELECT addr," CACHE_SERVICE("") " FROM service"
	    " WHERE addr >= ?1 ORDER BY addr, protocol, port, probe",
	[CACHE_STMT_WALK_NAME] =
	    "SELECT addr," CACHE_NAME " FROM name"
	    " WHERE addr >= ?1 ORDER BY addr, source, value",
	/* What somebody else said is no reason to list a host. */
	[CACHE_STMT_WALK_SEEN] =
	    "SELECT addr FROM observation WHERE sweep = ?2"
	    " AND addr >= ?1 AND kind <= 2 AND said_by IS NULL"
	    " ORDER BY addr",
	[CACHE_STMT_WALK_VERDICT] =
	    "SELECT addr, code, evidence FROM verdict WHERE sweep = ?2"
	    " AND addr >= ?1 ORDER BY addr",
	[CACHE_STMT_WALK_JUDGED] =
	    "SELECT addr, code FROM verdict WHERE sweep = ?2"
	    " AND addr >= ?1 ORDER BY addr",
	[CACHE_STMT_VERDICT_GET] =
	    "SELECT evidence, code FROM verdict"
	    " WHERE sweep = ?1 AND addr = ?2",
};
/* clang-format on */

sqlite3_stmt *
cache_prepare(struct cache *cache, enum cache_stmt which, struct err *err)
{
	if (cache->stmt[which] == NULL &&
	    sqlite3_prepare_v3(cache->db, cache_sql[which], -1,
		SQLITE_PREPARE_PERSISTENT, &cache->stmt[which],
		NULL) != SQLITE_OK) {
		cache_fail(cache, err);
		return NULL;
	}
	return cache->stmt[which];
}

int
cache_step(struct cache *cache, sqlite3_stmt *stmt, struct err *err)
{
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		return 1;
	if (code != SQLITE_DONE)
		cache_fail(cache, err);
	(void)sqlite3_reset(stmt);
	return code == SQLITE_DONE ? 0 : -1;
}

int
cache_run(struct cache *cache, sqlite3_stmt *stmt, struct err *err)
{
	int ret = cache_step(cache, stmt, err);

	(void)sqlite3_reset(stmt);
	return ret == -1 ? -1 : 0;
}

int
cache_enter(struct cache *cache, bool *is_own, struct err *err)
{
	*is_own = sqlite3_get_autocommit(cache->db) != 0;
	return *is_own ? cache_begin(cache, err) : 0;
}

int
cache_leave(struct cache *cache, bool is_own, int ret, struct err *err)
{
	if (!is_own)
		return ret;
	if (ret != -1 && cache_commit(cache, err) == -1)
		ret = -1;
	if (ret == -1)
		cache_rollback(cache);
	return ret;
}

int
cache_begin(struct cache *cache, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache,
	    cache->mode == CACHE_READ ? CACHE_STMT_BEGIN_READ
				      : CACHE_STMT_BEGIN_WRITE,
	    err);

	return stmt == NULL ? -1 : cache_run(cache, stmt, err);
}

int
cache_commit(struct cache *cache, struct err *err)
{
	sqlite3_stmt *stmt = cache_prepare(cache, CACHE_STMT_COMMIT, err);

	return stmt == NULL ? -1 : cache_run(cache, stmt, err);
}

void
cache_rollback(struct cache *cache)
{
	sqlite3_stmt *stmt;

	if (sqlite3_get_autocommit(cache->db))
		return;
	stmt = cache_prepare(cache, CACHE_STMT_ROLLBACK, NULL);
	if (stmt == NULL || cache_run(cache, stmt, NULL) == -1)
		(void)sqlite3_exec(cache->db, "ROLLBACK", NULL, NULL, NULL);
}
