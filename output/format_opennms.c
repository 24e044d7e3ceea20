/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Requisitions for OpenNMS, one for each link: a file where there is one
 * link, a folder of LINK.xml where there are several.
 *
 * An import deletes the nodes that a requisition does not name.  So it names
 * all machines with an agent, and all that were expected, whether they
 * answered or not; an incomplete sweep is refused; and in a folder the file
 * of a link that has no machine in this sweep stays as it was.
 *
 * foreign-id is what survives a new address: the name, or else the address.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "output/format_list.h"
#include "output/piece.h"
#include "output/uniq.h"
#include "output/xmlout.h"

#define FORMAT_OPENNMS_NAMESPACE \
	"http://xmlns.opennms.org/xsd/config/model-import"
#define FORMAT_OPENNMS_ID_MAX    200 /* characters */
#define FORMAT_OPENNMS_LABEL_MAX 255

/* One requisition on its way. */
struct format_opennms_part {
	char *link;
	struct file_out file;
	struct xmlout *x;
	struct uniq ids;
	struct uniq servers; /* of the ids: those whose section this is */
};

struct format_opennms {
	const char *path;
	const struct inventory *inventory;
	bool is_folder;
	struct format_opennms_part *part;
	size_t n, cap;
	struct uniq files;
	struct text text, id; /* one value at a time, memory kept */
};

/* For names of files and sources: no '/', no leading dot. */
static void
format_opennms_fold(struct text *out, const char *link)
{
	size_t from = out->len;

	piece_clean(out, link);
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] == '/' || (i == from && out->data[i] == '.'))
			out->data[i] = '_';
}

static int
format_opennms_open(struct format_opennms *opennms, const char *link,
    struct err *err)
{
	struct format_opennms_part *part;
	struct text *text = &opennms->text;

	opennms->part = mem_grow(opennms->part, &opennms->cap, opennms->n + 1,
	    sizeof(*opennms->part));
	part = &opennms->part[opennms->n];
	*part = (struct format_opennms_part){ .ids = UNIQ_INIT,
		.servers = UNIQ_INIT };
	text_clear(text);
	if (opennms->is_folder) {
		struct addr none = { 0, 0, 0 };
		struct text file = TEXT_INIT;

		format_opennms_fold(&file, link);
		uniq_name(&opennms->files, &file, &none, FORMAT_OPENNMS_ID_MAX);
		text_addf(text, "%s/%s.xml", opennms->path, text_str(&file));
		text_fini(&file);
	} else {
		text_add(text, opennms->path);
	}
	if (file_out_open(&part->file, text_str(text), err) == -1)
		return -1;
	part->x = xmlout_new(part->file.stream);
	part->link = mem_dup(link);
	opennms->n++;
	text_clear(text);
	text_add(text, "rollcall");
	if (opennms->inventory->sweep != NULL || opennms->is_folder) {
		text_add_char(text, '-');
		format_opennms_fold(text, link);
	}
	xmlout_start(part->x, "model-import");
	xmlout_attr(part->x, "xmlns", FORMAT_OPENNMS_NAMESPACE);
	xmlout_attr_time(part->x, "date-stamp", opennms->inventory->written_us);
	xmlout_attr(part->x, "foreign-source", text_str(text));
	return 0;
}

static int
format_opennms_check_links(const char *path, size_t n_links, struct err *err)
{
	const struct format_request request = { &format_opennms, path };

	if (n_links <= 1 || format_request_is_folder(&request))
		return 0;
	return err_set(err, ERR_USAGE,
	    "the sweep has %zu links, each of which is a requisition of its own: write 'opennms:%s/' for a folder of them",
	    n_links, strcmp(path, "-") == 0 ? "FOLDER" : path);
}

/* What can be refused before anything is opened. */
static int
format_opennms_check(const struct format_opennms *opennms, struct err *err)
{
	const struct inventory *inventory = opennms->inventory;

	if (!piece_is_complete(inventory) && !inventory->is_forced)
		return err_set(err, ERR_INPUT,
		    "the sweep is incomplete, and OpenNMS deletes what a requisition does not name; 'rollcall export --force' writes it all the same");
	return format_opennms_check_links(opennms->path, inventory->n_links,
	    err);
}

