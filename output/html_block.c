/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The networks of a report.
 */
#include "output/html_block.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* In the temporary file, with the name's bytes behind it. */
struct html_block_record {
	uint64_t previous; /* as html_block.chain */
	uint32_t name_len;
	uint8_t at, kind;
};

struct addr
html_block_base(const struct addr *addr)
{
	struct addr base = *addr;

	base.lo &= ~(uint64_t)(HTML_BLOCK_CELLS - 1);
	return base;
}

unsigned
html_block_prefix_len(const struct addr *addr)
{
	return addr_bits(addr) - 8;
}

enum html_block_kind
html_block_kind_of(enum cache_section section, const struct host *host)
{
	switch (section) {
	case CACHE_SERVERS:
		return HTML_BLOCK_SERVER;
	case CACHE_CLIENTS:
		return HTML_BLOCK_CLIENT;
	case CACHE_UNIDENTIFIED:
		return HTML_BLOCK_UNIDENTIFIED;
	case CACHE_ALIVE:
		return HTML_BLOCK_ALIVE;
	default:
		return host->verdict.code == VERDICT_EXCLUDED ||
			       host->verdict.code == VERDICT_NOT_ASKED
			   ? HTML_BLOCK_NOT_ASKED
			   : HTML_BLOCK_MISSING;
	}
}

/* The network, made where there is none yet. */
static struct html_block *
html_block_find(struct html_blocks *blocks, const struct addr *base)
{
	struct html_block **at = &blocks->first, *made;

	if (blocks->last_used != NULL) {
		int order = addr_cmp(&blocks->last_used->base, base);

		if (order == 0)
			return blocks->last_used;
		if (order < 0)
			at = &blocks->last_used->next;
	}
	while (*at != NULL && addr_cmp(&(*at)->base, base) < 0)
		at = &(*at)->next;
	if (*at == NULL || !addr_eq(&(*at)->base, base)) {
		made = mem_new(sizeof(*made));
		made->base = *base;
		made->next = *at;
		*at = made;
		blocks->n++;
	}
	return blocks->last_used = *at;
}

void
html_block_add(struct html_blocks *blocks, enum html_block_kind kind,
    const struct host *host)
{
	const struct host_name *name = host_display_name(host);
	struct addr base = html_block_base(&host->addr);
	struct html_block *block = html_block_find(blocks, &base);
	struct html_block_record record;
	struct text bytes = TEXT_INIT;

	memset(&record, 0, sizeof(record));
	record.previous = block->chain;
	record.at = (uint8_t)(host->addr.lo - base.lo);
	record.kind = (uint8_t)kind;
	record.name_len = name == NULL ? 0 : (uint32_t)strlen(name->value);
	block->n[kind]++;
	block->chain = blocks->spool.len + 1;
	text_add_len(&bytes, &record, sizeof(record));
	if (name != NULL)
		text_add_len(&bytes, name->value, record.name_len);
	html_spool_put(&blocks->spool, &bytes);
	text_fini(&bytes);
}

void
html_block_cells(struct html_blocks *blocks, const struct html_block *block,
    struct html_block_cell cell[HTML_BLOCK_CELLS])
{
	struct html_block_record record;
	uint64_t chain = block->chain;

	memset(cell, 0, HTML_BLOCK_CELLS * sizeof(*cell));
	while (chain != 0 && html_spool_get(&blocks->spool, chain - 1, &record,
				 sizeof(record))) {
		struct html_block_cell *at = &cell[record.at];
		char *name = mem_new((size_t)record.name_len + 1);

		if (html_spool_get(&blocks->spool, chain - 1 + sizeof(record),
			name, record.name_len) &&
		    !at->is_set) {
			at->is_set = true;
			at->kind = record.kind;
			text_add(&at->name, name);
		}
		free(name);
		chain = record.previous;
	}
}

void
html_block_cells_fini(struct html_block_cell cell[HTML_BLOCK_CELLS])
{
	for (size_t i = 0; i < HTML_BLOCK_CELLS; i++)
		text_fini(&cell[i].name);
}

void
html_block_fini(struct html_blocks *blocks)
{
	while (blocks->first != NULL) {
		struct html_block *next = blocks->first->next;

		free(blocks->first);
		blocks->first = next;
	}
	html_spool_fini(&blocks->spool);
	*blocks = (struct html_blocks){ .n = 0 };
}
