/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine for people: each piece with its source and its time.
 */
#ifndef CLI_HOST_PRINT_H
#define CLI_HOST_PRINT_H

#include <stdint.h>
#include <stdio.h>

#include "cache/host.h"

void host_print(FILE *out, const struct host *host, uint64_t stale_after_s,
    int64_t now_us);

#endif
