/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * probes.rng, the schema of probe files, as bytes in the program; the C file
 * is made from it by scanner/local.mk.
 */
#ifndef SCANNER_PROBE_EMBED_H
#define SCANNER_PROBE_EMBED_H

#include <stddef.h>

extern const unsigned char probe_embed_rng[];
extern const size_t probe_embed_rng_len;

#endif
