/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The inventory read back: its head, and its parts one after the other.
 */
#include "output/inventory_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/inventory_attr.h"
#include "output/inventory_read_host.h"
#include "output/inventory_read_xml.h"

#define INVENTORY_READ_ROOT 0 /* depth of the document's element */

struct inventory_read {
	struct inventory_read_xml *x;
	struct inventory inventory;
	char *generator;
	bool is_complete;
	struct cache_sweep sweep;
	struct cache_ledger *link;
	size_t links_cap;
	bool has_links;
	int section;      /* the part that is open or was last; -1: none */
	bool is_in_part;  /* the cursor is in it */
	struct addr last; /* machine of this part; family 0: none */
	uint64_t n_hosts;
	bool has_ended;
	struct err failed; /* an error stays */
};

static int
inventory_read_numbers(struct inventory_read_xml *x,
    const struct inventory_attr *attr, void *in, struct err *err)
{
	for (; attr->name != NULL; attr++) {
		uint64_t value = 0;

		if (inventory_read_xml_u64(x, attr->name, attr->is_optional, 0,
			attr->max, &value, err) == -1)
			return -1;
		inventory_attr_set(attr, in, value);
	}
	return 0;
}

static int
inventory_read_sweep(struct inventory_read *read, struct err *err)
{
	struct cache_sweep *sweep = &read->sweep;
	struct inventory_read_xml *x = read->x;
	int depth = inventory_read_xml_depth(x), got;
	bool has_counts = false;
	uint64_t id = 0;

	if (inventory_read_xml_u64(x, "id", false, 0, INT64_MAX, &id, err) ==
		-1 ||
	    inventory_read_xml_time(x, "started", false, &sweep->started_us,
		err) == -1 ||
	    inventory_read_xml_time(x, "ended", true, &sweep->ended_us, err) ==
		-1 ||
	    inventory_read_xml_attr(x, "mode", false, &sweep->mode, err) ==
		-1 ||
	    inventory_read_xml_attr(x, "targets", false, &sweep->targets,
		err) == -1 ||
	    inventory_read_xml_attr(x, "probes", false, &sweep->probes, err) ==
		-1 ||
	    inventory_read_xml_u64(x, "seed", false, 0, UINT64_MAX,
		&sweep->seed, err) == -1)
		return -1;
	sweep->id = (int64_t)id;
	sweep->state = read->is_complete      ? CACHE_SWEEP_COMPLETE
		       : sweep->ended_us != 0 ? CACHE_SWEEP_INCOMPLETE
					      : CACHE_SWEEP_RUNNING;
	read->inventory.sweep = sweep;
	while ((got = inventory_read_xml_child(x, depth, err)) == 1)
		if (inventory_read_xml_is(x, "counts")) {
			if (inventory_read_numbers(x, inventory_attr_counts,
				sweep, err) == -1)
				return -1;
			has_counts = true;
		}
	if (got == 0 && !has_counts)
		return inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "sweep has no element counts");
	return got;
}

static int
inventory_read_loss(struct inventory_read_xml *x, struct cache_ledger *link,
    struct err *err)
{
	if (inventory_read_xml_u64(x, "tries", false, 0, UINT32_MAX,
		&link->n_tries, err) == -1 ||
	    inventory_read_xml_share(x, "exchanges", 6, &link->loss_ppm, err) ==
		-1 ||
	    inventory_read_xml_share(x, "missed", 3, &link->missed_milli,
		err) == -1 ||
	    inventory_read_xml_u64(x, "missed-low", false, 0, UINT64_MAX,
		&link->missed_low, err) == -1 ||
	    inventory_read_xml_u64(x, "missed-high", false, 0, UINT64_MAX,
		&link->missed_high, err) == -1)
		return -1;
	return inventory_read_xml_share(x, "allowed", 6, &link->max_missed_ppm,
	    err);
}

