/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The probes that there are: shipped, installed, and given.
 */
#include "cli/probes.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int
probes_is_xml(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && dot != NULL &&
	       strcmp(dot, ".xml") == 0;
}

/* By bytes: the order must not depend on the language of the user. */
static int
probes_cmp(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
probes_add_folder(struct probe_set *set, const char *folder, struct err *err)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, probes_is_xml, probes_cmp), ret = 0;

	if (n == -1 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (n == -1)
		return err_set_errno(err, ERR_INPUT, errno, "cannot read '%s'",
		    folder);
	for (int i = 0; i < n; i++) {
		struct text path = TEXT_INIT;

		text_addf(&path, "%s/%s", folder, entry[i]->d_name);
		if (ret == 0)
			ret = probe_set_add_file(set, text_str(&path), err);
		text_fini(&path);
		free(entry[i]);
	}
	free(entry);
	return ret;
}

int
probes_load(struct probe_set *set, const struct opt_list *files,
    struct err *err)
{
	if (probe_set_add_shipped(set, err) == -1 ||
	    probes_add_folder(set, PROBES_FOLDER, err) == -1)
		return -1;
	for (size_t i = 0; i < files->n; i++)
		if (probe_set_add_file(set, files->item[i], err) == -1)
			return -1;
	return probe_set_check(set, err);
}
