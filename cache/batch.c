/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations on their way to the store.
 */
#include "cache/batch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * While the arena still moves as it grows, pointers into it are kept as
 * offsets plus one (so that NULL stays NULL).
 */
static const void *
batch_copy(struct batch *batch, const void *bytes, size_t len)
{
	size_t at = batch->arena_len;

	if (bytes == NULL)
		return NULL;
	batch->arena = mem_grow(batch->arena, &batch->arena_cap,
	    batch->arena_len + len, 1);
	memcpy(batch->arena + at, bytes, len);
	batch->arena_len += len;
	return (const void *)(uintptr_t)(at + 1);
}

static const char *
batch_copy_text(struct batch *batch, const char *text)
{
	return text == NULL ? NULL : batch_copy(batch, text, strlen(text) + 1);
}

void
batch_add(struct batch *batch, const struct observation *observation)
{
	struct observation *copy;

	batch->observation = mem_grow(batch->observation, &batch->cap,
	    batch->n + 1, sizeof(*batch->observation));
	copy = &batch->observation[batch->n++];
	*copy = *observation;
	copy->probe = batch_copy_text(batch, observation->probe);
	copy->match = batch_copy_text(batch, observation->match);
	copy->name = batch_copy_text(batch, observation->name);
	for (size_t i = 0; i < copy->n_fields; i++) {
		copy->field[i].name =
		    batch_copy_text(batch, observation->field[i].name);
		copy->field[i].value =
		    batch_copy_text(batch, observation->field[i].value);
	}
	copy->raw = batch_copy(batch, observation->raw, observation->raw_len);
}

/* Offset plus one to pointer, or back. */
static const void *
batch_shift(const struct batch *batch, const void *p, bool to_pointer)
{
	uintptr_t base = (uintptr_t)batch->arena - 1;

	if (p == NULL)
		return NULL;
	return (const void *)(to_pointer ? (uintptr_t)p + base
					 : (uintptr_t)p - base);
}

static void
batch_shift_all(struct batch *batch, bool to_pointer)
{
	for (size_t i = 0; i < batch->n; i++) {
		struct observation *o = &batch->observation[i];

		o->probe = batch_shift(batch, o->probe, to_pointer);
		o->match = batch_shift(batch, o->match, to_pointer);
		o->name = batch_shift(batch, o->name, to_pointer);
		o->raw = batch_shift(batch, o->raw, to_pointer);
		for (size_t j = 0; j < o->n_fields; j++) {
			o->field[j].name =
			    batch_shift(batch, o->field[j].name, to_pointer);
			o->field[j].value =
			    batch_shift(batch, o->field[j].value, to_pointer);
		}
	}
}

int
batch_flush(struct batch *batch, struct cache *cache, int64_t sweep,
    struct err *err)
{
	int ret;

	if (batch->n == 0)
		return 0;
	batch_shift_all(batch, true);
	ret = cache_observe(cache, sweep, batch->observation, batch->n, err);
	batch_shift_all(batch, false);
	if (ret == 0)
		batch->n = batch->arena_len = 0;
	return ret;
}

void
batch_fini(struct batch *batch)
{
	free(batch->observation);
	free(batch->arena);
	*batch = (struct batch)BATCH_INIT;
}
