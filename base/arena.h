/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Room for many small pieces that are given up together, and whose room is
 * then used again: for what is read, shown and forgotten a thousand times.
 *
 * Where an arena is NULL the pieces come from mem.h, and are free()d one by
 * one; so one function can serve both.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *block; /* the newest; the others hang on it */
	size_t used;               /* of the newest */
};

/* clang-format off */
#define ARENA_INIT { NULL, 0 }
/* clang-format on */

/* Not zeroed, aligned for anything. */
void *arena_take(struct arena *arena, size_t size)
    __attribute__((returns_nonnull));

/* Copies; arena_dup_len() adds a NUL at the end. */
char *arena_dup(struct arena *arena, const char *text)
    __attribute__((returns_nonnull));
char *arena_dup_len(struct arena *arena, const void *bytes, size_t len)
    __attribute__((returns_nonnull));

/* As mem_grow(); what an array leaves behind is room that is lost for now. */
void *arena_grow(struct arena *arena, void *ptr, size_t *cap, size_t want,
    size_t size) __attribute__((returns_nonnull));

/* All pieces go; most of the memory stays. */
void arena_clear(struct arena *arena);

/* Release; harmless on ARENA_INIT and twice. */
void arena_fini(struct arena *arena);

#endif
