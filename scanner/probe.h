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

#include "base/addr.h"
#include "base/err.h"
#include "base/net.h"
#include "base/text.h"
#include "cache/observation.h"

#define PROBE_PORTS_MAX      8
#define PROBE_PATTERNS_MAX   16
#define PROBE_REQUEST_MAX    267 /* more overflows UDP 65535: PROTOCOL.md */
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
	bool is_default;   /* part of a sweep that names no probe */
	bool is_broadcast; /* --mode local asks whole subnets by it */
	struct addr group; /* the same by multicast; family 0: by none */
	uint8_t *request;  /* what is sent; NULL and 0: connect only */
	size_t request_len;
	size_t reply_len; /* expected, for the budget: bytes of payload */
	struct pattern *pattern[PROBE_PATTERNS_MAX]; /* tried in order */
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

/*
 * What a reply turned out to be.  Names are borrowed from the probe, values
 * belong to the match: probe_match_fini().  A value is clean UTF-8, never
 * empty.
 */
struct probe_match {
	const char *pattern; /* its name, borrowed from the probe; or NULL */
	enum observation_role role;
	/*
	 * From a field of type tcp-port; 0: none.  A stranger chose it: send
	 * there only what probe_check_port() lets pass.
	 */
	uint16_t tcp_port;
	const char *name; /* the value of the field "name", or NULL */
	struct observation_field field[OBSERVATION_FIELDS_MAX];
	size_t n_fields;
	struct text values; /* what the fields' values point into */
};

/*
 * The probes that rollcall ships, compiled into the program; as with a file,
 * those of the same name are replaced.
 */
void probe_set_add_shipped(struct probe_set *set);

/*
 * Add the probes of an XML file ("-" is standard input), all or none.  A
 * probe with a name that the set has already replaces it.  ERR_INPUT and
 * ERR_LIMIT name file, line and value.
 */
int probe_set_add_file(struct probe_set *set, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Add every *.xml of a folder in the order of their names, each as above; the
 * first that fails ends it.  A folder that does not exist holds none.
 */
int probe_set_add_folder(struct probe_set *set, const char *folder,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Check what only a complete set can show: follow-ups name probes that are
 * there and ports that those may be sent to.  Call after the last add.
 * Follow-ups may go round in a circle (a asks b, b asks a): the engine asks
 * a probe on one port of an address once, which ends it.
 */
int probe_set_check(const struct probe_set *set, struct err *err)
    __attribute__((warn_unused_result));

/* Release; harmless on PROBE_SET_INIT and twice. */
void probe_set_fini(struct probe_set *set);

/* The probe of that name, or NULL. */
const struct probe *probe_find(const struct probe_set *set, const char *name);

/*
 * Whether the probe may be used on this port, whoever names it: the probe's
 * own entry, a follow-up, a user or a reply.  Port 0 is refused, and where
 * bytes would be written also the ports that no byte must reach and the
 * requests that a port must not get (scanner/PROTOCOL.md, "Never sent").
 * err may be NULL.
 */
int probe_check_port(const struct probe *probe, uint16_t port, struct err *err)
    __attribute__((warn_unused_result));

/* What a match of that pattern means, a sentence for people; NULL: none. */
const char *probe_meaning(const struct probe *probe, const char *pattern);

/*
 * Try the probe's patterns, in their order, on a reply of len bytes.  Always
 * fills match (no need to initialise it) and returns whether one matched.
 * When none did, or len is more than PROBE_REPLY_MAX, the role is
 * unidentified: an answer that nobody can explain.  Fields stand in the
 * order of the probe's entry.
 *
 * Not for two threads at once on one set: patterns reuse their memory.
 */
bool probe_match(const struct probe *probe, const uint8_t *reply, size_t len,
    struct probe_match *match);

void probe_match_fini(struct probe_match *match);

/* Whether a pattern matched, without taking anything from the reply. */
bool probe_is_match(const struct probe *probe, const uint8_t *reply,
    size_t len);

/* The tcp_port of a match that is known as an observation only. */
uint16_t probe_port_told(const struct probe *probe,
    const struct observation *reply);

#endif
