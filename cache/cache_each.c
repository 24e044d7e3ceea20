/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Lists of hosts: of a sweep, and of the whole cache.  A list of addresses at
 * most is in memory; hosts are loaded one by one.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cache/cache_imported.h"
#include "cache/cache_load.h"
#include "cache/cache_private.h"
#include "cache/cache_row.h"

/* The hosts of a sweep in ascending order. */
struct each_list {
	struct each_entry {
		struct addr addr;
		struct cache_head head;
		bool has_head; /* a row of its own: it was seen once */
		enum cache_section section;
		enum verdict_code code;
	} * entry;
	size_t n, cap;
};

/* The part of an inventory that a role belongs to. */
static enum cache_section
each_section_of(enum observation_role role)
{
	switch (role) {
	case OBSERVATION_ROLE_SERVER:
		return CACHE_SERVERS;
	case OBSERVATION_ROLE_CLIENT:
		return CACHE_CLIENTS;
	case OBSERVATION_ROLE_UNIDENTIFIED:
		return CACHE_UNIDENTIFIED;
	case OBSERVATION_ROLE_ALIVE:
	case OBSERVATION_ROLE_NONE:
		break;
	}
	return CACHE_ALIVE;
}

/* The walks that such a list is made from. */
struct each_sources {
	struct cache_walk seen, judged, host;
};

/*
 * Those who are missing, whether they have a row or not, and those who were
 * seen, as far as they have one.
 */
static int
each_add(struct each_list *list, struct each_sources *from,
    const struct addr *addr, bool was_seen, enum verdict_code code,
    struct err *err)
{
	struct each_entry entry = { .addr = *addr, .code = code };
	bool is_missing = verdict_is_missing(code);
	int ret;

	if (!was_seen && !is_missing)
		return 0;
	ret = cache_walk_to(&from->host, addr, err);
	if (ret == -1 || (ret == 0 && !is_missing))
		return ret;
	if (ret == 1)
		entry.head = cache_load_head(from->host.stmt, 1);
	entry.has_head = ret == 1;
	entry.section =
	    is_missing ? CACHE_MISSING : each_section_of(entry.head.role);
	list->entry = mem_grow(list->entry, &list->cap, list->n + 1,
	    sizeof(*list->entry));
	list->entry[list->n++] = entry;
	return 0;
}

/* There is a row for each observation. */
static int
each_next_seen(struct cache_walk *seen, struct err *err)
{
	struct addr last = seen->addr;
	int ret;

	do
		ret = cache_walk_listed(seen, err);
	while (ret == 1 && addr_eq(&seen->addr, &last));
	return ret;
}

/* Whom the sweep saw and whom it judged, merged. */
static int
each_merge(struct each_list *list, struct each_sources *from, struct err *err)
{
	int seen = cache_walk_listed(&from->seen, err);
	int judged = cache_walk_listed(&from->judged, err);

	while (seen != -1 && judged != -1 && seen + judged > 0) {
		int cmp = seen == 0 ? 1
			  : judged == 0
			      ? -1
			      : addr_cmp(&from->seen.addr, &from->judged.addr);
		enum verdict_code code = VERDICT_NONE;

		if (cmp >= 0)
			code = cache_row_enum(from->judged.stmt, 1,
			    VERDICT_NOT_ASKED);
		if (each_add(list, from,
			cmp <= 0 ? &from->seen.addr : &from->judged.addr,
			cmp <= 0, code, err) == -1)
			return -1;
		if (cmp <= 0)
			seen = each_next_seen(&from->seen, err);
		if (cmp >= 0)
			judged = cache_walk_listed(&from->judged, err);
	}
	return seen == -1 || judged == -1 ? -1 : 0;
}

static int
each_list_fill(struct each_list *list, struct cache *cache, int64_t sweep,
    struct err *err)
{
	struct each_sources from = { .seen.stmt = NULL };
	int ret = -1;

	if (cache_walk_open(&from.seen, cache, CACHE_STMT_WALK_SEEN, sweep,
		err) == 0 &&
	    cache_walk_open(&from.judged, cache, CACHE_STMT_WALK_JUDGED, sweep,
		err) == 0 &&
	    cache_walk_open(&from.host, cache, CACHE_STMT_WALK_HOST, 0, err) ==
		0)
		ret = each_merge(list, &from, err);
	cache_walk_close(&from.seen);
	cache_walk_close(&from.judged);
	cache_walk_close(&from.host);
	return ret;
}