static int
inventory_read_link(struct inventory_read *read, struct err *err)
{
	struct inventory *inventory = &read->inventory;
	int depth = inventory_read_xml_depth(read->x), got;
	struct cache_ledger *link;

	if (inventory->n_links == INVENTORY_READ_LINKS_MAX)
		return inventory_read_xml_refuse(read->x, err, ERR_LIMIT,
		    "more than %d links", INVENTORY_READ_LINKS_MAX);
	read->link = mem_grow(read->link, &read->links_cap,
	    inventory->n_links + 1, sizeof(*read->link));
	link = &read->link[inventory->n_links++];
	memset(link, 0, sizeof(*link));
	inventory->link = read->link;
	if (inventory_read_xml_attr(read->x, "name", false, &link->link, err) ==
	    -1)
		return -1;
	if (inventory_read_numbers(read->x, inventory_attr_link, link, err) ==
	    -1)
		return -1;
	while ((got = inventory_read_xml_child(read->x, depth, err)) == 1)
		if (inventory_read_xml_is(read->x, "loss") &&
		    inventory_read_loss(read->x, link, err) == -1)
			return -1;
	return got;
}

static int
inventory_read_links(struct inventory_read *read, struct err *err)
{
	int depth = inventory_read_xml_depth(read->x), got;

	if (read->has_links)
		return inventory_read_xml_refuse(read->x, err, ERR_INPUT,
		    "links stands twice");
	read->has_links = true;
	while ((got = inventory_read_xml_child(read->x, depth, err)) == 1) {
		if (!inventory_read_xml_is(read->x, "link"))
			continue;
		inventory_read_xml_forget(read->x);
		if (inventory_read_link(read, err) == -1)
			return -1;
	}
	return got;
}

/* What the document's element says of itself. */
static int
inventory_read_root(struct inventory_read *read, struct err *err)
{
	struct inventory_read_xml *x = read->x;
	char *complete;

	if (inventory_read_xml_root(x, err) == -1)
		return -1;
	if (!inventory_read_xml_is(x, "inventory"))
		return inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "not an inventory of rollcall: <inventory xmlns=\"%s\"> "
		    "must come first",
		    INVENTORY_ATTR_NAMESPACE);
	if (inventory_read_xml_attr(x, "generator", false, &read->generator,
		err) == -1 ||
	    inventory_read_xml_time(x, "written", false,
		&read->inventory.written_us, err) == -1 ||
	    inventory_read_xml_u64(x, "stale-after-s", true, 1, UINT64_MAX,
		&read->inventory.stale_after_s, err) == -1 ||
	    inventory_read_xml_attr(x, "complete", false, &complete, err) == -1)
		return -1;
	read->inventory.generator = read->generator;
	read->is_complete = strcmp(complete, "true") == 0;
	if (!read->is_complete && strcmp(complete, "false") != 0) {
		inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "complete must be true or false, not '%s'", complete);
		free(complete);
		return -1;
	}
	free(complete);
	return 0;
}

/*
 * The next part of the document; what stands before it goes into the head.
 * Returns 1, 0 at the end, or -1.
 */
static int
inventory_read_part(struct inventory_read *read, struct err *err)
{
	struct inventory_read_xml *x = read->x;
	int got;

	while ((got = inventory_read_xml_child(x, INVENTORY_READ_ROOT, err)) ==
	       1) {
		int section = 0;

		inventory_read_xml_forget(x);
		if (inventory_read_xml_is(x, "sweep") && read->section == -1 &&
		    read->inventory.sweep == NULL) {
			if (inventory_read_sweep(read, err) == -1)
				return -1;
		} else if (inventory_read_xml_is(x, "links")) {
			if (inventory_read_links(read, err) == -1)
				return -1;
		}
		while (section < CACHE_N_SECTIONS &&
		       !inventory_read_xml_is(x,
			   inventory_attr_part[section].part))
			section++;
		if (section == CACHE_N_SECTIONS)
			continue;
		if (section != read->section + 1 || !read->has_links)
			return inventory_read_xml_refuse(x, err, ERR_INPUT,
			    "%s out of place: links, servers, clients, "
			    "unidentified, alive and missing must come in "
			    "this order",
			    inventory_attr_part[section].part);
		read->section = section;
		read->is_in_part = true;
		read->last.family = 0;
		return 1;
	}
	if (got == 0 && read->section != CACHE_N_SECTIONS - 1)
		return inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "the inventory has no element %s",
		    read->has_links
			? inventory_attr_part[read->section + 1].part
			: "links");
	return got == 0 ? inventory_read_xml_finish(x, err) : got;
}

