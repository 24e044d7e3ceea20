/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of probes, what may be sent where, and what a reply means.
 */
#include "scanner/probe.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "scanner/pattern.h"
#include "scanner/probe_load.h"
#include "scanner/probe_shipped.h"

static void
probe_free(struct probe *probe)
{
	for (size_t i = 0; i < probe->n_patterns; i++)
		pattern_free(probe->pattern[i]);
	for (size_t i = 0; i < probe->n_follow_ups; i++) {
		free(probe->follow_up[i].probe);
		free(probe->follow_up[i].unless_answered);
	}
	free(probe->name);
	free(probe->summary);
	free(probe->request);
	free(probe->origin);
	free(probe);
}

void
probe_set_fini(struct probe_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		probe_free(set->probe[i]);
	free(set->probe);
	*set = (struct probe_set)PROBE_SET_INIT;
}

static struct probe **
probe_slot(const struct probe_set *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->probe[i]->name, name) == 0)
			return &set->probe[i];
	return NULL;
}

const struct probe *
probe_find(const struct probe_set *set, const char *name)
{
	struct probe **slot = probe_slot(set, name);

	return slot == NULL ? NULL : *slot;
}

/* Move all probes of from into the set; those of the same name go. */
static void
probe_set_merge(struct probe_set *set, struct probe_set *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct probe **slot = probe_slot(set, from->probe[i]->name);

		if (slot == NULL) {
			set->probe = mem_grow(set->probe, &set->cap, set->n + 1,
			    sizeof(struct probe *));
			slot = &set->probe[set->n++];
		} else {
			probe_free(*slot);
		}
		*slot = from->probe[i];
	}
	from->n = 0;
}

static int
probe_set_add(struct probe_set *set, const void *xml, size_t len,
    const char *origin, struct err *err)
{
	struct probe_set loaded = PROBE_SET_INIT;
	int ret = probe_load_xml(&loaded, xml, len, origin, err);

	if (ret == 0)
		probe_set_merge(set, &loaded);
	probe_set_fini(&loaded);
	return ret;
}

void
probe_set_add_shipped(struct probe_set *set)
{
	struct probe_set shipped = PROBE_SET_INIT;

	probe_shipped_add(&shipped);
	probe_set_merge(set, &shipped);
	probe_set_fini(&shipped);
}

int
probe_set_add_file(struct probe_set *set, const char *path, struct err *err)
{
	struct text xml = TEXT_INIT;
	int ret = -1;

	if (file_read(&xml, path, PROBE_LOAD_XML_MAX, err) == -1)
		goto out;
	ret = probe_set_add(set, text_str(&xml), xml.len, path, err);
out:
	text_fini(&xml);
	return ret;
}

static int
probe_is_xml(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 4 &&
	       strcmp(entry->d_name + len - 4, ".xml") == 0;
}

/* By bytes: alphasort() would let the locale decide what replaces what. */
static int
probe_by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
probe_set_add_folder(struct probe_set *set, const char *folder, struct err *err)
{
	struct dirent **entry = NULL;
	int ret = 0, n = scandir(folder, &entry, probe_is_xml, probe_by_name);

	if (n == -1 && errno == ENOENT)
		return 0;
	if (n == -1)
		return err_set_errno(err, ERR_INPUT, errno, "cannot read '%s'",
		    folder);
	for (int i = 0; i < n; i++) {
		struct text path = TEXT_INIT;

		text_addf(&path, "%s/%s", folder, entry[i]->d_name);
		if (ret == 0)
			ret = probe_set_add_file(set, text_str(&path), err);
		text_fini(&path);
		free(entry[i]);
	}
	free(entry);
	return ret;
}

/*
 * Ports that no byte must reach, with the reason; scanner/PROTOCOL.md,
 * "Never sent".  The first three are TCP services; no UDP is known there,
 * and nothing is lost by leaving it alone too.
 */
static const struct {
	uint16_t port;
	bool is_udp_only;
	const char *why;
} probe_never[] = {
	{ 12174, false, "what is written there is a command to run" },
	{ 12175, false, "a write can overflow the service" },
	{ 38292, false, "a write can overflow the service" },
	{ 65535, true, "a write can overflow the service" },
};

#define PROBE_N_NEVER (sizeof(probe_never) / sizeof(probe_never[0]))

/* Rtvscan's message of type 10 carries CVE-2006-2630. */
#define PROBE_RTVSCAN_TYPE_AT 4
#define PROBE_RTVSCAN_NEVER   0x0a

int
probe_check_port(const struct probe *probe, uint16_t port, struct err *err)
{
	bool is_tcp = probe->protocol == NET_TCP;

	if (port == 0)
		return err_set(err, ERR_INPUT,
		    "probe '%s' cannot be sent to port 0; ports are 1 to "
		    "65535",
		    probe->name);
	if (probe->request_len == 0)
		return 0;
	for (size_t i = 0; i < PROBE_N_NEVER; i++)
		if (probe_never[i].port == port &&
		    !(probe_never[i].is_udp_only && is_tcp))
			return err_set(err, ERR_INPUT,
			    "probe '%s' must send nothing to %s port %u: %s",
			    probe->name, net_protocol_name(probe->protocol),
			    (unsigned)port, probe_never[i].why);
	if ((port == 2967 || port == 2968) &&
	    probe->request_len > PROBE_RTVSCAN_TYPE_AT &&
	    probe->request[PROBE_RTVSCAN_TYPE_AT] == PROBE_RTVSCAN_NEVER)
		return err_set(err, ERR_INPUT,
		    "probe '%s' must not send 0a at offset %d to port %u: "
		    "that message can take Rtvscan over",
		    probe->name, PROBE_RTVSCAN_TYPE_AT, (unsigned)port);
	return 0;
}

