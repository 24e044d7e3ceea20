/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * For GLPI, in the XML of FusionInventory's network discovery: a folder with
 * one file for each machine, since GLPI takes one device per document.
 *
 * GLPI refuses elements that it does not know, and has none for ports: they
 * are in DESCRIPTION.  A file of a machine that was not found this time is
 * removed, so that sending the whole folder tells what was found.
 */
#include "output/format_list.h"
#include "output/glpi_folder.h"
#include "output/nmap_item.h"
#include "output/xmlout.h"

#define FORMAT_GLPI_SUFFIX ".xml"

static bool
format_glpi_is_ours(const char *name)
{
	return glpi_item_is_file(name, FORMAT_GLPI_SUFFIX);
}

static int
format_glpi_begin_at(void **state, const char *path,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	(void)view;
	*state = glpi_folder_open(path, inventory, err);
	return *state == NULL ? -1 : 0;
}

/* GLPI drops elements without content: they are not written. */
static void
format_glpi_element(struct xmlout *x, const char *name, const char *value)
{
	if (*value == '\0')
		return;
	xmlout_start(x, name);
	xmlout_text(x, value);
	xmlout_end(x);
}

static void
format_glpi_device(struct xmlout *x, const struct glpi_item *item)
{
	xmlout_start(x, "DEVICE");
	format_glpi_element(x, "DNSHOSTNAME", text_str(&item->dns_name));
	format_glpi_element(x, "IP", item->address);
	format_glpi_element(x, "MAC", item->mac);
	format_glpi_element(x, "NETBIOSNAME", text_str(&item->name));
	/* Without a type the machine is "Unmanaged". */
	format_glpi_element(x, "TYPE", item->is_computer ? "COMPUTER" : "");
	format_glpi_element(x, "DESCRIPTION", text_str(&item->description));
	format_glpi_element(x, "WORKGROUP", text_str(&item->workgroup));
	xmlout_end(x);
}

static void
format_glpi_document(struct glpi_folder *glpi, struct xmlout *x)
{
	xmlout_start(x, "REQUEST");
	xmlout_start(x, "CONTENT");
	format_glpi_device(x, &glpi->item);
	format_glpi_element(x, "MODULEVERSION",
	    nmap_item_version(glpi->inventory));
	text_clear(&glpi->text);
	text_addf(&glpi->text, "%d", GLPI_ITEM_JOB);
	format_glpi_element(x, "PROCESSNUMBER", text_str(&glpi->text));
	xmlout_end(x);
	text_clear(&glpi->text);
	glpi_item_deviceid(&glpi->text, glpi->inventory);
	format_glpi_element(x, "DEVICEID", text_str(&glpi->text));
	format_glpi_element(x, "QUERY", "NETDISCOVERY");
	xmlout_end(x);
}

static int
format_glpi_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct glpi_folder *glpi = state;
	struct xmlout *x;
	FILE *out;
	int ret = glpi_folder_begin(glpi, section, host, FORMAT_GLPI_SUFFIX,
	    &out, err);

	if (ret != 1)
		return ret;
	x = xmlout_new(out);
	format_glpi_document(glpi, x);
	ret = xmlout_finish(x, err);
	xmlout_free(x);
	if (folder_end(glpi->folder, ret == 0 ? err : NULL) == -1)
		ret = -1;
	return ret;
}

static int
format_glpi_end(void *state, bool is_whole, struct err *err)
{
	return glpi_folder_close(state, is_whole, format_glpi_is_ours, err);
}

const struct format format_glpi = {
	.name = "glpi",
	.summary = "a folder with a file for each machine found, as XML of "
		   "network discovery",
	.readers = "GLPI, by glpi-injector or fusioninventory-injector",
	.suffix = FORMAT_GLPI_SUFFIX,
	.needs_folder = true,
	.begin_at = format_glpi_begin_at,
	.host = format_glpi_host,
	.end = format_glpi_end,
};
