/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of a web page, written as XHTML so that an XML parser can check it.
 *
 * html_text() is the gate: whatever comes from the network, a file or the
 * command line goes through it and nothing else does.  The rest is the
 * program's own text and goes in with text_add().
 */
#ifndef OUTPUT_HTML_H
#define OUTPUT_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Append a text from outside: cleaned (utf8_clean()) and escaped, fit for
 * content and for attributes in double quotes.  NULL appends nothing.
 */
void html_text(struct text *out, const char *text);

void html_addr(struct text *out, const struct addr *addr);

/* "192.0.2.0/24" */
void html_prefix(struct text *out, const struct addr *base, unsigned len);

/* "37,500" */
void html_number(struct text *out, uint64_t n);

/* "1 server", "2 servers" */
void html_count(struct text *out, uint64_t n, const char *one,
    const char *many);

/* "2026-01-09 11:00:04" (UTC), or nothing for 0. */
void html_time(struct text *out, int64_t wall_us);

/* "56 kbit/s", "1.5 Mbit/s" */
void html_bits(struct text *out, uint64_t bits_per_s);

/*
 * Rows kept in a temporary file until what stands before them is known.  It
 * is made with the first byte; failures are remembered and told by
 * html_spool_check().
 */
struct html_spool {
	FILE *file;
	uint64_t len; /* bytes in it */
	int sys_errno;
};

/* Append the text and empty it. */
void html_spool_put(struct html_spool *spool, struct text *text);
int html_spool_check(const struct html_spool *spool, struct err *err)
    __attribute__((warn_unused_result));

/* Read len bytes at a place in the spool; false when they are not there. */
bool html_spool_get(struct html_spool *spool, uint64_t at, void *bytes,
    size_t len);

/* Copy all of it to the stream; errors of the stream are its own. */
void html_spool_copy(struct html_spool *spool, FILE *out);
void html_spool_fini(struct html_spool *spool);

#endif
