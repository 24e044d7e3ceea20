/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A JSON object per machine and line, for what reads a stream.  The objects
 * are those of the format json; sweep and links are not told.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/json_item.h"

struct format_jsonl {
	struct jsonout j;
	const struct inventory *inventory;
};

static int
format_jsonl_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_jsonl *jsonl = mem_new(sizeof(*jsonl));

	(void)view;
	(void)err;
	jsonl->inventory = inventory;
	jsonout_init(&jsonl->j, out, false);
	*state = jsonl;
	return 0;
}

static int
format_jsonl_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_jsonl *jsonl = state;

	(void)err;
	json_item_host(&jsonl->j, jsonl->inventory, section, host);
	return 0;
}

static int
format_jsonl_end(void *state, bool is_whole, struct err *err)
{
	struct format_jsonl *jsonl = state;

	(void)is_whole;
	(void)err;
	jsonout_fini(&jsonl->j);
	free(jsonl);
	return 0;
}

const struct format format_jsonl = {
	.name = "jsonl",
	.summary = "a JSON object per machine, one a line",
	.readers = "jq, log collectors",
	.suffix = ".jsonl",
	.begin = format_jsonl_begin,
	.host = format_jsonl_host,
	.end = format_jsonl_end,
};
