/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One record's text into name and address: delimiters, order, comment marks
 * and what is wrong with a record.  Pure; the rules are in FORMAT.md.
 */
#ifndef IMPORTER_PAIR_H
#define IMPORTER_PAIR_H

#include "importer/record.h"

#define PAIR_FIRST_CAP 64 /* bytes of the first delimiter, NUL included */

enum pair_order {
	PAIR_NAME_FIRST = 1,
	PAIR_ADDRESS_FIRST = 2,
};

/* What the command line says of a file.  Made by pair_rules_init(). */
struct pair_rules {
	char first[PAIR_FIRST_CAP]; /* between the two items, UTF-8 */
	size_t first_len;
	char second[8]; /* between records: one character, UTF-8 */
	size_t second_len;
	enum pair_order order;
	bool needs_brackets; /* a delimiter holds ':' */
};

/*
 * The rules from the words of a command line, NULL being the default:
 * first ",", second "LF", order "1".  ERR_USAGE quotes what is not right.
 */
int pair_rules_init(struct pair_rules *rules, const char *first,
    const char *second, const char *order, struct err *err)
    __attribute__((warn_unused_result));

enum pair_result {
	PAIR_BLANK, /* nothing there */
	PAIR_FOUND,
	PAIR_COMMENT,
	PAIR_BAD,
};

/*
 * Read one record's text (UTF-8, NUL-ended at text[len], changed).  On
 * PAIR_FOUND *name points into the text; on PAIR_BAD a message is appended
 * to why.
 */
enum pair_result pair_parse(const struct pair_rules *rules, char *text,
    size_t len, const char **name, struct addr *addr, struct text *why);

/* Whether "name,address" with the default rules is read back as this name. */
bool pair_can_carry(const char *name);

#endif
