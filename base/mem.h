/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Allocation that ends the program when memory is exhausted.  Sizes that
 * come from input are bounded by the caller first, with ERR_LIMIT.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed memory, never NULL; the caller frees it with free(). */
void *mem_new(size_t size) __attribute__((returns_nonnull));

/* n zeroed elements of the given size; n * size is checked. */
void *mem_array(size_t n, size_t size) __attribute__((returns_nonnull));

/*
 * Make room for at least want elements in the array at ptr, whose capacity
 * is *cap; grow by half at least.  New elements are not zeroed.
 */
void *mem_grow(void *ptr, size_t *cap, size_t want, size_t size)
    __attribute__((returns_nonnull));

/* Copies, never NULL; mem_dup_len() adds a NUL at the end. */
char *mem_dup(const char *text) __attribute__((returns_nonnull));
char *mem_dup_len(const void *bytes, size_t len)
    __attribute__((returns_nonnull));

#endif
