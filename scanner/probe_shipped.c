/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The table of shipped probes becomes probes as others are.  Their patterns
 * are compiled when a reply first has to match them.
 */
#include "scanner/probe_shipped.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "scanner/pattern.h"

/* The table was made with the types that there are. */
static const struct field_type *
probe_shipped_type(const char *name)
{
	const struct field_type *type = field_type_find(name);

	assert(type != NULL);
	return type;
}

static struct pattern *
probe_shipped_pattern(const struct probe_shipped_pattern *row)
{
	struct pattern *pattern = pattern_new();

	pattern->name = mem_dup(row->name);
	pattern->meaning = mem_dup(row->meaning);
	pattern->role = row->role;
	pattern_set(pattern, row->regex, row->is_extended);
	if (row->length.type != NULL)
		pattern->length = (struct pattern_length){
			.type = probe_shipped_type(row->length.type),
			.group = row->length.group,
			.factor = row->length.factor,
			.offset = row->length.offset,
			.is_equal = row->length.is_equal,
		};
	for (size_t i = 0; i < row->n_fields; i++)
		pattern->field[pattern->n_fields++] = (struct pattern_field){
			.name = mem_dup(row->field[i].name),
			.type = probe_shipped_type(row->field[i].type),
			.group = row->field[i].group,
		};
	return pattern;
}

static struct probe_follow_up
probe_shipped_follow_up(const struct probe_shipped_follow_up *row)
{
	const char *unless = row->unless_answered;

	return (struct probe_follow_up){
		.probe = mem_dup(row->probe),
		.port = row->port,
		.unless_answered = unless == NULL ? NULL : mem_dup(unless),
	};
}

static struct probe *
probe_shipped_probe(const struct probe_shipped *row)
{
	struct probe *probe = mem_new(sizeof(*probe));

	probe->name = mem_dup(row->name);
	probe->summary = mem_dup(row->summary);
	probe->origin = mem_dup("probes.xml");
	probe->protocol = row->protocol;
	memcpy(probe->port, row->port, sizeof(probe->port));
	probe->n_ports = row->n_ports;
	probe->n_default = row->n_default;
	probe->is_default = row->is_default;
	probe->is_broadcast = row->is_broadcast;
	probe->group = row->group;
	if (row->request != NULL)
		probe->request =
		    (uint8_t *)mem_dup_len(row->request, row->request_len);
	probe->request_len = row->request_len;
	probe->reply_len = row->reply_len;
	for (size_t i = 0; i < row->n_patterns; i++)
		probe->pattern[probe->n_patterns++] =
		    probe_shipped_pattern(&row->pattern[i]);
	for (size_t i = 0; i < row->n_follow_ups; i++)
		probe->follow_up[probe->n_follow_ups++] =
		    probe_shipped_follow_up(&row->follow_up[i]);
	return probe;
}

void
probe_shipped_add(struct probe_set *set)
{
	for (size_t i = 0; i < probe_shipped_table_n; i++) {
		set->probe = mem_grow(set->probe, &set->cap, set->n + 1,
		    sizeof(struct probe *));
		set->probe[set->n++] =
		    probe_shipped_probe(&probe_shipped_table[i]);
	}
}
