/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Import files into the address cache: reads, counts and reports; the
 * programs `importer` and `rollcall import` only say what and print.
 */
#ifndef IMPORTER_IMPORT_H
#define IMPORTER_IMPORT_H

#include "base/text.h"
#include "cache/cache.h"
#include "importer/pair.h"

enum import_format {
	IMPORT_LIST, /* names and addresses, by the rules */
	IMPORT_REG,  /* a registry file of the old console's AddressCache */
};

struct import_options {
	struct pair_rules rules; /* of IMPORT_LIST: pair_rules_init() */
	enum import_format format;
	const char *encoding; /* NULL: found out; else as iconv knows it */
	bool use_replace;     /* what the file says takes the place of ... */
	bool is_dry_run;      /* the whole is done, and then undone */
};

/* What came of all records; every record is counted once ... */
struct import_report {
	uint64_t n_added;
	uint64_t n_kept;        /* already there, same address */
	uint64_t n_conflicting; /* already there, other address, which stays */
	uint64_t n_replaced;
	uint64_t n_commented;
	uint64_t n_bad;
	/* ... but for these, which are properties of some of those above. */
	uint64_t n_duplicates; /* added; the address has another name */
	uint64_t n_cp1252;     /* not UTF-8, read as code page 1252 */
};

enum import_note {
	IMPORT_NOTE_BAD,
	IMPORT_NOTE_CONFLICT,
	IMPORT_NOTE_REPLACED,
	IMPORT_NOTE_DUPLICATE,
};

struct import_progress {
	const char *path;
	uint64_t n_bytes, n_bytes_total; /* of the path; total 0: not known */
	uint64_t n_records;              /* of all paths so far */
};

/* Either function may be NULL. */
struct import_hooks {
	/* One line about one record, "FILE:LINE: ...", cleaned; file order. */
	void (*on_note)(enum import_note note, const char *line, void *arg);
	/* Called every 64 KiB, so the callee decides how often to show it. */
	void (*on_progress)(const struct import_progress *progress, void *arg);
	void *arg;
};

/*
 * Whether the files can be read and the encoding exists, before a cache is
 * made for nothing.
 */
int import_check(const char *const *path, size_t n_paths,
    const struct import_options *options, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The cache to import into: given, or where it is by default.  A dry run
 * makes no file: where there is none, the cache is in memory.
 */
struct cache *import_open_cache(const char *given, bool is_dry_run,
    struct err *err);

/*
 * Import the files, "-" being standard input, in one transaction: all of
 * them or, on error, nothing.  Bad records are no error.
 */
int import_run(struct cache *cache, const char *const *path, size_t n_paths,
    const struct import_options *options, const struct import_hooks *hooks,
    struct import_report *report, struct err *err)
    __attribute__((warn_unused_result));

/* Append the report for people, and the next step, as lines. */
void import_summary(struct text *out, const struct import_report *report,
    const struct import_options *options);

#endif
