/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Maps of addresses as inline SVG.  A cell is one path with a title, and
 * lines end inside of tags, where they cost the browser nothing: a page may
 * have tens of thousands of cells.
 */
#include "output/html_map.h"

#include <inttypes.h>
#include <string.h>

#define HTML_MAP_SIDE       16
#define HTML_MAP_PITCH      20 /* of cells; the shapes are 16 wide */
#define HTML_MAP_LABEL      34 /* room for numbers at the left and top */
#define HTML_MAP_ORDER_MAX  6  /* of the Hilbert curve: 64 by 64 cells */
#define HTML_MAP_WIDE_PITCH 10

/* Paths from the upper left corner of a field of 16 by 16. */
static const struct {
	const char *class, *name, *names, *path;
} html_map_shape[HTML_BLOCK_N_KINDS] = {
	[HTML_BLOCK_SERVER] = { "s", "server", "servers", "h16v16h-16z" },
	[HTML_BLOCK_CLIENT] = { "c", "client", "clients",
	    "m0 8a8 8 0 1 0 16 0a8 8 0 1 0-16 0z" },
	[HTML_BLOCK_UNIDENTIFIED] = { "u", "unidentified", "unidentified",
	    "m8 0l8 8-8 8-8-8z" },
	[HTML_BLOCK_ALIVE] = { "a", "alive without agent",
	    "alive without agent", "m8 0l8 16h-16z" },
	[HTML_BLOCK_MISSING] = { "m", "missing", "missing",
	    "m0 3l3-3 5 5 5-5 3 3-5 5 5 5-3 3-5-5-5 5-3-3 5-5z" },
	[HTML_BLOCK_NOT_ASKED] = { "n", "not asked", "not asked",
	    "m0 6h16v4h-16z" },
};

/* What a cell of the wide map says of the networks in it. */
static const struct {
	const char *class, *name, *path; /* in a field of 8 by 8 */
} html_map_share[] = {
	{ "s", "nobody missing", "h8v8h-8z" },
	{ "c", "up to a quarter missing", "m0 4a4 4 0 1 0 8 0a4 4 0 1 0-8 0z" },
	{ "u", "more missing", "m4 0l4 4-4 4-4-4z" },
	{ "m", "everybody missing",
	    "m0 1l1-1 3 3 3-3 1 1-3 3 3 3-1 1-3-3-3 3-1-1 3-3z" },
};

const char *
html_map_kind_name(enum html_block_kind kind, uint64_t n)
{
	return n == 1 ? html_map_shape[kind].name : html_map_shape[kind].names;
}

void
html_map_legend(struct text *out)
{
	text_add(out, "<ul class=\"legend\">");
	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++)
		text_addf(out,
		    "<li><svg class=\"map key\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"%s\" d=\"M0 0%s\"/></svg> %s</li>",
		    html_map_shape[i].class, html_map_shape[i].path,
		    html_map_shape[i].name);
	text_add(out, "</ul>\n");
}

void
html_map_wide_legend(struct text *out)
{
	text_add(out, "<ul class=\"legend\">");
	for (size_t i = 0; i < sizeof(html_map_share) / sizeof(*html_map_share);
	     i++)
		text_addf(out,
		    "<li><svg class=\"map key\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><path class=\"%s\" d=\"M0 0%s\"/></svg> %s</li>",
		    html_map_share[i].class, html_map_share[i].path,
		    html_map_share[i].name);
	text_add(out, "</ul>\n");
}

void
html_map_frame(struct text *out)
{
	unsigned end = HTML_MAP_LABEL + HTML_MAP_SIDE * HTML_MAP_PITCH;

	text_add(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map frame\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs><g id=\"frame\"><path class=\"lines\" d=\"");
	for (unsigned i = 0; i <= HTML_MAP_SIDE; i++) {
		unsigned at = HTML_MAP_LABEL + i * HTML_MAP_PITCH;

		text_addf(out, "M%u %uH%uM%u %uV%u", HTML_MAP_LABEL, at, end,
		    at, HTML_MAP_LABEL, end);
	}
	text_add(out, "\"/>");
	for (unsigned i = 0; i < HTML_MAP_SIDE; i++) {
		unsigned at =
		    HTML_MAP_LABEL + i * HTML_MAP_PITCH + HTML_MAP_PITCH / 2;

		text_addf(out,
		    "<text class=\"col\" x=\"%u\" y=\"%u\">%u</text><text class=\"row\" x=\"%u\" y=\"%u\">%u</text>",
		    at, HTML_MAP_LABEL - 6, i, HTML_MAP_LABEL - 4, at + 4,
		    i * HTML_MAP_SIDE);
	}
	text_add(out, "</g></defs></svg>\n");
}

