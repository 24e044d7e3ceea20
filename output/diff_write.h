/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A diff as a document: for people, as JSON and as XML.
 */
#ifndef OUTPUT_DIFF_WRITE_H
#define OUTPUT_DIFF_WRITE_H

#include <stdio.h>

#include "cache/diff.h"

/* What a side is called: "sweep 12", or a file. */
struct diff_title {
	const char *name;
	int64_t sweep;   /* 0: not known */
	int64_t time_us; /* when it was begun; 0: not known */
	bool is_complete;
};

/* All borrowed. */
struct diff_document {
	const struct diff *diff;
	struct diff_title was, is;
	const char *generator; /* "rollcall 0.1.0" */
};

/* Named as users type them: "text", "json", "xml". */
struct diff_format {
	const char *name;
	/* The stream is flushed and checked by the caller. */
	int (*write)(FILE *out, const struct diff_document *document,
	    struct err *err);
};

/* All of them; the last one's name is NULL. */
extern const struct diff_format diff_write_formats[];

/* The one of that name, or NULL. */
const struct diff_format *diff_write_find(const char *name);

/* The parts of diff_write_formats. */
int diff_write_text(FILE *out, const struct diff_document *document,
    struct err *err) __attribute__((warn_unused_result));
int diff_json_write(FILE *out, const struct diff_document *document,
    struct err *err) __attribute__((warn_unused_result));
int diff_xml_write(FILE *out, const struct diff_document *document,
    struct err *err) __attribute__((warn_unused_result));

/* The role that a machine showed: "server", "client", ... */
const char *diff_write_role(const struct diff_item *item);

#endif
