/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The grammar of name/address lists: bytes in chunks of any size become
 * records.  Pure, and of constant memory for a file of any size.
 *
 * Life cycle: grammar_new(), grammar_feed() as often as there are bytes,
 * grammar_finish(), grammar_free().  What a record is does not depend on how
 * the bytes were cut into chunks.
 */
#ifndef IMPORTER_GRAMMAR_H
#define IMPORTER_GRAMMAR_H

#include "importer/pair.h"
#include "importer/record.h"

struct grammar;

/*
 * The rules are copied.  Where the bytes are UTF-8 by somebody's word
 * (is_utf8), a record that is not is bad; otherwise it is read as code page
 * 1252.
 */
struct grammar *grammar_new(const struct pair_rules *rules, bool is_utf8);

/* NULL is harmless. */
void grammar_free(struct grammar *grammar);

/* Whether the bytes are UTF-8 by somebody's word, from the next record on. */
void grammar_set_utf8(struct grammar *grammar, bool is_utf8);

/* Calls fn for each record that ends within these bytes; -1 when fn did. */
int grammar_feed(struct grammar *grammar, const void *bytes, size_t len,
    record_fn fn, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* The end of the file: the last record needs no separator. */
int grammar_finish(struct grammar *grammar, record_fn fn, void *arg,
    struct err *err) __attribute__((warn_unused_result));

#endif
