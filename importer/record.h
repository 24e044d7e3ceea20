/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One record of an import file as a value, whatever format it was read from,
 * and what every format demands of a name.
 */
#ifndef IMPORTER_RECORD_H
#define IMPORTER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/text.h"

/* Bytes of a record that are looked at; a longer record is bad. */
#define RECORD_LEN_MAX 4096

enum record_kind {
	RECORD_PAIR,    /* a name and an address */
	RECORD_COMMENT, /* commented out */
	RECORD_BAD,
};

/* All pointers are borrowed for the call that a record is given to. */
struct record {
	enum record_kind kind;
	uint64_t line;    /* the physical line where it begins, from 1 */
	bool was_cp1252;  /* its bytes were not UTF-8 */
	const char *name; /* RECORD_PAIR: clean UTF-8, never empty */
	struct addr addr; /* RECORD_PAIR */
	const char *why;  /* RECORD_BAD: "what is wrong: 'the text'" */
};

/* Called once per record, in the file's order; -1 and *err stop the file. */
typedef int (
    *record_fn)(const struct record *record, void *arg, struct err *err);

/*
 * Append len bytes as UTF-8.  Bytes that are not UTF-8 are read as code page
 * 1252 when that is allowed.  Returns -1 when they mean nothing; what is
 * appended then is good for record_quote() only.
 */
int record_decode(struct text *out, const void *bytes, size_t len,
    bool allow_cp1252, bool *was_cp1252) __attribute__((warn_unused_result));

/*
 * Make the NUL-ended name of *len bytes fit to be kept: an inner tab or line
 * break becomes one space.  Returns 0, or the first character that no name
 * may hold (a control or bidi control character, U+FFFE, U+FFFF; a NUL is
 * given as RECORD_NUL).
 */
uint32_t record_fix_name(char *name, size_t *len);
#define RECORD_NUL UINT32_MAX

/* Append 'text' cleaned, in quotes, cut to what a line of talk can bear. */
void record_quote(struct text *out, const char *text, size_t len);

/* Whether blanks around an item hold this character; how long it is, or 0. */
size_t record_blank_len(const char *text, size_t len);

/* Take blanks off both ends. */
void record_trim(const char **text, size_t *len);

/* The same for a whole record, at its end also NULs and DOS end marks. */
void record_trim_whole(const char **text, size_t *len);

#endif
