/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What we know of one machine: life cycle and simple questions.
 */
#include "cache/host.h"

#include <stdlib.h>
#include <string.h>

void
host_init(struct host *host, const struct addr *addr)
{
	memset(host, 0, sizeof(*host));
	host->addr = *addr;
}

void
host_fini_fields(struct host_service *service)
{
	for (size_t i = 0; i < service->n_fields; i++) {
		free(service->field[i].name);
		free(service->field[i].value);
	}
	free(service->field);
	service->field = NULL;
	service->n_fields = service->fields_cap = 0;
}

static void
host_fini_service(struct host_service *service)
{
	host_fini_fields(service);
	free(service->probe);
	free(service->match);
	free(service->raw);
}

void
host_fini(struct host *host)
{
	struct addr addr = host->addr;

	if (host->arena != NULL) {
		host_init(host, &addr);
		return;
	}
	for (size_t i = 0; i < host->n_names; i++) {
		free(host->name[i].value);
		free(host->name[i].detail);
	}
	free(host->name);
	for (size_t i = 0; i < host->n_services; i++)
		host_fini_service(&host->service[i]);
	free(host->service);
	host_init(host, &addr);
}

struct host_name *
host_add_name(struct host *host)
{
	host->name = arena_grow(host->arena, host->name, &host->names_cap,
	    host->n_names + 1, sizeof(*host->name));
	return &host->name[host->n_names++];
}

struct host_service *
host_add_service(struct host *host)
{
	host->service = arena_grow(host->arena, host->service,
	    &host->services_cap, host->n_services + 1, sizeof(*host->service));
	return &host->service[host->n_services++];
}

/* The line in "FILE:LINE"; 0 when there is none. */
static unsigned long long
host_name_line(const struct host_name *name)
{
	const char *colon =
	    name->detail == NULL ? NULL : strrchr(name->detail, ':');

	return colon == NULL ? 0 : strtoull(colon + 1, NULL, 10);
}

/*
 * Whether a is shown rather than b; bytes decide between equals.  The first
 * import stays, as the old console's cache kept what it had; within a file,
 * the first line.
 */
static bool
host_name_beats(const struct host_name *a, const struct host_name *b)
{
	if (a->source != b->source)
		return a->source < b->source;
	if (a->time_us != b->time_us)
		return a->source == HOST_SOURCE_IMPORT
			   ? a->time_us < b->time_us
			   : a->time_us > b->time_us;
	if (a->source == HOST_SOURCE_IMPORT &&
	    host_name_line(a) != host_name_line(b))
		return host_name_line(a) < host_name_line(b);
	return strcmp(a->value, b->value) < 0;
}

const struct host_name *
host_display_name(const struct host *host)
{
	const struct host_name *best = NULL;

	for (size_t i = 0; i < host->n_names; i++)
		if (best == NULL || host_name_beats(&host->name[i], best))
			best = &host->name[i];
	return best;
}

const char *
host_field_value(const struct host *host, const char *name)
{
	const struct host_field *best = NULL;

	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		for (size_t j = 0; j < service->n_fields; j++) {
			const struct host_field *field = &service->field[j];

			if (strcmp(field->name, name) == 0 &&
			    (best == NULL || field->time_us > best->time_us))
				best = field;
		}
	}
	return best == NULL ? NULL : best->value;
}

const char *
host_source_name(enum host_source source)
{
	switch (source) {
	case HOST_SOURCE_AGENT:
		return "agent";
	case HOST_SOURCE_NETBIOS:
		return "netbios";
	case HOST_SOURCE_DNS:
		return "dns";
	case HOST_SOURCE_IMPORT:
		return "import";
	}
	return "unknown";
}

const char *
host_state_name(enum host_state state)
{
	switch (state) {
	case HOST_IMPORTED:
		return "imported";
	case HOST_CONFIRMED:
		return "confirmed";
	case HOST_STALE:
		return "stale";
	}
	return "unknown";
}

enum host_state
host_state_at(const struct host *host, int64_t now_us, uint64_t stale_after_s)
{
	uint64_t age_s;

	if (host->last_us == 0)
		return HOST_IMPORTED;
	/* A clock that went back makes nothing stale. */
	if (stale_after_s == 0 || now_us <= host->last_us)
		return HOST_CONFIRMED;
	age_s = ((uint64_t)now_us - (uint64_t)host->last_us) / 1000000;
	return age_s < stale_after_s ? HOST_CONFIRMED : HOST_STALE;
}
