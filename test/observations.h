/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What tests of hosts share: random observations that repeat, and a host as
 * text.
 */
#ifndef TEST_OBSERVATIONS_H
#define TEST_OBSERVATIONS_H

#include "cache/host.h"

/* Numbers that repeat: a seed and a counter that starts at 0. */
struct observations_dice {
	uint64_t seed, n;
};

/* 0 to sides - 1. */
unsigned observations_roll(struct observations_dice *dice, unsigned sides);

/*
 * Some observation of 0.0.0.1, of any kind.  From small ranges on purpose,
 * so that ties and collisions are common.
 */
struct observation observations_random(struct observations_dice *dice);

/* All that is known of a host, and nothing else; the caller frees it. */
char *observations_dump_host(const struct host *host);

#endif
