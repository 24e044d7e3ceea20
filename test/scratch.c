/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A folder of a test's own, gone afterwards.
 */
#include "test/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SCRATCH_BUFFERS 8
#define SCRATCH_CAP     512
#define SCRATCH_DEPTH   16 /* descriptors that nftw() may hold */

static char scratch_folder[SCRATCH_CAP / 2];

int
scratch_set_up(void)
{
	const char *parent = getenv("TMPDIR");

	(void)snprintf(scratch_folder, sizeof(scratch_folder),
	    "%s/rollcall-test.XXXXXX", parent == NULL ? "/tmp" : parent);
	return mkdtemp(scratch_folder) == NULL;
}

static int
scratch_remove(const char *path, const struct stat *st, int kind,
    struct FTW *place)
{
	(void)st;
	(void)kind;
	(void)place;
	return remove(path);
}

int
scratch_tear_down(void)
{
	return nftw(scratch_folder, scratch_remove, SCRATCH_DEPTH,
	    FTW_DEPTH | FTW_PHYS);
}

const char *
scratch_path(const char *name)
{
	static char buffer[SCRATCH_BUFFERS][SCRATCH_CAP];
	static unsigned turn;
	char *path = buffer[turn++ % SCRATCH_BUFFERS];

	(void)snprintf(path, SCRATCH_CAP, "%s%s%s", scratch_folder,
	    name[0] == '\0' ? "" : "/", name);
	return path;
}
