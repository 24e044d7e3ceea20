/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The probes of probes.xml as constants, so that a program which uses no
 * others reads no XML.  The table is made from the file by "make golden",
 * and "make check" holds the two against each other.
 */
#ifndef SCANNER_PROBE_SHIPPED_H
#define SCANNER_PROBE_SHIPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scanner/probe.h"

/* As struct pattern_field, with the name of its type. */
struct probe_shipped_field {
	const char *name, *type;
	unsigned group;
};

/* As struct pattern_length; type NULL: no such rule. */
struct probe_shipped_length {
	const char *type;
	unsigned group;
	uint32_t factor, offset;
	bool is_equal;
};

/* As struct pattern, with the text of its regex. */
struct probe_shipped_pattern {
	const char *name, *meaning, *regex;
	bool is_extended;
	enum observation_role role;
	struct probe_shipped_length length;
	const struct probe_shipped_field *field;
	size_t n_fields;
};

/* As struct probe_follow_up. */
struct probe_shipped_follow_up {
	const char *probe;
	uint16_t port;
	const char *unless_answered;
};

/* As struct probe. */
struct probe_shipped {
	const char *name, *summary;
	enum net_protocol protocol;
	uint16_t port[PROBE_PORTS_MAX];
	size_t n_ports, n_default;
	bool is_default, is_broadcast;
	struct addr group;
	const char *request; /* bytes; NULL: connect only */
	size_t request_len, reply_len;
	const struct probe_shipped_pattern *pattern;
	size_t n_patterns;
	const struct probe_shipped_follow_up *follow_up;
	size_t n_follow_ups;
};

/* In the order of the file: probe_shipped_table.c. */
extern const struct probe_shipped probe_shipped_table[];
extern const size_t probe_shipped_table_n;

/* Append them all to a set that holds nothing else. */
void probe_shipped_add(struct probe_set *set);

#endif
