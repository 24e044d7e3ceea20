/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * XML documents read back, by libxml2: what an XPath finds, and whether a
 * schema of test/data takes them.
 */
#ifndef TEST_UNIT_XMLREAD_H
#define TEST_UNIT_XMLREAD_H

#include <stdbool.h>

/* Well formed, in one piece and without a single complaint. */
bool xmlread_is_well_formed(const char *document);

/*
 * The text of the first node that the XPath finds, or NULL; the caller frees
 * it.  Where the document has a default namespace, i: stands for it.
 */
char *xmlread_get(const char *document, const char *xpath);

/* How many nodes it finds. */
unsigned xmlread_count(const char *document, const char *xpath);

/* Against test/data/NAME, RELAX NG; the first complaint goes to stdout. */
bool xmlread_is_valid(const char *document, const char *name);

#endif
