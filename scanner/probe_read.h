/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * From the elements of a parsed XML document to probes.
 */
#ifndef SCANNER_PROBE_READ_H
#define SCANNER_PROBE_READ_H

#include "base/err.h"
#include "base/xmllib.h"
#include "scanner/probe.h"

/*
 * Append the probes below the root element to a set that holds nothing else.
 * Elements that the reader does not know are passed over: the schema is
 * there to refuse them.  On failure the set may hold some of the probes.
 */
int probe_read_root(struct probe_set *set, const xmlNode *root,
    const char *origin, struct err *err) __attribute__((warn_unused_result));

#endif
