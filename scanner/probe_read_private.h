/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the readers of probe elements share; for scanner/probe_read*.c only.
 */
#ifndef SCANNER_PROBE_READ_PRIVATE_H
#define SCANNER_PROBE_READ_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/xmllib.h"
#include "scanner/probe.h"

struct probe_read {
	struct probe_set *set;
	const char *origin;
	struct probe *probe;     /* being read */
	struct pattern *pattern; /* being read */
	struct err *err;
};

/* A kind of element: how often it may stand, and who reads it. */
struct probe_read_part {
	const char *name;
	bool is_required, is_repeated;
	int (*read)(struct probe_read *reader, xmlNode *node);
};

#define PROBE_READ_N(parts) (sizeof(parts) / sizeof((parts)[0]))

/*
 * Put "FILE:LINE: " in front of the error, which is from now on one of the
 * file; returns -1.
 */
int probe_read_at(struct probe_read *reader, const xmlNode *node);

/* Names become words on command lines and in documents. */
int probe_read_check_name(struct probe_read *reader, const char *what,
    const char *name) __attribute__((warn_unused_result));

/*
 * Read the children kind by kind, in the order of the parts and not of the
 * document: a request is known before its ports are judged.
 */
int probe_read_parts(struct probe_read *reader, const xmlNode *parent,
    const struct probe_read_part *parts, size_t n_parts)
    __attribute__((warn_unused_result));

/* Read a <pattern> into the probe (probe_read_pattern.c). */
int probe_read_pattern(struct probe_read *reader, xmlNode *node)
    __attribute__((warn_unused_result));

#endif
