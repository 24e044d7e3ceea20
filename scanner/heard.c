/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who answered what was asked of many at once.
 */
#include "scanner/heard.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

struct heard_item {
	struct addr addr;
	uint32_t link;
	uint8_t marks; /* a bit for each */
};

struct heard {
	struct heard_item *item;
	size_t n, cap;
	uint32_t *table;  /* open addressing; place + 1, 0: empty */
	size_t table_cap; /* a power of two */
};

struct heard *
heard_new(void)
{
	return mem_new(sizeof(struct heard));
}

void
heard_free(struct heard *heard)
{
	if (heard == NULL)
		return;
	free(heard->item);
	free(heard->table);
	free(heard);
}

/* Where in the table addr is, or would be; the table is not empty. */
static size_t
heard_slot(const struct heard *heard, const struct addr *addr)
{
	size_t mask = heard->table_cap - 1;
	size_t slot = hash_u64(addr->hi, addr->lo) & mask;

	while (heard->table[slot] != 0 &&
	       !addr_eq(&heard->item[heard->table[slot] - 1].addr, addr))
		slot = (slot + 1) & mask;
	return slot;
}

static void
heard_grow(struct heard *heard)
{
	free(heard->table);
	heard->table_cap = heard->table_cap == 0 ? 64 : heard->table_cap * 2;
	heard->table = mem_array(heard->table_cap, sizeof(*heard->table));
	for (size_t i = 0; i < heard->n; i++)
		heard->table[heard_slot(heard, &heard->item[i].addr)] =
		    (uint32_t)i + 1;
}

size_t
heard_find(const struct heard *heard, const struct addr *addr)
{
	uint32_t found;

	if (heard->n == 0)
		return HEARD_NONE;
	found = heard->table[heard_slot(heard, addr)];
	return found == 0 ? HEARD_NONE : found - 1;
}

size_t
heard_add(struct heard *heard, const struct addr *addr, uint32_t link)
{
	size_t at = heard_find(heard, addr);

	if (at != HEARD_NONE || heard->n == HEARD_MAX)
		return at;
	if ((heard->n + 1) * 2 > heard->table_cap)
		heard_grow(heard);
	heard->item = mem_grow(heard->item, &heard->cap, heard->n + 1,
	    sizeof(*heard->item));
	heard->item[heard->n] = (struct heard_item){ *addr, link, 0 };
	heard->table[heard_slot(heard, addr)] = (uint32_t)heard->n + 1;
	return heard->n++;
}

struct addr
heard_addr(const struct heard *heard, size_t at)
{
	return heard->item[at].addr;
}

uint32_t
heard_link(const struct heard *heard, size_t at)
{
	return heard->item[at].link;
}

size_t
heard_count(const struct heard *heard)
{
	return heard->n;
}

bool
heard_mark(struct heard *heard, enum tracker_mark mark, size_t at)
{
	bool was_clear = !heard_is_marked(heard, mark, at);

	heard->item[at].marks |= (uint8_t)(1u << mark);
	return was_clear;
}

bool
heard_is_marked(const struct heard *heard, enum tracker_mark mark, size_t at)
{
	return heard->item[at].marks & 1u << mark;
}
