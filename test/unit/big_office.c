/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Writes the two sweeps of test/office.h into a new cache file, for
 * test/bench/known.sh:
 *	big_office CACHE [LINKS]
 */
#include <stdio.h>
#include <stdlib.h>

#include "test/office.h"

int
main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct cache *cache;
	int ret = -1;

	if (argc < 2)
		return 2;
	cache = cache_open(argv[1], CACHE_WRITE, &err);
	if (cache != NULL)
		ret = office_fill(cache,
		    argc > 2 ? (unsigned)atoi(argv[2]) : OFFICE_LINKS, &err);
	if (ret == -1)
		fprintf(stderr, "big_office: %s\n", err.text);
	cache_close(cache);
	return ret == -1;
}