static int
probe_check_follow_up(const struct probe_set *set, const struct probe *probe,
    const struct probe_follow_up *follow_up, struct err *err)
{
	const struct probe *asked = probe_find(set, follow_up->probe);
	const char *unless = follow_up->unless_answered;

	if (asked == NULL)
		return err_set(err, ERR_INPUT,
		    "%s: probe '%s' is to be followed by '%s', which is no "
		    "probe",
		    probe->origin, probe->name, follow_up->probe);
	if (unless != NULL && probe_find(set, unless) == NULL)
		return err_set(err, ERR_INPUT,
		    "%s: a follow-up of probe '%s' waits for '%s', which is "
		    "no probe",
		    probe->origin, probe->name, unless);
	if (probe_check_port(asked, follow_up->port, err) == -1)
		return err_wrap(err, "%s: a follow-up of probe '%s'",
		    probe->origin, probe->name);
	return 0;
}

int
probe_set_check(const struct probe_set *set, struct err *err)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct probe *probe = set->probe[i];

		for (size_t j = 0; j < probe->n_follow_ups; j++)
			if (probe_check_follow_up(set, probe,
				&probe->follow_up[j], err) == -1)
				return -1;
	}
	return 0;
}

const char *
probe_meaning(const struct probe *probe, const char *pattern)
{
	for (size_t i = 0; i < probe->n_patterns; i++)
		if (strcmp(probe->pattern[i]->name, pattern) == 0)
			return probe->pattern[i]->meaning;
	return NULL;
}

static bool
probe_match_has(const struct probe_match *match, const char *name)
{
	for (size_t i = 0; i < match->n_fields; i++)
		if (strcmp(match->field[i].name, name) == 0)
			return true;
	return false;
}

static void
probe_match_port(struct probe_match *match, const struct field_type *type,
    const struct pattern_span *span)
{
	uint32_t port;

	if (type->is_tcp_port && match->tcp_port == 0 &&
	    field_number(type, &port, span->bytes, span->len))
		match->tcp_port = (uint16_t)port;
}

/* All values go into one buffer; pointers follow when it has its place. */
static void
probe_match_fields(struct probe_match *match, const struct pattern *pattern,
    const uint8_t *reply)
{
	size_t start[OBSERVATION_FIELDS_MAX];

	for (size_t i = 0; i < pattern->n_fields; i++) {
		const struct pattern_field *field = &pattern->field[i];
		struct pattern_span span;
		size_t at = match->values.len;

		if (!pattern_group(pattern, field->group, reply, &span) ||
		    probe_match_has(match, field->name) ||
		    !field_add(field->type, &match->values, span.bytes,
			span.len))
			continue;
		text_add_char(&match->values, '\0');
		start[match->n_fields] = at;
		match->field[match->n_fields++].name = field->name;
		probe_match_port(match, field->type, &span);
	}
	for (size_t i = 0; i < match->n_fields; i++) {
		match->field[i].value = match->values.data + start[i];
		if (strcmp(match->field[i].name, "name") == 0)
			match->name = match->field[i].value;
	}
}

/* The pattern that matches, its groups filled, or NULL. */
static struct pattern *
probe_match_pattern(const struct probe *probe, const uint8_t *reply, size_t len)
{
	if (len > PROBE_REPLY_MAX)
		return NULL;
	for (size_t i = 0; i < probe->n_patterns; i++)
		if (pattern_match(probe->pattern[i], reply, len))
			return probe->pattern[i];
	return NULL;
}

bool
probe_is_match(const struct probe *probe, const uint8_t *reply, size_t len)
{
	return probe_match_pattern(probe, reply, len) != NULL;
}

bool
probe_match(const struct probe *probe, const uint8_t *reply, size_t len,
    struct probe_match *match)
{
	const struct pattern *pattern = probe_match_pattern(probe, reply, len);

	*match = (struct probe_match){
		.role = OBSERVATION_ROLE_UNIDENTIFIED,
		.values = TEXT_INIT,
	};
	if (pattern == NULL)
		return false;
	match->pattern = pattern->name;
	match->role = pattern->role;
	probe_match_fields(match, pattern, reply);
	return true;
}

void
probe_match_fini(struct probe_match *match)
{
	text_fini(&match->values);
	match->n_fields = 0;
	match->name = match->pattern = NULL;
}

uint16_t
probe_port_told(const struct probe *probe, const struct observation *reply)
{
	const struct pattern *pattern = NULL;
	uint64_t port;

	for (size_t i = 0; i < probe->n_patterns; i++)
		if (reply->match != NULL &&
		    strcmp(probe->pattern[i]->name, reply->match) == 0)
			pattern = probe->pattern[i];
	for (size_t i = 0; pattern != NULL && i < pattern->n_fields; i++) {
		const char *value;

		if (!pattern->field[i].type->is_tcp_port)
			continue;
		value = observation_field_value(reply, pattern->field[i].name);
		if (value != NULL &&
		    num_parse(&port, value, 1, UINT16_MAX, "port", NULL) == 0)
			return (uint16_t)port;
	}
	return 0;
}
