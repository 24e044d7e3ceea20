/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * By what a machine is known again.
 */
#include "cache/identity.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cache/cache_fold.h"

const char *
identity_field(enum identity_kind kind)
{
	switch (kind) {
	case IDENTITY_AGENT:
		return "device-id";
	case IDENTITY_MAC:
		return "mac";
	case IDENTITY_NAME:
		break;
	}
	return NULL;
}

const char *
identity_kind_name(enum identity_kind kind)
{
	switch (kind) {
	case IDENTITY_AGENT:
		return "device-id";
	case IDENTITY_MAC:
		return "MAC address";
	case IDENTITY_NAME:
		return "name";
	}
	return "unknown";
}

/* Between equal times bytes decide, so that order does not. */
static bool
identity_is_newer(const struct identity_mark *mark, const char *value,
    int64_t time_us)
{
	if (mark->value == NULL || time_us != mark->time_us)
		return mark->value == NULL || time_us > mark->time_us;
	return strcmp(value, mark->value) > 0;
}

static void
identity_add_field(struct identity_mark *mark,
    const struct host_service *service, const char *name)
{
	for (size_t i = 0; i < service->n_fields; i++) {
		const struct host_field *field = &service->field[i];

		if (strcmp(field->name, name) != 0 || field->value[0] == '\0' ||
		    !identity_is_newer(mark, field->value, field->time_us))
			continue;
		mark->value = field->value;
		mark->time_us = field->time_us;
		mark->sweep =
		    field->time_us == service->time_us ? service->sweep : 0;
	}
}

static void
identity_add_name(struct identity_mark *mark, const struct host *host)
{
	const struct host_name *best = NULL;

	for (size_t i = 0; i < host->n_names; i++) {
		const struct host_name *name = &host->name[i];

		if (name->source == HOST_SOURCE_DNS ||
		    (best != NULL && name->source > best->source))
			continue;
		if (best == NULL || name->source < best->source ||
		    name->time_us > best->time_us)
			best = name;
	}
	if (best == NULL)
		return;
	mark->value = best->value;
	/* A list says where a machine should be, not when it was there. */
	if (best->source != HOST_SOURCE_IMPORT) {
		mark->time_us = best->time_us;
		mark->sweep = best->sweep;
	}
}

void
identity_of(struct identity *identity, const struct host *host)
{
	memset(identity, 0, sizeof(*identity));
	identity->role = host->best_role;
	for (size_t i = 0; i < host->n_services; i++)
		for (int kind = 0; kind < IDENTITY_NAME; kind++)
			identity_add_field(&identity->mark[kind],
			    &host->service[i], identity_field(kind));
	identity_add_name(&identity->mark[IDENTITY_NAME], host);
}

static bool
identity_same_name(const char *a, const char *b)
{
	char *x, *y;
	bool is_same;

	if (strcasecmp(a, b) == 0)
		return true;
	x = cache_fold(a);
	y = cache_fold(b);
	is_same = x != NULL && y != NULL && strcmp(x, y) == 0;
	free(x);
	free(y);
	return is_same;
}

bool
identity_is_equal(const struct identity *a, const struct identity *b,
    enum identity_kind kind)
{
	const char *x = a->mark[kind].value, *y = b->mark[kind].value;

	if (x == NULL || y == NULL)
		return false;
	return kind == IDENTITY_NAME ? identity_same_name(x, y)
				     : strcmp(x, y) == 0;
}

bool
identity_differs(const struct identity *a, const struct identity *b,
    enum identity_kind kind)
{
	return a->mark[kind].value != NULL && b->mark[kind].value != NULL &&
	       !identity_is_equal(a, b, kind);
}

bool
identity_may_join(const struct identity *a, const struct identity *b,
    enum identity_kind kind)
{
	if (!identity_is_equal(a, b, kind))
		return false;
	if (kind != IDENTITY_NAME)
		return true;
	if (identity_differs(a, b, IDENTITY_AGENT) ||
	    identity_differs(a, b, IDENTITY_MAC))
		return false;
	/* One that was only imported may turn out to be anything. */
	return a->role == b->role || a->role == OBSERVATION_ROLE_NONE ||
	       b->role == OBSERVATION_ROLE_NONE;
}

bool
identity_is_other(const struct identity *a, const struct identity *b)
{
	bool differs = false;

	for (int kind = 0; kind < IDENTITY_N_KINDS; kind++) {
		if (identity_is_equal(a, b, kind))
			return false;
		/* A name alone may be given anew. */
		if (kind != IDENTITY_NAME && identity_differs(a, b, kind))
			differs = true;
	}
	return differs;
}

const struct identity_sighting *
identity_choose(const struct identity_sighting *sighting, size_t n,
    int64_t time_us)
{
	const struct identity_sighting *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (sighting[i].time_us > time_us && !sighting[i].was_beside &&
		    (best == NULL || sighting[i].time_us > best->time_us))
			best = &sighting[i];
	for (size_t i = 0; best != NULL && i < n; i++)
		if (&sighting[i] != best && sighting[i].sweep != 0 &&
		    sighting[i].sweep == best->sweep)
			return NULL;
	return best;
}
