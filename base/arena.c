/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Room for many small pieces that are given up together.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ARENA_BLOCK_MIN 4096
#define ARENA_ALIGN     _Alignof(max_align_t)

struct arena_block {
	struct arena_block *older;
	size_t cap;
	_Alignas(max_align_t) unsigned char bytes[];
};

/* A block of at least twice the size of the last one, so that few are made. */
static void
arena_add_block(struct arena *arena, size_t size)
{
	size_t cap =
	    arena->block == NULL ? ARENA_BLOCK_MIN : arena->block->cap * 2;
	struct arena_block *block;

	if (cap < size)
		cap = size;
	block = mem_array(sizeof(*block) + cap, 1);
	block->older = arena->block;
	block->cap = cap;
	arena->block = block;
	arena->used = 0;
}

void *
arena_take(struct arena *arena, size_t size)
{
	void *piece;

	if (arena == NULL)
		return mem_new(size);
	/* beyond this nothing is allocated anyway */
	if (size < SIZE_MAX / 4)
		size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	if (arena->block == NULL || size > arena->block->cap - arena->used)
		arena_add_block(arena, size);
	piece = arena->block->bytes + arena->used;
	arena->used += size;
	return piece;
}

char *
arena_dup(struct arena *arena, const char *text)
{
	return arena_dup_len(arena, text, strlen(text));
}

char *
arena_dup_len(struct arena *arena, const void *bytes, size_t len)
{
	char *copy;

	if (arena == NULL)
		return mem_dup_len(bytes, len);
	copy = arena_take(arena, len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

void *
arena_grow(struct arena *arena, void *ptr, size_t *cap, size_t want,
    size_t size)
{
	size_t next = *cap * 2;
	void *more;

	if (arena == NULL)
		return mem_grow(ptr, cap, want, size);
	if (want <= *cap && ptr != NULL)
		return ptr;
	if (next < want)
		next = want;
	if (next < 4)
		next = 4;
	more = arena_take(arena,
	    next > SIZE_MAX / 4 / size ? SIZE_MAX / 2 : next * size);
	if (ptr != NULL && *cap > 0)
		memcpy(more, ptr, *cap * size);
	*cap = next;
	return more;
}

static void
arena_free_older(struct arena_block *block)
{
	while (block != NULL) {
		struct arena_block *older = block->older;

		free(block);
		block = older;
	}
}

void
arena_clear(struct arena *arena)
{
	/* the newest is the largest */
	if (arena->block != NULL) {
		arena_free_older(arena->block->older);
		arena->block->older = NULL;
	}
	arena->used = 0;
}

void
arena_fini(struct arena *arena)
{
	arena_free_older(arena->block);
	arena->block = NULL;
	arena->used = 0;
}
