/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Numbers as people write them.
 */
#include "base/num.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#define NUM_BITS_MAX UINT64_C(1000000000000)

int
num_parse(uint64_t *value, const char *text, uint64_t min, uint64_t max,
    const char *what, struct err *err)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0')
		return err_set(err, ERR_USAGE,
		    "%s must be a number from %" PRIu64 " to %" PRIu64
		    ", not '%s'",
		    what, min, max, text);
	if (errno == ERANGE || n < min || n > max)
		return err_set(err, ERR_USAGE,
		    "%s must be from %" PRIu64 " to %" PRIu64 ", not '%s'",
		    what, min, max, text);
	*value = n;
	return 0;
}

/* Digits and, before a unit, up to three digits behind a point. */
static bool
num_read_bits(uint64_t *bits_per_s, const char *text)
{
	uint64_t whole = 0, part = 0, scale = 1, part_scale = 1;
	const char *p = text;

	for (; *p >= '0' && *p <= '9' && whole < NUM_BITS_MAX; p++)
		whole = whole * 10 + (uint64_t)(*p - '0');
	if (p == text)
		return false;
	if (*p == '.') {
		for (p++; *p >= '0' && *p <= '9' && part_scale < 1000; p++) {
			part = part * 10 + (uint64_t)(*p - '0');
			part_scale *= 10;
		}
		if (part_scale == 1 || *p == '\0')
			return false;
	}
	switch (*p) {
	case 'G':
		scale *= 1000; /* fallthrough */
	case 'M':
		scale *= 1000; /* fallthrough */
	case 'k':
	case 'K':
		scale *= 1000;
		p++;
	}
	/* One above the maximum stands for everything above. */
	*bits_per_s = whole > NUM_BITS_MAX / scale
			  ? NUM_BITS_MAX + 1
			  : whole * scale + part * scale / part_scale;
	return *p == '\0';
}

int
num_parse_bits(uint64_t *bits_per_s, const char *text, const char *what,
    struct err *err)
{
	uint64_t bits;

	if (!num_read_bits(&bits, text))
		return err_set(err, ERR_USAGE,
		    "%s must be bits per second such as 56k or 1.5M, not '%s'",
		    what, text);
	if (bits == 0 || bits > NUM_BITS_MAX)
		return err_set(err, ERR_USAGE,
		    "%s must be from 1 to 1000G bits per second, not '%s'",
		    what, text);
	*bits_per_s = bits;
	return 0;
}
