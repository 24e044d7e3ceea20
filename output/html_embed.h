/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The report's style and script, html.css and html.js, made part of the
 * program by a rule in output/local.mk.
 */
#ifndef OUTPUT_HTML_EMBED_H
#define OUTPUT_HTML_EMBED_H

#include <stddef.h>

extern const unsigned char html_embed_css[], html_embed_js[];
extern const size_t html_embed_css_len, html_embed_js_len;

#endif