void
html_map_grid(struct text *out, struct html_blocks *blocks,
    const struct html_block *block)
{
	struct html_block_cell cell[HTML_BLOCK_CELLS];
	unsigned size = HTML_MAP_LABEL + HTML_MAP_SIDE * HTML_MAP_PITCH + 2;

	html_block_cells(blocks, block, cell);
	text_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map grid\" viewBox=\"0 0 %u %u\" role=\"img\"><title>Map of ",
	    size, size);
	html_prefix(out, &block->base, html_block_prefix_len(&block->base));
	text_add(out, "</title><use href=\"#frame\"/>");
	for (unsigned i = 0; i < HTML_BLOCK_CELLS; i++) {
		struct addr addr = addr_add(&block->base, i);

		if (!cell[i].is_set)
			continue;
		text_addf(out, "<path\nclass=\"%s\" d=\"M%u %u%s\"><title>",
		    html_map_shape[cell[i].kind].class,
		    HTML_MAP_LABEL + i % HTML_MAP_SIDE * HTML_MAP_PITCH + 2,
		    HTML_MAP_LABEL + i / HTML_MAP_SIDE * HTML_MAP_PITCH + 2,
		    html_map_shape[cell[i].kind].path);
		html_addr(out, &addr);
		text_add_char(out, ' ');
		if (cell[i].name.len > 0) {
			html_text(out, text_str(&cell[i].name));
			text_add(out, ": ");
		}
		text_add(out, html_map_shape[cell[i].kind].name);
		text_add(out, "</title></path>");
	}
	text_add(out, "</svg>\n");
	html_block_cells_fini(cell);
}

/* Where the curve of that order passes at step d: neighbours stay near. */
static void
html_map_hilbert(unsigned order, uint32_t d, unsigned *x, unsigned *y)
{
	*x = *y = 0;
	for (unsigned s = 1; s < 1u << order; s <<= 1, d >>= 2) {
		unsigned rx = d >> 1 & 1, ry = (d ^ rx) & 1;

		if (ry == 0) {
			unsigned turned = *y;

			if (rx == 1) {
				*x = s - 1 - *x;
				turned = s - 1 - *y;
			}
			*y = *x;
			*x = turned;
		}
		*x += s * rx;
		*y += s * ry;
	}
}

static uint32_t
html_map_v4(const struct html_block *block)
{
	return (uint32_t)block->base.lo;
}

/* The networks from *at on that are in one cell, together. */
static struct html_block
html_map_sum(const struct html_block **at, const struct html_block *end,
    unsigned cell_len)
{
	struct html_block sum = { .base = (*at)->base };
	uint32_t cell = html_map_v4(*at) >> (32 - cell_len);

	sum.base.lo = (uint64_t)cell << (32 - cell_len);
	for (; *at != end && html_map_v4(*at) >> (32 - cell_len) == cell;
	     *at = (*at)->next)
		for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++)
			sum.n[i] += (*at)->n[i];
	return sum;
}

static void
html_map_wide_cell(struct text *out, const struct html_block *sum,
    unsigned cell_len, unsigned x, unsigned y)
{
	uint64_t missing = sum->n[HTML_BLOCK_MISSING], all = 0;
	unsigned share;

	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++)
		all += sum->n[i];
	share = missing == 0         ? 0
		: missing <= all / 4 ? 1
		: missing < all      ? 2
				     : 3;
	text_addf(out, "<path\nclass=\"%s\" d=\"M%u %u%s\"><title>",
	    html_map_share[share].class, x * HTML_MAP_WIDE_PITCH + 1,
	    y * HTML_MAP_WIDE_PITCH + 1, html_map_share[share].path);
	html_prefix(out, &sum->base, cell_len);
	text_add(out, ": ");
	html_count(out, all, "machine, ", "machines, ");
	html_number(out, missing);
	text_add(out, " missing</title></path>");
}

/* The networks from first to the one before end, which are all in base/len. */
static void
html_map_wide_draw(struct text *out, const struct html_block *first,
    const struct html_block *end, unsigned len)
{
	struct addr base = first->base;
	unsigned order = (24 - len) / 2, cell_len, size, x, y;

	if (order > HTML_MAP_ORDER_MAX)
		order = HTML_MAP_ORDER_MAX;
	cell_len = len + 2 * order;
	size = HTML_MAP_WIDE_PITCH << order;
	base.lo &= ~((UINT64_C(1) << (32 - len)) - 1);
	text_addf(out,
	    "<figure><svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map wide o%u\" viewBox=\"0 0 %u %u\" role=\"img\"><title>Map of ",
	    order, size, size);
	html_prefix(out, &base, len);
	text_addf(out, "</title><path class=\"lines\" d=\"M0 0H%uV%uH0z\"/>",
	    size, size);
	while (first != end) {
		struct html_block sum = html_map_sum(&first, end, cell_len);

		html_map_hilbert(order,
		    (uint32_t)(sum.base.lo - base.lo) >> (32 - cell_len), &x,
		    &y);
		html_map_wide_cell(out, &sum, cell_len, x, y);
	}
	text_add(out, "</svg><figcaption>");
	html_prefix(out, &base, len);
	text_addf(out, ", a cell for each /%u</figcaption></figure>\n",
	    cell_len);
}

bool
html_map_wide(struct text *out, const struct html_block **at)
{
	const struct html_block *first = *at, *last = first, *end;
	unsigned len = 24;

	for (end = first->next;
	     end != NULL && end->base.family == first->base.family &&
	     html_map_v4(end) >> 24 == html_map_v4(first) >> 24;
	     end = end->next)
		last = end;
	*at = end;
	if (first == last || first->base.family != 4)
		return false;
	while (
	    html_map_v4(first) >> (32 - len) != html_map_v4(last) >> (32 - len))
		len -= 2;
	html_map_wide_draw(out, first, end, len);
	return true;
}
