/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Text from outside made safe: names from the network and from files become
 * valid UTF-8 without control or direction-changing characters, so that no
 * writer, terminal or log can be upset by them.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define UTF8_REPLACEMENT 0xfffdu

/*
 * Decode one character from at most len (> 0) bytes.  Sets *used to the
 * bytes consumed (at least 1) and returns the character, or -1 for a byte
 * that starts no valid sequence (overlong, surrogate, cut short).
 */
int32_t utf8_decode(const void *bytes, size_t len, size_t *used);

/* Append one character. */
void utf8_add(struct text *out, uint32_t character);

bool utf8_is_valid(const void *bytes, size_t len);

/*
 * Append bytes that should be UTF-8, cleaned: broken sequences, C0 and C1
 * controls, DEL, U+FFFE, U+FFFF and bidi controls become U+FFFD, blanks at
 * the end go, all else stays as sent.
 */
void utf8_clean(struct text *out, const void *bytes, size_t len);

/* The same for UTF-16, little or big endian; an odd last byte is broken. */
void utf8_clean_utf16(struct text *out, const void *bytes, size_t len,
    bool big_endian);

/* The same for Windows code page 1252; its five holes become U+FFFD. */
void utf8_clean_cp1252(struct text *out, const void *bytes, size_t len);

/* The character that byte stands for in code page 1252. */
uint32_t utf8_from_cp1252(uint8_t byte);

#endif