static void
format_opennms_free(struct format_opennms *opennms)
{
	for (size_t i = 0; i < opennms->n; i++) {
		struct format_opennms_part *part = &opennms->part[i];

		xmlout_free(part->x);
		file_out_abort(&part->file);
		uniq_fini(&part->ids);
		uniq_fini(&part->servers);
		free(part->link);
	}
	free(opennms->part);
	uniq_fini(&opennms->files);
	text_fini(&opennms->text);
	text_fini(&opennms->id);
	free(opennms);
}

static int
format_opennms_begin_at(void **state, const char *path,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	struct format_opennms *opennms = mem_new(sizeof(*opennms));
	const struct format_request request = { &format_opennms, path };
	int ret;

	(void)view;
	opennms->path = path;
	opennms->inventory = inventory;
	opennms->is_folder = format_request_is_folder(&request);
	ret = format_opennms_check(opennms, err);
	if (ret == 0 && opennms->is_folder) {
		text_addf(&opennms->text, "%s/", path);
		ret = file_make_parents(text_str(&opennms->text), err);
	} else if (ret == 0) {
		/* One file, whatever it will hold. */
		ret = format_opennms_open(opennms,
		    inventory->n_links == 1 ? inventory->link[0].link
					    : "default",
		    err);
	}
	if (ret == -1)
		format_opennms_free(opennms);
	else
		*state = opennms;
	return ret;
}

/* Whether the sweep had a link of this name. */
static bool
format_opennms_has(const struct inventory *inventory, const char *link)
{
	for (size_t i = 0; i < inventory->n_links; i++)
		if (strcmp(inventory->link[i].link, link) == 0)
			return true;
	return inventory->sweep == NULL;
}

/* The requisition that the machine belongs to, or NULL and *err. */
static struct format_opennms_part *
format_opennms_part(struct format_opennms *opennms, const struct host *host,
    struct err *err)
{
	const struct inventory *inventory = opennms->inventory;
	const char *link = "default";
	char addr[ADDR_TEXT_LEN];

	if (!opennms->is_folder)
		return &opennms->part[0];
	if (inventory->link_of != NULL)
		link = inventory->link_of(inventory->links, &host->addr);
	for (size_t i = 0; i < opennms->n; i++)
		if (strcmp(opennms->part[i].link, link) == 0)
			return &opennms->part[i];
	if (!format_opennms_has(inventory, link) && !inventory->is_forced) {
		err_set(err, ERR_INPUT,
		    "%s is on the link '%s' now, which the sweep did not have; sweep again, or use --force",
		    addr_format(&host->addr, addr), link);
		return NULL;
	}
	if (format_opennms_open(opennms, link, err) == -1)
		return NULL;
	return &opennms->part[opennms->n - 1];
}

static void
format_opennms_services(struct format_opennms *opennms, struct xmlout *x,
    const struct host *host)
{
	const struct host_service *last = NULL;

	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		if (service->kind == OBSERVATION_REFUSED ||
		    (last != NULL && last->port == service->port &&
			last->protocol == service->protocol))
			continue;
		last = service;
		text_clear(&opennms->text);
		text_addf(&opennms->text, "rollcall-%s-%u",
		    net_protocol_name(service->protocol),
		    (unsigned)service->port);
		xmlout_start(x, "monitored-service");
		xmlout_attr(x, "service-name", text_str(&opennms->text));
		xmlout_end(x);
	}
}

static void
format_opennms_category(struct xmlout *x, const char *prefix, const char *what)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "%s%s", prefix, what);
	xmlout_start(x, "category");
	xmlout_attr(x, "name", name);
	xmlout_end(x);
}

/*
 * A client says who its server is only to a probe of the user's own, as a
 * field of this name; none that is shipped knows where it stands.  OpenNMS
 * wants the parent's id, and servers come first.
 */
