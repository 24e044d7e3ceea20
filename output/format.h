/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The contract of an output format.  One const struct at the foot of its own
 * file, format_<name>.c, and one line in output/format_list.h.
 */
#ifndef OUTPUT_FORMAT_H
#define OUTPUT_FORMAT_H

#include <stdio.h>

#include "output/inventory.h"

struct format {
	const char *name;    /* what users type: "xml" */
	const char *summary; /* one line */
	const char *readers; /* what reads it: "xmllint, ..." */
	const char *suffix;  /* of a usual file name: ".xml" */
	/* Called once, before any host.  *state is the format's until end(). */
	int (*begin)(void **state, FILE *out, const struct inventory *inventory,
	    const struct inventory_view *view, struct err *err);
	/*
	 * Instead of begin(), in a format that writes more than one file: it
	 * is given the path as typed, opens what it needs, and keeps the
	 * promise that a file is whole or as it was.
	 */
	int (*begin_at)(void **state, const char *path,
	    const struct inventory *inventory,
	    const struct inventory_view *view, struct err *err);
	/* What is refused of a sweep with so many links, before it begins. */
	int (*check_links)(const char *path, size_t n_links, struct err *err);
	bool wants_changes; /* inventory.changes, which costs a comparison */
	bool wants_asks; /* inventory.ask, which costs a look at all answers */
	bool needs_folder; /* the path must be a folder's, absent or not */
	/* Called per host: sections in order, ascending addresses in each. */
	int (*host)(void *state, enum cache_section section,
	    const struct host *host, struct err *err);
	/*
	 * Always called if begin() succeeded; frees the state.  is_whole is
	 * false when a host could not be delivered: then the caller throws
	 * the document away, and nothing need be written.
	 */
	int (*end)(void *state, bool is_whole, struct err *err);
};

/* The format of that name, or NULL. */
const struct format *format_find(const char *name);

/* All formats; the last entry is NULL. */
const struct format *const *format_all(void);

/* Where a document goes; both are borrowed. */
struct format_request {
	const struct format *format;
	const char *path; /* "-": standard output */
};

/*
 * "FORMAT" or "FORMAT:FILE" as typed after -o.  The text is changed (the
 * colon becomes a NUL) and borrowed.  ERR_USAGE lists the formats.
 */
int format_request_parse(struct format_request *request, char *text,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Whether the request is for a folder: the format writes nothing else, or it
 * can write several files and the path ends with '/' or is a folder's.
 */
bool format_request_is_folder(const struct format_request *request);

/*
 * Refuse two documents for one place: ERR_USAGE.  format_write() does it too;
 * this is for those who want to know before a long piece of work.
 */
int format_check_requests(const struct format_request *request, size_t n,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Write the inventory in all n ways in one pass over its hosts.  Files
 * appear whole or not at all; those already finished stay.
 */
int format_write(const struct format_request *request, size_t n,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err) __attribute__((warn_unused_result));

#endif
