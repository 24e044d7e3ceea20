/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The folder of documents for GLPI.
 */
#include "output/glpi_folder.h"

#include <stdlib.h>

#include "base/mem.h"

struct glpi_folder *
glpi_folder_open(const char *path, const struct inventory *inventory,
    struct err *err)
{
	struct folder *folder = folder_open(path, err);
	struct glpi_folder *glpi;

	if (folder == NULL)
		return NULL;
	glpi = mem_new(sizeof(*glpi));
	glpi->folder = folder;
	glpi->inventory = inventory;
	glpi->item = (struct glpi_item)GLPI_ITEM_INIT;
	return glpi;
}

int
glpi_folder_begin(struct glpi_folder *glpi, enum cache_section section,
    const struct host *host, const char *suffix, FILE **out, struct err *err)
{
	if (!glpi_item_is_told(section, host))
		return 0;
	text_clear(&glpi->text);
	glpi_item_file(&glpi->text, host, suffix);
	*out = folder_begin(glpi->folder, text_str(&glpi->text), err);
	if (*out == NULL)
		return -1;
	glpi_item_set(&glpi->item, section, host);
	return 1;
}

int
glpi_folder_close(struct glpi_folder *glpi, bool is_whole,
    bool (*is_ours)(const char *name), struct err *err)
{
	int ret = 0;

	if (is_whole)
		ret = folder_commit(glpi->folder, is_ours, err);
	else
		folder_abort(glpi->folder);
	glpi_item_fini(&glpi->item);
	text_fini(&glpi->text);
	free(glpi);
	return ret;
}
