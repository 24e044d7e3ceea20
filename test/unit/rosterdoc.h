/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Random inventories as a document can tell them: what was written from one
 * and read back must be the same.
 */
#ifndef TEST_UNIT_ROSTERDOC_H
#define TEST_UNIT_ROSTERDOC_H

#include "test/unit/roster.h"

/*
 * At most n machines, each address once in a part, in order, texts clean and
 * times of milliseconds; and a sweep and links with numbers of all sizes.
 */
void rosterdoc_fill(struct roster *roster, uint64_t seed, size_t n);

#endif
