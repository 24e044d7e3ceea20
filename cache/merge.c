/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How facts become a host.  Every comparison here is a total order over all
 * that is kept, and the larger stays: so neither order nor repetition of
 * the facts can be seen in the result.
 */
#include "cache/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int
merge_cmp_i64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* NULL is less than any text. */
static int
merge_cmp_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

int64_t
merge_time(const struct observation *in)
{
	return in->time_us > 0 ? in->time_us : 1;
}

static size_t
merge_raw_len(const struct observation *in)
{
	return in->match == NULL && in->raw != NULL ? in->raw_len : 0;
}

static int
merge_cmp_raw(const struct host_service *a, const struct observation *b)
{
	size_t len = merge_raw_len(b);

	if (a->raw_len != len)
		return a->raw_len < len ? -1 : 1;
	return len == 0 ? 0 : memcmp(a->raw, b->raw, len);
}

/* Time, then strength, then bytes: whether b is to replace a. */
static bool
merge_service_loses(const struct host_service *a, const struct observation *b,
    int64_t sweep)
{
	int cmp = merge_cmp_i64(a->time_us, merge_time(b));

	if (cmp == 0)
		cmp = -merge_cmp_i64(a->kind, b->kind);
	if (cmp == 0)
		cmp = merge_cmp_i64(a->role, b->role);
	if (cmp == 0)
		cmp = merge_cmp_text(a->match, b->match);
	if (cmp == 0)
		cmp = merge_cmp_raw(a, b);
	if (cmp == 0)
		cmp = -merge_cmp_i64(a->rtt_us, b->rtt_us);
	if (cmp == 0)
		cmp = -merge_cmp_i64(a->sweep, sweep);
	return cmp < 0;
}

static int
merge_cmp_key(const struct host_service *a, const struct observation *b)
{
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	return strcmp(a->probe, b->probe);
}

/* The service that in speaks of, made in its place when it is new. */
static struct host_service *
merge_find_service(struct host *host, const struct observation *in,
    bool *is_new)
{
	struct host_service *service;
	size_t at = host->n_services;
	int cmp = -1;

	while (at > 0) {
		cmp = merge_cmp_key(&host->service[at - 1], in);
		if (cmp <= 0)
			break;
		at--;
	}
	*is_new = at == 0 || cmp != 0;
	if (!*is_new)
		return &host->service[at - 1];
	host->service = mem_grow(host->service, &host->services_cap,
	    host->n_services + 1, sizeof(*host->service));
	service = &host->service[at];
	memmove(service + 1, service,
	    (host->n_services++ - at) * sizeof(*service));
	memset(service, 0, sizeof(*service));
	service->probe = mem_dup(in->probe);
	service->protocol = in->protocol;
	service->port = in->port;
	return service;
}

static void
merge_set_service(struct host_service *service, const struct observation *in,
    int64_t sweep)
{
	free(service->match);
	free(service->raw);
	service->kind = in->kind;
	service->role = in->role;
	service->match = in->match == NULL ? NULL : mem_dup(in->match);
	service->rtt_us = in->rtt_us;
	service->time_us = merge_time(in);
	service->sweep = sweep;
	service->raw_len = merge_raw_len(in);
	service->raw = service->raw_len == 0
			   ? NULL
			   : (uint8_t *)mem_dup_len(in->raw, service->raw_len);
}

static bool
merge_field(struct host_service *service, const struct observation_field *in,
    int64_t time_us)
{
	struct host_field *field;
	size_t at = 0;
	int cmp = 1;

	while (at < service->n_fields &&
	       (cmp = strcmp(service->field[at].name, in->name)) < 0)
		at++;
	if (at < service->n_fields && cmp == 0) {
		field = &service->field[at];
		cmp = merge_cmp_i64(field->time_us, time_us);
		if (cmp > 0 ||
		    (cmp == 0 && strcmp(field->value, in->value) >= 0))
			return false;
		field->time_us = time_us;
		free(field->value);
		field->value = mem_dup(in->value);
		return true;
	}
	service->field = mem_grow(service->field, &service->fields_cap,
	    service->n_fields + 1, sizeof(*service->field));
	field = &service->field[at];
	memmove(field + 1, field, (service->n_fields++ - at) * sizeof(*field));
	field->name = mem_dup(in->name);
	field->value = mem_dup(in->value);
	field->time_us = time_us;
	return true;
}

/* Position + 1 of the service that in changed, else 0. */
static size_t
merge_service(struct host *host, const struct observation *in, int64_t sweep)
{
	bool is_new, has_changed = false;
	struct host_service *service = merge_find_service(host, in, &is_new);

	if (is_new || merge_service_loses(service, in, sweep)) {
		merge_set_service(service, in, sweep);
		has_changed = true;
	}
	for (size_t i = 0; i < in->n_fields; i++)
		if (merge_field(service, &in->field[i], merge_time(in)))
			has_changed = true;
	return has_changed ? (size_t)(service - host->service) + 1 : 0;
}

