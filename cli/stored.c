/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The address cache for commands that only read it.
 */
#include "cli/stored.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cache/cache_path.h"

int
stored_open(struct cache **cache, const char *given, struct err *err)
{
	char *path = cache_path(given);
	int ret = 0;

	*cache = NULL;
	if (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)) {
		*cache = cache_open(path, CACHE_READ, err);
		ret = *cache == NULL ? -1 : 0;
	}
	free(path);
	return ret;
}

int
stored_need(struct cache **cache, const char *given, struct err *err)
{
	char *path;

	if (stored_open(cache, given, err) == -1)
		return -1;
	if (*cache != NULL)
		return 0;
	path = cache_path(given);
	err_set(err, ERR_CACHE,
	    "there is no address cache '%s' yet; the first sweep makes it",
	    path);
	free(path);
	return -1;
}
