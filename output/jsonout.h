/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * JSON (RFC 8259) to a stream.  Every text goes through utf8_clean() here,
 * and nobody who calls can forget it.
 *
 * A stream that refuses bytes is the caller's to notice: ferror().
 */
#ifndef OUTPUT_JSONOUT_H
#define OUTPUT_JSONOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/text.h"

#define JSONOUT_DEPTH_MAX 16

struct jsonout {
	FILE *out; /* borrowed */
	bool is_indented;
	unsigned depth;                  /* of open objects and arrays */
	char closing[JSONOUT_DEPTH_MAX]; /* what ends each */
	bool has_content[JSONOUT_DEPTH_MAX];
	struct text clean; /* one text at a time, memory kept */
};

/* Indented by a blank and many lines, or all on one line. */
void jsonout_init(struct jsonout *j, FILE *out, bool is_indented);
void jsonout_fini(struct jsonout *j);

/*
 * A value follows: in an object under that key, in an array or at the top
 * with key NULL.  Keys are the program's own constants.
 */
void jsonout_object(struct jsonout *j, const char *key);
void jsonout_array(struct jsonout *j, const char *key);
void jsonout_end(struct jsonout *j); /* of the innermost of these */

/* A NULL text is null. */
void jsonout_text(struct jsonout *j, const char *key, const char *text);
void jsonout_u64(struct jsonout *j, const char *key, uint64_t value);
/* As piece_share(). */
void jsonout_share(struct jsonout *j, const char *key, uint64_t n,
    unsigned decimals);
/* 0 stands for "not known" in our structs: null. */
void jsonout_known(struct jsonout *j, const char *key, uint64_t value);
void jsonout_bool(struct jsonout *j, const char *key, bool value);
/* As piece_time(); 0, which is "never", is null. */
void jsonout_time(struct jsonout *j, const char *key, int64_t wall_us);
void jsonout_hex(struct jsonout *j, const char *key, const uint8_t *bytes,
    size_t len);

#endif
