/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Probes as data: what is sent, what its reply must look like, and what a
 * match proves.  Loaded from probes.xml (scanner/probe_load.c); matched by
 * PCRE2 (scanner/pattern.c).  Pure once loaded: no clock, no sockets.
 */
#ifndef SCANNER_PROBE_H
#define SCANNER_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/net.h"
#include "cache/observation.h"

#define PROBE_PORTS_MAX      8
#define PROBE_REQUEST_MAX    267 /* facts 5: CVE-2007-1674 */
#define PROBE_FOLLOW_UPS_MAX 8
#define PROBE_REPLY_MAX      OBSERVATION_RAW_MAX

struct pattern; /* a compiled pattern with its fields: scanner/pattern.h */

/* Ask another probe (or this one) on a port, after an answer to this one. */
struct probe_follow_up {
	char *probe; /* resolved by name when the set is complete */
	uint16_t port;
	/*
	 * When to ask: only where the probe named here got no answer on its
	 * own first port.  NULL: always.
	 */
	char *unless_answered;
};

struct probe {
	char *name;    /* "pds"; [a-z0-9-], unique in its set */
	char *summary; /* one line for people */
	enum net_protocol protocol;
	uint16_t port[PROBE_PORTS_MAX]; /* the first n_default are asked */
	size_t n_ports, n_default;
	bool is_default;  /* part of a sweep that names no probe */
	uint8_t *request; /* what is sent; NULL and 0: connect only */
	size_t request_len;
	size_t reply_len; /* expected, for the budget: bytes of payload */
	struct pattern **pattern; /* tried in this order */
	size_t n_patterns;
	struct probe_follow_up follow_up[PROBE_FOLLOW_UPS_MAX];
	size_t n_follow_ups;
	char *origin; /* the file it came from, for messages */
};

struct probe_set {
	struct probe **probe;
	size_t n, cap;
};

/* clang-format off */
#define PROBE_SET_INIT { NULL, 0, 0 }
/* clang-format on */

/* What a reply turned out to be; strings are owned: probe_match_fini(). */
struct probe_match {
	const char *pattern; /* its name, borrowed from the probe; or NULL */
	enum observation_role role;
	uint16_t tcp_port; /* from a field of type tcp-port; 0: none */
	const char *name;  /* the machine's name: borrowed from field */
	struct observation_field field[OBSERVATION_FIELDS_MAX];
	size_t n_fields;
};

/* The probes that rollcall ships, compiled into the program. */
int probe_set_add_shipped(struct probe_set *set, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Add the probes of an XML file.  A probe with a name that the set has
 * already replaces it.  ERR_INPUT names file, line and value.
 */
int probe_set_add_file(struct probe_set *set, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Check what only a complete set can show (follow-ups name a probe that is
 * there); call after the last add.
 */
int probe_set_check(const struct probe_set *set, struct err *err)
    __attribute__((warn_unused_result));

void probe_set_fini(struct probe_set *set);

/* The probe of that name, or NULL. */
const struct probe *probe_find(const struct probe_set *set, const char *name);

/*
 * Try the probe's patterns on a reply of len bytes (at most
 * PROBE_REPLY_MAX).  Always fills match; returns whether one matched.  When
 * none did, role is unidentified: an answer nobody can explain.
 */
bool probe_match(const struct probe *probe, const uint8_t *reply, size_t len,
    struct probe_match *match);

void probe_match_fini(struct probe_match *match);

#endif
