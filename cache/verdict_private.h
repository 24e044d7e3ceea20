/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the verdict share.
 */
#ifndef CACHE_VERDICT_PRIVATE_H
#define CACHE_VERDICT_PRIVATE_H

#include "cache/verdict.h"

/* What a clause of the sentence is about, strongest first. */
enum verdict_rank {
	VERDICT_RANK_ANSWER,
	VERDICT_RANK_LIFE,
	VERDICT_RANK_PROHIBITED,
	VERDICT_RANK_UNREACHABLE,
	VERDICT_RANK_NEIGHBOUR,
	VERDICT_RANK_SILENT,
	VERDICT_RANK_EXCLUDED,
	VERDICT_RANK_NOT_ASKED,
	VERDICT_RANK_NOTHING, /* says nothing of the machine */
};

enum verdict_rank verdict_rank_of(const struct observation *in);

/* The same probe on the same port. */
bool verdict_same_question(const struct observation *a,
    const struct observation *b);

/*
 * The observations without repetitions, the strongest first, and without
 * those that only say of a question that nothing came while others say what
 * did.  The caller frees the array.
 */
const struct observation **verdict_select(const struct observation *observation,
    size_t n, size_t *kept);

/* One observation; previous is the one before in the same clause or NULL. */
void verdict_add_one(struct text *out, const struct observation *in,
    const struct observation *previous);

#endif
