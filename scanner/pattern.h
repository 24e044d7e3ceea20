/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A pattern over the bytes of a reply, and the fields its named groups give.
 * The only door to PCRE2.
 *
 * A pattern is matched from the first byte on (anchored), as bytes and not
 * as characters, "." meets every byte and "$" only the very end.  Work,
 * depth and memory of a match are limited: what a pattern cannot decide
 * within them does not match.  One pattern serves one thread at a time.
 */
#ifndef SCANNER_PATTERN_H
#define SCANNER_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "cache/observation.h"
#include "scanner/field.h"

#define PATTERN_TEXT_MAX 16384 /* bytes of PCRE2 text */

/*
 * So many replies are interpreted; a pattern that meets more becomes machine
 * code, which costs as much as interpreting some 15 to 50 of them.
 */
#define PATTERN_JIT_AFTER 64

struct pattern_code; /* PCRE2's part: pattern.c */

/*
 * A value taken from a group.  A group that took no part in the match gives
 * no value.  Several fields may have one name: the first that has a value
 * counts.
 */
struct pattern_field {
	char *name;
	const struct field_type *type;
	unsigned group;
};

/*
 * A length that the reply states about itself: the group's number, times
 * factor, plus offset, is at most (or equals) the bytes that came.  A group
 * that took no part states nothing.
 */
struct pattern_length {
	const struct field_type *type; /* NULL: no such rule */
	unsigned group;
	uint32_t factor, offset;
	bool is_equal; /* else: at most */
};

struct pattern {
	char *name;                 /* "bdcv-pong" */
	char *meaning;              /* one sentence for people */
	enum observation_role role; /* what a match proves */
	struct pattern_field field[OBSERVATION_FIELDS_MAX];
	size_t n_fields;
	struct pattern_length length;
	char *text; /* of the regex; NULL before one is set */
	bool is_extended;
	struct pattern_code *code; /* NULL until it is compiled */
};

/* Bytes of a reply that a group met; borrowed from the reply. */
struct pattern_span {
	const uint8_t *bytes;
	size_t len;
};

/* An empty pattern; the caller calls pattern_free(), NULL is harmless. */
struct pattern *pattern_new(void);
void pattern_free(struct pattern *pattern);

/*
 * A text that is known to compile, and is compiled when pattern_match() first
 * needs it.  is_extended: blanks and # comments in it mean nothing.
 */
void pattern_set(struct pattern *pattern, const char *text, bool is_extended);

/*
 * Set and compile the text.  ERR_INPUT has PCRE2's message and the offset in
 * the text.
 */
int pattern_compile(struct pattern *pattern, const char *text, bool is_extended,
    struct err *err) __attribute__((warn_unused_result));

/* Find a named group of the compiled text. */
int pattern_find_group(const struct pattern *pattern, unsigned *group,
    const char *name, struct err *err) __attribute__((warn_unused_result));

/* Whether the reply matches and its length is what it says. */
bool pattern_match(struct pattern *pattern, const uint8_t *reply, size_t len);

/*
 * What a group met in the last pattern_match() that returned true, on the
 * same reply; false when it took no part.
 */
bool pattern_group(const struct pattern *pattern, unsigned group,
    const uint8_t *reply, struct pattern_span *span);

#endif
