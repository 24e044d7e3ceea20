/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Probes from XML.
 */
#ifndef SCANNER_PROBE_LOAD_H
#define SCANNER_PROBE_LOAD_H

#include <stddef.h>

#include "base/err.h"
#include "scanner/probe.h"

#define PROBE_LOAD_XML_MAX (1024 * 1024) /* bytes of one file */

/*
 * Append the probes of one XML text to a set that holds nothing else (names
 * must be unique in it).  No network, no DTD, no entities; every value is
 * checked, and the whole against probes.rng.  On failure the set may hold
 * some of them: the caller drops it.  origin names the text in messages.
 */
int probe_load_xml(struct probe_set *set, const char *xml, size_t len,
    const char *origin, struct err *err) __attribute__((warn_unused_result));

#endif