static void
format_opennms_parent(struct format_opennms *opennms,
    const struct format_opennms_part *part, const struct host *host)
{
	const char *id = text_str(&opennms->id), *parent;

	text_clear(&opennms->text);
	format_opennms_fold(&opennms->text, host_field_value(host, "parent"));
	piece_clip(&opennms->text, FORMAT_OPENNMS_ID_MAX);
	parent = uniq_find(&part->servers, text_str(&opennms->text));
	if (parent != NULL && strcmp(parent, id) != 0)
		xmlout_attr(part->x, "parent-foreign-id", parent);
}

static void
format_opennms_node(struct format_opennms *opennms,
    struct format_opennms_part *part, enum cache_section section,
    const struct host *host)
{
	const struct host_name *name = host_display_name(host);
	struct xmlout *x = part->x;
	char addr[ADDR_TEXT_LEN];

	(void)addr_format(&host->addr, addr);
	text_clear(&opennms->text);
	piece_clean(&opennms->text, name == NULL ? NULL : name->value);
	if (opennms->text.len == 0)
		text_add(&opennms->text, addr);
	piece_clip(&opennms->text, FORMAT_OPENNMS_LABEL_MAX);
	text_clear(&opennms->id);
	format_opennms_fold(&opennms->id, name == NULL ? NULL : name->value);
	uniq_name(&part->ids, &opennms->id, &host->addr, FORMAT_OPENNMS_ID_MAX);
	xmlout_start(x, "node");
	xmlout_attr(x, "foreign-id", text_str(&opennms->id));
	xmlout_attr(x, "node-label", text_str(&opennms->text));
	format_opennms_parent(opennms, part, host);
	if (section == CACHE_SERVERS)
		(void)uniq_take(&part->servers, text_str(&opennms->id));
	xmlout_start(x, "interface");
	xmlout_attr(x, "ip-addr", addr);
	xmlout_attr(x, "descr", "rollcall");
	xmlout_attr(x, "status", "1");
	xmlout_attr(x, "snmp-primary", "N");
	format_opennms_services(opennms, x, host);
	xmlout_end(x);
	format_opennms_category(x, "rollcall-", piece_role(section, host));
	if (section == CACHE_MISSING)
		format_opennms_category(x, "rollcall-", "missing");
	text_clear(&opennms->text);
	piece_describe(&opennms->text, section, host);
	xmlout_start(x, "asset");
	xmlout_attr(x, "name", "comment");
	xmlout_attr(x, "value", text_str(&opennms->text));
	xmlout_end(x);
	xmlout_end(x);
}

static int
format_opennms_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_opennms *opennms = state;
	struct format_opennms_part *part;

	/* Never expected, or known by a new address: see the file's head. */
	if (section == CACHE_ALIVE || host->verdict.code == VERDICT_MOVED)
		return 0;
	part = format_opennms_part(opennms, host, err);
	if (part == NULL)
		return -1;
	format_opennms_node(opennms, part, section, host);
	return xmlout_check(part->x, err);
}

static int
format_opennms_end(void *state, bool is_whole, struct err *err)
{
	struct format_opennms *opennms = state;
	int ret = 0;

	/* All are finished before the first one gets its name. */
	for (size_t i = 0; i < opennms->n && is_whole && ret == 0; i++)
		ret = xmlout_finish(opennms->part[i].x, err);
	for (size_t i = 0; i < opennms->n && is_whole && ret == 0; i++)
		ret = file_out_commit(&opennms->part[i].file, err);
	format_opennms_free(opennms);
	return ret;
}

const struct format format_opennms = {
	.name = "opennms",
	.summary = "a requisition: a file where the sweep has one link, else a "
		   "folder (opennms:FOLDER/) with one for each",
	.readers = "OpenNMS (provisiond)",
	.suffix = ".xml",
	.begin_at = format_opennms_begin_at,
	.check_links = format_opennms_check_links,
	.host = format_opennms_host,
	.end = format_opennms_end,
};
