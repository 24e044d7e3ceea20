/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The address cache for commands that need what is stored already.
 */
#include "cli/stored.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cache/cache_path.h"

static int
stored_open_as(struct cache **cache, const char *given, enum cache_mode mode,
    struct err *err)
{
	char *path = cache_path(given);
	int ret = 0;

	*cache = NULL;
	if (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)) {
		*cache = cache_open(path, mode, err);
		ret = *cache == NULL ? -1 : 0;
	}
	free(path);
	return ret;
}

int
stored_open(struct cache **cache, const char *given, struct err *err)
{
	return stored_open_as(cache, given, CACHE_READ, err);
}

int
stored_open_to_change(struct cache **cache, const char *given, struct err *err)
{
	return stored_open_as(cache, given, CACHE_WRITE, err);
}

static int
stored_need_as(struct cache **cache, const char *given, enum cache_mode mode,
    struct err *err)
{
	char *path;

	if (stored_open_as(cache, given, mode, err) == -1)
		return -1;
	if (*cache != NULL)
		return 0;
	path = cache_path(given);
	err_set(err, ERR_CACHE,
	    "there is no address cache '%s' yet; the first sweep or import "
	    "makes it",
	    path);
	free(path);
	return -1;
}

int
stored_need(struct cache **cache, const char *given, struct err *err)
{
	return stored_need_as(cache, given, CACHE_READ, err);
}

int
stored_need_writable(struct cache **cache, const char *given, struct err *err)
{
	return stored_need_as(cache, given, CACHE_WRITE, err);
}

static int
stored_unknown(struct cache *cache, const char *text, struct err *err)
{
	return err_set(err, ERR_INPUT, "the address cache '%s' knows no '%s'",
	    cache_path_of(cache), text);
}

int
stored_find(struct cache *cache, const char *text, struct rangeset *found,
    struct err *err)
{
	struct rangeset own = RANGESET_INIT;
	struct addr_range one;
	struct err ignored;
	int ret = 0;

	if (addr_parse(&one.first, text, &ignored) == 0) {
		one.last = one.first;
		rangeset_add(&own, &one);
	} else {
		ret = cache_find_name(cache, text, &own, err);
	}
	rangeset_seal(&own);
	if (ret == 0 && own.count == 0)
		ret = stored_unknown(cache, text, err);
	for (size_t i = 0; ret == 0 && i < own.n; i++)
		rangeset_add(found, &own.range[i]);
	rangeset_seal(found);
	rangeset_fini(&own);
	return ret;
}

int
stored_get(struct cache *cache, const struct addr *addr, struct host *host,
    struct err *err)
{
	char buf[ADDR_TEXT_LEN];
	int got = cache_get(cache, addr, host, err);

	if (got == 0)
		return stored_unknown(cache, addr_format(addr, buf), err);
	return got == -1 ? -1 : 0;
}
