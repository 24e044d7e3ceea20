/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sides of a diff: sweeps of the cache, or inventories in files.
 */
#ifndef CLI_SIDE_H
#define CLI_SIDE_H

#include "cache/cache_diff.h"
#include "output/diff_write.h"

/* What a side is called and what it holds; name is owned. */
struct side {
	char *name;
	struct diff_title title;
	struct diff_side side;
};

/* clang-format off */
#define SIDE_INIT { NULL, { NULL, 0, 0, false }, DIFF_SIDE_INIT }
/* clang-format on */

/* Whether an operand means a sweep's number, not a file. */
bool side_is_sweep(const char *operand);

/* A sweep by its number; one that is not there is ERR_INPUT. */
int side_load_sweep(struct side *side, struct cache *cache, int64_t id,
    struct err *err) __attribute__((warn_unused_result));

/*
 * The newest sweep (id 0) or another one, and the one that it is best
 * compared with.  ERR_INPUT when there is nothing to compare.
 */
int side_load_newest(struct side *was, struct side *is, struct cache *cache,
    int64_t id, struct err *err) __attribute__((warn_unused_result));

/* An inventory that "-o xml" wrote. */
int side_load_file(struct side *side, const char *path, struct err *err)
    __attribute__((warn_unused_result));

void side_fini(struct side *side);

#endif
