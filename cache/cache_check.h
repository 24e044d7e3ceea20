/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whether a cache file is sound.
 */
#ifndef CACHE_CACHE_CHECK_H
#define CACHE_CACHE_CHECK_H

#include <stdbool.h>

#include "base/err.h"

/* One thing that was looked at: what it is, and how it was found. */
typedef void (*cache_check_fn)(bool is_right, const char *what, const char *how,
    void *arg);

/*
 * Look at everything, also where cache_open() would refuse the file; nothing
 * is changed.  Returns the number of things that are wrong, or -1 when there
 * is no such file.
 */
int cache_check(const char *path, cache_check_fn fn, void *arg, struct err *err)
    __attribute__((warn_unused_result));

#endif
