/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Numbers as people write them.
 */
#include "base/num.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

int
num_parse_bits(uint64_t *bits_per_s, const char *text, const char *what,
    struct err *err)
{
	static const char units[] = "kMG";
	uint64_t whole = 0, scale = 1, part = 0, part_scale = 1;
	const char *p = text, *unit;

	for (; *p >= '0' && *p <= '9' && whole < 1000000000000; p++)
		whole = whole * 10 + (uint64_t)(*p - '0');
	if (p != text && *p == '.')
		for (p++; *p >= '0' && *p <= '9' && part_scale < 1000; p++) {
			part = part * 10 + (uint64_t)(*p - '0');
			part_scale *= 10;
		}
	if (p != text && *p != '\0' &&
	    (unit = strchr(units, *p == 'K' ? 'k' : *p)) != NULL) {
		for (const char *u = units; u <= unit; u++)
			scale *= 1000;
		p++;
	}
	if (p == text || *p != '\0')
		return err_set(err, ERR_USAGE,
		    "%s must be bits per second such as 56k or 1.5M, not '%s'",
		    what, text);
	if (whole > 1000000000000 / scale ||
	    whole * scale + part * scale / part_scale == 0)
		return err_set(err, ERR_USAGE,
		    "%s must be from 1 to 1000G bits per second, not '%s'",
		    what, text);
	*bits_per_s = whole * scale + part * scale / part_scale;
	return 0;
}
