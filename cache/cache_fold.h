/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names compared without case, as the cache finds them.
 */
#ifndef CACHE_CACHE_FOLD_H
#define CACHE_CACHE_FOLD_H

/*
 * NULL when the name is plain ASCII, for which SQLite's NOCASE is enough;
 * otherwise the name in lower case, for the caller to free.
 */
char *cache_fold(const char *name);

#endif
