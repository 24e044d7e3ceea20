/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The elements of probes.xml become probes.  Every value is checked here, so
 * that each message can name it and say what would be right.
 */
#include "scanner/probe_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/num.h"
#include "scanner/probe_node.h"
#include "scanner/probe_read_private.h"

#define PROBE_READ_NAME_MAX 32

int
probe_read_at(struct probe_read *reader, const xmlNode *node)
{
	/* Numbers are parsed by what serves command lines too. */
	if (reader->err != NULL && reader->err->code == ERR_USAGE)
		reader->err->code = ERR_INPUT;
	return err_wrap(reader->err, "%s:%ld", reader->origin,
	    xmllib()->xmlGetLineNo(node));
}

int
probe_read_check_name(struct probe_read *reader, const char *what,
    const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	if (len == 0 || name[len] != '\0' || name[0] == '-' ||
	    len > PROBE_READ_NAME_MAX)
		return err_set(reader->err, ERR_INPUT,
		    "a %s's name has 1 to %d of a-z, 0-9 and '-', and does "
		    "not start with '-'; not '%s'",
		    what, PROBE_READ_NAME_MAX, name);
	return 0;
}

static int
probe_read_port_number(struct probe_read *reader, const char *text,
    uint16_t *port)
{
	uint64_t value;

	if (num_parse(&value, text, 1, 65535, "port", reader->err) == -1)
		return -1;
	*port = (uint16_t)value;
	return 0;
}

int
probe_read_parts(struct probe_read *reader, const xmlNode *parent,
    const struct probe_read_part *parts, size_t n_parts)
{
	for (size_t i = 0; i < n_parts; i++) {
		const struct probe_read_part *part = &parts[i];
		bool was_read = false;

		for (xmlNode *n = parent->children; n != NULL; n = n->next) {
			if (!probe_node_is(n, part->name))
				continue;
			if (was_read && !part->is_repeated) {
				err_set(reader->err, ERR_INPUT,
				    "<%s> stands twice in one <%s>", part->name,
				    (const char *)parent->name);
				return probe_read_at(reader, n);
			}
			was_read = true;
			if (part->read(reader, n) == -1)
				return -1;
		}
		if (part->is_required && !was_read) {
			err_set(reader->err, ERR_INPUT, "<%s> has no <%s>",
			    (const char *)parent->name, part->name);
			return probe_read_at(reader, parent);
		}
	}
	return 0;
}

static int
probe_read_summary(struct probe_read *reader, xmlNode *node)
{
	reader->probe->summary = probe_node_content(node);
	return 0;
}

