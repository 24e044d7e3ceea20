/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The bytes of a file as UTF-8, in chunks of any size and in constant
 * memory: byte-order marks, UTF-16, and with --encoding whatever iconv knows.
 *
 * Bytes that mean nothing in the file's encoding come out as one byte 0xff,
 * which is never part of UTF-8, so that the reader behind refuses just the
 * record that they stand in.
 */
#ifndef IMPORTER_ENCODING_H
#define IMPORTER_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct encoding;

/* Takes converted bytes; -1 and *err stop the file. */
typedef int (
    *encoding_sink)(const void *bytes, size_t len, void *arg, struct err *err);

/*
 * name NULL: found out from the first bytes.  Else a name that iconv knows
 * ("CP850"); NULL and ERR_USAGE when it does not.
 */
struct encoding *encoding_new(const char *name, struct err *err);

/* NULL is harmless. */
void encoding_free(struct encoding *encoding);

/*
 * Whether what comes out claims to be UTF-8.  Without a name and without a
 * UTF-16 mark the bytes come out as they are.  Asked from within the sink.
 */
bool encoding_is_utf8(const struct encoding *encoding);

int encoding_feed(struct encoding *encoding, const void *bytes, size_t len,
    encoding_sink sink, void *arg, struct err *err)
    __attribute__((warn_unused_result));

/* The end of the file: what is left of a character cut short comes out. */
int encoding_finish(struct encoding *encoding, encoding_sink sink, void *arg,
    struct err *err) __attribute__((warn_unused_result));

#endif
