/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes as hex and back.
 */
#include "base/hex.h"

#include <string.h>

void
hex_add(struct text *out, const uint8_t *bytes, size_t len, char separator)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && separator != '\0')
			text_add_char(out, separator);
		text_add_char(out, digits[bytes[i] >> 4]);
		text_add_char(out, digits[bytes[i] & 15]);
	}
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

ptrdiff_t
hex_parse(const char *text, uint8_t *out, size_t cap)
{
	size_t n = 0;

	for (;;) {
		int high, low;

		text += strspn(text, " \t\r\n");
		if (*text == '\0')
			return (ptrdiff_t)n;
		high = hex_digit(text[0]);
		low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0 || n == cap)
			return -1;
		out[n++] = (uint8_t)(high << 4 | low);
		text += 2;
	}
}
