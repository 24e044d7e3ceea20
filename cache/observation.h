/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One fact learned about one address by one probe at one time.  A value:
 * transports make them, the store keeps them, merge and verdict read them.
 */
#ifndef CACHE_OBSERVATION_H
#define CACHE_OBSERVATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/net.h"

#define OBSERVATION_FIELDS_MAX 16
#define OBSERVATION_RAW_MAX    2048 /* bytes of a reply that are kept */
#define OBSERVATION_NO_RTT     UINT32_MAX
/* As icmp_type: no ICMP came, icmp_code is this machine's own errno. */
#define OBSERVATION_OWN_ERRNO 256
/* Why somebody was not asked: the window of the link closed. */
#define OBSERVATION_NOT_ASKED_WINDOW "window"

/*
 * In order of what they prove about the host; a lower one is stronger.
 * The numbers are stored: append only.
 */
enum observation_kind {
	OBSERVATION_REPLY = 0,       /* bytes came back */
	OBSERVATION_OPEN = 1,        /* TCP accepted, and nothing was said */
	OBSERVATION_REFUSED = 2,     /* RST or ICMP port unreachable */
	OBSERVATION_PROHIBITED = 3,  /* ICMP administratively prohibited */
	OBSERVATION_UNREACHABLE = 4, /* ICMP host or net unreachable */
	OBSERVATION_SILENT = 5,      /* asked, every try, and nothing came */
	OBSERVATION_EXCLUDED = 6,    /* expected, and excluded by the user */
	OBSERVATION_NOT_ASKED = 7,   /* expected; the sweep ended before */
	OBSERVATION_NAMED = 8,       /* a name server knows a name for it */
	/* ARP or NDP of this machine was answered, with the MAC address that
	   is in match, or not answered, without one.  That proves a machine
	   or none, but no service. */
	OBSERVATION_NEIGHBOUR = 9,
};

#define OBSERVATION_N_KINDS 10

/*
 * What a matched reply proves about the machine.  Higher is stronger.  The
 * numbers are stored: append only.
 */
enum observation_role {
	OBSERVATION_ROLE_NONE = 0,
	OBSERVATION_ROLE_ALIVE = 1,        /* there, but no agent */
	OBSERVATION_ROLE_UNIDENTIFIED = 2, /* open, or somebody else's */
	OBSERVATION_ROLE_CLIENT = 3,
	OBSERVATION_ROLE_SERVER = 4,
};

/* A field that a pattern took from a reply: cleaned UTF-8, no controls. */
struct observation_field {
	const char *name, *value;
};

/* All pointers are borrowed for the call that an observation is given to. */
struct observation {
	struct addr addr;
	const char *probe; /* "pds" */
	enum net_protocol protocol;
	uint16_t port; /* that was asked */
	enum observation_kind kind;
	enum observation_role role; /* what this proves by itself */
	int64_t time_us;            /* wall clock */
	uint32_t rtt_us;            /* OBSERVATION_NO_RTT: not known */
	struct addr from; /* who said it, when not addr; else family 0 */
	int icmp_type, icmp_code; /* -1: none; or OBSERVATION_OWN_ERRNO */
	unsigned tries;           /* how often it was asked until then */
	/* The pattern that matched, or NULL; of NOT_ASKED: why, or NULL. */
	const char *match;
	const char *name; /* the machine's name in the reply, or NULL */
	struct observation_field field[OBSERVATION_FIELDS_MAX];
	size_t n_fields;
	const uint8_t *raw; /* the reply as it came, or NULL */
	size_t raw_len;
};

/* "reply", "open", "refused", ...: as in the inventory. */
const char *observation_kind_name(enum observation_kind kind);

/* "server", "client", "unidentified", "alive", "none". */
const char *observation_role_name(enum observation_role role);

/* Whether this kind can prove that a machine is at the address. */
bool observation_is_life(enum observation_kind kind);

/*
 * Whether it does prove that.  What somebody else said does not: many
 * firewalls reject with "port unreachable" from their own address.
 */
bool observation_proves_life(const struct observation *observation);

/* Whether it proves more than that a machine is there: some service. */
bool observation_is_answer(const struct observation *observation);

/* The field of that name, or NULL. */
const char *observation_field_value(const struct observation *observation,
    const char *name);

#endif