/* The next machine of the open part: 1, 0 when it has no more, or -1. */
static int
inventory_read_machine(struct inventory_read *read, struct host *host,
    struct err *err)
{
	const char *element = inventory_attr_part[read->section].machine;
	struct inventory_read_xml *x = read->x;
	char a[ADDR_TEXT_LEN], b[ADDR_TEXT_LEN];
	int got;

	do {
		got = inventory_read_xml_child(x, INVENTORY_READ_ROOT + 1, err);
		if (got != 1)
			return got;
	} while (!inventory_read_xml_is(x, element));
	if (read->n_hosts++ == INVENTORY_READ_HOSTS_MAX)
		return inventory_read_xml_refuse(x, err, ERR_LIMIT,
		    "more than %d machines", INVENTORY_READ_HOSTS_MAX);
	if (inventory_read_host(x, (enum cache_section)read->section, host,
		err) == -1)
		return -1;
	if (read->last.family != 0 && addr_cmp(&read->last, &host->addr) >= 0) {
		got = inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "%s after %s: addresses must ascend within %s",
		    addr_format(&host->addr, a), addr_format(&read->last, b),
		    inventory_attr_part[read->section].part);
		host_fini(host);
		return got;
	}
	read->last = host->addr;
	return 1;
}

static int
inventory_read_go_on(struct inventory_read *read, struct host *host,
    struct err *err)
{
	for (;;) {
		int got = read->is_in_part
			      ? inventory_read_machine(read, host, err)
			      : 0;

		if (got != 0)
			return got;
		read->is_in_part = false;
		got = inventory_read_part(read, err);
		if (got != 1)
			return got;
	}
}

int
inventory_read_next(struct inventory_read *read, enum cache_section *section,
    struct host *host, struct err *err)
{
	int got = 0;

	if (read->failed.code == ERR_NONE && !read->has_ended) {
		got = inventory_read_go_on(read, host, &read->failed);
		read->has_ended = got == 0;
	}
	if (read->failed.code != ERR_NONE)
		return err_set(err, read->failed.code, "%s", read->failed.text);
	*section = (enum cache_section)read->section;
	return got;
}

static int
inventory_read_each(void *source, cache_host_fn fn, void *arg, struct err *err)
{
	struct inventory_read *read = source;
	enum cache_section section = CACHE_N_SECTIONS;
	struct host host;
	int got;

	while ((got = inventory_read_next(read, &section, &host, err)) == 1) {
		int ret = fn(section, &host, arg, err);

		host_fini(&host);
		if (ret == -1)
			return -1;
	}
	return got;
}

static struct inventory_read *
inventory_read_new(FILE *in, const char *origin, struct err *err)
{
	struct inventory_read *read = mem_new(sizeof(*read));

	read->section = -1;
	read->inventory.each = inventory_read_each;
	read->inventory.source = read;
	read->x = inventory_read_xml_new(in, origin, err);
	if (read->x == NULL || inventory_read_root(read, err) == -1 ||
	    inventory_read_part(read, err) == -1) {
		inventory_read_close(read);
		return NULL;
	}
	return read;
}

struct inventory_read *
inventory_read_open(const char *path, struct err *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? stdin : fopen(path, "re");

	if (in == NULL) {
		err_set_errno(err, ERR_INPUT, errno, "%s: cannot be read",
		    path);
		return NULL;
	}
	return inventory_read_new(in, is_stdin ? "standard input" : path, err);
}

struct inventory_read *
inventory_read_memory(const void *bytes, size_t len, const char *origin,
    struct err *err)
{
	/* fmemopen() of nothing fails before glibc 2.22 and elsewhere. */
	FILE *in = len == 0 ? fopen("/dev/null", "re")
			    : fmemopen((void *)(uintptr_t)bytes, len, "r");

	if (in == NULL) {
		err_set_errno(err, ERR_SYSTEM, errno, "%s: cannot be read",
		    origin);
		return NULL;
	}
	return inventory_read_new(in, origin, err);
}

void
inventory_read_close(struct inventory_read *read)
{
	if (read == NULL)
		return;
	inventory_read_xml_free(read->x);
	for (size_t i = 0; i < read->inventory.n_links; i++)
		free(read->link[i].link);
	free(read->link);
	free(read->sweep.mode);
	free(read->sweep.targets);
	free(read->sweep.probes);
	free(read->generator);
	free(read);
}

const struct inventory *
inventory_read_head(const struct inventory_read *read)
{
	return &read->inventory;
}
