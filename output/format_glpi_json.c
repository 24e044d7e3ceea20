/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * For GLPI 10 and later, in its inventory's JSON: a folder with one file for
 * each machine, as the format glpi has it in XML.
 */
#include "output/format_list.h"
#include "output/glpi_folder.h"
#include "output/jsonout.h"

#define FORMAT_GLPI_JSON_SUFFIX ".json"

static bool
format_glpi_json_is_ours(const char *name)
{
	return glpi_item_is_file(name, FORMAT_GLPI_JSON_SUFFIX);
}

static int
format_glpi_json_begin_at(void **state, const char *path,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	(void)view;
	*state = glpi_folder_open(path, inventory, err);
	return *state == NULL ? -1 : 0;
}

/* The schema has no null: what is not known is left out. */
static void
format_glpi_json_text(struct jsonout *j, const char *key, const char *value)
{
	if (*value != '\0')
		jsonout_text(j, key, value);
}

/* The name that GLPI takes from the XML, too. */
static const char *
format_glpi_json_name(const struct glpi_item *item)
{
	return text_str(item->name.len > 0 ? &item->name : &item->dns_name);
}

static void
format_glpi_json_document(struct glpi_folder *glpi, struct jsonout *j)
{
	const struct glpi_item *item = &glpi->item;
	const char *type = item->is_computer ? "Computer" : "Unmanaged";

	text_clear(&glpi->text);
	glpi_item_deviceid(&glpi->text, glpi->inventory);
	jsonout_object(j, NULL);
	jsonout_text(j, "action", "netdiscovery");
	jsonout_text(j, "deviceid", text_str(&glpi->text));
	jsonout_text(j, "itemtype", type);
	jsonout_u64(j, "jobid", GLPI_ITEM_JOB);
	jsonout_object(j, "content");
	jsonout_text(j, "versionclient", glpi->inventory->generator);
	jsonout_object(j, "network_device");
	jsonout_text(j, "type", type);
	format_glpi_json_text(j, "name", format_glpi_json_name(item));
	jsonout_array(j, "ips");
	jsonout_text(j, NULL, item->address);
	jsonout_end(j);
	format_glpi_json_text(j, "mac", item->mac);
	format_glpi_json_text(j, "description", text_str(&item->description));
	jsonout_end(j);
	jsonout_object(j, "hardware");
	format_glpi_json_text(j, "name", format_glpi_json_name(item));
	format_glpi_json_text(j, "workgroup", text_str(&item->workgroup));
	jsonout_end(j);
	jsonout_end(j);
	jsonout_end(j);
}

static int
format_glpi_json_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct glpi_folder *glpi = state;
	struct jsonout j;
	FILE *out;
	int ret = glpi_folder_begin(glpi, section, host,
	    FORMAT_GLPI_JSON_SUFFIX, &out, err);

	if (ret != 1)
		return ret;
	jsonout_init(&j, out, true);
	format_glpi_json_document(glpi, &j);
	jsonout_fini(&j);
	return folder_end(glpi->folder, err);
}

static int
format_glpi_json_end(void *state, bool is_whole, struct err *err)
{
	return glpi_folder_close(state, is_whole, format_glpi_json_is_ours,
	    err);
}

const struct format format_glpi_json = {
	.name = "glpi-json",
	.summary = "the same as JSON of an inventory",
	.readers = "GLPI 10 and later, by glpi-injector or POST to "
		   "front/inventory.php",
	.suffix = FORMAT_GLPI_JSON_SUFFIX,
	.needs_folder = true,
	.begin_at = format_glpi_json_begin_at,
	.host = format_glpi_json_host,
	.end = format_glpi_json_end,
};
