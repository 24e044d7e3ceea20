/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Maps of addresses as inline SVG.  Shape says the same as colour.
 */
#ifndef OUTPUT_HTML_MAP_H
#define OUTPUT_HTML_MAP_H

#include "output/html_block.h"

/* "server", "servers", ...: what n marks of a kind stand for. */
const char *html_map_kind_name(enum html_block_kind kind, uint64_t n);

/* What each shape means. */
void html_map_legend(struct text *out);
void html_map_wide_legend(struct text *out);

/* Lines and numbers that each html_map_grid() refers to; once per page. */
void html_map_frame(struct text *out);

/* 256 addresses, 16 by 16, the row being the high half of the last byte. */
void html_map_grid(struct text *out, struct html_blocks *blocks,
    const struct html_block *block);

/*
 * A Hilbert curve over the networks of one /8, from *at on, if there are
 * several; at most 64 by 64 cells, a cell being a /24 or more.  *at moves to
 * the first network behind them.  False, and nothing written, where a curve
 * would have one cell.
 */
bool html_map_wide(struct text *out, const struct html_block **at);

#endif
