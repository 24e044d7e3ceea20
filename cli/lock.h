/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One sweep per link at a time, since two would take its share twice.  A
 * lock is a file beside the address cache, locked by flock(2): the kernel
 * lets go of it when its process ends, however that ends, so that none can
 * be left behind.  The file stays and says who has, or had, the link.
 */
#ifndef CLI_LOCK_H
#define CLI_LOCK_H

#include "base/rangeset.h"
#include "scanner/link.h"

struct lock_set {
	int *fd; /* owned */
	size_t n, cap;
};

/* clang-format off */
#define LOCK_SET_INIT { NULL, 0, 0 }
/* clang-format on */

/* Who asks: for the next one's message. */
struct lock_holder {
	const char *sweep; /* the name of a [sweep NAME], or NULL */
	int64_t started_us;
};

/*
 * Lock every link that has a capacity and any of the addresses; without one
 * there is no share that could be taken twice.  cache_path is where the
 * address cache is, or would be.  ERR_NETWORK names the holder.  Release the
 * set in either case.
 */
int lock_links(struct lock_set *set, const char *cache_path,
    const struct link_table *links, const struct rangeset *asked,
    const struct lock_holder *holder, struct err *err)
    __attribute__((warn_unused_result));

void lock_set_fini(struct lock_set *set);

#endif
