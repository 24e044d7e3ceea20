/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Allocation that cannot fail.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *
mem_check(void *ptr)
{
	static const char text[] = "rollcall: out of memory\n";

	if (ptr != NULL)
		return ptr;
	(void)!write(STDERR_FILENO, text, sizeof(text) - 1);
	abort();
}

void *
mem_new(size_t size)
{
	return mem_check(calloc(1, size == 0 ? 1 : size));
}

void *
mem_array(size_t n, size_t size)
{
	return mem_check(calloc(n == 0 ? 1 : n, size == 0 ? 1 : size));
}

void *
mem_grow(void *ptr, size_t *cap, size_t want, size_t size)
{
	size_t next = *cap + *cap / 2;

	if (want <= *cap && ptr != NULL)
		return ptr;
	if (next < want)
		next = want;
	if (next < 8)
		next = 8;
	if (next > SIZE_MAX / size)
		return mem_check(NULL);
	ptr = mem_check(realloc(ptr, next * size));
	*cap = next;
	return ptr;
}

char *
mem_dup(const char *text)
{
	return mem_dup_len(text, strlen(text));
}

char *
mem_dup_len(const void *bytes, size_t len)
{
	char *copy = mem_check(malloc(len + 1));

	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}