static int
probe_read_request(struct probe_read *reader, xmlNode *node)
{
	struct probe *probe = reader->probe;
	char *hex = probe_node_content(node);
	size_t cap = strlen(hex) / 2 + 1;
	ptrdiff_t len;
	int ret = 0;

	probe->request = mem_array(cap, 1);
	len = hex_parse(hex, probe->request, cap);
	if (len == 0)
		ret = err_set(reader->err, ERR_INPUT,
		    "the request is empty; leave it out to connect only");
	else if (len < 0)
		ret = err_set(reader->err, ERR_INPUT,
		    "the request must be pairs of hex digits, not '%s'", hex);
	else if (len > PROBE_REQUEST_MAX)
		ret = err_set(reader->err, ERR_INPUT,
		    "the request has %td bytes; at most %d may be sent, "
		    "longer ones overflow old services",
		    len, PROBE_REQUEST_MAX);
	else
		probe->request_len = (size_t)len;
	free(hex);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

/* Ports asked by default stand first, those on request after them. */
static int
probe_read_add_port(struct probe_read *reader, uint16_t port, bool on_request)
{
	struct probe *probe = reader->probe;
	size_t at = on_request ? probe->n_ports : probe->n_default;

	for (size_t i = 0; i < probe->n_ports; i++)
		if (probe->port[i] == port)
			return err_set(reader->err, ERR_INPUT,
			    "port %u stands twice", (unsigned)port);
	if (probe->n_ports == PROBE_PORTS_MAX)
		return err_set(reader->err, ERR_LIMIT,
		    "port %u is one too many; a probe has at most %d",
		    (unsigned)port, PROBE_PORTS_MAX);
	memmove(&probe->port[at + 1], &probe->port[at],
	    (probe->n_ports - at) * sizeof(probe->port[0]));
	probe->port[at] = port;
	probe->n_ports++;
	if (!on_request)
		probe->n_default++;
	return 0;
}

static int
probe_read_port(struct probe_read *reader, xmlNode *node)
{
	char *text = probe_node_content(node);
	bool on_request = false;
	uint16_t port = 0;
	int ret = -1;

	if (probe_node_bool(node, "on-request", &on_request, reader->err) ==
		-1 ||
	    probe_read_port_number(reader, text, &port) == -1 ||
	    probe_check_port(reader->probe, port, reader->err) == -1 ||
	    probe_read_add_port(reader, port, on_request) == -1)
		goto out;
	ret = 0;
out:
	free(text);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

static int
probe_read_reply_length(struct probe_read *reader, xmlNode *node)
{
	char *text = probe_node_content(node);
	uint64_t len = 0;
	int ret = num_parse(&len, text, 0, PROBE_REPLY_MAX, "reply-length",
	    reader->err);

	reader->probe->reply_len = (size_t)len;
	free(text);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

static int
probe_read_follow_up(struct probe_read *reader, xmlNode *node)
{
	struct probe *probe = reader->probe;
	struct probe_follow_up *follow_up;
	char *port = NULL;
	int ret = -1;

	if (probe->n_follow_ups == PROBE_FOLLOW_UPS_MAX) {
		err_set(reader->err, ERR_LIMIT,
		    "one <follow-up> too many; a probe has at most %d",
		    PROBE_FOLLOW_UPS_MAX);
		goto out;
	}
	/* Counted before it is complete: what it holds is freed with it. */
	follow_up = &probe->follow_up[probe->n_follow_ups++];
	follow_up->probe = probe_node_required(node, "probe", reader->err);
	if (follow_up->probe == NULL)
		goto out;
	port = probe_node_required(node, "port", reader->err);
	if (port == NULL ||
	    probe_read_port_number(reader, port, &follow_up->port) == -1)
		goto out;
	follow_up->unless_answered =
	    probe_node_attribute(node, "unless-answered");
	ret = 0;
out:
	free(port);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

/* Give the set one more probe of that name; takes the name. */
static int
probe_read_add_probe(struct probe_read *reader, char *name)
{
	struct probe_set *set = reader->set;
	struct probe *probe;

	if (probe_read_check_name(reader, "probe", name) == -1)
		goto fail;
	if (probe_find(set, name) != NULL) {
		err_set(reader->err, ERR_INPUT,
		    "probe '%s' stands twice in one file", name);
		goto fail;
	}
	probe = mem_new(sizeof(*probe));
	probe->name = name;
	probe->origin = mem_dup(reader->origin);
	set->probe =
	    mem_grow(set->probe, &set->cap, set->n + 1, sizeof(struct probe *));
	set->probe[set->n++] = probe;
	reader->probe = probe;
	return 0;
fail:
	free(name);
	return -1;
}

static int
probe_read_protocol(struct probe_read *reader, const xmlNode *node)
{
	char *text = probe_node_required(node, "protocol", reader->err);
	int ret = 0;

	if (text == NULL)
		return -1;
	if (!net_protocol_parse(&reader->probe->protocol, text))
		ret = err_set(reader->err, ERR_INPUT,
		    "'protocol' must be udp or tcp, not '%s'", text);
	free(text);
	return ret;
}

/* What no part alone can show. */
static int
probe_read_check_probe(struct probe_read *reader)
{
	const struct probe *probe = reader->probe;

	if (probe->protocol == NET_UDP && probe->request_len == 0)
		return err_set(reader->err, ERR_INPUT,
		    "UDP probe '%s' has no <request>; nothing would answer",
		    probe->name);
	if (probe->n_default == 0)
		return err_set(reader->err, ERR_INPUT,
		    "probe '%s' has only ports on request; at least one must "
		    "be asked always",
		    probe->name);
	return 0;
}

static const struct probe_read_part probe_read_probe_parts[] = {
	{ "summary", true, false, probe_read_summary },
	{ "request", false, false, probe_read_request },
	{ "port", true, true, probe_read_port },
	{ "reply-length", false, false, probe_read_reply_length },
	{ "pattern", false, true, probe_read_pattern },
	{ "follow-up", false, true, probe_read_follow_up },
};

static int
probe_read_group(struct probe_read *reader, const char *text)
{
	struct addr *group = &reader->probe->group;

	if (addr_parse(group, text, reader->err) == -1)
		return err_wrap(reader->err, "multicast");
	if (group->family == 4 ? group->lo >> 28 == 0xe
			       : group->hi >> 56 == 0xff)
		return 0;
	return err_set(reader->err, ERR_INPUT,
	    "multicast '%s' is no group: 224.0.0.0 to 239.255.255.255, or "
	    "ff00::/8",
	    text);
}

/* What --mode local may do with the probe. */
static int
probe_read_local(struct probe_read *reader, const xmlNode *node)
{
	struct probe *probe = reader->probe;
	char *group = probe_node_attribute(node, "multicast");
	int ret = probe_node_bool(node, "broadcast", &probe->is_broadcast,
	    reader->err);

	if (ret == 0 && group != NULL)
		ret = probe_read_group(reader, group);
	if (ret == 0 && probe->protocol != NET_UDP &&
	    (probe->is_broadcast || group != NULL))
		ret = err_set(reader->err, ERR_INPUT,
		    "probe '%s' is a TCP probe, which cannot be broadcast",
		    probe->name);
	free(group);
	return ret;
}

static int
probe_read_probe(struct probe_read *reader, xmlNode *node)
{
	char *name = probe_node_required(node, "name", reader->err);

	if (name == NULL || probe_read_add_probe(reader, name) == -1 ||
	    probe_read_protocol(reader, node) == -1 ||
	    probe_node_bool(node, "default", &reader->probe->is_default,
		reader->err) == -1 ||
	    probe_read_local(reader, node) == -1)
		return probe_read_at(reader, node);
	if (probe_read_parts(reader, node, probe_read_probe_parts,
		PROBE_READ_N(probe_read_probe_parts)) == -1)
		return -1;
	if (probe_read_check_probe(reader) == -1)
		return probe_read_at(reader, node);
	return 0;
}

static const struct probe_read_part probe_read_root_parts[] = {
	{ "probe", true, true, probe_read_probe },
};

int
probe_read_root(struct probe_set *set, const xmlNode *root, const char *origin,
    struct err *err)
{
	struct probe_read reader = { .set = set, .origin = origin, .err = err };

	if (!probe_node_is(root, "probes")) {
		err_set(err, ERR_INPUT,
		    "a probe file starts with <probes xmlns=\"%s\">, not "
		    "<%s>",
		    PROBE_NODE_NS, (const char *)root->name);
		return probe_read_at(&reader, root);
	}
	return probe_read_parts(&reader, root, probe_read_root_parts,
	    PROBE_READ_N(probe_read_root_parts));
}
