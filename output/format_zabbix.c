/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Hosts for Zabbix's import, in the form of version 6.0, which later ones
 * read and earlier ones of 6 do not read in any other.
 *
 * All hosts are in one group, "rollcall"; role, state, link and verdict are
 * tags.  A technical name may hold letters, digits, blanks and ". _ -" only:
 * all else becomes '_'.  Neither of the two names of a host may occur twice.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/piece.h"
#include "output/uniq.h"
#include "output/xmlout.h"

#define FORMAT_ZABBIX_GROUP    "rollcall"
#define FORMAT_ZABBIX_UUID     "7f1c1d4e0f2b4b6f9a6c2f0c5e6d8a31" /* ours */
#define FORMAT_ZABBIX_NAME_MAX 128 /* characters */
#define FORMAT_ZABBIX_TAG_MAX  255
#define FORMAT_ZABBIX_TEXT_MAX 16000

struct format_zabbix {
	struct xmlout *x;
	const struct inventory *inventory;
	struct uniq hosts, names;
	struct text text; /* one value at a time, memory kept */
	bool has_hosts;
};

static void
format_zabbix_element(struct xmlout *x, const char *name, const char *value)
{
	xmlout_start(x, name);
	xmlout_text(x, value);
	xmlout_end(x);
}

static int
format_zabbix_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct xmlout *x = xmlout_new(out);
	struct format_zabbix *zabbix;

	(void)view;
	xmlout_start(x, "zabbix_export");
	format_zabbix_element(x, "version", "6.0");
	xmlout_start(x, "groups");
	xmlout_start(x, "group");
	format_zabbix_element(x, "uuid", FORMAT_ZABBIX_UUID);
	format_zabbix_element(x, "name", FORMAT_ZABBIX_GROUP);
	xmlout_end(x);
	xmlout_end(x);
	if (xmlout_check(x, err) == -1) {
		xmlout_free(x);
		return -1;
	}
	*state = zabbix = mem_new(sizeof(*zabbix));
	zabbix->x = x;
	zabbix->inventory = inventory;
	return 0;
}

/* What a technical name may hold; blanks at the ends are refused, too. */
static void
format_zabbix_fold(struct text *out, const char *name)
{
	size_t to = 0;

	piece_clean(out, name);
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->data[i];
		bool is_good = (c >= 'a' && c <= 'z') ||
			       (c >= 'A' && c <= 'Z') ||
			       (c >= '0' && c <= '9') || c == '.' || c == '-' ||
			       c == '_' || (c == ' ' && to > 0);

		/* One '_' for a character, not for each of its bytes. */
		if ((c & 0xc0) != 0x80)
			out->data[to++] = is_good ? (char)c : '_';
	}
	if (out->len > 0)
		out->data[to] = '\0';
	out->len = to;
}

static void
format_zabbix_names(struct format_zabbix *zabbix, const struct host *host)
{
	const struct host_name *name = host_display_name(host);

	text_clear(&zabbix->text);
	format_zabbix_fold(&zabbix->text, name == NULL ? NULL : name->value);
	uniq_name(&zabbix->hosts, &zabbix->text, &host->addr,
	    FORMAT_ZABBIX_NAME_MAX);
	format_zabbix_element(zabbix->x, "host", text_str(&zabbix->text));
	text_clear(&zabbix->text);
	piece_clean(&zabbix->text, name == NULL ? NULL : name->value);
	uniq_name(&zabbix->names, &zabbix->text, &host->addr,
	    FORMAT_ZABBIX_NAME_MAX);
	format_zabbix_element(zabbix->x, "name", text_str(&zabbix->text));
}

static void
format_zabbix_tag(struct format_zabbix *zabbix, const char *tag,
    const char *value)
{
	text_clear(&zabbix->text);
	piece_clean(&zabbix->text, value);
	piece_clip(&zabbix->text, FORMAT_ZABBIX_TAG_MAX);
	if (zabbix->text.len == 0)
		return;
	xmlout_start(zabbix->x, "tag");
	format_zabbix_element(zabbix->x, "tag", tag);
	format_zabbix_element(zabbix->x, "value", text_str(&zabbix->text));
	xmlout_end(zabbix->x);
}

static void
format_zabbix_tags(struct format_zabbix *zabbix, enum cache_section section,
    const struct host *host)
{
	const struct inventory *inventory = zabbix->inventory;

	xmlout_start(zabbix->x, "tags");
	format_zabbix_tag(zabbix, "role", piece_role(section, host));
	format_zabbix_tag(zabbix, "state", piece_state(inventory, host));
	if (inventory->link_of != NULL)
		format_zabbix_tag(zabbix, "link",
		    inventory->link_of(inventory->links, &host->addr));
	format_zabbix_tag(zabbix, "verdict", verdict_name(host->verdict.code));
	xmlout_end(zabbix->x);
}

static int
format_zabbix_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_zabbix *zabbix = state;
	struct xmlout *x = zabbix->x;
	char addr[ADDR_TEXT_LEN];

	if (!zabbix->has_hosts)
		xmlout_start(x, "hosts");
	zabbix->has_hosts = true;
	xmlout_start(x, "host");
	format_zabbix_names(zabbix, host);
	text_clear(&zabbix->text);
	piece_describe(&zabbix->text, section, host);
	piece_clip(&zabbix->text, FORMAT_ZABBIX_TEXT_MAX);
	format_zabbix_element(x, "description", text_str(&zabbix->text));
	xmlout_start(x, "groups");
	xmlout_start(x, "group");
	format_zabbix_element(x, "name", FORMAT_ZABBIX_GROUP);
	xmlout_end(x);
	xmlout_end(x);
	xmlout_start(x, "interfaces");
	xmlout_start(x, "interface");
	format_zabbix_element(x, "ip", addr_format(&host->addr, addr));
	format_zabbix_element(x, "interface_ref", "if1");
	xmlout_end(x);
	xmlout_end(x);
	format_zabbix_tags(zabbix, section, host);
	format_zabbix_element(x, "inventory_mode", "AUTOMATIC");
	xmlout_end(x);
	return xmlout_check(x, err);
}

static int
format_zabbix_end(void *state, bool is_whole, struct err *err)
{
	struct format_zabbix *zabbix = state;
	int ret = is_whole ? xmlout_finish(zabbix->x, err) : 0;

	xmlout_free(zabbix->x);
	uniq_fini(&zabbix->hosts);
	uniq_fini(&zabbix->names);
	text_fini(&zabbix->text);
	free(zabbix);
	return ret;
}

const struct format format_zabbix = {
	.name = "zabbix",
	.summary =
	    "hosts to import, with role, state, link and verdict as tags",
	.readers = "Zabbix 6.0 and later (Data collection, Hosts, Import)",
	.suffix = ".xml",
	.begin = format_zabbix_begin,
	.host = format_zabbix_host,
	.end = format_zabbix_end,
};
