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

/*
 * Base64 of the SHA-256 of each, for the page's content security policy: the
 * browser takes exactly these bytes between the tags and nothing else.
 */
extern const char html_embed_css_sha256[], html_embed_js_sha256[];

#endif
