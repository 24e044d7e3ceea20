/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which name servers a sweep asks.
 */
#ifndef CLI_DNS_H
#define CLI_DNS_H

#include "base/opt.h"
#include "scanner/lookup.h"

#define DNS_FILE     "/etc/resolv.conf"
#define DNS_FILE_MAX (64u << 10) /* bytes */

struct dns {
	struct addr server[LOOKUP_SERVERS_MAX];
	size_t n;
};

/*
 * Those that were given (--dns), or else those of path, which need not be
 * there.  ERR_USAGE for what is no address, and for one too many.
 */
int dns_make(struct dns *dns, const struct opt_list *given, const char *path,
    struct err *err) __attribute__((warn_unused_result));

#endif
