/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Values of the XML nodes that make up a probe, ready to be checked, quoted
 * and shown: one line each, clean, blanks run together.  Returned strings
 * are the caller's.  Errors do not yet name file and line.
 */
#ifndef SCANNER_PROBE_NODE_H
#define SCANNER_PROBE_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/xmllib.h"

#define PROBE_NODE_NS "urn:rollcall:probes:1"

/* Whether it is the element of that name in the probes' namespace. */
bool probe_node_is(const xmlNode *node, const char *name);

/* What stands in the element; "" when nothing does. */
char *probe_node_content(const xmlNode *node);

/* The same as it stands, line ends too; only blanks around it go. */
char *probe_node_raw(const xmlNode *node);

/* The attribute's value, or NULL when it is not there. */
char *probe_node_attribute(const xmlNode *node, const char *name);

/* The same for an attribute that must be there; NULL on failure. */
char *probe_node_required(const xmlNode *node, const char *name,
    struct err *err) __attribute__((warn_unused_result));

/* "true" or "false"; false when the attribute is not there. */
int probe_node_bool(const xmlNode *node, const char *name, bool *value,
    struct err *err) __attribute__((warn_unused_result));

/* 0 to max; *number stays as it is when the attribute is not there. */
int probe_node_number(const xmlNode *node, const char *name, uint32_t max,
    uint32_t *number, struct err *err) __attribute__((warn_unused_result));

/*
 * The start tag as it might stand in the file, for messages: name,
 * attributes and values.  Long ones are cut.
 */
char *probe_node_tag(const xmlNode *node);

#endif
