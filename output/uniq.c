/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names that must not occur twice.
 */
#include "output/uniq.h"

#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "base/hash.h"
#include "base/mem.h"
#include "output/piece.h"

static uint64_t
uniq_hash(const char *name)
{
	uint64_t hash = 0;

	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;

		hash = hash_u64(hash, c >= 'A' && c <= 'Z' ? c + 32u : c);
	}
	return hash;
}

static char **
uniq_slot(const struct uniq *uniq, const char *name)
{
	size_t at = (size_t)uniq_hash(name) & (uniq->cap - 1);

	while (uniq->slot[at] != NULL && strcasecmp(uniq->slot[at], name) != 0)
		at = (at + 1) & (uniq->cap - 1);
	return &uniq->slot[at];
}

/* Twice the slots: at least half of them stay free. */
static void
uniq_grow(struct uniq *uniq)
{
	struct uniq larger = { .n = uniq->n,
		.cap = uniq->cap == 0 ? 64 : uniq->cap * 2 };

	larger.slot = mem_array(larger.cap, sizeof(*larger.slot));
	for (size_t i = 0; i < uniq->cap; i++)
		if (uniq->slot[i] != NULL)
			*uniq_slot(&larger, uniq->slot[i]) = uniq->slot[i];
	free(uniq->slot);
	*uniq = larger;
}

void
uniq_fini(struct uniq *uniq)
{
	for (size_t i = 0; i < uniq->cap; i++)
		free(uniq->slot[i]);
	free(uniq->slot);
	*uniq = (struct uniq)UNIQ_INIT;
}

bool
uniq_take(struct uniq *uniq, const char *name)
{
	char **slot;

	if (uniq->n * 2 >= uniq->cap)
		uniq_grow(uniq);
	slot = uniq_slot(uniq, name);
	if (*slot != NULL)
		return false;
	*slot = mem_dup(name);
	uniq->n++;
	return true;
}

const char *
uniq_find(const struct uniq *uniq, const char *name)
{
	return uniq->n == 0 ? NULL : *uniq_slot(uniq, name);
}

void
uniq_name(struct uniq *uniq, struct text *name, const struct addr *addr,
    size_t max)
{
	char address[ADDR_TEXT_LEN];

	piece_clip(name, max);
	if (name->len > 0 && uniq_take(uniq, text_str(name)))
		return;
	(void)addr_format(addr, address);
	for (char *c = address; *c != '\0'; c++)
		*c = *c == ':' ? '.' : *c;
	if (name->len > 0) {
		piece_clip(name, max - ADDR_TEXT_LEN);
		text_add_char(name, '-');
	}
	text_add(name, address);
	/* Somebody may have chosen even that: count. */
	for (unsigned i = 2; !uniq_take(uniq, text_str(name)); i++) {
		piece_clip(name, max - 12);
		text_addf(name, ".%u", i);
	}
}
