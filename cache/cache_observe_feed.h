/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What cache_observe.c has in hand while it writes, and the tables that
 * statements read of it.  Private to these two.
 */
#ifndef CACHE_CACHE_OBSERVE_FEED_H
#define CACHE_CACHE_OBSERVE_FEED_H

#include "cache/cache_private.h"
#include "cache/identity.h"

/* A host that shows life, and its observations, borrowed. */
struct observe_host {
	struct host host;
	const struct observation *const *in;
	size_t n;
};

/* A service that has changed. */
struct observe_service {
	const struct host *host;
	size_t at;
};

/* A mark that was not known of its host. */
struct observe_mark {
	enum identity_kind kind;
	const char *value;
	const struct addr *addr;
};

/* A part of a batch, in the order of addresses. */
struct observe {
	struct cache *cache;
	int64_t sweep;
	const struct observation *const *in;
	size_t n;
	struct observe_host *host;
	size_t n_hosts;
	const struct host **changed;      /* whose own row is to be written */
	const struct observation **named; /* that say a name */
	size_t n_named;
	struct observe_service *service;
	size_t n_services, services_cap;
	struct observe_mark *mark;
	size_t n_marks, marks_cap;
};

#endif
