/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Inventories made by hand, for the tests of the formats: an office as one
 * finds it, one where every text is hostile, and random ones.
 */
#ifndef TEST_UNIT_ROSTER_H
#define TEST_UNIT_ROSTER_H

#include "output/format.h"

struct roster_host {
	enum cache_section section;
	struct host host;
};

struct roster {
	struct inventory inventory; /* its source is this roster */
	struct cache_sweep sweep;
	struct cache_ledger link[2];
	struct cache_ask ask[2];  /* pds by UDP, rtvscan by TCP */
	struct roster_host *host; /* in the order they are delivered */
	size_t n, cap;
	size_t fail_after; /* each() fails after so many hosts; 0: never */
};

/* A complete sweep of one /24 that has found nobody yet. */
void roster_init(struct roster *roster);
void roster_fini(struct roster *roster);

/* Borrowed, and valid until the next one is added. */
struct host *roster_add(struct roster *roster, enum cache_section section,
    const char *address);
void roster_name(struct host *host, enum host_source source, const char *detail,
    const char *value);
struct host_service *roster_service(struct host *host, const char *probe,
    enum net_protocol protocol, uint16_t port, enum observation_kind kind,
    enum observation_role role);
void roster_field(struct host_service *service, const char *name,
    const char *value);

/* Every section, every kind of service and most verdicts. */
void roster_add_office(struct roster *roster);

/* One host per hostile text, the text in every place that takes one. */
void roster_add_hostile(struct roster *roster);

/* n hosts with texts of random bytes; the same for the same seed. */
void roster_add_random(struct roster *roster, uint64_t seed, size_t n);

/* The document, to be freed; NULL when the format failed. */
char *roster_write(const struct roster *roster, const struct format *format,
    struct inventory_view view);

/* The same for a document that holds NULs. */
char *roster_write_len(const struct roster *roster, const struct format *format,
    struct inventory_view view, size_t *len);

#endif
