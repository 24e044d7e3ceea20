/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes as lower-case hex and back.
 */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Append len bytes as hex digits, with separator between bytes (NUL: none). */
void hex_add(struct text *out, const uint8_t *bytes, size_t len,
    char separator);

/*
 * Read hex digits, blanks between bytes allowed, into out (cap bytes).
 * Returns the number of bytes, or -1 for a foreign character, an odd digit
 * or too many bytes.
 */
ptrdiff_t hex_parse(const char *text, uint8_t *out, size_t cap);

#endif
