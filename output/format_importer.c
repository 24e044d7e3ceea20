/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A list of names and addresses that importer(1) reads again with its
 * defaults: "name,address", a line each, UTF-8, line feeds.  What is
 * imported from it into an empty cache is written again byte for byte.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/namelist.h"

struct format_importer {
	FILE *out;
	const struct inventory *inventory;
	struct namelist list;
};

static int
format_importer_begin(void **state, FILE *out,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	struct format_importer *importer = mem_new(sizeof(*importer));

	(void)view;
	(void)err;
	importer->out = out;
	importer->inventory = inventory;
	namelist_init(&importer->list, "importer");
	*state = importer;
	return 0;
}

static const char *
format_importer_refuse(const struct addr *addr, const char *name,
    const void *arg)
{
	const struct inventory *inventory = arg;

	(void)addr;
	return inventory->can_list == NULL || inventory->can_list(name)
		   ? NULL
		   : "the list would not be read so again";
}

static int
format_importer_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_importer *importer = state;

	(void)section;
	(void)err;
	namelist_add_host(&importer->list, host, format_importer_refuse,
	    importer->inventory);
	return 0;
}

static int
format_importer_end(void *state, bool is_whole, struct err *err)
{
	struct format_importer *importer = state;
	struct namelist *list = &importer->list;
	char addr[ADDR_TEXT_LEN];

	(void)err;
	if (is_whole) {
		namelist_seal(list);
		for (size_t i = 0; i < list->n; i++)
			fprintf(importer->out, "%s,%s\n",
			    namelist_name(list, i),
			    addr_format(&list->entry[i].addr, addr));
	}
	namelist_fini(list);
	free(importer);
	return 0;
}

const struct format format_importer = {
	.name = "importer",
	.summary = "names and addresses, to be imported again",
	.readers = "importer, rollcall import, Importer.exe",
	.suffix = ".txt",
	.begin = format_importer_begin,
	.host = format_importer_host,
	.end = format_importer_end,
};
