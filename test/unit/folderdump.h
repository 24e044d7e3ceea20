/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A folder of files for tests: as one text, and gone again.
 */
#ifndef TEST_UNIT_FOLDERDUMP_H
#define TEST_UNIT_FOLDERDUMP_H

#include <stdbool.h>

/*
 * All files, by name: a line "== NAME" and the content of each.  Those whose
 * names begin with '.' too.  The caller frees it; NULL: no such folder.
 */
char *folderdump(const char *path);

/* Remove the files and the folder. */
void folderdump_remove(const char *path);

/* Put a file there; whether that went well. */
bool folderdump_put(const char *path, const char *name, const char *content);

#endif
