/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What GLPI is told of a machine, the same in XML and JSON, and the folder
 * where it is written: one file per machine, named after its address.
 */
#ifndef OUTPUT_GLPI_ITEM_H
#define OUTPUT_GLPI_ITEM_H

#include "base/folder.h"
#include "base/text.h"
#include "output/inventory.h"
#include "output/piece.h"

#define GLPI_ITEM_NAME_MAX 255 /* characters that GLPI keeps of a name */

struct glpi_item {
	bool is_computer; /* else GLPI's "Unmanaged" */
	struct text name, dns_name, workgroup, description; /* "": none */
	char address[ADDR_TEXT_LEN];
	char mac[PIECE_MAC_LEN]; /* "": none */
};

/* clang-format off */
#define GLPI_ITEM_INIT { false, TEXT_INIT, TEXT_INIT, TEXT_INIT, TEXT_INIT, \
	"", "" }
/* clang-format on */

/*
 * Whether GLPI is told of it: a machine that was discovered, and not one
 * that is missing.
 */
bool glpi_item_is_told(enum cache_section section, const struct host *host);

/* Fill the item, whose memory is used again. */
void glpi_item_set(struct glpi_item *item, enum cache_section section,
    const struct host *host);
void glpi_item_fini(struct glpi_item *item);

/*
 * Who sends: "HOST-rollcall-1970-01-01-00-00-00", which is the form that GLPI
 * wants, and always the same for one machine, so that GLPI sees one agent.
 */
void glpi_item_deviceid(struct text *out, const struct inventory *inventory);

/*
 * The number of the job.  Always the same, so that the document of a machine
 * that is as it was is so, too, and its file is left alone.
 */
#define GLPI_ITEM_JOB 1

/* The file of a machine, and whether a file's name is such a one. */
void glpi_item_file(struct text *out, const struct host *host,
    const char *suffix);
bool glpi_item_is_file(const char *name, const char *suffix);

#endif
