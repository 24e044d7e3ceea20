/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Two sweeps over the offices of a large organisation, written into a cache:
 * 150 links of 250 machines, of which one in 15 is a server, and 2% changed
 * between the sweeps.  What changed is the same in each office.
 */
#ifndef TEST_OFFICE_H
#define TEST_OFFICE_H

#include "cache/cache.h"

#define OFFICE_LINKS    150
#define OFFICE_MACHINES 250 /* 10.20.LINK.1 and on */

/* The last octets of those that change. */
#define OFFICE_MOVED      10 /* to OFFICE_MOVED_TO */
#define OFFICE_GONE       20 /* silent now */
#define OFFICE_FIREWALLED 30 /* a firewall of the office prohibits it */
#define OFFICE_RENEWED    40 /* installed again: another device-id */
#define OFFICE_MOVED_TO   251
#define OFFICE_NEW        252
#define OFFICE_N_CHANGES  5 /* in each office: 2% */

/* -1 and *err when the cache cannot be written. */
int office_fill(struct cache *cache, unsigned n_links, struct err *err)
    __attribute__((warn_unused_result));

#endif
