/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine of an inventory that is read.
 */
#include "output/inventory_read_host.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "cache/merge.h"

typedef const char *inventory_read_host_namer(int value);

/* Of the values from 0 to last the one of that name, or -1. */
static int
inventory_read_host_value(inventory_read_host_namer *namer, int last,
    const char *name)
{
	for (int value = 0; value <= last; value++)
		if (strcmp(namer(value), name) == 0)
			return value;
	return -1;
}

static const char *
inventory_read_host_source(int value)
{
	return host_source_name((enum host_source)value);
}

static const char *
inventory_read_host_kind(int value)
{
	return observation_kind_name((enum observation_kind)value);
}

static const char *
inventory_read_host_role(int value)
{
	return observation_role_name((enum observation_role)value);
}

static const char *
inventory_read_host_code(int value)
{
	return verdict_name((enum verdict_code)value);
}

/* A word of a list in an attribute that must be there; -1: not known. */
static int
inventory_read_host_word(struct inventory_read_xml *x, const char *attr,
    inventory_read_host_namer *namer, int last, int *value, struct err *err)
{
	char *text;

	if (inventory_read_xml_attr(x, attr, false, &text, err) == -1)
		return -1;
	*value = inventory_read_host_value(namer, last, text);
	free(text);
	return 0;
}

static int
inventory_read_host_sweep(struct inventory_read_xml *x, int64_t *sweep,
    struct err *err)
{
	uint64_t value = 0;

	if (inventory_read_xml_u64(x, "sweep", true, 1, INT64_MAX, &value,
		err) == -1)
		return -1;
	*sweep = (int64_t)value;
	return 0;
}

static int
inventory_read_host_name(struct inventory_read_xml *x, struct host *host,
    struct err *err)
{
	struct host_name *name;
	int source;

	if (inventory_read_xml_charge(x, sizeof(*name), err) == -1 ||
	    inventory_read_host_word(x, "source", inventory_read_host_source,
		HOST_SOURCE_IMPORT, &source, err) == -1)
		return -1;
	if (source == -1)
		return 0;
	host->name = mem_grow(host->name, &host->names_cap, host->n_names + 1,
	    sizeof(*host->name));
	name = &host->name[host->n_names++];
	*name = (struct host_name){ .source = (enum host_source)source };
	if (inventory_read_xml_attr(x, "detail", true, &name->detail, err) ==
		-1 ||
	    inventory_read_xml_time(x, "time", true, &name->time_us, err) ==
		-1 ||
	    inventory_read_host_sweep(x, &name->sweep, err) == -1)
		return -1;
	name->value = inventory_read_xml_text(x, err);
	return name->value == NULL ? -1 : 0;
}

static int
inventory_read_host_field(struct inventory_read_xml *x,
    struct host_service *service, struct err *err)
{
	struct host_field *field;

	if (inventory_read_xml_charge(x, sizeof(*field), err) == -1)
		return -1;
	service->field = mem_grow(service->field, &service->fields_cap,
	    service->n_fields + 1, sizeof(*service->field));
	field = &service->field[service->n_fields++];
	*field = (struct host_field){ .time_us = service->time_us };
	if (inventory_read_xml_attr(x, "name", false, &field->name, err) ==
		-1 ||
	    inventory_read_xml_time(x, "time", true, &field->time_us, err) ==
		-1)
		return -1;
	field->value = inventory_read_xml_text(x, err);
	return field->value == NULL ? -1 : 0;
}

/* The bytes of a reply; in another encoding than ours they are passed over. */
static int
inventory_read_host_raw(struct inventory_read_xml *x,
    struct host_service *service, struct err *err)
{
	uint8_t raw[OBSERVATION_RAW_MAX];
	char *encoding = NULL, *text = NULL;
	ptrdiff_t len;
	int ret = -1;

	if (inventory_read_xml_attr(x, "encoding", false, &encoding, err) == -1)
		goto out;
	if (strcmp(encoding, "hex") != 0 || service->raw != NULL) {
		ret = 0;
		goto out;
	}
	text = inventory_read_xml_text(x, err);
	if (text == NULL)
		goto out;
	len = hex_parse(text, raw, sizeof(raw));
	if (len == -1) {
		inventory_read_xml_refuse(x, err, ERR_INPUT,
		    "a reply must be hex digits of at most %d bytes",
		    OBSERVATION_RAW_MAX);
		goto out;
	}
	service->raw = mem_new((size_t)len + 1);
	memcpy(service->raw, raw, (size_t)len);
	service->raw_len = (size_t)len;
	ret = 0;
out:
	free(encoding);
	free(text);
	return ret;
}

static int
inventory_read_host_service_attrs(struct inventory_read_xml *x,
    struct host_service *service, struct err *err)
{
	uint64_t port = 0, rtt_us = OBSERVATION_NO_RTT;
	int role;

	if (inventory_read_xml_attr(x, "probe", false, &service->probe, err) ==
		-1 ||
	    inventory_read_xml_attr(x, "match", true, &service->match, err) ==
		-1 ||
	    inventory_read_xml_u64(x, "port", false, 1, UINT16_MAX, &port,
		err) == -1 ||
	    inventory_read_xml_u64(x, "rtt-us", true, 0, UINT32_MAX, &rtt_us,
		err) == -1 ||
	    inventory_read_xml_time(x, "last", true, &service->time_us, err) ==
		-1 ||
	    inventory_read_host_sweep(x, &service->sweep, err) == -1 ||
	    inventory_read_host_word(x, "role", inventory_read_host_role,
		OBSERVATION_ROLE_SERVER, &role, err) == -1)
		return -1;
	service->port = (uint16_t)port;
	service->rtt_us = (uint32_t)rtt_us;
	service->role =
	    role == -1 ? OBSERVATION_ROLE_NONE : (enum observation_role)role;
	return 0;
}

