/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What changed between two sides.
 */
#include "cache/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/diff_private.h"

static struct diff_entry *
diff_add(struct diff *diff, enum diff_change change,
    const struct diff_item *was, const struct diff_item *is)
{
	struct diff_entry *entry;

	diff->entry = mem_grow(diff->entry, &diff->cap, diff->n + 1,
	    sizeof(*diff->entry));
	entry = &diff->entry[diff->n++];
	memset(entry, 0, sizeof(*entry));
	entry->change = change;
	entry->was = was;
	entry->is = is;
	return entry;
}

static void
diff_add_detail(struct diff_detail **detail, size_t *n, const char *key,
    const char *was, const char *is)
{
	/* In fours, as most entries have few. */
	if (*n % 4 == 0) {
		struct diff_detail *more = mem_array(*n + 4, sizeof(*more));

		if (*n > 0)
			memcpy(more, *detail, *n * sizeof(*more));
		free(*detail);
		*detail = more;
	}
	(*detail)[(*n)++] = (struct diff_detail){ key, was, is };
}

/* What the services that the other side's probes can see prove. */
static enum observation_role
diff_role(const struct diff_item *item, const struct diff_side *other)
{
	enum observation_role role = OBSERVATION_ROLE_ALIVE;

	for (size_t i = 0; i < item->n_facts; i++) {
		const struct diff_fact *fact = &item->fact[i];

		if (fact->is_service && fact->role > role &&
		    diff_side_used(other, fact->probe))
			role = fact->role;
	}
	return role;
}

/* A fact that only one side has. */
static void
diff_compare_lone(struct diff_detail **detail, size_t *n,
    const struct diff_fact *fact, const struct diff_side *other, bool is_old)
{
	if (fact->is_service && diff_side_used(other, fact->probe))
		diff_add_detail(detail, n, fact->key,
		    is_old ? fact->value : NULL, is_old ? NULL : fact->value);
}

/* Field by field, both in the order of keys. */
static void
diff_compare_facts(struct diff_detail **detail, size_t *n,
    const struct diff_item *was, const struct diff_item *is,
    const struct diff_side *old, const struct diff_side *new)
{
	size_t i = 0, k = 0;

	while (i < was->n_facts || k < is->n_facts) {
		const struct diff_fact *a = &was->fact[i], *b = &is->fact[k];
		int cmp = i == was->n_facts  ? 1
			  : k == is->n_facts ? -1
					     : strcmp(a->key, b->key);

		if (cmp < 0) {
			diff_compare_lone(detail, n, a, new, true);
		} else if (cmp > 0) {
			diff_compare_lone(detail, n, b, old, false);
		} else if (strcmp(a->value, b->value) != 0) {
			diff_add_detail(detail, n, a->key, a->value, b->value);
		}
		i += cmp <= 0;
		k += cmp >= 0;
	}
}

static struct diff_detail *
diff_compare(const struct diff_item *was, const struct diff_item *is,
    const struct diff_side *old, const struct diff_side *new, size_t *n)
{
	enum observation_role before = diff_role(was, new);
	enum observation_role now = diff_role(is, old);
	struct diff_detail *detail = NULL;

	*n = 0;
	if (before != now)
		diff_add_detail(&detail, n, "role",
		    observation_role_name(before), observation_role_name(now));
	diff_compare_facts(&detail, n, was, is, old, new);
	return detail;
}

/* The same machine, who is there now; before there too, or lost. */
static void
diff_both(struct diff *diff, const struct diff_item *was,
    const struct diff_item *is, const struct diff_side *old,
    const struct diff_side *new)
{
	bool has_moved = !addr_eq(&was->addr, &is->addr);
	struct diff_detail *detail = NULL;
	struct diff_entry *entry;
	size_t n = 0;

	diff->n_compared++;
	if (was->is_there)
		detail = diff_compare(was, is, old, new, &n);
	if (was->is_there && n == 0 && !has_moved)
		return;
	entry = diff_add(diff,
	    has_moved       ? DIFF_MOVED
	    : was->is_there ? DIFF_CHANGED
			    : DIFF_BACK,
	    was, is);
	entry->detail = detail;
	entry->n_details = n;
	if (has_moved)
		entry->by = diff_match_by(was, is);
}

bool
diff_is_lost(enum verdict_code code)
{
	return verdict_is_missing(code) && code != VERDICT_EXCLUDED &&
	       code != VERDICT_NOT_ASKED;
}

