/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Where the address cache is, when nobody says.
 */
#include "cache/cache_path.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define CACHE_PATH_ROOT "/var/lib/rollcall/cache.db"

/* An empty variable counts as none. */
static const char *
cache_path_env(const char *name)
{
	const char *value = getenv(name);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

static const char *
cache_path_home(void)
{
	const char *home = cache_path_env("HOME");
	const struct passwd *entry;

	if (home != NULL)
		return home;
	entry = getpwuid(geteuid());
	return entry == NULL ? "" : entry->pw_dir;
}

char *
cache_path(const char *given)
{
	struct text path = TEXT_INIT;
	const char *folder;

	if (given == NULL)
		given = cache_path_env("ROLLCALL_CACHE");
	if (given != NULL)
		return mem_dup(given);
	/* systemd.exec(5): several folders are separated by colons. */
	folder = cache_path_env("STATE_DIRECTORY");
	if (folder != NULL) {
		text_add_len(&path, folder, strcspn(folder, ":"));
		text_add(&path, "/cache.db");
		return text_take(&path);
	}
	if (geteuid() == 0)
		return mem_dup(CACHE_PATH_ROOT);
	/* XDG Base Directory Specification: a relative one is ignored. */
	folder = cache_path_env("XDG_STATE_HOME");
	if (folder != NULL && folder[0] == '/')
		text_add(&path, folder);
	else
		text_addf(&path, "%s/.local/state", cache_path_home());
	text_add(&path, "/rollcall/cache.db");
	return text_take(&path);
}
