/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who may write the cache file: its owner, nobody else.  Private to cache/.
 */
#ifndef CACHE_CACHE_GUARD_H
#define CACHE_CACHE_GUARD_H

#include "base/err.h"

#define CACHE_GUARD_MODE 0640 /* the owner writes, the group reads */

/*
 * Refuse a path that is missing, is no regular file, or that others may
 * write: by its own mode, or by that of its folder (sticky ones are fine).
 */
int cache_guard_check(const char *path, struct err *err)
    __attribute__((warn_unused_result));

/* Make an empty file of mode 0640, and its folders, if there is none. */
int cache_guard_create(const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif
