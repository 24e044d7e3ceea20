/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A stranger's XML as a cursor that goes from element to element: nothing
 * fetched, nothing expanded, bounded, texts cleaned.  Private to
 * inventory_read.
 */
#ifndef OUTPUT_INVENTORY_READ_XML_H
#define OUTPUT_INVENTORY_READ_XML_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct inventory_read_xml;

/* Reads from the stream, which is the cursor's from now on, also on failure. */
struct inventory_read_xml *inventory_read_xml_new(FILE *in, const char *origin,
    struct err *err);
void inventory_read_xml_free(struct inventory_read_xml *x);

/* Go to the document's element.  A document type is refused. */
int inventory_read_xml_root(struct inventory_read_xml *x, struct err *err)
    __attribute__((warn_unused_result));

/* How deep the element at the cursor is; the root's depth is 0. */
int inventory_read_xml_depth(const struct inventory_read_xml *x);

/*
 * Go to the next child element of the element at this depth, which the cursor
 * stands on or in; what is deeper is passed over.  Returns 1, 0 when there
 * are no more (the element must not be asked again), or -1.
 */
int inventory_read_xml_child(struct inventory_read_xml *x, int depth,
    struct err *err) __attribute__((warn_unused_result));

/* After the root has ended: nothing may follow but comments. */
int inventory_read_xml_finish(struct inventory_read_xml *x, struct err *err)
    __attribute__((warn_unused_result));

/* Whether the cursor is on the element of that name in our namespace. */
bool inventory_read_xml_is(const struct inventory_read_xml *x,
    const char *name);

/*
 * The texts of all elements and attributes that are kept count against the
 * bound of one machine; this begins to count anew.
 */
void inventory_read_xml_forget(struct inventory_read_xml *x);

/* A thing that is kept costs this much besides its texts. */
int inventory_read_xml_charge(struct inventory_read_xml *x, size_t bytes,
    struct err *err) __attribute__((warn_unused_result));

/* The text of the element at the cursor, for the caller to free, or NULL. */
char *inventory_read_xml_text(struct inventory_read_xml *x, struct err *err);

/*
 * An attribute of the element at the cursor, for the caller to free.  NULL
 * and 0 when it is absent and may be.
 */
int inventory_read_xml_attr(struct inventory_read_xml *x, const char *name,
    bool is_optional, char **value, struct err *err)
    __attribute__((warn_unused_result));

/* The same for a number; absent leaves *value as it is. */
int inventory_read_xml_u64(struct inventory_read_xml *x, const char *name,
    bool is_optional, uint64_t min, uint64_t max, uint64_t *value,
    struct err *err) __attribute__((warn_unused_result));

/*
 * The same for a decimal that must be there, in units of so many decimals;
 * more of them are dropped.
 */
int inventory_read_xml_share(struct inventory_read_xml *x, const char *name,
    unsigned decimals, uint64_t *value, struct err *err)
    __attribute__((warn_unused_result));

/* The same for a time, in microseconds. */
int inventory_read_xml_time(struct inventory_read_xml *x, const char *name,
    bool is_optional, int64_t *wall_us, struct err *err)
    __attribute__((warn_unused_result));

/* Set *err, with origin and line in front; -1. */
int inventory_read_xml_refuse(const struct inventory_read_xml *x,
    struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
