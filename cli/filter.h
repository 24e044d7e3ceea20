/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which machines of the address cache are wanted.
 */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "base/addr.h"
#include "cache/host.h"

/* As typed; what is not given lets every machine through. */
struct filter_options {
	int state;          /* enum host_state + 1; 0: any */
	int source;         /* enum host_source + 1; 0: any */
	const char *prefix; /* or NULL */
	const char *name;   /* a PCRE2 pattern, or NULL */
};

struct filter;

/* NULL and ERR_USAGE when prefix or pattern are wrong. */
struct filter *filter_new(const struct filter_options *options,
    struct err *err);

/* NULL is harmless. */
void filter_free(struct filter *filter);

/*
 * 1: wanted, 0: not; -1 when the pattern cannot be matched with a name in
 * reasonable time.
 */
int filter_wants(struct filter *filter, const struct host *host, int64_t now_us,
    uint64_t stale_after_s, struct err *err)
    __attribute__((warn_unused_result));

#endif
