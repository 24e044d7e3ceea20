/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What we know of one machine, each piece with its source and time.
 *
 * Ownership: a struct host owns everything it points to; host_fini() frees
 * it.  Functions that take "const char *" copy what they keep.  A host with
 * an arena only borrows: its pieces go with the arena, and nothing may be
 * changed in it, merged into it or kept of it.
 */
#ifndef CACHE_HOST_H
#define CACHE_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "cache/observation.h"
#include "cache/verdict.h"

/*
 * Where a name came from, strongest first: the display name is the newest
 * one of the strongest source; of imported ones it is the first.  The
 * numbers are stored: append only.
 */
enum host_source {
	HOST_SOURCE_AGENT = 0, /* the machine said it: a pong's field */
	HOST_SOURCE_NETBIOS = 1,
	HOST_SOURCE_DNS = 2,
	HOST_SOURCE_IMPORT = 3,
};

enum host_state {
	HOST_IMPORTED, /* no sweep has confirmed it yet */
	HOST_CONFIRMED,
	HOST_STALE, /* confirmed once, but not for stale-after days */
};

struct host_name {
	char *value;
	enum host_source source;
	char *detail;    /* "pds", or "FILE:LINE" for an import */
	int64_t time_us; /* last heard, or imported */
	int64_t sweep;   /* 0: none */
};

/* The newest value of a field; older than its service: said earlier. */
struct host_field {
	char *name, *value;
	int64_t time_us;
};

/* The newest that is known of one port, as one probe saw it. */
struct host_service {
	char *probe;
	enum net_protocol protocol;
	uint16_t port;
	enum observation_kind kind; /* REPLY, OPEN or REFUSED */
	enum observation_role role; /* what this proves by itself */
	char *match;                /* pattern name or NULL */
	uint32_t rtt_us;
	int64_t time_us;
	int64_t sweep;
	struct host_field *field; /* by name */
	size_t n_fields, fields_cap;
	uint8_t *raw; /* kept when no pattern matched; else NULL */
	size_t raw_len;
};

/*
 * Services stand in the order of protocol, port and probe, names in that of
 * source and value, so that equal knowledge is an equal struct.
 */
struct host {
	struct addr addr;
	enum observation_role role;      /* derived: merge_role() */
	enum observation_role best_role; /* the strongest ever proved */
	int64_t first_us, last_us;       /* signs of life; 0: never */
	int64_t imported_us;             /* 0: never */
	struct host_name *name;
	size_t n_names, names_cap;
	struct host_service *service;
	size_t n_services, services_cap;
	struct verdict verdict; /* in the sweep that is shown, if any */
	struct arena *arena;    /* whose the pieces are; NULL: the host's own */
};

void host_init(struct host *host, const struct addr *addr);
void host_fini(struct host *host);

/* Room for one name, or one service, more at the end; not zeroed. */
struct host_name *host_add_name(struct host *host);
struct host_service *host_add_service(struct host *host);

/* Release the fields of a service alone; of a host without an arena. */
void host_fini_fields(struct host_service *service);

/* The name to show, or NULL when none is known; borrowed from the host. */
const struct host_name *host_display_name(const struct host *host);

/* The newest value of a field in any service, or NULL; borrowed. */
const char *host_field_value(const struct host *host, const char *name);

/* "agent", "netbios", "dns", "import". */
const char *host_source_name(enum host_source source);

/* "imported", "confirmed", "stale". */
const char *host_state_name(enum host_state state);

/* stale_after_s 0 means never. */
enum host_state host_state_at(const struct host *host, int64_t now_us,
    uint64_t stale_after_s);

#endif
