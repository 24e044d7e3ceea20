/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names compared without case: the simple one-to-one pairs of Unicode's
 * CaseFolding.txt for the Latin, Greek and Cyrillic letters that the code
 * pages of Windows hold.  Not the locale's towlower(): what is stored must
 * not depend on who runs the program.
 */
#include "cache/cache_fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/utf8.h"

/* From first to last, each step-th character has its small one at +add. */
struct fold_range {
	uint16_t first, last;
	uint8_t step, add;
};

static uint32_t
cache_fold_one(uint32_t c)
{
	static const struct fold_range ranges[] = {
		{ 'A', 'Z', 1, 32 },
		{ 0x00c0, 0x00d6, 1, 32 }, /* Latin-1 but for x */
		{ 0x00d8, 0x00de, 1, 32 },
		{ 0x0100, 0x012e, 2, 1 }, /* Latin Extended-A */
		{ 0x0132, 0x0136, 2, 1 },
		{ 0x0139, 0x0147, 2, 1 },
		{ 0x014a, 0x0176, 2, 1 },
		{ 0x0179, 0x017d, 2, 1 },
		{ 0x0218, 0x021a, 2, 1 },  /* Romanian */
		{ 0x0388, 0x038a, 1, 37 }, /* Greek */
		{ 0x0391, 0x03a1, 1, 32 },
		{ 0x03a3, 0x03ab, 1, 32 },
		{ 0x0400, 0x040f, 1, 80 }, /* Cyrillic */
		{ 0x0410, 0x042f, 1, 32 },
		{ 0x0490, 0x0490, 1, 1 },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return (c - ranges[i].first) % ranges[i].step == 0
				   ? c + ranges[i].add
				   : c;
	switch (c) {
	case 0x0178: /* Y with diaeresis */
		return 0x00ff;
	case 0x0386: /* alpha with tonos */
		return 0x03ac;
	case 0x038c: /* omicron with tonos */
		return 0x03cc;
	case 0x038e: /* upsilon with tonos */
	case 0x038f: /* omega with tonos */
		return c + 63;
	case 0x03c2: /* final sigma */
		return 0x03c3;
	default:
		return c;
	}
}

static bool
cache_fold_is_ascii(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name >= 0x80)
			return false;
	return true;
}

char *
cache_fold(const char *name)
{
	struct text out = TEXT_INIT;
	size_t len = strlen(name), used;

	if (cache_fold_is_ascii(name))
		return NULL;
	for (size_t at = 0; at < len; at += used) {
		int32_t c = utf8_decode(name + at, len - at, &used);

		if (c < 0)
			text_add_len(&out, name + at, used);
		else
			utf8_add(&out, cache_fold_one((uint32_t)c));
	}
	return text_take(&out);
}
