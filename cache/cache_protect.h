/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The owner writes, the group reads: what Reset ACL was for.
 */
#ifndef CACHE_CACHE_PROTECT_H
#define CACHE_CACHE_PROTECT_H

#include "base/err.h"

/* Called with a sentence for each thing that was changed. */
typedef void (*cache_protect_fn)(const char *done, void *arg);

/*
 * The owner writes and the group reads, nobody else does either: mode 0640
 * for the file, its -wal and its -shm, which are made where they are
 * missing, so that the group can read while nobody writes; and others may
 * not write the folder (one with the sticky bit stays as it is).  Only the
 * owner can do this.
 */
int cache_protect(const char *path, cache_protect_fn fn, void *arg,
    struct err *err) __attribute__((warn_unused_result));

#endif
