/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Where the address cache is, when nobody says.
 */
#ifndef CACHE_CACHE_PATH_H
#define CACHE_CACHE_PATH_H

/*
 * given (--cache), else $ROLLCALL_CACHE, else $STATE_DIRECTORY/cache.db,
 * else /var/lib/rollcall/cache.db for root, else
 * $XDG_STATE_HOME (~/.local/state)/rollcall/cache.db.  The caller frees it.
 */
char *cache_path(const char *given);

#endif
