/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The inventory as one JSON document, indented.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/json_item.h"
#include "output/piece.h"

struct format_json {
	struct jsonout j;
	const struct inventory *inventory;
};

static int
format_json_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_json *json = mem_new(sizeof(*json));
	struct jsonout *j = &json->j;

	(void)view;
	(void)err;
	json->inventory = inventory;
	jsonout_init(j, out, true);
	jsonout_object(j, NULL);
	jsonout_text(j, "format", "rollcall-inventory-1");
	jsonout_bool(j, "complete", piece_is_complete(inventory));
	jsonout_text(j, "generator", inventory->generator);
	jsonout_time(j, "written", inventory->written_us);
	json_item_sweep(j, "sweep", inventory->sweep);
	jsonout_array(j, "links");
	for (size_t i = 0; i < inventory->n_links; i++)
		json_item_link(j, &inventory->link[i]);
	jsonout_end(j);
	jsonout_array(j, "hosts");
	*state = json;
	return 0;
}

static int
format_json_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_json *json = state;

	(void)err;
	json_item_host(&json->j, json->inventory, section, host);
	return 0;
}

static int
format_json_end(void *state, bool is_whole, struct err *err)
{
	struct format_json *json = state;

	(void)err;
	if (is_whole) {
		jsonout_end(&json->j);
		jsonout_end(&json->j);
	}
	jsonout_fini(&json->j);
	free(json);
	return 0;
}

const struct format format_json = {
	.name = "json",
	.summary = "the inventory, whole: one JSON document",
	.readers = "jq, any JSON reader",
	.suffix = ".json",
	.begin = format_json_begin,
	.host = format_json_host,
	.end = format_json_end,
};
