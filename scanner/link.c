/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Links and who belongs to them.
 */
#include "scanner/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scanner/ledger.h"
#include "scanner/zone.h"

const struct link_config link_config_default = {
	.share_permille = LINK_SHARE_DEFAULT,
	.retries = LINK_RETRIES_OF_SWEEP,
	.overhead = LEDGER_OVERHEAD_DEFAULT,
	.max_clients = LINK_MAX_CLIENTS_DEFAULT,
	.max_missed_ppm = LINK_MAX_MISSED_DEFAULT,
};

struct link_config *
link_table_add(struct link_table *table, const char *name)
{
	struct link_config *link;

	table->link = mem_grow(table->link, &table->cap, table->n + 1,
	    sizeof(*table->link));
	link = &table->link[table->n++];
	*link = link_config_default;
	link->name = mem_dup(name);
	return link;
}

struct link_config *
link_table_find(struct link_table *table, const char *name)
{
	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->link[i].name, name) == 0)
			return &table->link[i];
	return NULL;
}

const struct link_config *
link_table_rest(const struct link_table *table)
{
	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->link[i].name, LINK_DEFAULT_NAME) == 0)
			return &table->link[i];
	return &link_config_default;
}

void
link_add_prefix(struct link_config *link, const struct prefix *prefix)
{
	link->prefix = mem_grow(link->prefix, &link->prefixes_cap,
	    link->n_prefixes + 1, sizeof(*link->prefix));
	link->prefix[link->n_prefixes++] = *prefix;
}

void
link_add_window_take(struct link_config *link, const struct window *window)
{
	link->window = mem_grow(link->window, &link->windows_cap,
	    link->n_windows + 1, sizeof(*link->window));
	link->window[link->n_windows++] = *window;
}

void
link_table_schedule(struct link_table *table, int64_t now_us)
{
	for (size_t i = 0; i < table->n; i++) {
		struct link_config *link = &table->link[i];

		if (link->n_windows == 0)
			continue;
		if (link->schedule != NULL)
			window_schedule_fini(link->schedule);
		else
			link->schedule = mem_new(sizeof(*link->schedule));
		zone_schedule(link->schedule, link->window, link->n_windows,
		    now_us);
	}
}

bool
link_yields(const struct link_config *link)
{
	return link->yield == LINK_YIELD_YES ||
	       (link->yield == LINK_YIELD_AUTO && link->capacity_bps != 0);
}

uint64_t
link_budget_bps(const struct link_config *link)
{
	uint64_t budget =
	    link->capacity_bps / 1000 * link->share_permille +
	    link->capacity_bps % 1000 * link->share_permille / 1000;

	return link->capacity_bps != 0 && budget == 0 ? 1 : budget;
}

/* One prefix with the link that it leads to. */
struct link_entry {
	struct prefix prefix;
	size_t link;
};

/* Longest first; then, so that the result does not hang on qsort, by place. */
static int
link_entry_cmp(const void *a, const void *b)
{
	const struct link_entry *x = a, *y = b;

	if (x->prefix.len != y->prefix.len)
		return x->prefix.len > y->prefix.len ? -1 : 1;
	if (x->link != y->link)
		return x->link < y->link ? -1 : 1;
	return addr_cmp(&x->prefix.addr, &y->prefix.addr);
}

/* Move what is in one prefix from *left to part. */
static void
link_take(struct rangeset *part, struct rangeset *left,
    const struct prefix *prefix)
{
	struct rangeset all = RANGESET_INIT, mine = RANGESET_INIT,
			others = RANGESET_INIT;
	struct addr_range range = prefix_range(prefix);

	rangeset_add(&all, &range);
	rangeset_seal(&all);
	rangeset_intersect(&mine, left, &all);
	if (mine.count > 0) {
		for (size_t i = 0; i < mine.n; i++)
			rangeset_add(part, &mine.range[i]);
		rangeset_subtract(&others, left, &mine);
		rangeset_fini(left);
		*left = others;
	}
	rangeset_fini(&mine);
	rangeset_fini(&all);
}

void
link_assign(const struct link_table *table, const struct rangeset *targets,
    struct rangeset *part, struct rangeset *rest)
{
	const struct rangeset nothing = RANGESET_INIT;
	struct link_entry *entry = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < table->n; i++)
		for (size_t j = 0; j < table->link[i].n_prefixes; j++) {
			entry = mem_grow(entry, &cap, n + 1, sizeof(*entry));
			entry[n].prefix = table->link[i].prefix[j];
			entry[n++].link = i;
		}
	if (n > 0)
		qsort(entry, n, sizeof(*entry), link_entry_cmp);
	rangeset_subtract(rest, targets, &nothing);
	for (size_t i = 0; i < n; i++)
		link_take(&part[entry[i].link], rest, &entry[i].prefix);
	for (size_t i = 0; i < table->n; i++)
		rangeset_seal(&part[i]);
	free(entry);
}

const char *
link_of(const struct link_table *table, const struct addr *addr)
{
	const char *name = NULL;
	unsigned len = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct link_config *link = &table->link[i];

		for (size_t k = 0; k < link->n_prefixes; k++) {
			const struct prefix *prefix = &link->prefix[k];

			if ((name == NULL || prefix->len > len) &&
			    prefix_contains(prefix, addr)) {
				name = link->name;
				len = prefix->len;
			}
		}
	}
	return name == NULL ? LINK_DEFAULT_NAME : name;
}

/* The shortest step out: the longest prefix of another link around this. */
static bool
link_find_outer(const struct link_table *table, struct link_overlap *overlap)
{
	overlap->outer = NULL;
	for (size_t i = 0; i < table->n; i++) {
		const struct link_config *link = &table->link[i];

		for (size_t k = 0; k < link->n_prefixes; k++) {
			const struct prefix *prefix = &link->prefix[k];

			if (prefix->len < overlap->inner_prefix.len &&
			    prefix_contains(prefix,
				&overlap->inner_prefix.addr) &&
			    (overlap->outer == NULL ||
				prefix->len > overlap->outer_prefix.len)) {
				overlap->outer = link;
				overlap->outer_prefix = *prefix;
			}
		}
	}
	return overlap->outer != NULL && overlap->outer != overlap->inner;
}

struct link_overlap *
link_overlaps(const struct link_table *table, size_t *n)
{
	struct link_overlap *all = NULL, one;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < table->n; i++)
		for (size_t k = 0; k < table->link[i].n_prefixes; k++) {
			one.inner = &table->link[i];
			one.inner_prefix = one.inner->prefix[k];
			if (!link_find_outer(table, &one))
				continue;
			all = mem_grow(all, &cap, *n + 1, sizeof(*all));
			all[(*n)++] = one;
		}
	return all;
}

void
link_config_fini(struct link_config *link)
{
	for (size_t i = 0; i < link->n_windows; i++)
		window_fini(&link->window[i]);
	if (link->schedule != NULL)
		window_schedule_fini(link->schedule);
	free(link->schedule);
	free(link->window);
	free(link->prefix);
}

void
link_table_fini(struct link_table *table)
{
	for (size_t i = 0; i < table->n; i++) {
		free(table->link[i].name);
		link_config_fini(&table->link[i]);
	}
	free(table->link);
	*table = (struct link_table)LINK_TABLE_INIT;
}
