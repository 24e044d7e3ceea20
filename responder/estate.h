/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A simulated estate: which addresses exist, what each of them is and what
 * it says.  Everything is a pure function of the estate file and the
 * address, so that a test knows exactly who must be found.
 */
#ifndef RESPONDER_ESTATE_H
#define RESPONDER_ESTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "responder/pds_pong.h"

#define ESTATE_NAME_CAP     PDS_PONG_NAME_CAP
#define ESTATE_DELAY_MAX_MS 10000
#define ESTATE_ANSWER_MAX   1400
#define ESTATE_PREFIX_MAX   4096
#define ESTATE_LISTED_MAX   65536
/* Addresses in prefixes that have shares: a /8. */
#define ESTATE_SHARED_MAX (UINT64_C(1) << 24)

enum estate_class {
	ESTATE_SILENT,   /* nobody there, or a host that answers nothing */
	ESTATE_SERVER,   /* pong and Rtvscan hello */
	ESTATE_CLIENT,   /* Rtvscan hello; port unreachable for pings */
	ESTATE_OPEN,     /* 2967 accepts and says nothing */
	ESTATE_GUP,      /* 2967 speaks HTTP, as a SEP GUP does */
	ESTATE_REFUSING, /* alive, but no agent: RST, port unreachable */
	ESTATE_N_CLASSES,
};

/* What counts for all addresses of a prefix. */
struct estate_rule {
	struct prefix prefix;
	uint64_t share[ESTATE_N_CLASSES]; /* of 2^32, SILENT's unused */
	uint32_t delay_min_ms, delay_max_ms;
	char names[ESTATE_NAME_CAP]; /* {hex}, {index} and {class} */
};

/* Bytes that a listed host sends in place of its own. */
struct estate_bytes {
	uint8_t *data; /* NULL: none given */
	size_t len;
};

/* One host that the file lists; it wins over the shares. */
struct estate_listed {
	struct addr addr;
	enum estate_class class;
	unsigned line;              /* of the file, for messages */
	char name[ESTATE_NAME_CAP]; /* "" follows the pattern */
	struct estate_bytes pong, answer;
};

/* Rules and lists are sorted by address once estate_seal() was called. */
struct estate {
	uint64_t seed;
	struct estate_rule *rule;
	size_t n_rules, rule_cap;
	struct estate_listed *listed;
	size_t n_listed, listed_cap;
};

/* All that is known of one address. */
struct estate_host {
	struct addr addr;
	enum estate_class class;
	uint32_t delay_us;
	struct pds_pong_host pds;
	const struct estate_listed *listed; /* NULL when not listed */
};

/* A position in the ascending order of addresses. */
struct estate_walk {
	const struct estate *estate;
	size_t rule, listed;
	uint64_t offset; /* in the rule's prefix */
	bool with_silent;
};

void estate_init(struct estate *estate);
void estate_fini(struct estate *estate);

/*
 * Sort and check: prefixes do not overlap, listed hosts lie in one of them
 * and are listed once, shares are not more than the whole.  ERR_INPUT.
 */
int estate_seal(struct estate *estate, struct err *err)
    __attribute__((warn_unused_result));

/* ESTATE_SILENT for an address outside the estate. */
enum estate_class estate_class_of(const struct estate *estate,
    const struct addr *addr);

/*
 * Everything of one address; names, MACs, GUIDs and delays are given to
 * silent ones too.  False for an address outside the estate.
 */
bool estate_look_up(const struct estate *estate, const struct addr *addr,
    struct estate_host *host);

/* "server", "client", "open", "gup", "refusing" or "silent". */
const char *estate_class_name(enum estate_class class);

/*
 * From the lowest address on.  Silent addresses come only from prefixes that
 * have shares or from the list.
 */
void estate_walk_init(struct estate_walk *walk, const struct estate *estate,
    bool with_silent);
bool estate_walk_next(struct estate_walk *walk, struct addr *addr,
    enum estate_class *class);

/* Whether any address of the rule's prefix can exist by share. */
bool estate_rule_has_shares(const struct estate_rule *rule);

#endif
