/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names and addresses for the formats that are lists of them.
 */
#include "output/namelist.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cache/cache_fold.h"

#define NAMELIST_SAID_MAX 200 /* bytes of a name in a warning */

void
namelist_init(struct namelist *list, const char *format)
{
	memset(list, 0, sizeof(*list));
	list->format = format;
}

void
namelist_fini(struct namelist *list)
{
	text_fini(&list->names);
	text_fini(&list->folded);
	free(list->entry);
	memset(list, 0, sizeof(*list));
}

static void
namelist_leave_out(struct namelist *list, const struct addr *addr,
    const char *name, const char *why)
{
	char buf[ADDR_TEXT_LEN];

	list->n_left_out++;
	if (name == NULL)
		log_warn("output", "%s: left out: %s: %s", list->format,
		    addr_format(addr, buf), why);
	else
		log_warn("output", "%s: left out: %s '%.*s': %s", list->format,
		    addr_format(addr, buf), NAMELIST_SAID_MAX, name, why);
}

/* A name is written as it stands: it must be what a cleaned one is. */
static bool
namelist_is_clean(const char *name)
{
	struct text clean = TEXT_INIT;
	bool is_clean;

	utf8_clean(&clean, name, strlen(name));
	is_clean = clean.len > 0 && strcmp(text_str(&clean), name) == 0;
	text_fini(&clean);
	return is_clean;
}

/* The name without case, NUL-ended, at the end of list->folded. */
static void
namelist_fold(struct namelist *list, const char *name)
{
	char *folded = cache_fold(name);

	if (folded != NULL)
		text_add_len(&list->folded, folded, strlen(folded) + 1);
	else
		for (;; name++) {
			text_add_char(&list->folded,
			    *name >= 'A' && *name <= 'Z'
				? (char)(*name + 'a' - 'A')
				: *name);
			if (*name == '\0')
				break;
		}
	free(folded);
}

static void
namelist_add(struct namelist *list, const struct addr *addr,
    const struct host_name *name, namelist_refuse refuse, const void *arg)
{
	const char *why = NULL;

	if (!namelist_is_clean(name->value))
		why = "empty, or not clean text";
	else
		why = refuse(addr, name->value, arg);
	if (why != NULL) {
		namelist_leave_out(list, addr, name->value, why);
		return;
	}
	list->entry = mem_grow(list->entry, &list->cap, list->n + 1,
	    sizeof(*list->entry));
	list->entry[list->n++] = (struct namelist_entry){
		.addr = *addr,
		.time_us = name->time_us,
		.name = list->names.len,
		.folded = list->folded.len,
	};
	text_add_len(&list->names, name->value, strlen(name->value) + 1);
	namelist_fold(list, name->value);
}

/* Whether this host was added under that name already. */
static bool
namelist_has(struct namelist *list, size_t n_before, const char *name)
{
	size_t at = list->folded.len;
	bool has = false;

	namelist_fold(list, name);
	for (size_t i = n_before; i < list->n && !has; i++)
		has = strcmp(list->folded.data + list->entry[i].folded,
			  list->folded.data + at) == 0;
	list->folded.len = at;
	return has;
}

void
namelist_add_host(struct namelist *list, const struct host *host,
    namelist_refuse refuse, const void *arg)
{
	const struct host_name *display = host_display_name(host);
	size_t n_before = list->n;

	if (display == NULL) {
		namelist_leave_out(list, &host->addr, NULL, "it has no name");
		return;
	}
	namelist_add(list, &host->addr, display, refuse, arg);
	for (size_t i = 0; i < host->n_names; i++) {
		const struct host_name *name = &host->name[i];

		if (name != display && name->source == HOST_SOURCE_IMPORT &&
		    !namelist_has(list, n_before, name->value))
			namelist_add(list, &host->addr, name, refuse, arg);
	}
}

/* By name, the one to be listed first. */
static int
namelist_cmp_name(const void *a_entry, const void *b_entry, void *arg)
{
	const struct namelist_entry *a = a_entry, *b = b_entry;
	const struct namelist *list = arg;
	int cmp = strcmp(list->folded.data + a->folded,
	    list->folded.data + b->folded);

	if (cmp == 0 && a->time_us != b->time_us)
		cmp = a->time_us > b->time_us ? -1 : 1;
	return cmp != 0 ? cmp : addr_cmp(&a->addr, &b->addr);
}

static int
namelist_cmp_addr(const void *a_entry, const void *b_entry, void *arg)
{
	const struct namelist_entry *a = a_entry, *b = b_entry;
	const struct namelist *list = arg;
	int cmp = addr_cmp(&a->addr, &b->addr);

	return cmp != 0 ? cmp
			: strcmp(list->names.data + a->name,
			      list->names.data + b->name);
}

void
namelist_seal(struct namelist *list)
{
	size_t n = 0;

	if (list->n > 0)
		qsort_r(list->entry, list->n, sizeof(*list->entry),
		    namelist_cmp_name, list);
	for (size_t i = 0; i < list->n; i++) {
		const struct namelist_entry *entry = &list->entry[i];

		if (n > 0 &&
		    strcmp(list->folded.data + list->entry[n - 1].folded,
			list->folded.data + entry->folded) == 0)
			namelist_leave_out(list, &entry->addr,
			    list->names.data + entry->name,
			    "a newer address has this name");
		else
			list->entry[n++] = *entry;
	}
	list->n = n;
	if (n > 0)
		qsort_r(list->entry, n, sizeof(*list->entry), namelist_cmp_addr,
		    list);
	if (list->n_left_out > 0)
		log_warn("output",
		    "%s: %" PRIu64 " left out in all, %zu listed", list->format,
		    list->n_left_out, n);
}

const char *
namelist_name(const struct namelist *list, size_t i)
{
	return list->names.data + list->entry[i].name;
}
