/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who answered ARP or neighbour discovery on the attached networks, by the
 * kernel's own table: a silent machine that did is on.
 */
#ifndef CLI_NEIGHBOURS_H
#define CLI_NEIGHBOURS_H

#include "base/rangeset.h"
#include "cache/observation.h"

/*
 * Call fn with an observation (borrowed) for each of these addresses that the
 * kernel holds for reachable, with the MAC address as its match, or has asked
 * for in vain, without one.  Where the kernel tells nothing, nothing is
 * known: that is no error.
 */
void neighbours_each(const struct rangeset *addrs,
    void (*fn)(const struct observation *observation, void *arg), void *arg);

#endif