/* One on a transport or in a state that is not known is passed over. */
static int
inventory_read_host_service(struct inventory_read_xml *x, struct host *host,
    struct err *err)
{
	int depth = inventory_read_xml_depth(x), kind, got;
	struct host_service *service;
	enum net_protocol protocol;
	char *word;
	bool is_known;

	if (inventory_read_xml_charge(x, sizeof(*service), err) == -1 ||
	    inventory_read_host_word(x, "state", inventory_read_host_kind,
		OBSERVATION_REFUSED, &kind, err) == -1 ||
	    inventory_read_xml_attr(x, "protocol", false, &word, err) == -1)
		return -1;
	is_known = net_protocol_parse(&protocol, word);
	free(word);
	if (!is_known || kind == -1)
		return 0;
	host->service = mem_grow(host->service, &host->services_cap,
	    host->n_services + 1, sizeof(*host->service));
	service = &host->service[host->n_services++];
	*service = (struct host_service){ .protocol = protocol,
		.kind = (enum observation_kind)kind };
	if (inventory_read_host_service_attrs(x, service, err) == -1)
		return -1;
	while ((got = inventory_read_xml_child(x, depth, err)) == 1) {
		if (inventory_read_xml_is(x, "field") &&
		    inventory_read_host_field(x, service, err) == -1)
			return -1;
		if (inventory_read_xml_is(x, "reply") &&
		    inventory_read_host_raw(x, service, err) == -1)
			return -1;
	}
	return got;
}

static int
inventory_read_host_verdict(struct inventory_read_xml *x,
    struct verdict *verdict, struct err *err)
{
	size_t len;
	char *text;
	int code;

	if (inventory_read_host_word(x, "code", inventory_read_host_code,
		VERDICT_NOT_ASKED, &code, err) == -1)
		return -1;
	if (code == -1)
		return 0;
	text = inventory_read_xml_text(x, err);
	if (text == NULL)
		return -1;
	verdict->code = (enum verdict_code)code;
	/* What does not fit is cut at a character. */
	len = strlen(text);
	if (len >= sizeof(verdict->evidence))
		len = sizeof(verdict->evidence) - 1;
	while (((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	memcpy(verdict->evidence, text, len);
	free(text);
	return 0;
}

static int
inventory_read_host_seen(struct inventory_read_xml *x, struct host *host,
    struct err *err)
{
	if (inventory_read_xml_time(x, "first", false, &host->first_us, err) ==
	    -1)
		return -1;
	return inventory_read_xml_time(x, "last", false, &host->last_us, err);
}

static int
inventory_read_host_piece(struct inventory_read_xml *x, struct host *host,
    struct err *err)
{
	if (inventory_read_xml_is(x, "name"))
		return inventory_read_host_name(x, host, err);
	if (inventory_read_xml_is(x, "service"))
		return inventory_read_host_service(x, host, err);
	if (inventory_read_xml_is(x, "seen"))
		return inventory_read_host_seen(x, host, err);
	if (inventory_read_xml_is(x, "verdict"))
		return inventory_read_host_verdict(x, &host->verdict, err);
	return 0;
}

static int
inventory_read_host_address(struct inventory_read_xml *x, struct addr *addr,
    struct err *err)
{
	struct err why = ERR_INIT;
	char *text;
	int ret = 0;

	if (inventory_read_xml_attr(x, "address", false, &text, err) == -1)
		return -1;
	if (addr_parse(addr, text, &why) == -1)
		ret = inventory_read_xml_refuse(x, err, ERR_INPUT, "%s",
		    why.text);
	free(text);
	return ret;
}

static enum observation_role
inventory_read_host_role_of(enum cache_section section)
{
	switch (section) {
	case CACHE_SERVERS:
		return OBSERVATION_ROLE_SERVER;
	case CACHE_CLIENTS:
		return OBSERVATION_ROLE_CLIENT;
	case CACHE_UNIDENTIFIED:
		return OBSERVATION_ROLE_UNIDENTIFIED;
	case CACHE_ALIVE:
		return OBSERVATION_ROLE_ALIVE;
	case CACHE_MISSING:
	case CACHE_N_SECTIONS:
		break;
	}
	return OBSERVATION_ROLE_NONE;
}

int
inventory_read_host(struct inventory_read_xml *x, enum cache_section section,
    struct host *host, struct err *err)
{
	int depth = inventory_read_xml_depth(x), best, got = -1;
	struct addr addr;

	inventory_read_xml_forget(x);
	if (inventory_read_host_address(x, &addr, err) == -1)
		return -1;
	host_init(host, &addr);
	best = (int)inventory_read_host_role_of(section);
	if (section == CACHE_MISSING &&
	    inventory_read_host_word(x, "role", inventory_read_host_role,
		OBSERVATION_ROLE_SERVER, &best, err) == -1)
		goto out;
	if (inventory_read_xml_time(x, "imported", true, &host->imported_us,
		err) == -1)
		goto out;
	while ((got = inventory_read_xml_child(x, depth, err)) == 1)
		if (inventory_read_host_piece(x, host, err) == -1) {
			got = -1;
			break;
		}
	host->best_role =
	    best == -1 ? OBSERVATION_ROLE_NONE : (enum observation_role)best;
	host->role =
	    section == CACHE_MISSING ? merge_role(host) : host->best_role;
out:
	if (got == -1)
		host_fini(host);
	return got;
}
