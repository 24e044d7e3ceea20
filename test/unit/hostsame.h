/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Two hosts compared, piece by piece.
 */
#ifndef TEST_UNIT_HOSTSAME_H
#define TEST_UNIT_HOSTSAME_H

#include "cache/host.h"

/* Assert that all is the same, in the same order. */
void hostsame_check(const struct host *a, const struct host *b);

#endif
