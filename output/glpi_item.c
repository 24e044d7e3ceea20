/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What GLPI is told of a machine.
 */
#include "output/glpi_item.h"

#include <string.h>

bool
glpi_item_is_told(enum cache_section section, const struct host *host)
{
	return section != CACHE_MISSING ||
	       host->verdict.code == VERDICT_ALIVE_NO_AGENT;
}

/* The strongest name of the DNS, or of all other sources. */
static void
glpi_item_name(struct text *out, const struct host *host, bool is_dns)
{
	const struct host_name *best = host_display_name(host);

	text_clear(out);
	for (size_t i = 0; i < host->n_names; i++) {
		const struct host_name *name = &host->name[i];

		if ((best == NULL ||
			(best->source == HOST_SOURCE_DNS) != is_dns) &&
		    (name->source == HOST_SOURCE_DNS) == is_dns)
			best = name;
	}
	if (best != NULL && (best->source == HOST_SOURCE_DNS) == is_dns)
		piece_clean(out, best->value);
	piece_clip(out, GLPI_ITEM_NAME_MAX);
}

void
glpi_item_set(struct glpi_item *item, enum cache_section section,
    const struct host *host)
{
	item->is_computer = host->role >= OBSERVATION_ROLE_UNIDENTIFIED;
	(void)addr_format(&host->addr, item->address);
	if (!piece_mac(host, item->mac))
		item->mac[0] = '\0';
	glpi_item_name(&item->name, host, false);
	glpi_item_name(&item->dns_name, host, true);
	text_clear(&item->workgroup);
	piece_clean(&item->workgroup, host_field_value(host, "workgroup"));
	piece_clip(&item->workgroup, GLPI_ITEM_NAME_MAX);
	text_clear(&item->description);
	piece_describe(&item->description, section, host);
}

void
glpi_item_fini(struct glpi_item *item)
{
	text_fini(&item->name);
	text_fini(&item->dns_name);
	text_fini(&item->workgroup);
	text_fini(&item->description);
}

void
glpi_item_deviceid(struct text *out, const struct inventory *inventory)
{
	piece_clean(out, inventory->scanner);
	text_add(out, "-rollcall-1970-01-01-00-00-00");
}

/* Colons are no good in names of files that go to other systems. */
void
glpi_item_file(struct text *out, const struct host *host, const char *suffix)
{
	char addr[ADDR_TEXT_LEN];

	(void)addr_format(&host->addr, addr);
	/* "::1" would begin with a dash, which programs take for an option. */
	if (addr[0] == ':')
		text_add_char(out, '0');
	for (char *c = addr; *c != '\0'; c++)
		text_add_char(out, *c == ':' ? '-' : *c);
	text_add(out, suffix);
}

bool
glpi_item_is_file(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);
	char text[ADDR_TEXT_LEN];
	struct text again = TEXT_INIT;
	struct host host;
	bool is_same;

	if (len <= suffix_len || len - suffix_len >= sizeof(text) ||
	    strcmp(name + len - suffix_len, suffix) != 0)
		return false;
	memcpy(text, name, len - suffix_len);
	text[len - suffix_len] = '\0';
	for (char *c = text; *c != '\0'; c++)
		*c = *c == '-' ? ':' : *c;
	if (addr_parse(&host.addr, text, NULL) == -1)
		return false;
	glpi_item_file(&again, &host, suffix);
	is_same = strcmp(text_str(&again), name) == 0;
	text_fini(&again);
	return is_same;
}
