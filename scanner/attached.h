/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The subnets that this machine stands in.
 */
#ifndef SCANNER_ATTACHED_H
#define SCANNER_ATTACHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/addr.h"

struct attached_net {
	struct prefix prefix;
	struct addr own; /* this machine's address there */
	unsigned ifindex;
	bool is_loopback, is_point_to_point;
	bool has_broadcast, has_multicast; /* the interface can */
};

/* Those of all interfaces that are up; the caller frees the array.
 * ERR_SYSTEM. */
int attached_nets(struct attached_net **net, size_t *n, struct err *err)
    __attribute__((warn_unused_result));

/* Their prefixes, loopback left out; the caller frees the array. */
int attached_prefixes(struct prefix **prefix, size_t *n, struct err *err)
    __attribute__((warn_unused_result));

#endif