/* Somebody who is there now, and matches nobody: new, or out of sight. */
static void
diff_arrived(struct diff *diff, const struct diff_item *is,
    const struct diff_side *old)
{
	const struct diff_item *was = diff_side_find(old, &is->addr);
	bool was_seen = is->first_us != 0 && is->first_us < old->time_us;
	struct diff_entry *entry;

	if (was != NULL && (was->is_there || diff_is_lost(was->verdict))) {
		entry = diff_add(diff, DIFF_NEW, NULL, is);
		entry->other = was;
	} else if (!was_seen) {
		(void)diff_add(diff, DIFF_NEW, NULL, is);
	} else if (was == NULL && diff_side_asked(old, &is->addr)) {
		(void)diff_add(diff, DIFF_BACK, was, is);
	} else {
		return;
	}
	diff->n_compared++;
}

/* Somebody who was there, and is nowhere now. */
static void
diff_left(struct diff *diff, const struct diff_item *was,
    const struct diff_side *new)
{
	const struct diff_item *is = diff_side_find(new, &was->addr);
	struct diff_entry *entry;

	if (is == NULL ? !diff_side_asked(new, &was->addr)
		       : !is->is_there && !diff_is_lost(is->verdict)) {
		diff->n_not_asked++;
		return;
	}
	diff->n_compared++;
	entry = diff_add(diff, DIFF_GONE, was, NULL);
	if (is == NULL) {
		entry->verdict = VERDICT_SILENT;
	} else if (is->is_there) {
		entry->verdict = VERDICT_ANSWERED;
		entry->other = is;
	} else {
		entry->is = is;
		entry->verdict = is->verdict;
		entry->evidence = is->evidence;
	}
}

/* Missing both times: only another reason is news. */
static void
diff_missing(struct diff *diff, const struct diff_item *was,
    const struct diff_item *is)
{
	struct diff_entry *entry;

	if (!diff_is_lost(was->verdict) || !diff_is_lost(is->verdict))
		return;
	diff->n_compared++;
	if (was->verdict == is->verdict)
		return;
	entry = diff_add(diff, DIFF_CHANGED, was, is);
	entry->verdict = is->verdict;
	entry->evidence = is->evidence;
	diff_add_detail(&entry->detail, &entry->n_details, "verdict",
	    verdict_name(was->verdict), verdict_name(is->verdict));
}

static const struct addr *
diff_entry_addr(const struct diff_entry *entry)
{
	return entry->is != NULL ? &entry->is->addr : &entry->was->addr;
}

static int
diff_cmp(const void *a, const void *b)
{
	const struct diff_entry *x = a, *y = b;

	if (x->change != y->change)
		return x->change < y->change ? -1 : 1;
	return addr_cmp(diff_entry_addr(x), diff_entry_addr(y));
}

void
diff_make(struct diff *diff, struct diff_side *was, struct diff_side *is)
{
	memset(diff, 0, sizeof(*diff));
	diff_side_seal(was);
	diff_side_seal(is);
	diff_match(was, is);
	for (size_t i = 0; i < is->n; i++) {
		const struct diff_item *item = &is->item[i];

		if (!item->is_there)
			continue;
		if (item->match != NULL)
			diff_both(diff, item->match, item, was, is);
		else
			diff_arrived(diff, item, was);
	}
	for (size_t i = 0; i < was->n; i++) {
		const struct diff_item *item = &was->item[i];
		const struct diff_item *now = diff_side_find(is, &item->addr);

		if (item->is_there && item->match == NULL)
			diff_left(diff, item, is);
		else if (item->match == NULL && !item->is_there &&
			 now != NULL && !now->is_there)
			diff_missing(diff, item, now);
	}
	if (diff->n > 1)
		qsort(diff->entry, diff->n, sizeof(*diff->entry), diff_cmp);
	for (size_t i = 0; i < diff->n; i++)
		diff->count[diff->entry[i].change]++;
}

void
diff_fini(struct diff *diff)
{
	for (size_t i = 0; i < diff->n; i++)
		free(diff->entry[i].detail);
	free(diff->entry);
	memset(diff, 0, sizeof(*diff));
}

const char *
diff_change_name(enum diff_change change)
{
	switch (change) {
	case DIFF_NEW:
		return "new";
	case DIFF_GONE:
		return "gone";
	case DIFF_MOVED:
		return "moved";
	case DIFF_CHANGED:
		return "changed";
	case DIFF_BACK:
		return "back";
	}
	return "unknown";
}
