/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The subnets that this machine stands in.
 */
#ifndef SCANNER_ATTACHED_H
#define SCANNER_ATTACHED_H

#include <stddef.h>

#include "base/addr.h"

/* The prefixes of all interfaces that are up, loopback left out; the caller
 * frees the array.  ERR_SYSTEM. */
int attached_prefixes(struct prefix **prefix, size_t *n, struct err *err)
    __attribute__((warn_unused_result));

#endif