/* Load one host and hand it on, with its verdict in that sweep. */
static int
each_hand(struct cache_loader *loader, enum cache_section section,
    const struct addr *addr, const struct cache_head *head,
    enum verdict_code code, cache_host_fn fn, void *arg, struct err *err)
{
	struct host host;
	int ret = cache_load_listed(loader, addr, head, code, &host, err);

	if (ret == 0)
		ret = fn(section, &host, arg, err);
	host_fini(&host);
	return ret == -1 ? -1 : 0;
}

int
cache_each_of_sweep(struct cache *cache, int64_t sweep, cache_host_fn fn,
    void *arg, struct err *err)
{
	struct each_list list = { NULL, 0, 0 };
	struct cache_loader loader;
	int ret;

	if (cache_load_open(&loader, cache, sweep, err) == -1)
		return -1;
	ret = each_list_fill(&list, cache, sweep, err);
	for (unsigned section = 0; section < CACHE_N_SECTIONS; section++)
		for (size_t i = 0; ret == 0 && i < list.n; i++) {
			const struct each_entry *entry = &list.entry[i];

			if (entry->section == section)
				ret = each_hand(&loader, section, &entry->addr,
				    entry->has_head ? &entry->head : NULL,
				    entry->code, fn, arg, err);
		}
	free(list.entry);
	return cache_load_close(&loader, ret, err);
}

static int
each_role(struct cache_loader *loader, enum cache_section section,
    cache_host_fn fn, void *arg, struct err *err)
{
	struct cache_walk walk;
	int ret = cache_walk_open(&walk, loader->cache, CACHE_STMT_WALK_SECTION,
	    section, err);

	while (ret != -1 && (ret = cache_walk_listed(&walk, err)) == 1) {
		struct cache_head head = cache_load_head(walk.stmt, 1);

		ret = each_hand(loader, section, &walk.addr, &head,
		    VERDICT_NONE, fn, arg, err);
	}
	cache_walk_close(&walk);
	return ret;
}

/* Whether a sweep has seen it: 1, 0, or -1. */
static int
each_was_seen(struct cache_walk *host, const struct addr *addr, struct err *err)
{
	int ret = cache_walk_to(host, addr, err);

	return ret == 1 ? cache_load_head(host->stmt, 1).first_us != 0 : ret;
}

/* The host of the cursor's entry, if no sweep has seen it: 1, 0, or -1. */
static int
each_one_imported(struct cache_loader *loader, struct cache_pack_cursor *cursor,
    struct cache_walk *seen, cache_host_fn fn, void *arg, struct err *err)
{
	struct cache_imported imported;
	struct host host;
	int was_seen, ret;

	if (cache_imported_parse(loader->cache, &imported, &cursor->entry,
		err) == -1)
		return -1;
	was_seen = each_was_seen(seen, &imported.addr, err);
	if (was_seen == -1)
		return -1;
	arena_clear(&loader->arena);
	host_init(&host, &imported.addr);
	host.arena = &loader->arena;
	ret = cache_imported_collect(loader->cache, cursor, &imported.addr,
	    was_seen ? NULL : &host, err);
	if (ret != -1 && !was_seen && fn(CACHE_MISSING, &host, arg, err) == -1)
		ret = -1;
	host_fini(&host);
	return ret;
}

/* The cursor is another one than the loader's, which fn may move. */
static int
each_imported(struct cache_loader *loader, cache_host_fn fn, void *arg,
    struct err *err)
{
	struct cache_pack_cursor cursor;
	struct cache_walk seen;
	int ret =
	    cache_walk_open(&seen, loader->cache, CACHE_STMT_WALK_HOST, 0, err);

	cache_pack_open(&cursor, loader->cache, CACHE_PACK_BY_ADDR);
	if (ret == 0)
		ret = cache_pack_seek(&cursor, "", 0, err);
	while (ret == 1)
		ret = each_one_imported(loader, &cursor, &seen, fn, arg, err);
	cache_pack_close(&cursor);
	cache_walk_close(&seen);
	return ret;
}

int
cache_each(struct cache *cache, cache_host_fn fn, void *arg, struct err *err)
{
	struct cache_loader loader;
	int ret = 0;

	if (cache_load_open(&loader, cache, 0, err) == -1)
		return -1;
	for (int i = 0; ret == 0 && i < CACHE_MISSING; i++)
		ret = each_role(&loader, i, fn, arg, err);
	if (ret == 0)
		ret = each_imported(&loader, fn, arg, err);
	return cache_load_close(&loader, ret, err);
}
