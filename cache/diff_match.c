/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which machine of one side is which of the other.  Kind by kind, strongest
 * first: who shows its mark at the same address stays; a mark that is at one
 * address only on each side joins two addresses; the rest stays where it is,
 * unless all marks say that it is somebody else.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "cache/cache_fold.h"
#include "cache/diff_private.h"

/* A mark, and whose it is. */
struct diff_mark {
	uint64_t hash;
	struct diff_item *item;
};

struct diff_index {
	struct diff_mark *mark;
	size_t n;
};

static uint64_t
diff_match_hash_bytes(const char *text)
{
	uint64_t hash = 0;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		hash = hash_u64(hash, c >= 'A' && c <= 'Z' ? c + 32u : c);
	}
	return hash;
}

/* Equal marks have equal hashes, names whatever their case. */
static uint64_t
diff_match_hash(const char *value, enum identity_kind kind)
{
	char *folded = kind == IDENTITY_NAME ? cache_fold(value) : NULL;
	uint64_t hash = diff_match_hash_bytes(folded == NULL ? value : folded);

	free(folded);
	return hash;
}

static int
diff_match_cmp(const void *a, const void *b)
{
	const struct diff_mark *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return addr_cmp(&x->item->addr, &y->item->addr);
}

/* Who is there, or was looked for in vain: it may turn up elsewhere. */
static bool
diff_match_is_known(const struct diff_item *item)
{
	return item->is_there || diff_is_lost(item->verdict);
}

/* The marks of all who are there, and perhaps of the lost, matched or not. */
static void
diff_match_index(struct diff_index *index, const struct diff_side *side,
    enum identity_kind kind, bool use_lost)
{
	index->mark = mem_array(side->n + 1, sizeof(*index->mark));
	index->n = 0;
	for (size_t i = 0; i < side->n; i++) {
		struct diff_item *item = &side->item[i];
		const char *value = item->identity.mark[kind].value;

		if (value == NULL ||
		    !(use_lost ? diff_match_is_known(item) : item->is_there))
			continue;
		index->mark[index->n++] =
		    (struct diff_mark){ diff_match_hash(value, kind), item };
	}
	if (index->n > 1)
		qsort(index->mark, index->n, sizeof(*index->mark),
		    diff_match_cmp);
}

static void
diff_match_join(struct diff_item *was, struct diff_item *is)
{
	was->match = is;
	is->match = was;
}

static void
diff_match_stay(struct diff_side *was, struct diff_side *is,
    enum identity_kind kind)
{
	for (size_t i = 0; i < was->n; i++) {
		struct diff_item *old = &was->item[i];
		struct diff_item *new = diff_side_find(is, &old->addr);

		if (old->is_there && old->match == NULL &&
		    new != NULL &&new->is_there &&new->match ==
			NULL &&identity_is_equal(&old->identity, &new->identity,
			    kind))
			diff_match_join(old, new);
	}
}

/* How many marks from at on have its hash. */
static size_t
diff_match_run(const struct diff_index *index, size_t at)
{
	size_t end = at;

	while (end < index->n && index->mark[end].hash == index->mark[at].hash)
		end++;
	return end - at;
}

/* Note who shows a mark that another shows at the same time. */
static void
diff_match_note_clones(const struct diff_index *index, size_t at, size_t n)
{
	for (size_t i = 0; n > 1 && i < n; i++) {
		struct diff_item *item = index->mark[at + i].item;

		if (item->clone == NULL)
			item->clone = index->mark[at + (i == 0)].item;
	}
}

/*
 * Whose the mark is: the only one who is there, or where nobody is, who was
 * heard last.  Of clones nobody can say which is which: NULL.
 */
static struct diff_item *
diff_match_pick(const struct diff_index *index, size_t at, size_t n)
{
	struct diff_item *best = NULL;

	for (size_t i = 0; i < n; i++) {
		struct diff_item *item = index->mark[at + i].item;

		if (best == NULL || item->is_there > best->is_there ||
		    (item->is_there == best->is_there &&
			item->last_us > best->last_us)) {
			if (best != NULL && best->is_there)
				return NULL;
			best = item;
		} else if (item->is_there) {
			return NULL;
		}
	}
	return best;
}

static void
diff_match_move(struct diff_side *was, struct diff_side *is,
    enum identity_kind kind)
{
	struct diff_index old, new;
	size_t i = 0, k = 0, n_old, n_new;

	diff_match_index(&old, was, kind, true);
	diff_match_index(&new, is, kind, false);
	for (; k < new.n; k += n_new) {
		struct diff_item *a, *b = new.mark[k].item;

		n_new = diff_match_run(&new, k);
		if (kind != IDENTITY_NAME)
			diff_match_note_clones(&new, k, n_new);
		while (i < old.n && old.mark[i].hash < new.mark[k].hash)
			i++;
		if (i == old.n || old.mark[i].hash != new.mark[k].hash)
			continue;
		n_old = diff_match_run(&old, i);
		a = diff_match_pick(&old, i, n_old);
		if (a != NULL && n_new == 1 && a->match == NULL &&
		    b->match == NULL &&
		    identity_may_join(&a->identity, &b->identity, kind))
			diff_match_join(a, b);
	}
	free(old.mark);
	free(new.mark);
}

/* Who was there and is there at the same address, marks or none. */
static void
diff_match_rest(struct diff_side *was, struct diff_side *is)
{
	for (size_t i = 0; i < was->n; i++) {
		struct diff_item *old = &was->item[i];
		struct diff_item *new = diff_side_find(is, &old->addr);

		if (old->is_there && old->match == NULL &&
		    new != NULL &&new->is_there &&new->match == NULL &&
		    !identity_is_other(&old->identity, &new->identity))
			diff_match_join(old, new);
	}
}

void
diff_match(struct diff_side *was, struct diff_side *is)
{
	for (size_t i = 0; i < was->n; i++)
		was->item[i].match = NULL;
	for (size_t i = 0; i < is->n; i++)
		is->item[i].match = NULL;
	for (int kind = 0; kind < IDENTITY_N_KINDS; kind++) {
		diff_match_stay(was, is, kind);
		diff_match_move(was, is, kind);
	}
	diff_match_rest(was, is);
}

const char *
diff_match_by(const struct diff_item *was, const struct diff_item *is)
{
	for (int kind = 0; kind < IDENTITY_N_KINDS; kind++)
		if (identity_is_equal(&was->identity, &is->identity, kind))
			return identity_kind_name(kind);
	return NULL;
}
