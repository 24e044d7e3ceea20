/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The folder of documents for GLPI, in whichever form: one file per machine.
 */
#ifndef OUTPUT_GLPI_FOLDER_H
#define OUTPUT_GLPI_FOLDER_H

#include <stdio.h>

#include "base/folder.h"
#include "output/glpi_item.h"

struct glpi_folder {
	struct folder *folder;
	const struct inventory *inventory; /* borrowed */
	struct glpi_item item;             /* of the machine at hand */
	struct text text;                  /* one value at a time */
};

/* NULL: ERR_OUTPUT.  The caller owns it until glpi_folder_close(). */
struct glpi_folder *glpi_folder_open(const char *path,
    const struct inventory *inventory, struct err *err);

/*
 * 1: the item is filled and *out is where its document goes; then
 * folder_end() of the folder follows.  0: GLPI is not told of this machine.
 */
int glpi_folder_begin(struct glpi_folder *glpi, enum cache_section section,
    const struct host *host, const char *suffix, FILE **out, struct err *err);

/*
 * Free it.  Where the list is whole, the files of machines that are not in it
 * go, as is_ours knows them by name; else all stays as it was before.
 */
int glpi_folder_close(struct glpi_folder *glpi, bool is_whole,
    bool (*is_ours)(const char *name), struct err *err);

#endif
