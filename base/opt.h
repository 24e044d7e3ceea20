/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Options as rows.  One row gives parsing, range errors that name option and
 * value, the help text and the completion.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum opt_type {
	OPT_FLAG,   /* bool */
	OPT_COUNT,  /* unsigned, one more each time */
	OPT_UINT,   /* uint64_t, from min to max */
	OPT_BITS,   /* uint64_t, bits per second: 56k */
	OPT_TEXT,   /* const char *, borrowed from argv */
	OPT_LIST,   /* struct opt_list, repeatable */
	OPT_CHOICE, /* int, the position in choices */
};

/* The values of a repeatable option, borrowed from argv. */
struct opt_list {
	const char **item;
	size_t n, cap;
};

/* A table ends with a row whose name is NULL. */
struct opt {
	int letter; /* 0: none */
	const char *name;
	enum opt_type type;
	size_t offset; /* of the value in the caller's struct */
	uint64_t min, max;
	const char *arg;            /* what to call the value: "PPS" */
	const char *const *choices; /* NULL-ended */
	const char *help;           /* one sentence without a full stop */
	/* What to complete: "file", "folder", "format", "probe" or NULL. */
	const char *complete;
};

/*
 * Read argv[1...] by the rows into *values, which hold the defaults.
 * Operands may stand between options unless operands_end_options; they are
 * moved to the end and *first_operand is the position of the first.
 * ERR_USAGE names option and value.
 */
int opt_parse(const struct opt *rows, void *values, int argc, char **argv,
    bool operands_end_options, int *first_operand, struct err *err)
    __attribute__((warn_unused_result));

/*
 * The same, and given[i] becomes whether rows[i] was there: the caller's
 * array, one for each row, all false.
 */
int opt_parse_noting(const struct opt *rows, void *values, int argc,
    char **argv, bool operands_end_options, int *first_operand, bool *given,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Set one option as if it had been typed, from a text that must live as long
 * as *values; a flag is "yes" or "no".
 */
int opt_set(const struct opt *row, void *values, const char *text,
    struct err *err) __attribute__((warn_unused_result));

/* The row of that long name, or NULL. */
const struct opt *opt_find(const struct opt *rows, const char *name);

/* The rows as help lines, at most width columns wide. */
void opt_print_help(FILE *out, const struct opt *rows, unsigned width);

/*
 * Print the words of text from column indent on and end the line, breaking
 * lines before width; at is the column that the line has reached already.
 */
void opt_print_wrapped(FILE *out, const char *text, unsigned indent,
    unsigned at, unsigned width);

void opt_list_fini(struct opt_list *list);

#endif
