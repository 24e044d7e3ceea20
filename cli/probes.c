/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The probes that there are: shipped, installed, and given.
 */
#include "cli/probes.h"

int
probes_load(struct probe_set *set, const struct opt_list *files,
    struct err *err)
{
	probe_set_add_shipped(set);
	if (probe_set_add_folder(set, PROBES_FOLDER, err) == -1)
		return -1;
	for (size_t i = 0; i < files->n; i++)
		if (probe_set_add_file(set, files->item[i], err) == -1)
			return -1;
	return probe_set_check(set, err);
}