static const char *
merge_detail(const struct host_name *in)
{
	return in->detail == NULL ? "" : in->detail;
}

/* Whether in replaces what is kept of the same name and source. */
static bool
merge_name_loses(const struct host_name *name, const struct host_name *in)
{
	int cmp = merge_cmp_i64(name->time_us, in->time_us);

	if (name->source == HOST_SOURCE_IMPORT)
		cmp = -cmp;
	if (cmp == 0)
		cmp = -merge_cmp_text(name->detail, merge_detail(in));
	if (cmp == 0)
		cmp = -merge_cmp_i64(name->sweep, in->sweep);
	return cmp < 0;
}

size_t
merge_name(struct host *host, const struct host_name *in)
{
	struct host_name *name;
	size_t at = host->n_names;
	int cmp = -1;

	while (at > 0) {
		name = &host->name[at - 1];
		cmp = merge_cmp_i64(name->source, in->source);
		if (cmp == 0)
			cmp = strcmp(name->value, in->value);
		if (cmp <= 0)
			break;
		at--;
	}
	if (at > 0 && cmp == 0) {
		name = &host->name[at - 1];
		if (!merge_name_loses(name, in))
			return 0;
		free(name->detail);
	} else {
		host->name = mem_grow(host->name, &host->names_cap,
		    host->n_names + 1, sizeof(*host->name));
		name = &host->name[at];
		memmove(name + 1, name,
		    (host->n_names++ - at++) * sizeof(*name));
		name->source = in->source;
		name->value = mem_dup(in->value);
	}
	name->detail = mem_dup(merge_detail(in));
	name->time_us = in->time_us;
	name->sweep = in->sweep;
	return at;
}

enum host_source
merge_source(const char *probe)
{
	static const struct {
		const char *probe;
		enum host_source source;
	} sources[] = {
		{ "nbstat", HOST_SOURCE_NETBIOS },
		{ "ptr", HOST_SOURCE_DNS },
	};

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].probe, probe) == 0)
			return sources[i].source;
	return HOST_SOURCE_AGENT;
}

enum observation_role
merge_role(const struct host *host)
{
	enum observation_role role = OBSERVATION_ROLE_NONE;

	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];
		enum observation_role proved = OBSERVATION_ROLE_ALIVE;

		if (service->kind <= OBSERVATION_OPEN && service->role > proved)
			proved = service->role;
		if (proved > role)
			role = proved;
	}
	return role;
}

/* Best role, first and last seen; then the role from the services. */
static bool
merge_host(struct host *host, const struct observation *in)
{
	int64_t time_us = merge_time(in);
	enum observation_role role = OBSERVATION_ROLE_ALIVE;
	bool has_changed = false;

	if (in->kind <= OBSERVATION_OPEN && in->role > role)
		role = in->role;
	if (role > host->best_role) {
		host->best_role = role;
		has_changed = true;
	}
	if (host->first_us == 0 || time_us < host->first_us) {
		host->first_us = time_us;
		has_changed = true;
	}
	if (time_us > host->last_us) {
		host->last_us = time_us;
		has_changed = true;
	}
	role = merge_role(host);
	if (role != host->role) {
		host->role = role;
		has_changed = true;
	}
	return has_changed;
}

/* The position + 1 of the name that in changed, else 0. */
static size_t
merge_said_name(struct host *host, const struct observation *in, int64_t sweep)
{
	struct host_name name = { NULL, HOST_SOURCE_AGENT, NULL, 0, 0 };
	size_t at;

	if (in->name == NULL || in->name[0] == '\0')
		return 0;
	name.value = mem_dup(in->name);
	name.detail = mem_dup(in->probe);
	name.source = merge_source(in->probe);
	name.time_us = merge_time(in);
	name.sweep = sweep;
	at = merge_name(host, &name);
	free(name.value);
	free(name.detail);
	return at;
}

struct merge_change
merge_observation(struct host *host, const struct observation *in,
    int64_t sweep)
{
	struct merge_change change = { false, 0, 0 };

	/* What a name server knows is no sign of life. */
	if (in->kind == OBSERVATION_NAMED) {
		change.name = merge_said_name(host, in, sweep);
		return change;
	}
	if (!observation_proves_life(in))
		return change;
	change.service = merge_service(host, in, sweep);
	change.host = merge_host(host, in);
	change.name = merge_said_name(host, in, sweep);
	return change;
}
