/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A folder of files for tests.
 */
#include "test/unit/folderdump.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define FOLDERDUMP_MAX (16 << 20)

static int
folderdump_select(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 &&
	       strcmp(entry->d_name, "..") != 0;
}

static const char *
folderdump_path(struct text *at, const char *path, const char *name)
{
	text_clear(at);
	text_addf(at, "%s/%s", path, name);
	return text_str(at);
}

/* By bytes: alphasort() would follow the locale. */
static int
folderdump_cmp(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

char *
folderdump(const char *path)
{
	struct text all = TEXT_INIT, at = TEXT_INIT;
	struct dirent **entry;
	int n = scandir(path, &entry, folderdump_select, folderdump_cmp);

	if (n < 0)
		return NULL;
	text_add(&all, "");
	for (int i = 0; i < n; i++) {
		text_addf(&all, "== %s\n", entry[i]->d_name);
		if (file_read(&all,
			folderdump_path(&at, path, entry[i]->d_name),
			FOLDERDUMP_MAX, NULL) == -1)
			text_add(&all, "(cannot be read)\n");
		free(entry[i]);
	}
	free(entry);
	text_fini(&at);
	return text_take(&all);
}

void
folderdump_remove(const char *path)
{
	struct text at = TEXT_INIT;
	struct dirent **entry;
	int n = scandir(path, &entry, folderdump_select, folderdump_cmp);

	for (int i = 0; i < n; i++) {
		(void)unlink(folderdump_path(&at, path, entry[i]->d_name));
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	text_fini(&at);
	(void)rmdir(path);
}

bool
folderdump_put(const char *path, const char *name, const char *content)
{
	struct text at = TEXT_INIT;
	FILE *out = fopen(folderdump_path(&at, path, name), "we");
	bool is_well;

	text_fini(&at);
	if (out == NULL)
		return false;
	is_well = fputs(content, out) >= 0;
	return fclose(out) == 0 && is_well;
}
