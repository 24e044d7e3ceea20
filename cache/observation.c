/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Names and simple questions of observations.
 */
#include "cache/observation.h"

#include <string.h>

const char *
observation_kind_name(enum observation_kind kind)
{
	switch (kind) {
	case OBSERVATION_REPLY:
		return "reply";
	case OBSERVATION_OPEN:
		return "open";
	case OBSERVATION_REFUSED:
		return "refused";
	case OBSERVATION_PROHIBITED:
		return "prohibited";
	case OBSERVATION_UNREACHABLE:
		return "unreachable";
	case OBSERVATION_SILENT:
		return "silent";
	case OBSERVATION_EXCLUDED:
		return "excluded";
	case OBSERVATION_NOT_ASKED:
		return "not-asked";
	case OBSERVATION_NAMED:
		return "named";
	case OBSERVATION_NEIGHBOUR:
		return "neighbour";
	}
	return "unknown";
}

const char *
observation_role_name(enum observation_role role)
{
	switch (role) {
	case OBSERVATION_ROLE_NONE:
		return "none";
	case OBSERVATION_ROLE_ALIVE:
		return "alive";
	case OBSERVATION_ROLE_UNIDENTIFIED:
		return "unidentified";
	case OBSERVATION_ROLE_CLIENT:
		return "client";
	case OBSERVATION_ROLE_SERVER:
		return "server";
	}
	return "unknown";
}

bool
observation_is_life(enum observation_kind kind)
{
	return kind <= OBSERVATION_REFUSED;
}

bool
observation_proves_life(const struct observation *observation)
{
	return observation_is_life(observation->kind) &&
	       (observation->from.family == 0 ||
		   addr_eq(&observation->from, &observation->addr));
}

bool
observation_is_answer(const struct observation *observation)
{
	return observation->kind <= OBSERVATION_OPEN &&
	       observation->role >= OBSERVATION_ROLE_UNIDENTIFIED;
}

const char *
observation_field_value(const struct observation *observation, const char *name)
{
	for (size_t i = 0; i < observation->n_fields; i++)
		if (strcmp(observation->field[i].name, name) == 0)
			return observation->field[i].value;
	return NULL;
}
