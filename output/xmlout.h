/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * XML to a stream: a document that every parser reads, whatever texts it is
 * given.  Each is cleaned here as by utf8_clean() and escaped, so nobody who
 * calls can forget it; and what would be no document (an attribute after
 * text, a second outermost element) is a failure.
 *
 * The first failure is remembered and every later call is harmless: callers
 * write a whole element and ask xmlout_check() once.
 */
#ifndef OUTPUT_XMLOUT_H
#define OUTPUT_XMLOUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct xmlout;

/*
 * A document begins on the stream, which is borrowed; indented by a blank.
 * The stream gets it in blocks, the last one from xmlout_finish().
 */
struct xmlout *xmlout_new(FILE *out);

/* Harmless on NULL.  What has not been written by then is dropped. */
void xmlout_free(struct xmlout *x);

/* "<!DOCTYPE name>"; right after xmlout_new(). */
void xmlout_doctype(struct xmlout *x, const char *name);

/*
 * Names are the program's own constants and written as they are; an
 * element's is borrowed until the element ends.
 */
void xmlout_start(struct xmlout *x, const char *element);

/* The innermost open element ends; "<a/>" when nothing was in it. */
void xmlout_end(struct xmlout *x);

/* Attributes of the element just started; a NULL value writes nothing. */
void xmlout_attr(struct xmlout *x, const char *name, const char *value);
void xmlout_attr_u64(struct xmlout *x, const char *name, uint64_t value);

/*
 * xs:dateTime in UTC with milliseconds; a time outside the years 1970 to
 * 9999 becomes the nearest one inside.
 */
void xmlout_attr_time(struct xmlout *x, const char *name, int64_t wall_us);

/* Content of the innermost open element. */
void xmlout_text(struct xmlout *x, const char *text);
void xmlout_text_len(struct xmlout *x, const void *bytes, size_t len);
void xmlout_hex(struct xmlout *x, const uint8_t *bytes, size_t len);

/* Whether all went well until now. */
int xmlout_check(const struct xmlout *x, struct err *err)
    __attribute__((warn_unused_result));

/* End what is open and hand everything to the stream. */
int xmlout_finish(struct xmlout *x, struct err *err)
    __attribute__((warn_unused_result));

#endif
